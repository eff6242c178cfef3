// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/fit/json_place.h"
#include "sim/fit/table_file.h"

namespace pwlsim::fit {

/// Tables in the layout of GQA-LUT's authors (tests/data/gqa_lut): function, then input scale s, then `breakpoints`,
/// `slopes` and `intercepts` in real numbers, or `split_points`, `coeff` and `bias` as older files of theirs have it.
/// Each scale becomes a table of its own, of method "gqa-lut file", for the INT8 unit of that number of entries.
/// Throws InputError that names file and place.
std::vector<FittedTable> read_gqa(const JsonPlace& document);

/// The other way round: one entry for each function and scale. Breakpoints are rounded to the scale, slopes and
/// intercepts to the fraction bits of the registers, so that reading them gives the same registers. Throws InputError
/// for two tables of one function and scale, and for units that are not INT8, for which the layout has no place.
std::string gqa_json(const std::vector<FittedTable>& tables);

}  // namespace pwlsim::fit
