// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/base/json_place.h"
#include "sim/fit/table_file.h"

namespace pwlsim::fit {

/// Reads tables in the layouts of GQA-LUT's authors (tests/data/gqa_lut): function, then input scale s, then
/// `breakpoints`, `slopes` and `intercepts` in real numbers; or, as in other files of theirs, `split_points`, `coeff`
/// and `bias` or `intercept`. LUT-APP's layout has no scale, and the keys `slope_dff` and `intercept_dff`. A scale is a
/// key such as 5, 5.0, 2^-5 or 0.03125; a table without one gets default_scale(). A list of N + 1 breakpoints includes
/// both ends of the range; infinite ones are "inf", "-inf" or null. Each entry becomes a table of its own, of method
/// "gqa-lut file" or "lut-app file", for the INT8 unit of that number of entries. Unknown functions are left out if the
/// file also has a known one. `notes` gets a line for each of them and for everything that was changed. Throws
/// InputError that names file and place.
std::vector<FittedTable> read_gqa(const JsonPlace& document, std::vector<std::string>& notes);

/// Tables as text in the layout of GQA-LUT's authors, with one entry for each function and scale. Breakpoints are
/// rounded to the scale, slopes and intercepts to the fraction bits of the registers, so that reading them gives the
/// same registers. Throws InputError for two tables of one function and scale, and for units other than INT8, which the
/// layout cannot hold.
std::string gqa_json(const std::vector<FittedTable>& tables);

}  // namespace pwlsim::fit
