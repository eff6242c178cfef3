// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace CLI {
class App;
class Error;
}  // namespace CLI

namespace pwlsim::cli {

/// What is wrong with a command line that the parser refused, in one line: a command or option that does not exist is
/// named, with the nearest one that does.
std::string wrong_usage(const CLI::App& program, const CLI::Error& error);

}  // namespace pwlsim::cli
