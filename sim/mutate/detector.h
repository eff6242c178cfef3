// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "sim/lockstep/lockstep.h"
#include "sim/lockstep/rtl_source.h"
#include "sim/rooms.h"
#include "sim/unit/unit_config.h"
#include "sim/unit/unit_table.h"

namespace pwlsim::mutate {

/// What a model under trial is to be equal to, and what is not asked of it.
struct TrialUnit {
  explicit TrialUnit(const UnitConfig& unit) : config(&unit), latency(unit.latency()) {}

  const UnitConfig* config;
  int latency;                          ///< cycles
  RtlSource::Lacks lacks = {};          ///< of a user's unit
  bool compare_idle = true;             ///< see LockstepOptions; not of a user's unit
  std::optional<UnitTable> fixed = {};  ///< the table of a unit without write port
};

/// The lockstep run that should find every fault: random words, random stalls, rewritten registers and resets in
/// mid-stream, as far as the unit can do that.
LockstepResult run_for_faults(const TrialUnit& unit, UnitModel& model, std::uint64_t inputs = 100'000,
                              std::uint64_t seed = 1);

/// How long to look for a fault; most are found by kQuick.
enum class Effort { kQuick, kFull };

/// Looks for a difference between a model and the golden one: run_for_faults, then random sessions (sim/stress).
/// Returns a description of the difference found, or nothing.
std::optional<std::string> find_fault(const TrialUnit& unit, UnitModel& model, Effort effort);

}  // namespace pwlsim::mutate
