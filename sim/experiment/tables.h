// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/experiment/choice.h"
#include "sim/experiment/feedback.h"
#include "sim/experiment/run_request.h"
#include "sim/experiment/weights.h"
#include "sim/fit/table_file.h"
#include "sim/rooms.h"

namespace pwlsim::experiment {

/// Tables to be made, one for each combination of functions, units and scales. Names are those of the command line.
struct TablesRequest {
  std::vector<std::string> functions = {"gelu"};
  std::vector<std::string> units = {"int8_8"};
  std::vector<int> scales;  ///< input scales of integer units, each once; empty: default_scale()
  bool shared = false;      ///< one table for all the scales instead of one each
  std::string method = kDefaultMethod;
  std::string objective;  ///< empty: default_objective()
  std::string tails = "hold";
  WeightsRequest weights;
  bool zero_mean = false;
  std::optional<double> least;  ///< as few entries as reach this error of the objective; 0: bit-exact output codes
  std::uint64_t seed = 1;
  int seeds = 1;  ///< of a method that searches or trains: the best table of that many seeds, `seed` and those after it
  std::map<std::string, double> settings;  ///< of the method
  std::optional<int> output_scale;
};

/// Makes the tables, on all cores, functions first, then units, then scales. Of several seeds the best table is the one
/// with the least NMSE over the weights, or, where all inputs count alike, the least MSE; of a table for several
/// scales, their mean. Throws InputError that names the combination which cannot be made.
std::vector<FittedTable> fit_tables(const TablesRequest& request, Feedback& feedback);
/// The same with weights that the caller goes on to use; those of the request do not matter.
std::vector<FittedTable> fit_tables(const TablesRequest& request, Weights& weights, Feedback& feedback);

/// The input scales that are asked for, or the unit's default one. Throws InputError for one that the unit cannot have.
std::vector<int> wanted_scales(const std::vector<int>& scales, const Function& function, const UnitConfig& unit);

/// The tables of a file (read_tables), with a note on each thing in it that was left out or changed.
std::vector<FittedTable> load_tables(const std::string& file, Feedback& feedback, const TableContext& context = {});

/// A note on registers whose output codes, at a scale that somebody chose, saturate before the function's values end;
/// empty for others.
std::string saturation_note(const UnitTable& registers, const Function& function);

/// A table at one of its scales.
struct TableAtScale {
  const FittedTable* table;
  UnitTable registers;
};

/// "gelu int8_8 s=5", for messages and tables.
std::string label_of(const FittedTable& table, const UnitTable& registers);

/// "gelu int8_8 s=5, gelu int8_8 s=6, …": what there is to choose from.
std::string contents_of(const std::vector<FittedTable>& tables);

/// All tables at all their scales.
std::vector<TableAtScale> at_scales(const std::vector<FittedTable>& tables);

/// The registers that a file's tables give a unit: of the table for that function, number format, number of entries and
/// scale (if none is given the only one that they are for, else the default one); one made for that very unit goes
/// first. `file` is for the message of the InputError when there is none, or several.
std::pair<const FittedTable*, UnitTable> find_table(const std::vector<FittedTable>& tables, const std::string& file,
                                                    const Function& function, const UnitConfig& unit,
                                                    const QuantiseOptions& options);

/// The table of a foreign unit without write port.
struct FixedTable {
  const Function* function;
  UnitTable registers;
};

/// The one table for that unit in the file of --fixed-table. Throws InputError when there is none, or several.
FixedTable fixed_table(const RtlRequest& rtl, const UnitConfig& unit, Feedback& feedback);

/// The function that a foreign unit is measured with where nobody names one: that of its fixed table, else gelu, or the
/// first that the unit serves.
const Function& usual_function(const RtlRequest& rtl, const UnitConfig& unit, Feedback& feedback);

/// Whether tables for one unit serve the other: the same words and the same number of them.
bool same_format(const UnitConfig& a, const UnitConfig& b);

}  // namespace pwlsim::experiment
