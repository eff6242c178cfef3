// SPDX-License-Identifier: Apache-2.0
#include "sim/cost/liberty/cell_areas.h"

#include <fmt/format.h>
#include <cmath>
#include <map>

#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/base/first_few.h"
#include "sim/cost/liberty/lef.h"

namespace pwlsim::cost {
namespace {

// Liberty files round areas. A larger relative difference means another outline.
constexpr double kRounding = 0.002;
constexpr std::size_t kMostNamed = 8;

bool differs(double a, double b) { return std::fabs(a - b) > kRounding * b; }

}  // namespace

CellAreas take_areas(Library& library, const std::vector<std::filesystem::path>& lef) {
  CellAreas areas;
  if (lef.empty()) return areas;
  std::map<std::string, double> outlines;
  areas.source = "LEF";
  for (const std::filesystem::path& file : lef) {
    for (const LefMacro& macro : read_lef(file)) {
      const auto [known, added] = outlines.try_emplace(macro.name, macro.area());
      if (!added && differs(macro.area(), known->second)) {
        throw InputError(fmt::format("{}:{}: MACRO {} has {:g} um2, in a LEF file before it {:g} um2", file.string(),
                                     macro.line, printable(macro.name), macro.area(), known->second));
      }
    }
    areas.source += (&file == lef.data() ? " " : ", ") + file.filename().string();
  }
  bool any = false;
  for (LibertyCell& cell : library.cells) {
    const auto outline = outlines.find(cell.name);
    if (outline == outlines.end()) {
      if (cell.unusable.empty()) areas.missing.push_back(cell.name);
      continue;
    }
    any = true;
    if (differs(cell.area, outline->second)) {
      areas.differences.push_back({.cell = cell.name, .liberty = cell.area, .lef = outline->second});
    }
    cell.area = outline->second;
    if (cell.unusable == kHasNoArea) cell.unusable.clear();
  }
  if (!any) {
    throw InputError(fmt::format("{}: has none of the cells of library {} ({} macros)", lef.back().string(),
                                 printable(library.name), outlines.size()));
  }
  return areas;
}

std::string areas_text(const CellAreas& areas) {
  std::vector<std::string> differences;
  for (const CellAreas::Difference& difference : areas.differences) {
    differences.push_back(
        fmt::format("{} {:g} (LEF {:g})", printable(difference.cell), difference.liberty, difference.lef));
  }
  std::vector<std::string> missing;
  for (const std::string& cell : areas.missing) missing.push_back(printable(cell));
  std::string text = areas.source;
  if (!differences.empty()) {
    text += fmt::format("; the Liberty file has other ones, which are not used: {} um2",
                        first_few(differences, kMostNamed));
  }
  if (!missing.empty()) {
    text += fmt::format("; not in it, with the Liberty file's area: {}", first_few(missing, kMostNamed));
  }
  return text;
}

}  // namespace pwlsim::cost
