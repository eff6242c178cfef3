// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "sim/function/function.h"
#include "sim/rooms.h"
#include "sim/unit/unit_table.h"

namespace pwlsim::unit {

/// The finest input scale s at which codes of `width` bits hold the function's range.
int code_scale(const Function& function, int width);

/// Sets a table's scale and output scale, each to the option or else to the finest that holds the values, and the
/// encodings of x and y. Codes of x have `width` bits, those of y `out_width`. Throws InputError, naming `unit`, for a
/// scale that is out of range.
void set_code_scales(UnitTable& table, const Function& function, int width, int out_width,
                     const QuantiseOptions& options, const std::string& unit);

/// The output code for each word of x: the nearest to the table's value, ties to even, or else to the function's.
/// Throws InputError, naming `unit`, if the table does not have a value for each word, or one that a step beyond the
/// codes cannot hold.
std::vector<Word> codes_of(const UnitTable& registers, const Table& table, const Function& function,
                           const std::string& unit);

/// The values that the words of field "value" stand for, from word `first` on.
Table decoded_values(const UnitTable& registers, std::size_t first);

/// The output code for each word of x: the function, or its tails beyond the range, rounded to the nearest code, ties
/// to even, saturated. `table` gives the encodings of x and y.
std::vector<Word> function_codes(const UnitTable& table, const Function& function);

}  // namespace pwlsim::unit
