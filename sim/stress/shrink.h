// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

#include "sim/stress/scenario.h"

namespace pwlsim::stress {

/// A short scenario that still fails: takes out cycles, the larger pieces first (Zeller, Hildebrandt, "Simplifying and
/// isolating failure-inducing input", 2002), then writes, stalls, resets, inputs and bits of words, until nothing more
/// can go. `fails` says whether a scenario fails; it is called at most `most` times, on the given one not at all.
Scenario shrink(Scenario scenario, const std::function<bool(const Scenario&)>& fails, int most = 20000);

}  // namespace pwlsim::stress
