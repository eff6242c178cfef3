// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/rtl_options.h"

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "sim/cli/arguments.h"

namespace pwlsim::cli {

void add_rtl_options(Command& app, RtlRequest& request) {
  app.add_input("--rtl", request.rtl, "Verilog files of a foreign unit that takes the place of the project's RTL");
  const auto add_each = [&](const char* names, std::vector<std::string>& values, const char* help, const char* type) {
    app->add_option(names, values, help)->allow_extra_args(false)->type_name(type);
  };
  app.add_input("-f,--filelist", request.file_lists,
                "More of them: a list of files, +incdir+DIR, +define+NAME=VALUE, -y DIR, -f LIST; may be repeated")
      ->allow_extra_args(false);
  add_each("-I,--incdir", request.include_folders,
           "Folder of `include files, such as -I rtl/inc; may be repeated; after it come the folders of --rtl files",
           "DIR");
  add_each("-D,--define", request.defines, "Macro for --rtl, such as -D WIDTH=8 or -D FAST; may be repeated",
           "NAME[=VALUE]");
  add_each("-y,--library", request.library_folders,
           "Folder with modules that no file has, each in a file of its name; may be repeated", "DIR");
  app->add_option("--top", request.top, "Top module of --rtl; default: the first file's name");
  app->add_option("--param", request.parameters, "Parameter NAME=VALUE of the top module of --rtl");
  add_each(
      "--port", request.ports,
      "What ports of a unit are called there, such as clk_i=clk,x_i=data_in; ~NAME is its inverse (rst_ni=~reset), "
      "nothing says that there is none (ready_i=); may be repeated",
      "PORT=NAME,…");
  add_each("--tie", request.ties,
           "Values of further inputs, such as scan_en_i=0,mode_i=2'b01, and NAME= for further outputs; may be repeated",
           "NAME=VALUE,…");
  app.add_input("--fixed-table", request.fixed_table, "The table of a unit without write port (pwlsim fit -o FILE)");
  app.also_reads("the RTL", [&request] { return rtl_files(request); });
  add_whole(app, "--latency", request.latency, "Latency of the unit in --rtl; default: the configuration's");
}

}  // namespace pwlsim::cli
