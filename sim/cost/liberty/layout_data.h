// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sim/cost/liberty/cell_areas.h"
#include "sim/cost/liberty/liberty.h"

namespace pwlsim::cost {

/// What is known of a library's layout besides its Liberty file.
struct LayoutFiles {
  /// LEF files with the outlines of its cells; none: for the OSU 180 nm library that of its package, for others the
  /// Liberty file has the areas; "none": the Liberty file has.
  std::vector<std::filesystem::path> lef;
  /// A file for read_wire_load, or "none"; empty: the library's own wire load, or else, for the OSU 180 nm library,
  /// scripts/osu018_wires.txt.
  std::string wire_load;
};

/// Where Debian's package qflow-tech-osu018 has the OSU 180 nm library.
constexpr const char* kOsu018Folder = "/usr/share/qflow/tech/osu018";

/// Puts areas and wires into a library. Throws InputError as take_areas and read_wire_load do.
CellAreas add_layout_data(Library& library, const LayoutFiles& files);

}  // namespace pwlsim::cost
