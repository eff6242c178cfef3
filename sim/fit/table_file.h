// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
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

/// A table and the request that it was made for, as a table file holds them. See FitRequest for the fields.
struct FittedTable {
  Table table;
  const UnitConfig* unit;
  std::vector<int> scales = {};          ///< input scales that it serves, each once; empty for other than integer units
  std::optional<int> output_scale = {};  ///< the one that was asked for; nothing: quantise() chooses
  Objective objective = Objective::kMse;
  Tails tails = Tails::kHold;
  bool zero_mean = false;
  std::string weights = "uniform";  ///< how inputs were weighed: "uniform", or the name of the sample
  std::uint64_t seed = 1;
  std::map<std::string, double> settings = {};

  const Function& function() const { return find_function(table.function); }
};

/// The registers of a table: one set for each of its scales; a single set if it has none. Throws InputError as
/// quantise() does.
std::vector<UnitTable> register_sets(const FittedTable& table);

/// A value and its name in files and on the command line.
template <class Value>
struct NamedValue {
  std::string name;
  Value value;
};
const std::vector<NamedValue<Objective>>& objectives();
const std::vector<NamedValue<Tails>>& tail_kinds();

/// The name of one of these values.
template <class Value>
const std::string& name_of(const std::vector<NamedValue<Value>>& all, Value value) {
  return std::find_if(all.begin(), all.end(), [&](const auto& named) { return named.value == value; })->name;
}

/// The project's own layout, described in README.md: real numbers, the registers that quantise() makes of them, and
/// their errors. The same tables give the same bytes. `program` is the name and version of the program that writes it.
std::string tables_json(const std::vector<FittedTable>& tables, const std::string& program);

/// Reads a file of tables, in the project's own layout or in that of GQA-LUT's authors (gqa_file.h), which the content
/// shows. The real numbers count; registers and errors in the file must be those that follow from them. Throws
/// InputError that names file and place for anything else. Unknown keys are errors too, because a misspelt key would
/// otherwise be ignored. `notes` gets those of read_gqa().
std::vector<FittedTable> read_tables(const std::string& path, std::vector<std::string>* notes = nullptr);

}  // namespace pwlsim::fit
