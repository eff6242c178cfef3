// SPDX-License-Identifier: Apache-2.0
#include "sim/cost/liberty/layout_data.h"

#include <algorithm>
#include <system_error>

#include "sim/base/error.h"
#include "sim/cost/liberty/wire_load.h"
#include "sim/cost/tool/scripts.h"

namespace pwlsim::cost {
namespace fs = std::filesystem;
namespace {

constexpr const char* kOsu018Name = "osu018_stdcells";
constexpr const char* kNone = "none";

/// The LEF file beside the Liberty file, or else the package's; empty when neither exists.
std::vector<fs::path> lef_of_osu018(const fs::path& liberty) {
  const std::string name = std::string(kOsu018Name) + ".lef";
  for (const fs::path& file : {liberty.parent_path() / name, fs::path(kOsu018Folder) / name}) {
    std::error_code none;
    if (fs::is_regular_file(file, none)) return {file};
  }
  return {};
}

}  // namespace

CellAreas add_layout_data(Library& library, const LayoutFiles& files) {
  const bool osu018 = library.name == kOsu018Name;
  std::vector<fs::path> lef = files.lef;
  if (std::find(lef.begin(), lef.end(), kNone) != lef.end()) {
    if (lef.size() > 1) throw InputError("--lef none stands alone");
    lef.clear();
  } else if (lef.empty() && osu018) {
    lef = lef_of_osu018(library.file);
  }
  CellAreas areas = take_areas(library, lef);
  if (files.wire_load == kNone) {
    library.wire_load = {};
  } else if (!files.wire_load.empty()) {
    library.wire_load = read_wire_load(files.wire_load);
  } else if (library.wire_load.capacitance == 0 && osu018) {
    library.wire_load = read_wire_load(scripts_folder() / "osu018_wires.txt");
  }
  return areas;
}

}  // namespace pwlsim::cost
