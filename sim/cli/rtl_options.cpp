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
  app.also_reads("the RTL", [&request] { return rtl_files(request); });
  add_whole(app, "--latency", request.latency, "Latency of the unit in --rtl; default: the configuration's");
}

}  // namespace pwlsim::cli
