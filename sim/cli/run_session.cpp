// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/run_session.h"

#include <algorithm>
#include <iostream>

#include "sim/cli/option_use.h"
#include "sim/cli/terminal_feedback.h"
#include "sim/experiment/session.h"
#include "sim/lockstep/waveform.h"

namespace pwlsim::cli {

int run_session(const Command& app, const RunOptions& options, SessionDocument make, const std::string& command) {
  TerminalFeedback feedback;
  Session session(options.request, feedback);
  say_idle(app, idle_in_run(app, options.request, session.units()));
  std::vector<UnitReport> reports;
  try {
    reports = session.run();
    check_waveforms();
  } catch (const UnitStopped& stopped) {
    write_junit(options.junit, "pwlsim " + command, {{command, "simulation", false, stopped.what()}});
    throw;
  }
  write_document(make(reports, session.conditions()), options.document);
  std::cout << mismatch_text(reports) << session.trace_text();
  std::vector<CheckCase> cases = comparison_cases(command, reports);
  for (CheckCase& clock : clock_cases(command, reports)) cases.push_back(std::move(clock));
  write_junit(options.junit, "pwlsim " + command, cases);
  const bool passed =
      std::all_of(reports.begin(), reports.end(), [](const UnitReport& report) { return report.lockstep.passed(); });
  return passed ? 0 : 1;
}

}  // namespace pwlsim::cli
