// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/function/function.h"
#include "sim/unit/table.h"
#include "sim/unit/unit_config.h"
#include "sim/unit/unit_table.h"

namespace pwlsim::fit {

/// What the best table is best at.
enum class Objective {
  kMse,        ///< mean squared error of the accumulator
  kOutputMse,  ///< mean squared error of the requantised output code
  kMaxError,   ///< greatest absolute error of the accumulator
};

/// What the outermost lines do beyond the function's range; see Function::tail_lo.
enum class Tails {
  kHold,  ///< where the format has inputs beyond the range, the outermost line is the function's tail
  kFree,  ///< the outermost lines serve the range only and go on beyond it
};

/// What a method is asked for. A method takes from it what it can use; those that cannot serve a wish say so.
struct FitRequest {
  const Function& function;
  const UnitConfig& unit;  ///< number format and entries
  /// Integer units: the input scales s that the one table shall serve; empty: default_scale(). Several: a table with
  /// one set of lines, and breakpoints that are rounded to each scale.
  std::vector<int> scales = {};
  std::optional<int> output_scale = {};  ///< of Objective::kOutputMse; default: default_output_scale() of each scale
  Objective objective = Objective::kMse;
  Tails tails = Tails::kHold;
  bool zero_mean = false;           ///< bring the mean error to zero, as far as the format lets
  std::vector<double> sample = {};  ///< activations: the fit weighs inputs as they occur here; empty: all alike
  std::uint64_t seed = 1;           ///< of everything random
  std::map<std::string, double> settings = {};  ///< by FitSetting::name
};

/// A constant of a method that a user may set.
struct FitSetting {
  std::string name;
  double value;  ///< default
  std::string description;
};

/// A way to make a table.
struct FitMethod {
  std::string name;
  std::string description;
  Table (*fit)(const FitRequest&);
  std::vector<FitSetting> settings;
  bool holds_tails = false;     ///< serves Tails::kHold itself; for the others fit_table() adds the tails
  bool all_objectives = false;  ///< serves every Objective, not only kMse
  bool random = false;          ///< the seed matters

  /// What the request sets, else the default.
  double setting(const FitRequest& request, std::string_view name) const;
};

/// All methods, in the order in which they are listed.
const std::vector<FitMethod>& fit_methods();

/// The method of that name. Throws InputError, naming the known ones.
const FitMethod& find_fit_method(std::string_view name);

/// What a method makes small for a unit unless it is told: the mean squared error of what the unit returns, as far as
/// the method can.
Objective default_objective(const FitMethod& method, const UnitConfig& unit);

/// The table that a method makes, with tails as requested; for a wide unit that of the function's mantissa, for the
/// unit within, where input scales and tails do not matter. Throws InputError for a setting that the method lacks or a
/// wish that it cannot serve.
Table fit_table(std::string_view method, const FitRequest& request);

/// Registers for each function that the unit serves, with uniform breakpoints: for those who need tables, not good
/// ones.
std::vector<UnitTable> uniform_tables(const UnitConfig& unit);

}  // namespace pwlsim::fit
