// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <filesystem>
#include <iostream>
#include <memory>

#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/base/find_named.h"
#include "sim/cli/command.h"
#include "sim/cli/commands.h"
#include "sim/cli/option_use.h"
#include "sim/cli/tables.h"
#include "sim/fit/gqa_file.h"
#include "sim/fit/register_export.h"
#include "sim/fit/table_error.h"
#include "sim/report/text_table.h"
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

/// Entries less those at the end that only repeat the last line.
int used_entries(const Table& table) {
  int used = table.entries();
  while (used > 1 && table.slopes[used - 1] == table.slopes[used - 2] &&
         table.intercepts[used - 1] == table.intercepts[used - 2]) {
    --used;
  }
  return used;
}

std::string summary_text(const std::vector<FittedTable>& tables) {
  const FittedTable& first = tables.front();
  std::string text =
      fmt::format("{}; tails {}{}, weights {}, seed {}", program_name(), name_of(tail_kinds(), first.tails),
                  first.zero_mean ? ", zero mean" : "", first.weights.substr(0, first.weights.find(',')), first.seed);
  for (const auto& [setting, value] : first.settings) text += fmt::format(", {} {}", setting, value);
  TextTable table({"table", "method", "objective", "used", "F", "MSE", "mean error", "max |err|", "at x"});
  for (const TableAtScale& at : at_scales(tables)) {
    const TableError error = table_error(at.registers, at.table->function());
    table.add({label_of(*at.table, at.registers), at.table->table.method, name_of(objectives(), at.table->objective),
               fmt::format("{} of {}", used_entries(at.table->table), at.table->table.entries()),
               !at.table->unit->input_scale ? "-" : std::to_string(at.registers.fraction),
               fmt::format("{:.3g}", error.mse), fmt::format("{:.3g}", error.mean_error),
               fmt::format("{:.3g}", error.max_error), fmt::format("{:.4g}", error.max_at)});
  }
  return text + "\n\n" + table.text();
}

/// Real numbers and registers of one table, for people.
std::string table_text(const FittedTable& fitted) {
  std::string text;
  const UnitConfig& unit = *fitted.unit;
  const auto word = [&](const UnitTable& registers, const char* field, std::size_t i) {
    return word_text(registers.field(field)[i], field_of(unit, field).word);
  };
  for (const UnitTable& registers : register_sets(fitted)) {
    TextTable table({"segment", "up to x", "slope", "intercept", "breakpoint", "slope", "intercept"});
    for (std::size_t i = 0; i < fitted.table.slopes.size(); ++i) {
      const bool last = i + 1 == fitted.table.slopes.size();
      table.add({std::to_string(i), last ? "inf" : fmt::format("{:.6g}", fitted.table.breakpoints[i]),
                 fmt::format("{:.6g}", fitted.table.slopes[i]), fmt::format("{:.6g}", fitted.table.intercepts[i]),
                 last ? "" : word(registers, "breakpoint", i), word(registers, "slope", i),
                 word(registers, "intercept", i)});
    }
    text += fmt::format("\n{}", label_of(fitted, registers));
    if (unit.input_scale) text += fmt::format(", {} fraction bits", registers.fraction);
    if (unit.output_scale)
      text += fmt::format(", output scale {}, shift {}", registers.output_scale, registers.requant_shift());
    text += ": real numbers, and registers\n" + table.text();
  }
  return text;
}

struct FitCommand {
  FitOptions fit;
  std::string output, as;
};

void run_fit(const CLI::App& app, const FitCommand& command) {
  const Layout& layout = layout_of(command.as, command.output);
  const std::vector<FittedTable> tables = fit_tables(command.fit);
  say_idle(app, idle_in_fit(command.fit, find_units(unit_names(command.fit))));
  if (command.output.empty() && !command.as.empty()) {
    std::cout << layout.text(tables);
    return;
  }
  if (!command.output.empty()) write_file(command.output, layout.text(tables), "-o");
  std::cout << summary_text(tables);
  if (!command.output.empty()) {
    std::cout << fmt::format("\nwritten: {} ({})\n", command.output, layout.name);
  } else if (tables.size() == 1) {
    std::cout << table_text(tables[0]);
  }
}

}  // namespace

void add_fit(CLI::App& program, int& exit_code) {
  Command* const app = &add_command(program, "fit", "Make tables");
  app->footer(
      "Example: pwlsim fit --function gelu --entries 8 --scale 5 -o gelu.json\n"
      "         pwlsim fit --function all --entries 8,16 --scale 0..6 -o tables.json\n"
      "         pwlsim fit --function exp --unit int8_8 --scale 4 -o exp.mem   (for $readmemh)\n"
      "         pwlsim fit --function gelu --unit int8_8q --least exact\n"
      "Errors are those of the unit's results, over all its inputs in the function's range.");
  const auto command = std::make_shared<FitCommand>();
  add_choice_options(*app, command->fit);
  add_fit_options(*app, command->fit);
  app->add_output("-o,--output", command->output, "Write the tables to FILE; default: show them");
  app->add_option("--as", command->as,
                  "Layout: pwlsim, gqa-lut (JSON), csv, memh ($readmemh); default: by the ending .csv or .mem of FILE, "
                  "else pwlsim; without FILE, to standard output");
  app->callback([app, command, &exit_code] {
    run_fit(*app, *command);
    exit_code = 0;
  });
}

}  // namespace pwlsim::cli
