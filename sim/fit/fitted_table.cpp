// SPDX-License-Identifier: Apache-2.0
#include "sim/fit/fitted_table.h"

namespace pwlsim::fit {

std::vector<UnitTable> register_sets(const FittedTable& fitted) {
  std::vector<UnitTable> sets;
  if (!fitted.unit->input_scale) {
    sets.push_back(quantise(fitted.table, fitted.function(), *fitted.unit));
  }
  for (const int scale : fitted.scales) {
    sets.push_back(
        quantise(fitted.table, fitted.function(), *fitted.unit, {scale, fitted.output_scale, fitted.fraction}));
  }
  return sets;
}

const std::vector<NamedValue<Objective>>& objectives() {
  static const std::vector<NamedValue<Objective>> all = {
      {"mse", Objective::kMse}, {"output-mse", Objective::kOutputMse}, {"max-error", Objective::kMaxError}};
  return all;
}

const std::vector<NamedValue<Tails>>& tail_kinds() {
  static const std::vector<NamedValue<Tails>> all = {{"hold", Tails::kHold}, {"free", Tails::kFree}};
  return all;
}

}  // namespace pwlsim::fit
