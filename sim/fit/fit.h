// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/fit/activations.h"
#include "sim/function/function.h"
#include "sim/unit/line_format.h"
#include "sim/unit/table.h"
#include "sim/unit/unit_config.h"
#include "sim/unit/unit_table.h"

namespace pwlsim::fit {

/// The error that a fit makes small.
enum class Objective {
  kMse,        ///< mean squared error of the accumulator
  kOutputMse,  ///< mean squared error of the rounded output code
  kMaxError,   ///< greatest absolute error of the accumulator
};

/// The outermost lines beyond the function's range; see Function::tail_lo.
enum class Tails {
  kHold,  ///< the outermost line is the function's tail if the format has inputs beyond the range
  kFree,  ///< the outermost lines are fitted to the range only and continue beyond it
};

/// A request for a table. A method uses the members that it knows, and throws InputError for a wish that it cannot
/// serve.
struct FitRequest {
  /// A request for a table of lines for any format. `unit_name_` is for messages.
  FitRequest(const Function& function_, const LineTableFormat& format_, std::string unit_name_)
      : function(function_), format(format_), unit_name(std::move(unit_name_)) {}

  /// A request for a table for a unit: of the function, or of the part that the unit's range reduction leaves. Throws
  /// InputError if the unit does not serve the function.
  FitRequest(const Function& function_, const UnitConfig& unit, std::vector<int> scales_ = {},
             std::optional<int> output_scale_ = {}, Objective objective_ = Objective::kMse, Tails tails_ = Tails::kHold)
      : function(function_),
        format(unit.structure->line_format(unit).value_or(LineTableFormat{})),
        kind(unit.structure->table_kind()),
        unit_name(unit.name),
        part(unit.structure->fit_task(unit, function_)),
        scales(std::move(scales_)),
        output_scale(output_scale_),
        objective(objective_),
        tails(tails_) {}

  const Function& function;            ///< must outlive the request
  LineTableFormat format;              ///< of the lines
  TableKind kind = TableKind::kLines;  ///< what the table is made of; only lines have a format
  std::string unit_name;               ///< for messages
  std::optional<FitTask> part = {};    ///< the part of the function to fit in place of the whole
  /// For integer units: the input scales s that the table has to serve; empty: default_scale(). A table for several
  /// scales has one set of lines, and its breakpoints are rounded to each scale.
  std::vector<int> scales = {};
  std::optional<int> output_scale = {};   ///< for Objective::kOutputMse; default: default_output_scale() of each scale
  Objective objective = Objective::kMse;  ///< the error to make small
  Tails tails = Tails::kHold;             ///< the lines beyond the range
  bool zero_mean = false;                 ///< bring the mean error to zero, as far as the format allows
  /// What the function gets in a network: an input weighs as much as it occurs, and its target is the mean of the
  /// function over the activations that the unit gets as that input. Empty: all inputs alike.
  Activations sample = {};
  /// With a sample: the share of the weight that is spread evenly over all inputs, so that lines are sensible where the
  /// sample has none.
  double even_share = 1e-3;
  std::uint64_t seed = 1;                       ///< for everything random
  std::map<std::string, double> settings = {};  ///< by FitSetting::name
};

/// A constant of a method that a user may set.
struct FitSetting {
  std::string name;         ///< as in --set NAME=VALUE
  double value;             ///< default
  std::string description;  ///< one line for people
};

/// A method to make tables.
struct FitMethod {
  std::string name;                  ///< on the command line
  std::string description;           ///< one line for people
  Table (*fit)(const FitRequest&);   ///< throws InputError for a wish that it cannot serve
  std::vector<FitSetting> settings;  ///< that a request may set
  bool holds_tails = false;          ///< serves Tails::kHold itself; otherwise fit_table() adds the tails
  bool all_objectives = false;       ///< serves every Objective, not only kMse
  bool random = false;               ///< the seed matters
  bool weighs = false;               ///< serves a sample
  std::vector<TableKind> makes = {TableKind::kLines};  ///< kinds of tables

  /// The value that the request sets, else the default.
  double setting(const FitRequest& request, std::string_view name) const;
};

/// All methods, in the order in which they are listed.
const std::vector<FitMethod>& fit_methods();

/// The method of that name. Throws InputError that lists the known names.
const FitMethod& find_fit_method(std::string_view name);

/// Names of the methods that make tables of that kind, in the order of fit_methods().
std::vector<std::string> methods_for(TableKind kind);

/// The objective of a method for a unit's format unless the user names one: the mean squared error of what the unit
/// returns, or the nearest to it that the method knows.
Objective default_objective(const FitMethod& method, const LineTableFormat& format);

/// The table that a method makes, with tails as requested. If the request has a part, the table is of that part, and
/// its input scales and tails do not matter. Throws InputError for a setting that the method lacks or a wish that it
/// cannot serve.
Table fit_table(std::string_view method, const FitRequest& request);

/// A table and the registers that a unit gets from it.
struct MadeTable {
  Table table;          ///< in real numbers, as the method returns it
  UnitTable registers;  ///< what quantise() makes of it
};

/// The table that a method makes for a unit, in the registers of the request's first scale and its output scale.
/// Throws InputError as fit_table() and quantise() do.
MadeTable make_table(std::string_view method, const FitRequest& request, const UnitConfig& unit);

/// Registers, with uniform breakpoints, for each of these functions (default: functions()) that the unit serves and has
/// enough bits and entries for. For checks that need some table, not a good one.
std::vector<UnitTable> uniform_tables(const UnitConfig& unit, const std::vector<const Function*>& chosen);
/// For functions().
std::vector<UnitTable> uniform_tables(const UnitConfig& unit);

}  // namespace pwlsim::fit
