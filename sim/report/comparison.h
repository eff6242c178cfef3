// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/cost/unit_cost.h"
#include "sim/function/function.h"
#include "sim/lockstep/error_statistics.h"
#include "sim/lockstep/lockstep.h"
#include "sim/report/document.h"
#include "sim/report/junit.h"
#include "sim/rooms.h"
#include "sim/unit/table.h"
#include "sim/unit/unit_table.h"

namespace pwlsim::report {

/// One unit with one function in lockstep.
struct UnitReport {
  const Function* function;
  Table table;          ///< real numbers
  UnitTable registers;  ///< what the unit got
  int latency;          ///< the configuration's, or that of a foreign unit
  LockstepResult lockstep;
  ErrorStatistics errors;
  std::vector<std::uint64_t> segment_hits;  ///< inputs of each segment
  std::string replay;                       ///< command that repeats the run with a waveform, after a mismatch
  std::optional<UnitCost> cost = {};        ///< where it was synthesised
  double seconds = 0;                       ///< that the run took
};

/// The conditions under which all rows of a comparison were measured.
struct RunConditions {
  std::string program;  ///< name and version
  std::string method, stimulus, stall;
  std::uint64_t seed;
  std::vector<std::pair<std::string, double>> settings = {};  ///< further options that were given, such as "scale"
  std::optional<CostConditions> cost = {};                    ///< of synthesis and power, where there are any
};

/// The conditions in one line.
std::string run_conditions_text(const RunConditions& conditions);

/// "SystemC = RTL = golden" with the models that were compared.
std::string equation(const LockstepResult& lockstep);

/// "SystemC = RTL = golden in every cycle: yes", or NO.
std::string verdict_text(const std::vector<UnitReport>& reports);

/// The comparison, a group of rows for each function, with what units cost where they were synthesised.
Document comparison_document(const std::vector<UnitReport>& reports, const RunConditions& conditions);

/// Everything about one run: registers, errors, segments, handshake.
Document unit_document(const UnitReport& report, const RunConditions& conditions);

/// What went wrong, one paragraph for each model that differs; empty when all are equal.
std::string mismatch_text(const std::vector<UnitReport>& reports);

/// A case for each report, which passes when all models are equal; of `group`, "compare.gelu" with "compare".
std::vector<CheckCase> comparison_cases(const std::string& group, const std::vector<UnitReport>& reports);

/// A case for each synthesised unit, which passes when it meets the clock. One that does not is no mismatch: its case
/// is skipped and says by how much it misses.
std::vector<CheckCase> clock_cases(const std::string& group, const std::vector<UnitReport>& reports);

}  // namespace pwlsim::report
