// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>
#include <memory>

#include "sim/base/file.h"
#include "sim/base/find_named.h"
#include "sim/base/version.h"
#include "sim/cli/command.h"
#include "sim/cli/commands.h"
#include "sim/cli/document_options.h"
#include "sim/cli/option_use.h"
#include "sim/cli/table_options.h"
#include "sim/cli/terminal_feedback.h"
#include "sim/experiment/tables.h"
#include "sim/fit/gqa_file.h"
#include "sim/fit/register_export.h"
#include "sim/report/tables_report.h"
#include "sim/rooms.h"

namespace pwlsim::cli {
namespace {

/// A layout of files.
struct Layout {
  std::string name;
  std::string (*text)(const std::vector<FittedTable>&);
};

const std::vector<Layout>& layouts() {
  static const std::vector<Layout> all = {
      {"pwlsim", [](const std::vector<FittedTable>& tables) { return tables_json(tables, program_name()); }},
      {"gqa-lut", gqa_json},
      {"csv", registers_csv},
      {"memh", registers_memh}};
  return all;
}

/// The layout that --as names, else the one that goes with the file's ending.
const Layout& layout_of(const std::string& as, const std::string& output) {
  const std::string ending = std::filesystem::path(output).extension().string();
  const bool memory = ending == ".mem" || ending == ".memh";
  return find_named(layouts(), "layout", !as.empty() ? as : ending == ".csv" ? "csv" : memory ? "memh" : "pwlsim");
}

struct FitCommand {
  TableOptions tables;
  std::string output, as;
  DocumentOptions document;
};

void run_fit(const Command& app, const FitCommand& command) {
  const TablesRequest request = request_of(command.tables);
  TerminalFeedback feedback;
  const Layout& layout = layout_of(command.as, command.output);
  Weights weights(request.weights);
  const std::vector<FittedTable> tables = fit_tables(request, weights, feedback);
  say_idle(app, idle_in_fit(request, find_units(request.units)));
  if (command.output.empty() && !command.as.empty()) {
    std::cout << layout.text(tables);
    return;
  }
  if (!command.output.empty()) write_file(command.output, layout.text(tables), "-o");
  write_document(tables_document(tables, weights, command.output.empty() && tables.size() == 1), command.document);
  if (!command.output.empty()) std::cout << fmt::format("\nwritten: {} ({})\n", command.output, layout.name);
}

}  // namespace

void add_fit(CLI::App& program, int& exit_code) {
  Command& app = add_command(program, "fit", "Make tables");
  app->footer(
      "Example: pwlsim fit --function gelu --entries 8 --scale 5 -o gelu.json\n"
      "         pwlsim fit --function all --entries 8,16 --scale 0..6 -o tables.json\n"
      "         pwlsim fit --function exp --unit int8_8 --scale 4 -o exp.mem   (for $readmemh)\n"
      "         pwlsim fit --function gelu --unit int8_8q --least exact\n"
      "         pwlsim fit --function gelu --weights recorded   (what a network feels: NMSE)\n"
      "         pwlsim fit --function gelu --method gqa --seeds 20 --weights recorded\n"
      "Errors are those of the unit's results, over all its inputs in the function's range; with --weights over these\n"
      "activations, before they were rounded and clipped.\n"
      "\n"
      "Every command reads what -o writes, and tables of your own. JSON, by hand or from Python (json.dump):\n"
      "  {\"function\": \"gelu\", \"unit\": \"int8_8\", \"scale\": 5,\n"
      "   \"breakpoints\": [-2, 0, 2], \"slopes\": [0, -0.1, 0.9, 1], \"intercepts\": [0, -0.15, -0.15, 0]}\n"
      "or a list of these; a table of words has \"values\" (numbers) or \"codes\", from word 0 of x on. CSV:\n"
      "  # function: gelu\n"
      "  breakpoint,slope,intercept\n"
      "  0,0,0\n"
      "  2,0.5,1\n"
      "  ,1,0\n"
      "--function, --unit and --scale say what a file leaves out. Fewer lines than entries are filled with the last\n"
      "one. Registers in a file must be those of its numbers, unless the table has \"counts\": \"registers\".");
  const auto command = std::make_shared<FitCommand>();
  add_choice_options(app, command->tables);
  add_table_options(app, command->tables);
  app.add_output("-o,--output", command->output, "Write the tables to FILE; default: show them");
  app->add_option("--as", command->as,
                  "Layout: pwlsim, gqa-lut (JSON), csv, memh ($readmemh); default: by the ending .csv or .mem of FILE, "
                  "else pwlsim; without FILE, to standard output");
  add_document_options(app, command->document);
  app->callback([&app, command, &exit_code] {
    run_fit(app, *command);
    exit_code = 0;
  });
}

}  // namespace pwlsim::cli
