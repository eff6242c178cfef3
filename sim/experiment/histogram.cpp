// SPDX-License-Identifier: Apache-2.0
#include "sim/experiment/histogram.h"

#include <fmt/format.h>
#include <cmath>
#include <map>

#include "sim/base/error.h"
#include "sim/experiment/tables.h"
#include "sim/experiment/weights.h"
#include "sim/number/word.h"

namespace pwlsim::experiment {
namespace {

MadeHistogram gathered(const std::vector<const Activations*>& parts, const Function& function, const UnitConfig& unit,
                       int scale) {
  std::map<double, Gathered> codes;
  for (const Activations* part : parts) {
    for (const Gathered& at : gather_codes(*part, function, unit.x_width(), scale)) {
      const auto [known, is_new] = codes.try_emplace(at.x, at);
      if (!is_new) known->second.add(at);
    }
  }
  if (codes.empty()) throw InputError(function.name + " has no finite value at any of the activations");
  MadeHistogram made{&function, &unit, {"", function.name, definition_text(function), unit.x_width(), scale, {}}};
  for (const auto& [x, at] : codes) {
    made.histogram.codes.push_back(at);
    made.activations += at.count;
    const double code = std::ldexp(x, scale);
    const bool outermost =
        code == static_cast<double>(int_min(unit.x_width())) || code == static_cast<double>(int_max(unit.x_width()));
    if (outermost) made.saturated += at.count;
    made.least_mse += at.spread;
  }
  made.least_mse /= made.activations;
  made.variance = variance_of(made.histogram.codes);
  return made;
}

}  // namespace

std::vector<MadeHistogram> make_histograms(const HistogramRequest& request) {
  const Function& function = find_function(request.function);
  const UnitConfig& unit = find_unit(request.unit);
  if (!unit.input_scale) throw InputError("--unit " + unit.name + ": its inputs are no codes");
  std::vector<Weights> files;
  std::vector<const Activations*> parts;
  files.reserve(request.files.size() + 1);
  const auto read = [&](const std::string& name) {
    parts.push_back(&files.emplace_back(WeightsRequest{name, request.column}).of(function));
  };
  for (const std::string& file : request.files) read(file);
  if (request.files.empty()) read("recorded");
  std::vector<MadeHistogram> all;
  const std::vector<int> scales = wanted_scales(request.scales, function, unit);
  for (const int scale : scales) all.push_back(gathered(parts, function, unit, scale));
  return all;
}

std::string histogram_text(const MadeHistogram& made) {
  return fmt::format(
             "# Activations by input code; sum_f: of the function at the activations before they were rounded\n"
             "# function: {}\n# unit: {}\n# scale: {}\n",
             made.function->name, made.unit->name, made.histogram.scale) +
         histogram_csv(made.histogram);
}

}  // namespace pwlsim::experiment
