// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "sim/lockstep/lockstep.h"
#include "sim/rooms.h"

namespace pwlsim::mutate {

/// The lockstep run that should find every fault: random words, random stalls, rewritten registers and resets in
/// mid-stream.
LockstepResult run_for_faults(const UnitConfig& config, UnitModel& model, std::uint64_t inputs = 100'000,
                              std::uint64_t seed = 1);

/// How long to look for a fault; most are found by kQuick.
enum class Effort { kQuick, kFull };

/// Looks for a difference between a model and the golden one: run_for_faults, then random sessions (sim/stress).
/// Returns a description of the difference found, or nothing.
std::optional<std::string> find_fault(const UnitConfig& config, UnitModel& model, Effort effort);

}  // namespace pwlsim::mutate
