// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sim/cost/liberty/liberty.h"

namespace pwlsim::cost {

/// Where the areas of a library's cells come from.
struct CellAreas {
  struct Difference {
    std::string cell;
    double liberty, lef;  ///< um2; that of the LEF file is used
  };

  std::string source = "Liberty";       ///< or "LEF osu018_stdcells.lef"
  std::vector<Difference> differences;  ///< between both, in the library's order
  std::vector<std::string> missing;     ///< usable cells that no LEF file has; they keep their area
};

/// Gives the cells of a library the areas of their outlines in LEF files. A cell that could not be used because it had
/// no area can be from then on. Throws InputError as read_lef does, for files of which none has a cell of the library,
/// and for a cell of which two files give different sizes.
CellAreas take_areas(Library& library, const std::vector<std::filesystem::path>& lef);

/// Source, differences and cells without LEF in one line.
std::string areas_text(const CellAreas& areas);

}  // namespace pwlsim::cost
