// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/cost/unit_cost.h"
#include "sim/function/function.h"
#include "sim/lockstep/error_statistics.h"
#include "sim/lockstep/lockstep.h"
#include "sim/rooms.h"
#include "sim/unit/table.h"
#include "sim/unit/unit_table.h"

namespace pwlsim::experiment {

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
  std::string foreign = {};                                   ///< "RTL TOP, FILE" of a foreign unit; empty: our own
  std::optional<CostConditions> cost = {};                    ///< of synthesis and power, where there are any
};

}  // namespace pwlsim::experiment
