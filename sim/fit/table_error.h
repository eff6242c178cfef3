// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "sim/function/function.h"
#include "sim/unit/unit_table.h"

namespace pwlsim::fit {

/// The error of a unit's results against the function, at the rounded inputs that the unit gets.
struct TableError {
  double mse;         ///< mean squared error
  double mean_error;  ///< mean of result minus exact value
  double max_error;   ///< greatest absolute error
  double max_at;      ///< the least x at which it occurs
};

/// The error of the golden evaluation of a unit: of the accumulator, or of the output code of a requantising unit.
/// Without a sample, all inputs in the function's range count alike: each code for integer units of up to 16 bits;
/// 65,536 equal steps of the range, rounded to words, for wider and floating-point units. For units that reduce their
/// inputs' range, every input counts whose exact value their results can hold. With a sample, each of its numbers that
/// is in the range after rounding to a word counts once. Throws InputError when no input is in the range or a result is
/// not finite.
TableError table_error(const UnitTable& table, const Function& function, const std::vector<double>& sample = {});

}  // namespace pwlsim::fit
