// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "sim/fit/activations.h"
#include "sim/function/function.h"
#include "sim/rooms.h"
#include "sim/unit/unit_table.h"

namespace pwlsim::fit {

/// Values for a table of words, from word 0 of x on: for a word that occurs the mean of the function over its
/// activations, within what results can be, which is the best that a table can do; for others what `registers` have.
/// Throws InputError as gather_codes() does, and for a unit whose words cannot be written.
std::vector<double> mean_values(const UnitTable& registers, const Function& function, const Activations& activations);

/// The scale of output codes with which the best code for each input code has the least error, down from that of
/// `registers`, the finest. Throws InputError as gather_codes() does.
int best_output_scale(const UnitTable& registers, const Function& function, const Activations& activations);

}  // namespace pwlsim::fit
