// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/cli/command.h"
#include "sim/experiment/tables.h"
#include "sim/rooms.h"

namespace pwlsim::cli {

/// What the command line says about tables that are to be made. The same option means the same in every subcommand.
struct TableOptions {
  std::vector<std::string> functions, units, entries, scales;  ///< empty: not given
  std::string range;                                           ///< of the functions; empty: their own
  std::string format = "int8";                                 ///< with `entries`, where no units are named
  std::string least;                                           ///< an error, or "exact"
  std::vector<std::string> settings;                           ///< NAME=NUMBER
  std::optional<int> seeds;
  TablesRequest request;  ///< all that needs no reading
};

/// Adds the options that say which tables: function with range and tails, unit or format and entries, scale.
void add_choice_options(Command& app, TableOptions& options);

/// Adds the options that say how they are made.
void add_table_options(Command& app, TableOptions& options);

/// Adds --weights and --column.
void add_weights_options(Command& app, WeightsRequest& weights);

/// What these options ask for. Throws InputError.
TablesRequest request_of(const TableOptions& options);

}  // namespace pwlsim::cli
