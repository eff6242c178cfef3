// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sim/cost/liberty/cell_areas.h"
#include "sim/cost/liberty/liberty.h"

namespace pwlsim::cost {

/// Files about a library's layout besides its Liberty file.
struct LayoutFiles {
  /// LEF files with the outlines of its cells. Empty: for the OSU 180 nm library the LEF file of its package, else the
  /// areas of the Liberty file. "none": the areas of the Liberty file.
  std::vector<std::filesystem::path> lef;
  /// A file for read_wire_load(), or "none". Empty: the library's own wire load, else for the OSU 180 nm library
  /// scripts/osu018_wires.txt.
  std::string wire_load;
};

/// The folder of the OSU 180 nm library in Debian's package qflow-tech-osu018.
constexpr const char* kOsu018Folder = "/usr/share/qflow/tech/osu018";

/// Adds areas and wires to a library. Throws InputError as take_areas() and read_wire_load() do.
CellAreas add_layout_data(Library& library, const LayoutFiles& files);

}  // namespace pwlsim::cost
