// SPDX-License-Identifier: Apache-2.0
#include "sim/fit/fit.h"

#include <algorithm>

#include "sim/base/error.h"
#include "sim/base/find_named.h"
#include "sim/base/first_few.h"
#include "sim/fit/gqa.h"
#include "sim/fit/nnlut.h"
#include "sim/fit/optimal.h"
#include "sim/fit/tails.h"
#include "sim/fit/uniform.h"

namespace pwlsim::fit {

double FitMethod::setting(const FitRequest& request, std::string_view name) const {
  const auto given = request.settings.find(std::string(name));
  return given != request.settings.end() ? given->second : find_named(settings, "setting", name).value;
}

const std::vector<FitMethod>& fit_methods() {
  static const std::vector<FitMethod> all = {
      {.name = "optimal",
       .description = "the table of least error, with proof for inputs of up to 12 bits; near-optimal for others",
       .fit = fit_optimal,
       .settings = {},
       .holds_tails = true,
       .all_objectives = true,
       .weighs = true,
       .makes = {TableKind::kLines, TableKind::kWords}},
      {.name = "uniform",
       .description = "equal segments, each line the chord of the function",
       .fit = fit_uniform,
       .settings = {},
       .makes = {TableKind::kLines, TableKind::kWords}},
      {.name = "gqa",
       .description = "GQA-LUT (DAC 2024): genetic search for the breakpoints, chords of the function",
       .fit = fit_gqa,
       .settings = gqa_settings(),
       .random = true},
      {.name = "nnlut",
       .description = "NN-LUT (DAC 2022): a trained network of one hidden layer, turned into a table",
       .fit = fit_nnlut,
       .settings = nnlut_settings(),
       .random = true,
       .weighs = true},
  };
  return all;
}

const FitMethod& find_fit_method(std::string_view name) { return find_named(fit_methods(), "method", name); }

std::vector<std::string> methods_for(TableKind kind) {
  std::vector<std::string> names;
  for (const FitMethod& method : fit_methods()) {
    if (std::find(method.makes.begin(), method.makes.end(), kind) != method.makes.end()) names.push_back(method.name);
  }
  return names;
}

Objective default_objective(const FitMethod& method, const LineTableFormat& format) {
  return format.output_width > 0 && method.all_objectives ? Objective::kOutputMse : Objective::kMse;
}

Table fit_table(std::string_view method, const FitRequest& request) {
  const FitMethod& found = find_fit_method(method);
  for (const auto& setting : request.settings) find_named(found.settings, "setting", setting.first);
  const std::vector<std::string> fitting = methods_for(request.kind);
  if (std::find(fitting.begin(), fitting.end(), found.name) == fitting.end()) {
    throw InputError("method " + found.name + " makes no tables for " + request.unit_name +
                     "; methods that do: " + first_few(fitting, fitting.size()));
  }
  if (!request.sample.empty() && !found.weighs) {
    throw InputError("method " + found.name + " cannot weigh inputs by activations");
  }
  if (request.kind == TableKind::kWords) {  // they are the function's values, which quantise() takes itself
    return {.function = request.function.name, .method = found.name, .breakpoints = {}, .slopes = {}, .intercepts = {}};
  }
  if (request.part) {
    if (!request.sample.empty())
      throw InputError("activations are not weighed for units that reduce their inputs' range, as " +
                       request.unit_name);
    if (request.objective == Objective::kOutputMse) {
      throw InputError(request.unit_name + " has no output codes; objectives are mse and max-error, of the mantissa");
    }
    FitRequest inner{*request.part->function, request.format, request.unit_name};
    inner.scales = {request.part->scale};
    inner.objective = request.objective;
    inner.tails = Tails::kFree;  // no code lies beyond the range of the part
    inner.zero_mean = request.zero_mean;
    inner.seed = request.seed;
    inner.settings = request.settings;
    Table table = found.fit(inner);
    table.function = request.function.name;
    return table;
  }
  if (request.tails == Tails::kFree || found.holds_tails) return found.fit(request);
  return fit_with_tails(found, request);
}

MadeTable make_table(std::string_view method, const FitRequest& request, const UnitConfig& unit) {
  Table table = fit_table(method, request);
  QuantiseOptions options{{}, request.output_scale};
  if (!request.scales.empty()) options.scale = request.scales.front();
  UnitTable registers = quantise(table, request.function, unit, options);
  return {std::move(table), std::move(registers)};
}

std::vector<UnitTable> uniform_tables(const UnitConfig& unit) {
  std::vector<const Function*> all;
  for (const Function& function : functions()) all.push_back(&function);
  return uniform_tables(unit, all);
}

std::vector<UnitTable> uniform_tables(const UnitConfig& unit, const std::vector<const Function*>& chosen) {
  std::vector<UnitTable> tables;
  for (const Function* const function : chosen) {
    if (!serves(unit, *function)) continue;
    try {
      tables.push_back(make_table("uniform", {*function, unit}, unit).registers);
    } catch (const InputError&) {  // the unit has too few bits or entries for it
    }
  }
  return tables;
}

}  // namespace pwlsim::fit
