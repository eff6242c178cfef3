// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace pwlsim::cost {

/// The outline of a cell in a LEF file.
struct LefMacro {
  std::string name;
  double width, height;  ///< um, above zero
  int line;              ///< of its MACRO

  double area() const { return width * height; }  ///< um2
};

/// The macros of a LEF file, plain or compressed by gzip, in the order of the file. A technology's LEF has only layers
/// and gives none. Lengths in a LEF file are in um whatever its UNITS say, which are for DEF files. Throws InputError
/// with file and line for a file that is not LEF or is truncated, and for a macro without SIZE, with a size of zero, or
/// with two names or sizes.
std::vector<LefMacro> read_lef(const std::filesystem::path& path);

}  // namespace pwlsim::cost
