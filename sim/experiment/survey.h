// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/experiment/feedback.h"
#include "sim/experiment/weights.h"
#include "sim/function/function.h"
#include "sim/rooms.h"
#include "sim/unit/unit_config.h"

namespace pwlsim::experiment {

/// Input scales of a survey, s = 0 … 6, as the published tables have them.
constexpr int kSurveyScales = 7;

/// What a survey compares: all ways to make tables for INT8 units.
struct SurveyRequest {
  std::vector<std::string> functions = {"all"};
  std::vector<int> entries = {8, 16};
  int seeds = 20;  ///< 1, 2 …: of the methods that search or train
  WeightsRequest weights;
  std::string published;  ///< folder of published tables, <function>_pwl_<entries - 1>.json
};

/// A figure at each scale; NaN where it is not known.
struct ScaleFigures {
  double at[kSurveyScales];

  double mean() const;
};

/// The errors of a unit's results, over inputs as they are weighed (TableError).
struct ScaleErrors {
  ScaleFigures mse, nmse, bias_share;
};

/// A function on a unit.
struct SurveyRow {
  const Function* function;
  const UnitConfig* unit;
  std::vector<std::vector<ScaleErrors>> errors;  ///< of each way and each of its seeds
};

/// What a survey found.
struct Survey {
  int seeds;
  std::string weights;            ///< "uniform": all inputs alike
  std::vector<std::string> ways;  ///< to make tables, by name
  std::vector<SurveyRow> rows;
};

/// Makes all tables, on all cores. Throws InputError when there is no folder of published tables.
Survey survey_tables(const SurveyRequest& request, Feedback& feedback);

}  // namespace pwlsim::experiment
