// SPDX-License-Identifier: Apache-2.0
#include "sim/report/table_svg.h"

#include <fmt/format.h>
#include <cctype>
#include <cmath>
#include <cstddef>
#include <filesystem>

#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/base/process.h"
#include "sim/base/temporary_folder.h"
#include "sim/fit/table_error.h"
#include "sim/unit/golden.h"

namespace pwlsim::report {
namespace {

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

}  // namespace

std::string table_svg(const TableAtScale& at) {
  const TemporaryFolder folder;
  write_file(folder / "plot.gp", gnuplot_script(at), "plot");
  const ProcessResult result = run_process({"gnuplot", "-d", "plot.gp"}, folder.path());
  if (result.exit_code != 0 || !std::filesystem::exists(folder / "plot.svg")) {
    throw MachineError("gnuplot failed: " + printable(result.output));
  }
  return read_file(folder / "plot.svg");
}

}  // namespace pwlsim::report
