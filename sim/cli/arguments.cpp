// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/arguments.h"

#include <fmt/format.h>
#include <algorithm>
#include <charconv>
#include <string_view>
#include <system_error>
#include <type_traits>
#include <utility>

#include "sim/base/error.h"
#include "sim/base/file.h"

namespace pwlsim::cli {
namespace {

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  const std::size_t from = std::min(text.find_first_not_of(kBlanks), text.size());
  return text.substr(from, text.find_last_not_of(kBlanks) + 1 - from);
}

/// The items of all words. One comma may stand between two words as well: "a, b".
std::vector<std::string> items_of(const std::vector<std::string>& words, const std::string& option) {
  std::vector<std::string> items;
  for (std::size_t i = 0; i < words.size(); ++i) {
    std::string_view left = trimmed(words[i]);
    if (i > 0 && left.size() > 1 && left.front() == ',') left.remove_prefix(1);
    if (i + 1 < words.size() && left.size() > 1 && left.back() == ',') left.remove_suffix(1);
    if (left == "," && i > 0 && i + 1 < words.size()) continue;
    for (bool more = true; more;) {
      const std::size_t comma = left.find(',');
      const std::string_view item = trimmed(left.substr(0, comma));
      if (item.empty()) {
        throw InputError(fmt::format("{} '{}': the list {}", option, printable(words[i]),
                                     trimmed(words[i]).empty() ? "is empty" : "has an empty item"));
      }
      items.emplace_back(item);
      more = comma != std::string_view::npos;
      if (more) left.remove_prefix(comma + 1);
    }
  }
  return items;
}

template <class Number>
constexpr const char* kKind = std::is_same_v<Number, double> ? "number" : "whole number";

}  // namespace

namespace detail {

template <class Number>
std::string read_number(const std::string& text, Number least, Number most, Number& number) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool good = error == std::errc() && end == text.data() + text.size() && value >= least && value <= most;
  if (!good) return fmt::format("'{}' is not a {} from {} to {}", printable(text), kKind<Number>, least, most);
  number = value;
  return "";
}

template std::string read_number(const std::string&, int, int, int&);
template std::string read_number(const std::string&, std::uint64_t, std::uint64_t, std::uint64_t&);
template std::string read_number(const std::string&, double, double, double&);

CLI::Option* add_text(CLI::App& app, const std::string& names, std::function<std::string(const std::string&)> read,
                      const std::string& help, const char* type) {
  return app
      .add_option_function<std::string>(
          names, [](const std::string&) {}, help)
      ->type_name(type)
      ->check([read = std::move(read)](const std::string& text) { return read(text); }, "");
}

}  // namespace detail

CLI::Option* add_list(CLI::App& app, const std::string& names, std::vector<std::string>& list, const std::string& help,
                      bool words) {
  const std::string name = names.substr(0, names.find(','));
  CLI::Option* const option = app.add_option_function<std::vector<std::string>>(
      names, [&list, name](const std::vector<std::string>& given) { list = items_of(given, name); }, help);
  option->allow_extra_args(words)->type_name("LIST");
  return list.empty() ? option : option->default_str(fmt::format("{}", fmt::join(list, ",")));
}

CLI::Option* add_number(CLI::App& app, const std::string& names, double& number, const std::string& help, double least,
                        double most) {
  const auto read = [&number, least, most](const std::string& text) {
    return detail::read_number(text, least, most, number);
  };
  return detail::add_text(app, names, read, help, "FLOAT")->default_str(fmt::format("{}", number));
}

CLI::Option* add_number(CLI::App& app, const std::string& names, std::optional<double>& number, const std::string& help,
                        double least, double most) {
  const auto read = [&number, least, most](const std::string& text) {
    return detail::read_number(text, least, most, number.emplace());
  };
  return detail::add_text(app, names, read, help, "FLOAT");
}

std::string check_name(const std::string& text) { return text.empty() ? "a file name is missing" : ""; }

}  // namespace pwlsim::cli
