// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/function/function.h"
#include "sim/unit/line_format.h"
#include "sim/unit/table.h"
#include "sim/unit/unit_config.h"
#include "sim/unit/unit_table.h"

namespace pwlsim::fit {

/// What the best table is best at.
enum class Objective {
  kMse,        ///< mean squared error of the accumulator
  kOutputMse,  ///< mean squared error of the rounded output code
  kMaxError,   ///< greatest absolute error of the accumulator
};

/// What the outermost lines do beyond the function's range; see Function::tail_lo.
enum class Tails {
  kHold,  ///< where the format has inputs beyond the range, the outermost line is the function's tail
  kFree,  ///< the outermost lines serve the range only and go on beyond it
};

/// What a method is asked for. A method takes from it what it can use; those that cannot serve a wish say so.
struct FitRequest {
  FitRequest(const Function& function_, const LineTableFormat& format_, std::string unit_name_)
      : function(function_), format(format_), unit_name(std::move(unit_name_)) {}

  /// A table for a unit: of the function, or of what the unit's range reduction leaves of it. Throws InputError if it
  /// does not serve the function.
  FitRequest(const Function& function_, const UnitConfig& unit, std::vector<int> scales_ = {},
             std::optional<int> output_scale_ = {}, Objective objective_ = Objective::kMse, Tails tails_ = Tails::kHold)
      : function(function_),
        format(unit.structure->line_format(unit).value_or(LineTableFormat{})),
        lines(unit.structure->line_format(unit).has_value()),
        unit_name(unit.name),
        part(unit.structure->fit_task(unit, function_)),
        scales(std::move(scales_)),
        output_scale(output_scale_),
        objective(objective_),
        tails(tails_) {}

  const Function& function;
  LineTableFormat format;
  bool lines = true;                 ///< whether the table is one of lines; else its words are the function's values
  std::string unit_name;             ///< for messages
  std::optional<FitTask> part = {};  ///< of the function, if the table is to be one of that
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
  bool all_words = false;       ///< also gives tables that hold the function's values, which leave nothing to choose

  /// What the request sets, else the default.
  double setting(const FitRequest& request, std::string_view name) const;
};

/// All methods, in the order in which they are listed.
const std::vector<FitMethod>& fit_methods();

/// The method of that name. Throws InputError, naming the known ones.
const FitMethod& find_fit_method(std::string_view name);

/// What a method makes small for a unit unless it is told: the mean squared error of what the unit returns, as far as
/// the method can.
Objective default_objective(const FitMethod& method, const LineTableFormat& format);

/// The table that a method makes, with tails as requested; with a range reduction that of the function's mantissa,
/// where input scales and tails do not matter. Throws InputError for a setting that the method lacks or a wish that it
/// cannot serve.
Table fit_table(std::string_view method, const FitRequest& request);

/// A table and the registers that a unit gets from it.
struct MadeTable {
  Table table;
  UnitTable registers;
};

/// The table that a method makes for a unit, in the registers of the request's first scale and its output scale.
/// Throws InputError as fit_table() and quantise() do.
MadeTable make_table(std::string_view method, const FitRequest& request, const UnitConfig& unit);

/// Registers for each function that the unit serves and has bits and entries enough for, with uniform breakpoints: for
/// those who need tables, not good ones.
std::vector<UnitTable> uniform_tables(const UnitConfig& unit);

}  // namespace pwlsim::fit
