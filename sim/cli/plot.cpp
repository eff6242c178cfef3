// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <iostream>
#include <memory>

#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/base/process.h"
#include "sim/base/temporary_folder.h"
#include "sim/cli/command.h"
#include "sim/cli/commands.h"
#include "sim/cli/option_use.h"
#include "sim/cli/tables.h"
#include "sim/fit/table_error.h"
#include "sim/rooms.h"
#include "sim/unit/golden.h"

namespace pwlsim::cli {
namespace fs = std::filesystem;
namespace {

struct PlotCommand {
  FitOptions fit;
  std::string file, output;
};

/// The one table at one scale that the command line chooses.
TableAtScale chosen(const PlotCommand& command, const std::vector<FittedTable>& tables) {
  const std::vector<const Function*> functions = parse_functions(command.fit.functions);
  const std::vector<const UnitConfig*> units = find_units(command.fit.units);
  const std::vector<int> entries = parse_ranges(command.fit.entries, "--entries");
  const std::vector<int> scales = parse_ranges(command.fit.scales, "--scale");
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

/// Text for gnuplot. All but letters and blanks are octal codes: both kinds of its quotes leave some character a
/// meaning, be it quotes, backslashes or the backticks that run a command. (Digits too: its octal codes may have any
/// length.)
std::string quoted(const std::string& text) {
  std::string result = "\"";
  for (char c : text) {
    if (c == '>') c = ')';  // it goes unescaped into the SVG, where ]]> is not allowed
    const bool plain = std::isalpha(static_cast<unsigned char>(c)) != 0 || c == ' ';
    result += plain ? std::string(1, c) : fmt::format("\\{:03o}", static_cast<unsigned char>(c));
  }
  return result + "\"";
}

std::string gnuplot_script(const TableAtScale& at) {
  constexpr int kSteps = 1000;  // more than the picture has pixels
  const Function& function = at.table->function();
  const GoldenUnit unit(at.registers);
  std::string exact;
  std::string results;
  std::size_t inputs = 0;
  double previous = NAN;
  for (int i = 0; i <= kSteps; ++i) {
    const double x = function.lo + (function.hi - function.lo) * i / kSteps;
    exact += fmt::format("{} {}\n", x, function.exact(x));
    const Word word = at.registers.encode_input(x);
    const double rounded = at.registers.decode_input(word);
    if (rounded == previous || !function.in_range(rounded)) continue;
    const double y = at.registers.decode_output(unit.evaluate(word));
    results += fmt::format("{} {} {}\n", rounded, y, y - function.exact(rounded));
    previous = rounded;
    ++inputs;
  }
  std::string breakpoints;
  // Where the range is reduced, they are those of a part of the function.
  const UnitConfig& config = at.registers.config;
  const Table lines = config.reduces_range ? Table{} : config.structure->table_of(at.registers);
  for (const double x : lines.breakpoints) {
    if (!function.in_range(x)) continue;
    breakpoints += fmt::format("set arrow from {0}, graph 0 to {0}, graph 1 nohead lw 1 lc rgb '#e8a080'\n", x);
  }
  const TableError error = table_error(at.registers, function);
  const std::string title = fmt::format("{}, {}: MSE {:.3g}, max |error| {:.3g}", label_of(*at.table, at.registers),
                                        at.table->table.method, error.mse, error.max_error);
  // Few inputs are shown one by one.
  const char* const style = inputs > 100 ? "lines" : "linespoints pt 7 ps 0.4";
  std::string script = "$exact << PWLSIM_END\n" + exact + "PWLSIM_END\n$results << PWLSIM_END\n" + results;
  script += "PWLSIM_END\n";
  script +=
      "set terminal svg size 900,700 noenhanced font 'sans-serif,14' background rgb 'white'\n"
      "set output 'plot.svg'\n"
      "set multiplot layout 2,1\n"
      "set grid\nset lmargin 12\nset key top left Left reverse opaque\n";
  script += fmt::format("set xrange [{}:{}]\n", function.lo, function.hi) + breakpoints;
  script += "set title " + quoted(title) + "\nset ylabel 'y'\n";
  script += "plot $exact using 1:2 with lines lw 3 lc rgb '#b0b0b0' title " +
            quoted(function.name + " = " + function.definition) +
            fmt::format(", $results using 1:2 with {} lw 1.5 lc rgb '#0060ad' title 'table'", style) +
            ", NaN with lines lw 1 lc rgb '#e8a080' title 'breakpoints'\n";
  script += "unset title\nset key off\nset xlabel 'x'\nset ylabel 'error'\n";
  script += fmt::format("plot $results using 1:3 with {} lw 1.5 lc rgb '#0060ad'\n", style);
  return script + "unset multiplot\nunset output\n";
}

void run_plot(const PlotCommand& command, const CLI::App& app) {
  if (!command.file.empty()) {
    for (const char* option : {"--format", "--shared", "--method", "--objective", "--tails", "--zero-mean", "--weights",
                               "--column", "--seed", "--set", "--output-scale"}) {
      if (app.count(option) > 0) throw InputError(std::string(option) + " makes a table; those of a file are made");
    }
  }
  const std::vector<FittedTable> tables = command.file.empty() ? fit_tables(command.fit) : load_tables(command.file);
  const TableAtScale at = chosen(command, tables);
  if (command.file.empty()) say_idle(app, idle_in_fit(command.fit, {at.table->unit}));
  // The program writes under a name of ours, and the user's name meets neither a shell nor gnuplot's own language.
  const TemporaryFolder folder;
  write_file(folder / "plot.gp", gnuplot_script(at), "plot");
  const ProcessResult result = run_process({"gnuplot", "-d", "plot.gp"}, folder.path());
  if (result.exit_code != 0 || !fs::exists(folder / "plot.svg")) {
    throw MachineError("gnuplot failed: " + printable(result.output));
  }
  write_file(command.output, read_file(folder / "plot.svg"), "-o");
  std::cout << fmt::format("written: {} ({})\n", command.output, label_of(*at.table, at.registers));
}

}  // namespace

void add_plot(CLI::App& program, int& exit_code) {
  Command* const app = &add_command(program, "plot", "Draw a table, its function and its error");
  app->footer(
      "Example: pwlsim plot gelu.json --scale 5 -o gelu.svg\n"
      "         pwlsim plot --function exp --entries 16 --scale 4 -o exp.svg");
  const auto command = std::make_shared<PlotCommand>();
  app->add_input("file", command->file, "File of tables; without it, the table is made here");
  add_choice_options(*app, command->fit);
  add_fit_options(*app, command->fit);
  app->add_output("-o,--output", command->output, "SVG file to write")->required();
  app->callback([command, app, &exit_code] {
    run_plot(*command, *app);
    exit_code = 0;
  });
}

}  // namespace pwlsim::cli
