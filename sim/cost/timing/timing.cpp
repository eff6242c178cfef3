// SPDX-License-Identifier: Apache-2.0
#include "sim/cost/timing/timing.h"

#include <fmt/format.h>
#include <sstream>

#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/base/process.h"
#include "sim/cost/tool/scripts.h"
#include "sim/cost/tool/tool_warnings.h"
#include "sim/rooms.h"

namespace pwlsim::cost {
namespace {

/// One path of report_checks. Reading it leaves the lines at the one after the path.
struct Path {
  std::string start, end;
  std::vector<std::string> cells;
  double slack = 0;
  bool found = false;
};

std::string first_word(const std::string& text) { return text.substr(0, text.find(' ')); }

Path read_path(std::istream& lines) {
  Path path;
  bool arrived = false;
  for (std::string line; std::getline(lines, line) && line.rfind("pwlsim: ", 0) != 0;) {
    if (line.rfind("Startpoint: ", 0) == 0) path.start = first_word(line.substr(12));
    if (line.rfind("Endpoint: ", 0) == 0) path.end = first_word(line.substr(10));
    std::istringstream words(line);
    double number = 0;
    std::string word;
    if (!(words >> number)) continue;
    if (!arrived) {
      // 0.2411    0.7352 v n1248/Y (AND2X2)
      std::string edge;
      double time = 0;
      if (words >> time >> edge >> word && (edge == "^" || edge == "v")) {
        const std::string cell = word.substr(0, word.rfind('/'));
        if (word.find('/') != std::string::npos && (path.cells.empty() || path.cells.back() != cell)) {
          path.cells.push_back(cell);
        }
      }
    }
    if (line.find("data arrival time") != std::string::npos) arrived = true;
    if (line.find(" slack (") != std::string::npos) {
      path.slack = number;
      path.found = true;
    }
  }
  return path;
}

}  // namespace

Timing parse_timing(const std::string& output, double period_ns) {
  const std::size_t error = output.find("Error");
  if (error != std::string::npos) {
    throw InputError("OpenSTA: " + output.substr(error, output.find('\n', error) - error));
  }
  check_warnings("OpenSTA", output);
  std::istringstream lines(output);
  const bool whole = output.find("\npwlsim: end") != std::string::npos;
  for (std::string line; line != "pwlsim: setup";) {
    if (!std::getline(lines, line)) throw InputError("OpenSTA ended before its report: " + output);
  }
  const Path setup = read_path(lines);
  const Path hold = read_path(lines);
  if (!whole) throw InputError("OpenSTA ended inside its report: " + output);
  if (!setup.found || !hold.found) throw InputError("OpenSTA found no path through the unit");
  Timing timing;
  timing.slack = setup.slack;
  timing.hold_slack = hold.slack;
  timing.fmax = 1000 / (period_ns - setup.slack);
  timing.start = setup.start;
  timing.end = setup.end;
  timing.cells = setup.cells;
  return timing;
}

Timing find_timing(const std::filesystem::path& folder, double period_ns, double input_slew_ns) {
  const auto write = [&](const char* name, const std::string& content) {
    write_file((folder / name).string(), content, "timing");
  };
  write("timing.tcl", read_file((scripts_folder() / "timing.tcl").string()));
  write("timing_settings.tcl", fmt::format("set period {}\nset input_slew {}\n", period_ns, input_slew_ns));
  const ProcessResult result = run_process({"sta", "-no_init", "-no_splash", "-exit", "timing.tcl"}, folder);
  write("timing.log", result.output);
  check_machine(result, "OpenSTA");
  if (result.exit_code != 0) throw InputError("OpenSTA " + result.ending());
  return parse_timing(result.output, period_ns);
}

}  // namespace pwlsim::cost
