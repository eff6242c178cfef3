// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/options.h"

#include <CLI/CLI.hpp>
#include <algorithm>

#include "sim/cli/arguments.h"
#include "sim/cli/function_options.h"
#include "sim/cli/rtl_options.h"
#include "sim/lockstep/recording.h"

namespace pwlsim::cli {
namespace {

constexpr const char* kLibertyHelp =
    "Cell library, plain or gzip, in one file or several; default: $PWLSIM_LIBERTY (files with : between), or OSU 180 "
    "nm of qflow-tech-osu018";

/// The models add their own endings.
std::string without_ending(std::string file) {
  const std::string ending = file.substr(std::max<std::size_t>(file.size(), 4) - 4);
  if (file.size() > 4 && (ending == ".fst" || ending == ".vcd")) file.resize(file.size() - 4);
  return file;
}

}  // namespace

void add_trace_option(Command& app, std::string& trace) {
  app.add_outputs("--trace", trace, "Write waveforms FILE.<unit>.fst (RTL) and FILE.<unit>.vcd (SystemC)",
                  {".fst", ".vcd"})
      ->transform(without_ending);
}

void add_run_options(Command& app, RunOptions& options) {
  RunRequest& request = options.request;
  add_list(app, "--unit,--units", request.units, "Unit configurations, comma-separated, or all (see pwlsim list)",
           true);
  CLI::Option* const tails =
      add_function_options(app, {request.functions, options.range, request.tails}, "those of --table, or gelu");
  CLI::Option* const method = app->add_option("--method", request.method, "How the table is made (see pwlsim list)");
  method->capture_default_str();
  app.add_input("--table", request.table, "Take the tables of FILE in place of a method (layouts: pwlsim fit --help)")
      ->excludes(method)
      ->excludes(tails);
  app.add_input("--stimulus", request.stimulus,
                "A named stimulus or a file (see pwlsim list); default: recorded if there is a recording of each "
                "function, else uniform");
  app.also_reads("the recorded stimulus", [] { return files_in(recordings_folder(), ".npy"); });
  app->add_option("--column", request.column, "Column of a stimulus file with several: its name or number")
      ->check(check_name);
  app->add_option("--stall", request.stall, "When either side stalls (see pwlsim list)")->capture_default_str();
  add_whole(app, "--seed", request.seed, "Seed of everything random");
  add_whole(app, "--cycles", request.cycles, "Offer inputs for that many cycles; the stimulus repeats");
  add_whole(app, "--scale", request.scale, "Input scale s of integer units, S = 2^-s; default: finest for the range");
  add_whole(app, "--output-scale", request.output_scale, "Scale of output codes; default: finest for the values");
  add_number(app, "--rewrite", request.rewrite, "Probability that a cycle rewrites a random register while data flow",
             0, 1);
  // What a unit takes in a cycle of reset is lost, so with nothing but these a run would never end.
  add_number(app, "--reset", request.reset, "Probability, up to 0.99, that a cycle is a cycle of reset while data flow",
             0, 0.99);
  add_trace_option(app, request.trace);
  add_document_options(app, options.document);
  add_rtl_options(app, request);
}

void add_layout_options(Command& app, LibraryRequest& library) {
  app.add_input("--lef", library.lef,
                "LEF files with the outlines of the library's cells, which give their areas; or none; default: that of "
                "qflow-tech-osu018 for its library");
  app.add_input("--wire-load", library.wire_load,
                "Table of wires by fanout, or none; default: the library's own, or scripts/osu018_wires.txt for OSU "
                "180 nm");
}

void add_liberty_option(Command& app, std::vector<std::string>& liberty) {
  app.add_input("--liberty", liberty, kLibertyHelp);
  app.also_reads("the default of --liberty",
                 [&] { return liberty.empty() ? default_liberty() : std::vector<std::string>{}; });
}

void add_cost_options(Command& app, CostRequest& cost, bool flag) {
  if (flag) {
    app->add_flag("--cost,!--no-cost", cost.wanted,
                  "Synthesise the units, run their gates in the same lockstep, and show area, timing and power")
        ->default_val(cost.wanted);
  }
  const std::string usual = app->option_defaults()->get_group();
  app->option_defaults()->group(kCostGroup);
  add_liberty_option(app, cost.library.liberty);
  add_layout_options(app, cost.library);
  add_number(app, "--clock", cost.clock, "Period of the clock that the units are mapped to, ns", 0.01, 1e6);
  app->add_option("--storage", cost.storage, "What holds the tables: flop, gated (behind clock gates) or latch")
      ->capture_default_str();
  add_list(app, "--dont-use", cost.library.dont_use, "Cells that the mapper leaves out, as patterns such as '*_lp*'",
           true);
  add_number(app, "--node-nand2-um2", cost.node_nand2,
             "Area of a two-input NAND of another node, um2: adds areas scaled to it", 1e-4, 1e6);
  app.add_input("--glitches", cost.glitches,
                "Verilog models of the library's cells, with delays: adds an estimate of power with glitches (slow)");
  app->option_defaults()->group(usual);
}

}  // namespace pwlsim::cli
