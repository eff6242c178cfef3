// SPDX-License-Identifier: Apache-2.0
#include "sim/report/built_units.h"

#include <algorithm>

namespace pwlsim::report {

std::vector<BuiltUnit> built_units(const std::vector<UnitReport>& reports) {
  std::vector<BuiltUnit> built;
  for (const UnitReport& report : reports) {
    const UnitConfig& config = report.registers.config;
    const auto is_same = [&](const BuiltUnit& one) {
      const UnitConfig& other = one.report->registers.config;
      return other.name == config.name && other.constants == config.constants;
    };
    if (std::none_of(built.begin(), built.end(), is_same)) built.push_back({&report, config.name});
  }
  for (BuiltUnit& one : built) {
    const auto has_name = [&](const BuiltUnit& other) {
      return other.report->registers.config.name == one.report->registers.config.name;
    };
    if (std::count_if(built.begin(), built.end(), has_name) > 1) one.name = one.report->function->name + " " + one.name;
  }
  return built;
}

}  // namespace pwlsim::report
