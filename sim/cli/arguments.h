// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <CLI/CLI.hpp>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace pwlsim::cli {

// Options whose text is read here. CLI11's own numbers are octal after a leading zero, clamped where they are too
// large, and may be NaN; its own lists drop empty items and keep blanks.

/// An option that takes a list: items between commas, blanks around them left out. `words` says whether it goes on over
/// several arguments, or takes one, so that what follows may be a file. An empty item is an InputError.
CLI::Option* add_list(CLI::App& app, const std::string& names, std::vector<std::string>& list, const std::string& help,
                      bool words);

/// An option that takes a whole number from `least` to `most`, in decimal digits.
template <class Number>
CLI::Option* add_whole(CLI::App& app, const std::string& names, Number& number, const std::string& help,
                       Number least = std::numeric_limits<Number>::min(),
                       Number most = std::numeric_limits<Number>::max());
template <class Number>
CLI::Option* add_whole(CLI::App& app, const std::string& names, std::optional<Number>& number, const std::string& help,
                       Number least = std::numeric_limits<Number>::min(),
                       Number most = std::numeric_limits<Number>::max());

/// An option that takes a number from `least` to `most`.
CLI::Option* add_number(CLI::App& app, const std::string& names, double& number, const std::string& help, double least,
                        double most);
CLI::Option* add_number(CLI::App& app, const std::string& names, std::optional<double>& number, const std::string& help,
                        double least, double most);

/// For CLI::Option::check, of options that take a file: an empty text, or what is wrong.
std::string check_name(const std::string& text);

namespace detail {

/// What is wrong with the text of a number: empty when nothing is; leaves it in `number` then.
template <class Number>
std::string read_number(const std::string& text, Number least, Number most, Number& number);

/// An option with a text that `read` takes or says what is wrong with.
CLI::Option* add_text(CLI::App& app, const std::string& names, std::function<std::string(const std::string&)> read,
                      const std::string& help, const char* type);

}  // namespace detail

template <class Number>
CLI::Option* add_whole(CLI::App& app, const std::string& names, Number& number, const std::string& help, Number least,
                       Number most) {
  const auto read = [&number, least, most](const std::string& text) {
    return detail::read_number(text, least, most, number);
  };
  return detail::add_text(app, names, read, help, "INT")->default_str(std::to_string(number));
}

template <class Number>
CLI::Option* add_whole(CLI::App& app, const std::string& names, std::optional<Number>& number, const std::string& help,
                       Number least, Number most) {
  const auto read = [&number, least, most](const std::string& text) {
    return detail::read_number(text, least, most, number.emplace());
  };
  return detail::add_text(app, names, read, help, "INT");
}

}  // namespace pwlsim::cli
