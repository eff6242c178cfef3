// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "sim/cli/command.h"

namespace pwlsim::cli {

// Options whose text is read here. CLI11's own numbers are octal after a leading zero, clamped where they are too
// large, and may be NaN; its own lists drop empty items and keep blanks.

/// An option that takes a list: items between commas, blanks around them left out. `words` says whether it goes on over
/// several arguments, or takes one, so that what follows may be a file. An empty item is an InputError.
CLI::Option* add_list(Command& app, const std::string& names, std::vector<std::string>& list, const std::string& help,
                      bool words);

/// An option that takes a whole number from `least` to `most`, in decimal digits: int or std::uint64_t.
template <class Number>
CLI::Option* add_whole(Command& app, const std::string& names, Number& number, const std::string& help,
                       Number least = std::numeric_limits<Number>::min(),
                       Number most = std::numeric_limits<Number>::max());
template <class Number>
CLI::Option* add_whole(Command& app, const std::string& names, std::optional<Number>& number, const std::string& help,
                       Number least = std::numeric_limits<Number>::min(),
                       Number most = std::numeric_limits<Number>::max());

/// An option that takes a number from `least` to `most`.
CLI::Option* add_number(Command& app, const std::string& names, double& number, const std::string& help, double least,
                        double most);
CLI::Option* add_number(Command& app, const std::string& names, std::optional<double>& number, const std::string& help,
                        double least, double most);

/// A CLI::Option::check for options that take a file or a name: what is wrong with the text, or nothing.
std::string check_name(const std::string& text);

/// "0..6" and "3" as whole numbers, each once, in the order given. `option` is for the message of the InputError.
std::vector<int> parse_ranges(const std::vector<std::string>& texts, const std::string& option);

}  // namespace pwlsim::cli
