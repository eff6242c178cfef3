// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/cli/command.h"
#include "sim/cli/document_options.h"
#include "sim/experiment/run_request.h"
#include "sim/rooms.h"

namespace pwlsim::cli {

/// A lockstep run, and where its results go. The same option means the same in every subcommand.
struct RunOptions {
  RunRequest request;
  std::string range;  ///< of the functions; empty: their own
  std::string junit;
  DocumentOptions document;
};

/// Adds --trace.
void add_trace_option(Command& app, std::string& trace);

/// Adds all options of a lockstep run to a subcommand.
void add_run_options(Command& app, RunOptions& options);

/// Adds --liberty.
void add_liberty_option(Command& app, std::vector<std::string>& liberty);

/// Adds --lef and --wire-load, which stand wherever --liberty does.
void add_layout_options(Command& app, LibraryRequest& library);

/// The heading in --help above the options that need synthesis.
constexpr const char* kCostGroup = "Gates and cost";

/// Adds the options of synthesis and power to a subcommand that also has those of a lockstep run; with `flag` --cost
/// and --no-cost among them.
void add_cost_options(Command& app, CostRequest& cost, bool flag);

}  // namespace pwlsim::cli
