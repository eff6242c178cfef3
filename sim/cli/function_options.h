// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/cli/command.h"
#include "sim/rooms.h"

namespace CLI {
class Option;
}  // namespace CLI

namespace pwlsim::cli {

/// What --function, --range and --tails are called in help. They mean the same in every command.
struct FunctionOptions {
  std::vector<std::string>& functions;
  std::string& range;
  std::string& tails;
  bool words = true;  ///< further words may follow --function; false where a file may
};

/// Adds these options. Before the command runs, functions are made known, and what stands in `functions` are names
/// (define_functions). Returns --tails.
CLI::Option* add_function_options(Command& app, const FunctionOptions& options, const std::string& standard);

}  // namespace pwlsim::cli
