// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sim/fit/fit.h"
#include "sim/function/function.h"
#include "sim/unit/table.h"
#include "sim/unit/unit_config.h"
#include "sim/unit/unit_table.h"

namespace pwlsim::fit {

/// How far apart the tables of several seeds were: the figure by which the best one was taken.
struct SeedSpread {
  std::vector<double> figures;  ///< of each seed, ascending

  double best() const { return figures.front(); }  ///< the least figure
  /// The middle one, or the mean of both middle ones.
  double median() const {
    const std::size_t middle = figures.size() / 2;
    return figures.size() % 2 == 1 ? figures[middle] : (figures[middle - 1] + figures[middle]) / 2;
  }
  double worst() const { return figures.back(); }  ///< the greatest figure
};

/// A table and the request that it was made for, as a table file holds them. See FitRequest for the fields.
struct FittedTable {
  Table table;             ///< in real numbers
  const UnitConfig* unit;  ///< never null
  /// Input scales that it serves, each once; empty for other than integer units.
  std::vector<int> scales = {};
  std::optional<int> output_scale = {};         ///< the one that was asked for; nothing: quantise() chooses
  Objective objective = Objective::kMse;        ///< which error the method made small
  Tails tails = Tails::kHold;                   ///< lines beyond the range
  bool zero_mean = false;                       ///< whether the mean error was brought to zero
  std::string weights = "uniform";              ///< how inputs were weighed: "uniform", or the name of the sample
  std::uint64_t seed = 1;                       ///< of the method's random numbers
  std::optional<SeedSpread> seeds = {};         ///< of a table that was the best of several seeds; files do not hold it
  std::map<std::string, double> settings = {};  ///< by FitSetting::name
  std::optional<int> fraction = {};  ///< fraction bits of slopes that were asked for; nothing: quantise() chooses

  /// By its name; throws InputError as find_function().
  const Function& function() const { return find_function(table.function); }
};

/// The registers of a table: one set for each of its scales; a single set if it has none. Throws InputError as
/// quantise() does.
std::vector<UnitTable> register_sets(const FittedTable& table);

/// A value and its name in files and on the command line.
template <class Value>
struct NamedValue {
  std::string name;  ///< lower case
  Value value;       ///< that it stands for
};
/// All objectives, by their names.
const std::vector<NamedValue<Objective>>& objectives();
/// All kinds of tails, by their names.
const std::vector<NamedValue<Tails>>& tail_kinds();

/// The name of one of these values.
template <class Value>
const std::string& name_of(const std::vector<NamedValue<Value>>& all, Value value) {
  return std::find_if(all.begin(), all.end(), [&](const auto& named) { return named.value == value; })->name;
}

}  // namespace pwlsim::fit
