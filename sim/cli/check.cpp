// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <iostream>
#include <memory>

#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/base/source_folder.h"
#include "sim/cli/command.h"
#include "sim/cli/commands.h"
#include "sim/cli/document_options.h"
#include "sim/cli/option_use.h"
#include "sim/cli/options.h"
#include "sim/cli/rtl_options.h"
#include "sim/cli/terminal_feedback.h"
#include "sim/experiment/rtl_request.h"
#include "sim/experiment/session.h"
#include "sim/experiment/tables.h"
#include "sim/report/budgets.h"
#include "sim/report/document.h"
#include "sim/report/junit.h"
#include "sim/rooms.h"

namespace pwlsim::cli {
namespace {

struct CheckOptions {
  std::string budgets = (source_folder() / "tests/budgets.json").string();
  std::string junit;
  DocumentOptions document;
  LibraryRequest library;
  RtlRequest rtl;
  std::string unit;  ///< that it is to equal; empty: as the budgets say, or int8_8
  bool update = false;
  bool show = false;
};

/// A case for each unit in lockstep and one for each of its figures, which a mismatch leaves unjudged.
std::vector<CheckCase> cases_of(const Budgets& budgets, const std::vector<UnitReport>& reports, bool equal,
                                const std::vector<Drift>& drift) {
  std::vector<CheckCase> cases = comparison_cases("check.lockstep", reports);
  for (CheckCase& clock : clock_cases("check", reports)) cases.push_back(std::move(clock));
  for (CheckCase& figure : budget_cases(budgets, drift)) {
    figure.skipped = !equal;
    if (!equal) figure.message = "not judged: units differ from the golden model";
    cases.push_back(std::move(figure));
  }
  return cases;
}

/// The cost table, and for programs each figure with its budget.
Document check_document(const Budgets& budgets, const std::vector<UnitReport>& reports,
                        const RunConditions& conditions) {
  Document document = comparison_document(reports, conditions);
  for (Column& column : document.sections.front().tables.front().columns) column.head.clear();
  document.sections.front().notes.clear();
  document.sections.push_back({"", {}, {budgets_table(budgets, reports)}});
  return document;
}

/// Figures of two libraries have nothing to do with each other. Into a file of his own a user may write any.
void check_library(const CheckOptions& check, const Budgets& budgets, const CostConditions& cost, bool own_file) {
  const std::string other = other_library(budgets, cost);
  if (other.empty() || (check.update && own_file)) return;
  throw InputError(
      fmt::format("{} holds figures of other conditions: {}; {}", check.budgets, other,
                  own_file ? "with --update it takes those" : "give --budgets another file, a copy, and --update"));
}

/// Whether the budgets are a file of the user's, and not the project's.
bool is_own_file(const std::string& budgets) {
  return !is_same_file(budgets, (source_folder() / "tests/budgets.json").string());
}

/// The budgets of a foreign unit: a new file's begin without figures.
Budgets foreign_budgets(const CheckOptions& check, Feedback& feedback) {
  if (!is_own_file(check.budgets)) {
    throw InputError(
        "check --rtl: figures of your own unit need a file of your own: --budgets FILE, which --update makes");
  }
  if (!std::filesystem::exists(check.budgets)) {
    if (!check.update) throw InputError("--budgets " + printable(check.budgets) + ": is not there; --update makes it");
    const UnitConfig& unit = find_unit(check.unit.empty() ? "int8_8" : check.unit);
    check_rtl_request(check.rtl, {&unit});
    Budgets budgets = new_budgets(check.budgets, foreign_name(rtl_source(check.rtl, unit)), unit);
    budgets.function = usual_function(check.rtl, unit, feedback).name;
    return budgets;
  }
  Budgets budgets = read_budgets(check.budgets, check.update);
  if (budgets.of.empty()) {
    throw InputError(check.budgets + ": holds figures of pwlsim's own units; give --rtl another file");
  }
  if (!check.unit.empty() && find_unit(check.unit).name != budgets.of) {
    throw InputError(fmt::format("{}: holds figures of RTL for {}, not for {}", check.budgets, budgets.of, check.unit));
  }
  const UnitConfig& unit = find_unit(budgets.of);
  check_rtl_request(check.rtl, {&unit});
  const std::string name = foreign_name(rtl_source(check.rtl, unit));
  if (name != budgets.units.front().name) {
    throw InputError(
        fmt::format("{}: holds figures of {}, not of {}", check.budgets, printable(budgets.units.front().name), name));
  }
  if (!check.rtl.fixed_table.empty()) usual_function(check.rtl, unit, feedback);  // which may be the user's own
  return budgets;
}

Budgets own_budgets(const CheckOptions& check) {
  check_rtl_request(check.rtl, {});
  if (!check.unit.empty()) throw InputError("--unit is that of --rtl; the units of the project stand in --budgets");
  Budgets budgets = read_budgets(check.budgets, check.update);
  if (!budgets.of.empty()) {
    throw InputError(fmt::format("{}: holds figures of RTL {}; name its files with --rtl", check.budgets,
                                 printable(budgets.units.front().name)));
  }
  return budgets;
}

int check(const CheckOptions& check) {
  if (check.show) {
    write_document(budgets_document(read_budgets(check.budgets, false)), check.document);
    return 0;
  }
  TerminalFeedback feedback;
  Budgets budgets = check.rtl.has_rtl() ? foreign_budgets(check, feedback) : own_budgets(check);
  const bool own_file = is_own_file(check.budgets);
  if (check.update) check_updatable(check.budgets, "--budgets");
  RunRequest request;
  static_cast<RtlRequest&>(request) = check.rtl;
  for (const Budgets::Unit& unit : budgets.units) {
    request.units.push_back(budgets.of.empty() ? unit.name : budgets.of);
  }
  request.functions = {budgets.function};
  request.method = budgets.method;
  request.stimulus = budgets.stimulus;
  request.seed = budgets.seed;
  request.cost.wanted = true;
  request.cost.library = check.library;
  request.cost.clock = budgets.clock_ns;
  request.cost.storage = budgets.storage;
  Session session(request, feedback);
  budgets.stimulus = session.conditions().stimulus;  // a new file has none
  const CostConditions cost = session.conditions().cost.value();
  check_library(check, budgets, cost, own_file);
  std::vector<UnitReport> reports;
  try {
    reports = session.run();
  } catch (const UnitStopped& stopped) {
    write_junit(check.junit, "pwlsim check", {{"check.lockstep", "simulation", false, stopped.what()}});
    throw;
  }
  const bool passed =
      std::all_of(reports.begin(), reports.end(), [](const UnitReport& report) { return report.lockstep.passed(); });
  const bool comparable = other_library(budgets, cost).empty();
  const std::vector<Drift> drift = passed ? find_drift(budgets, reports) : std::vector<Drift>();
  const Document document = check_document(budgets, reports, session.conditions());
  write_document(document, check.document);
  if (!passed) {
    std::cout << mismatch_text(reports) << verdict_text(reports) << "\n";
    write_junit(check.junit, "pwlsim check", cases_of(budgets, reports, false, {}));
    return 1;
  }
  std::cout << "\n" << tools_text(budgets, cost.tools) << (comparable ? drift_text(drift) : "");
  write_junit(check.junit, "pwlsim check",
              cases_of(budgets, reports, true, check.update || !comparable ? std::vector<Drift>() : drift));
  if (check.update) {
    const Budgets now = updated(budgets, reports, cost);
    write_file(check.budgets, budgets_json(now), "--budgets");
    std::cout << fmt::format("wrote {}{}\n", check.budgets,
                             own_file ? "" : "; pwlsim docs --update --only check shows them in sim/cost/README.md");
    return 0;
  }
  if (drift.empty()) {
    std::cout << fmt::format("all {} figures are within the tolerances of {}\n",
                             budgets.units.size() * budget_figures().size(), check.budgets);
    return 0;
  }
  std::cout << fmt::format("{} of {} figures differ from {}; if they are meant to, {} --update\n", drift.size(),
                           budgets.units.size() * budget_figures().size(), check.budgets,
                           own_file ? "the same command with" : "pwlsim check");
  return 1;
}

}  // namespace

void add_check(CLI::App& program, int& exit_code) {
  Command& app =
      add_command(program, "check",
                  "Compare area, timing, power and errors with the committed budgets; exit code 1 when one drifts");
  app->footer(
      "Example: pwlsim check\nAfter a change that is meant: pwlsim check --update\n"
      "For another library: cp tests/budgets.json my.json; pwlsim check --liberty my.lib --budgets my.json --update\n"
      "Your own RTL: pwlsim check --rtl my_unit.sv --unit int8_8 --budgets my.json --update; later without --update.\n"
      "The file that this makes has conditions and tolerances, which you may change before you --update it again.");
  const auto options = std::make_shared<CheckOptions>();
  app.add_updated("--budgets", options->budgets, "File of budgets: conditions, tolerances, figures of each unit")
      ->capture_default_str();
  app.add_input("--liberty", options->library.liberty, "Other files of the budgets' cell library");
  add_layout_options(app, options->library);
  app->add_option("--unit", options->unit, "The unit that --rtl is to equal; default: that of the budgets, or int8_8");
  CLI::Option* const junit =
      app.add_report("--junit", options->junit, "Write a JUnit report to FILE: a case for each unit and figure");
  add_document_options(app, options->document);
  CLI::Option* const update = app->add_flag("--update", options->update, "Write the measured figures to the budgets");
  add_rtl_options(app, options->rtl);
  app->add_flag("--show", options->show, "Only show the figures of the budgets; measures nothing")
      ->excludes(update)
      ->excludes(junit);
  app->callback([&app, options, &exit_code] {
    say_idle(app, idle_when(options->show,
                            {"--liberty", "--lef", "--wire-load", "--json", "--csv", "--rtl", "--unit", "--top"},
                            "with --show nothing is measured, and the figures are those of --budgets"));
    exit_code = check(*options);
  });
}

}  // namespace pwlsim::cli
