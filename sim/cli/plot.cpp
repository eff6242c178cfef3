// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <memory>
#include <optional>

#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/cli/arguments.h"
#include "sim/cli/command.h"
#include "sim/cli/commands.h"
#include "sim/cli/option_use.h"
#include "sim/cli/table_options.h"
#include "sim/cli/terminal_feedback.h"
#include "sim/experiment/tables.h"
#include "sim/report/table_svg.h"
#include "sim/rooms.h"

namespace pwlsim::cli {
namespace {

struct PlotCommand {
  TableOptions tables;
  std::string file, output;
};

/// The one table at one scale that the command line chooses.
TableAtScale chosen(const PlotCommand& command, const std::vector<FittedTable>& tables) {
  const std::vector<const Function*> functions = find_functions(command.tables.functions);
  const std::vector<const UnitConfig*> units = find_units(command.tables.units);
  const std::vector<int> entries = parse_ranges(command.tables.entries, "--entries");
  const std::vector<int> scales = parse_ranges(command.tables.scales, "--scale");
  const auto in = [](const auto& list, const auto& item) {
    return list.empty() || std::find(list.begin(), list.end(), item) != list.end();
  };
  std::vector<TableAtScale> found;
  std::string known;
  for (TableAtScale& at : at_scales(tables)) {
    known += (known.empty() ? "" : ", ") + label_of(*at.table, at.registers);
    const bool fits = in(functions, &at.table->function()) && in(units, at.table->unit) &&
                      in(entries, at.table->unit->entries) &&
                      (!at.table->unit->input_scale || in(scales, at.registers.scale));
    if (fits) found.push_back(std::move(at));
  }
  if (found.size() == 1) return found[0];
  if (known.size() > 300) known = known.substr(0, known.rfind(',', 300)) + ", …";
  throw InputError(fmt::format(
      "{}: {} of its tables fit; a plot shows one, chosen with --function, --unit and --scale: {}",
      command.file.empty() ? "plot" : command.file, found.empty() ? "none" : std::to_string(found.size()), known));
}

void run_plot(const Command& app, const PlotCommand& command) {
  if (!command.file.empty()) {
    for (const char* option : {"--format", "--shared", "--method", "--objective", "--tails", "--zero-mean", "--weights",
                               "--column", "--seed", "--seeds", "--set", "--output-scale"}) {
      if (app->count(option) > 0) throw InputError(std::string(option) + " makes a table; those of a file are made");
    }
  }
  TerminalFeedback feedback;
  const std::optional<TablesRequest> request =
      command.file.empty() ? std::optional(request_of(command.tables)) : std::nullopt;
  const std::vector<FittedTable> tables =
      request ? fit_tables(*request, feedback)
              : load_tables(command.file, feedback,
                            {command.tables.functions, command.tables.units,
                             parse_ranges(command.tables.scales, "--scale"), command.tables.request.output_scale});
  const TableAtScale at = chosen(command, tables);
  if (request) say_idle(app, idle_in_fit(*request, {at.table->unit}));
  write_file(command.output, table_svg(at), "-o");
  std::cout << fmt::format("written: {} ({})\n", command.output, label_of(*at.table, at.registers));
}

}  // namespace

void add_plot(CLI::App& program, int& exit_code) {
  Command& app = add_command(program, "plot", "Draw a table, its function and its error");
  app->footer(
      "Example: pwlsim plot gelu.json --scale 5 -o gelu.svg\n"
      "         pwlsim plot --function exp --entries 16 --scale 4 -o exp.svg");
  const auto command = std::make_shared<PlotCommand>();
  app.add_input("file", command->file, "File of tables; without it, the table is made here");
  add_choice_options(app, command->tables);
  add_table_options(app, command->tables);
  app.add_output("-o,--output", command->output, "SVG file to write")->required();
  app->callback([&app, command, &exit_code] {
    run_plot(app, *command);
    exit_code = 0;
  });
}

}  // namespace pwlsim::cli
