// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/cli/command.h"
#include "sim/cli/options.h"
#include "sim/fit/table_file.h"
#include "sim/lockstep/recording.h"
#include "sim/rooms.h"

namespace pwlsim::cli {

/// How inputs are weighed: uniform, recorded, or a file, and its column if it has several.
struct WeightsOptions {
  std::string name = "uniform", column;
};

/// What the command line says about making tables. The same option means the same in every subcommand.
struct FitOptions {
  std::vector<std::string> functions;  ///< empty: gelu
  std::vector<std::string> units;      ///< in place of format and entries
  std::string format = "int8";
  std::vector<std::string> entries;  ///< empty: 8
  std::vector<std::string> scales;   ///< empty: default_scale()
  bool shared = false;
  std::string method = kDefaultMethod;
  std::string objective;  ///< empty: default_objective()
  std::string tails = "hold";
  WeightsOptions weights;
  bool zero_mean = false;
  std::string least;  ///< an error, or "exact": as few entries as reach it
  std::uint64_t seed = 1;
  std::vector<std::string> settings;
  std::optional<int> output_scale;
};

/// Adds the options that say which tables: function, unit or format and entries, scale.
void add_choice_options(CLI::App& app, FitOptions& options);

/// Adds --weights and --column.
void add_weights_options(Command& app, WeightsOptions& options);

/// Adds the options that say how they are made.
void add_fit_options(Command& app, FitOptions& options);

/// Makes the tables of all combinations of functions, units and scales, in this order, on all cores. Throws InputError
/// that names the combination which cannot be made.
std::vector<FittedTable> fit_tables(const FitOptions& options);

/// "0..6" and "3" as whole numbers, each once, in the order given. `option` is for the message of the InputError.
std::vector<int> parse_ranges(const std::vector<std::string>& texts, const std::string& option);

/// Functions by name or "all", each once.
std::vector<const Function*> parse_functions(const std::vector<std::string>& names);

/// A function and a unit that get a table, a run …
using FunctionOnUnit = std::pair<const Function*, const UnitConfig*>;

/// Pairs of functions and units.
struct ChosenPairs {
  std::vector<FunctionOnUnit> pairs;
  std::string left_out;  ///< names of units that do not serve all of the functions
};

/// All pairs of these functions and units, in this order. Where "all" stands for either, units do not get the functions
/// that they do not serve; else such a pair is an error of whoever runs it.
ChosenPairs pairs_of(const std::vector<std::string>& functions, const std::vector<std::string>& units);

/// Names on standard error what is left out, if anything is.
void say_left_out(const ChosenPairs& chosen);

/// Whether "all" is among them.
bool names_all(const std::vector<std::string>& names);

/// What these options choose, defaults included.
std::vector<std::string> function_names(const FitOptions& options);
std::vector<std::string> unit_names(const FitOptions& options);

/// The numbers that --weights names for a function, with a text that says what they were: none for "uniform", the
/// bundled recording for "recorded", else those of a file. What is read stays in `read`.
std::pair<std::vector<double>, std::string> read_weights(const WeightsOptions& options, const Function& function,
                                                         Recordings& read);

/// The tables of a file (read_tables), with a line on stderr for each thing in it that was left out or changed.
std::vector<FittedTable> load_tables(const std::string& file);

/// What is to be said of registers whose output codes, at a scale that somebody chose, saturate before the function's
/// values end; else nothing.
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
/// scale (the default one unless given); one made for that very unit goes first. `file` is for the message of the
/// InputError when there is none, or several.
std::pair<const FittedTable*, UnitTable> find_table(const std::vector<FittedTable>& tables, const std::string& file,
                                                    const Function& function, const UnitConfig& unit,
                                                    const QuantiseOptions& options);

/// Whether tables for one unit serve the other: the same words and the same number of them.
bool same_format(const UnitConfig& a, const UnitConfig& b);

}  // namespace pwlsim::cli
