// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/fit/activations.h"
#include "sim/function/function.h"
#include "sim/unit/unit_table.h"

namespace pwlsim::fit {

/// The error of a unit's results against the function, at the rounded inputs that the unit gets; with activations,
/// against the function of the activations before they were rounded and clipped, which is what a network feels.
struct TableError {
  double mse;           ///< mean squared error
  double mean_error;    ///< mean of result minus exact value
  double max_error;     ///< greatest absolute error; with activations, to the mean of those with one input of the unit
  double max_at;        ///< the least x at which it occurs
  double variance = 0;  ///< of the exact values

  /// Mean squared error over the variance of the exact values. NaN where these are all the same.
  double nmse() const;
  /// The share of the mean squared error that a constant would take away: the mean error's square over it, 0 … 1.
  double bias_share() const;
};

/// The error of the golden evaluation of a unit: of the accumulator, or of the output code of a requantising unit.
/// Without a sample, all inputs in the function's range count alike: each code for integer units of up to 16 bits;
/// 65,536 equal steps of the range, rounded to words, for wider and floating-point units. For units that reduce their
/// inputs' range, every input counts whose exact value their results can hold. With a sample, each activation at which
/// the function has a finite value counts once, wherever it lies. Throws InputError when there is no input to judge or
/// a result is not finite.
TableError table_error(const UnitTable& table, const Function& function, const Activations& sample = {});

}  // namespace pwlsim::fit
