// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sim/cost/liberty/liberty.h"

namespace pwlsim::cost {

/// The source of the areas of a library's cells.
struct CellAreas {
  struct Difference {
    std::string cell;
    double liberty, lef;  ///< um2; the LEF file's is used
  };

  std::string source = "Liberty";       ///< "Liberty" or "LEF osu018_stdcells.lef"
  std::vector<Difference> differences;  ///< between both sources, in the library's order
  std::vector<std::string> missing;     ///< usable cells that no LEF file has; they keep their area
};

/// Sets the areas of a library's cells to those of their outlines in LEF files. A cell that was unusable only because
/// it had no area becomes usable. Throws InputError as read_lef() does, when no file has a cell of the library, and
/// when two files give different sizes for a cell.
CellAreas take_areas(Library& library, const std::vector<std::filesystem::path>& lef);

/// Source, differences and cells without an outline, in one line.
std::string areas_text(const CellAreas& areas);

}  // namespace pwlsim::cost
