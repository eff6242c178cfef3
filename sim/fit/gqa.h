// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "sim/fit/fit.h"

namespace pwlsim::fit {

/// GQA-LUT (Dong et al., DAC 2024, arXiv 2403.19591, and its authors' code): a genetic search for the breakpoints.
/// Each line is the chord between the function's values at its segment's breakpoints, slope and intercept rounded to
/// the unit's fraction bits (not in floating-point units); an individual's fitness is grid_mse(). Mutation rounds
/// breakpoints to few fraction bits, so that they survive the rounding to coarse scales. Breakpoints of the table are
/// not rounded: quantise() does that for each scale. Slopes are not limited. The same seed gives the same table.
/// Throws InputError for another objective than kMse, zero_mean, and settings out of bounds.
Table fit_gqa(const FitRequest& request);

/// The method's constants, with the authors' values as defaults.
std::vector<FitSetting> gqa_settings();

}  // namespace pwlsim::fit
