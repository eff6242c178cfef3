// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/fit/partial_table.h"

namespace pwlsim::fit {

/// Whether a text is comma-separated values of a table: its first line, comments left out, names their columns.
bool is_csv(const std::string& text);

/// Reads comma-separated values, whose first line names the columns: breakpoint, slope and intercept in real numbers, a
/// line for each segment, the last one without a breakpoint; or value, for each word of x; or those of registers_csv().
/// A "#" begins a comment, which may say "# function: gelu", and in the same way unit, scale, fraction and
/// output_scale. Of registers the words count. Throws InputError that names the file and the line, or the register.
std::vector<FittedTable> read_csv(const std::string& text, const std::string& name, const TableContext& context);

}  // namespace pwlsim::fit
