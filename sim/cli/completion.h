// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/cli/command_description.h"

namespace pwlsim::cli {

/// Names that values of an option have.
struct KnownNames {
  std::vector<std::string> options;  ///< "--unit", "--units"
  std::vector<std::string> names;    ///< "int8_8"
};

/// The completion of all commands, options, files and known names for bash: a script that defines a function and
/// registers it.
std::string bash_completion(const std::vector<CommandDescription>& commands, const std::vector<KnownNames>& known);

}  // namespace pwlsim::cli
