// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

#include "sim/stress/scenario.h"

namespace pwlsim::stress {

/// A short scenario that still fails. It removes cycles, in larger pieces first (Zeller, Hildebrandt, "Simplifying and
/// isolating failure-inducing input", 2002), then writes, stalls, resets, inputs and bits of words, until nothing more
/// can be removed. `fails` returns whether a scenario fails. It is called at most `most` times, and never on the given
/// scenario, which must fail.
Scenario shrink(Scenario scenario, const std::function<bool(const Scenario&)>& fails, int most = 20000);

}  // namespace pwlsim::stress
