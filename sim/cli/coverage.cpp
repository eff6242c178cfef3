// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <memory>

#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/base/process.h"
#include "sim/base/source_folder.h"
#include "sim/base/version.h"
#include "sim/cli/arguments.h"
#include "sim/cli/command.h"
#include "sim/cli/commands.h"
#include "sim/cli/document_options.h"
#include "sim/cli/rtl_options.h"
#include "sim/cli/terminal_feedback.h"
#include "sim/coverage/constant_bits.h"
#include "sim/experiment/choice.h"
#include "sim/experiment/command_text.h"
#include "sim/experiment/coverage.h"
#include "sim/report/coverage_report.h"
#include "sim/report/evidence.h"
#include "sim/rooms.h"

namespace pwlsim::cli {
namespace {

struct CoverageOptions {
  std::vector<std::string> units = coverage_units();
  RtlRequest rtl;
  std::uint64_t seed = 1;
  std::string floor = (source_folder() / "tests/coverage_floor.json").string();
  std::string waivers = (source_folder() / "tests/rtl/coverage_waivers.txt").string();
  bool update = false;
  std::string evidence, junit;
  DocumentOptions document;
};

/// The command that makes the same report.
std::string command_of(const CoverageOptions& options) {
  std::string command = "pwlsim coverage";
  if (options.units != coverage_units()) {
    command += " --units ";
    for (const std::string& unit : options.units) command += (unit == options.units[0] ? "" : ",") + unit;
  }
  command += rtl_arguments(options.rtl);
  if (options.seed != 1) command += fmt::format(" --seed {}", options.seed);
  return command;
}

/// Of a foreign unit only that it equals the golden model is judged.
std::vector<CheckCase> equal_cases(const CoverageReport& report) {
  std::vector<CheckCase> cases;
  for (const UnitCoverage& unit : report.units) {
    cases.push_back({"coverage.units", unit.unit, unit.mismatch.empty(), unit.mismatch});
  }
  return cases;
}

int coverage(const CoverageOptions& options) {
  const std::vector<const UnitConfig*> units = find_units(options.units);
  const std::vector<Waiver> waivers = read_waivers(options.waivers);
  const bool foreign = options.rtl.has_rtl();
  if (foreign && options.update) throw InputError("--update: the floor is of the project's RTL; leave out --rtl");
  const bool of_part = options.units != coverage_units();
  if (options.update && of_part && options.floor == (source_folder() / "tests/coverage_floor.json").string()) {
    throw InputError("--update: the project's floor is that of all its units; with --units give --floor another file");
  }
  CoverageFloor floor;
  if (!options.update) floor = read_coverage_floor(options.floor);
  if (options.update) check_updatable(options.floor, "--floor");

  TerminalFeedback feedback;
  CoverageReport report;
  report.units = measure_units(units, options.seed, options.rtl, feedback);
  std::vector<CoveragePoint> points;
  std::uint64_t cycles = 0;
  for (const UnitCoverage& unit : report.units) {
    points.insert(points.end(), unit.points.begin(), unit.points.end());
    cycles += unit.cycles;
  }
  report.rtl = merge_coverage(points, foreign ? std::vector<Waiver>() : waivers);
  if (options.update) {
    floor = floor_of(report);
    floor.file = options.floor;
  }
  const std::vector<CheckCase> cases = foreign ? equal_cases(report) : judge_coverage(report, floor, of_part);

  std::string tool = run_process({"verilator_bin", "--version"}, ".").output;
  tool.erase(std::min(tool.find(" 20"), tool.find('\n')));  // the date
  const Document document = coverage_document(
      report,
      fmt::format(
          "{}, {} (which has no toggle points for signals declared inside generate blocks); {} cycles of RTL in "
          "lockstep with the golden model, seed {}; bits that {} finds constant are not among the toggles; rows of "
          "files: merged over the units below; rows of units: each instance by itself, nothing waived",
          program_name(), tool, cycles, options.seed, constant_bits_tool()));
  write_document(document, options.document);
  bool passed = true;
  for (const CheckCase& c : cases) {
    if (c.skipped) std::cout << "not judged: " << c.name << ": " << c.message << "\n";
    if (c.passed) continue;
    passed = false;
    std::cout << "FAILED: " << c.message.substr(0, c.message.find('\n')) << "\n";
  }
  if (options.update) {
    if (passed) write_file(options.floor, coverage_floor_json(floor), "--floor");
    std::cout << (passed ? "wrote " : "not written: ") << options.floor << "\n";
  }
  if (!options.evidence.empty()) {
    write_file(options.evidence, evidence_json(evidence_of("coverage", command_of(options), document)), "--evidence");
  }
  write_junit(options.junit, "pwlsim coverage", cases);
  return passed ? 0 : 1;
}

}  // namespace

void add_coverage(CLI::App& program, int& exit_code) {
  Command& app = add_command(program, "coverage",
                             "Lines and toggles of the RTL and cases of the units that directed and random runs meet");
  app->footer(
      "Example: pwlsim coverage --units int8_8,fp32_8 --json coverage.json\n"
      "Your own RTL: pwlsim coverage --unit int8_8 --rtl my_unit.sv; only that it equals the golden model is judged\n"
      "Exit code 1: a share below the floor, other constant bits than the floor's or one that changes, a waiver that "
      "is\n"
      "not needed, a case listed as unreachable that was met, or RTL that differs from the golden model.");
  const auto options = std::make_shared<CoverageOptions>();
  add_list(app, "--unit,--units", options->units, "Unit configurations, comma-separated, or all (see pwlsim list)",
           true);
  add_whole(app, "--seed", options->seed, "Seed of everything random");
  app.add_updated("--floor", options->floor, "File of the least shares, judged when the units are those it names")
      ->capture_default_str();
  app.add_input("--waivers", options->waivers, "File of points of the RTL that cannot be covered, with reasons")
      ->capture_default_str();
  add_rtl_options(app, options->rtl);
  app->add_flag("--update", options->update, "Write the shares of this run to --floor");
  app.add_output("--evidence", options->evidence, "Write the table that is printed to FILE, for the README");
  app.add_report("--junit", options->junit, "Write a JUnit report to FILE: a case for each file and unit");
  add_document_options(app, options->document);
  app->callback([options, &exit_code] { exit_code = coverage(*options); });
}

}  // namespace pwlsim::cli
