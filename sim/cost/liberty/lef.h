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

/// The macros of a LEF file, plain or compressed by gzip, in their order; none of a file that holds only layers, as a
/// technology's LEF does. Lengths in a LEF file are in um whatever its UNITS say, which are those of DEF files. Throws
/// InputError with file and line: no LEF, cut off, a macro without SIZE, of no size or of two names or sizes.
std::vector<LefMacro> read_lef(const std::filesystem::path& path);

}  // namespace pwlsim::cost
