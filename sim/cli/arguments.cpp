// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/arguments.h"

#include <fmt/format.h>
#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <cstdint>
#include <functional>
#include <string_view>
#include <system_error>
#include <type_traits>
#include <utility>

#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/base/trimmed.h"

namespace pwlsim::cli {
namespace {

constexpr std::string_view kSpace = " \t\r\n";

/// Where the first item ends: at a comma outside of parentheses.
std::size_t first_comma(std::string_view list) {
  int depth = 0;
  for (std::size_t i = 0; i < list.size(); ++i) {
    depth += list[i] == '(' ? 1 : list[i] == ')' ? -1 : 0;
    if (list[i] == ',' && depth <= 0) return i;
  }
  return std::string_view::npos;
}

/// The items of all words. One comma may stand between two words as well: "a, b".
std::vector<std::string> items_of(const std::vector<std::string>& words, const std::string& option) {
  std::vector<std::string> items;
  for (std::size_t i = 0; i < words.size(); ++i) {
    std::string_view left = trimmed(words[i], kSpace);
    if (i > 0 && left.size() > 1 && left.front() == ',') left.remove_prefix(1);
    if (i + 1 < words.size() && left.size() > 1 && left.back() == ',') left.remove_suffix(1);
    if (left == "," && i > 0 && i + 1 < words.size()) continue;
    for (bool more = true; more;) {
      const std::size_t comma = first_comma(left);
      const std::string_view item = trimmed(left.substr(0, comma), kSpace);
      if (item.empty()) {
        throw InputError(fmt::format("{} '{}': the list {}", option, printable(words[i]),
                                     trimmed(words[i], kSpace).empty() ? "is empty" : "has an empty item"));
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

/// What is wrong with the text of a number; leaves it in `number` and is empty when nothing is.
template <class Number>
std::string read_number(const std::string& text, Number least, Number most, Number& number) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool good = error == std::errc() && end == text.data() + text.size() && value >= least && value <= most;
  if (!good) return fmt::format("'{}' is not a {} from {} to {}", printable(text), kKind<Number>, least, most);
  number = value;
  return "";
}

/// An option with a text that `read` takes, or says what is wrong with.
CLI::Option* add_text(Command& app, const std::string& names, std::function<std::string(const std::string&)> read,
                      const std::string& help, const char* type) {
  return app
      ->add_option_function<std::string>(
          names, [](const std::string&) {}, help)
      ->type_name(type)
      ->check([read = std::move(read)](const std::string& text) { return read(text); }, "");
}

}  // namespace

CLI::Option* add_list(Command& app, const std::string& names, std::vector<std::string>& list, const std::string& help,
                      bool words) {
  const std::string name = names.substr(0, names.find(','));
  CLI::Option* const option = app->add_option_function<std::vector<std::string>>(
      names, [&list, name](const std::vector<std::string>& given) { list = items_of(given, name); }, help);
  option->allow_extra_args(words)->type_name("LIST");
  return list.empty() ? option : option->default_str(fmt::format("{}", fmt::join(list, ",")));
}

CLI::Option* add_number(Command& app, const std::string& names, double& number, const std::string& help, double least,
                        double most) {
  const auto read = [&number, least, most](const std::string& text) { return read_number(text, least, most, number); };
  return add_text(app, names, read, help, "FLOAT")->default_str(fmt::format("{}", number));
}

CLI::Option* add_number(Command& app, const std::string& names, std::optional<double>& number, const std::string& help,
                        double least, double most) {
  const auto read = [&number, least, most](const std::string& text) {
    return read_number(text, least, most, number.emplace());
  };
  return add_text(app, names, read, help, "FLOAT");
}

std::string check_name(const std::string& text) { return text.empty() ? "a file name is missing" : ""; }

template <class Number>
CLI::Option* add_whole(Command& app, const std::string& names, Number& number, const std::string& help, Number least,
                       Number most) {
  const auto read = [&number, least, most](const std::string& text) { return read_number(text, least, most, number); };
  return add_text(app, names, read, help, "INT")->default_str(std::to_string(number));
}

template <class Number>
CLI::Option* add_whole(Command& app, const std::string& names, std::optional<Number>& number, const std::string& help,
                       Number least, Number most) {
  const auto read = [&number, least, most](const std::string& text) {
    return read_number(text, least, most, number.emplace());
  };
  return add_text(app, names, read, help, "INT");
}

template CLI::Option* add_whole(Command&, const std::string&, int&, const std::string&, int, int);
template CLI::Option* add_whole(Command&, const std::string&, std::optional<int>&, const std::string&, int, int);
template CLI::Option* add_whole(Command&, const std::string&, std::uint64_t&, const std::string&, std::uint64_t,
                                std::uint64_t);
template CLI::Option* add_whole(Command&, const std::string&, std::optional<std::uint64_t>&, const std::string&,
                                std::uint64_t, std::uint64_t);

std::vector<int> parse_ranges(const std::vector<std::string>& texts, const std::string& option) {
  std::vector<int> all;
  for (const std::string& text : texts) {
    const std::size_t dots = text.find("..");
    int from = 0;
    int to = 0;
    // Nothing that is counted here has more than 64.
    bool good = read_number(text.substr(0, dots), -64, 64, from).empty();
    to = from;
    if (dots != std::string::npos) good = good && read_number(text.substr(dots + 2), -64, 64, to).empty();
    if (!good || from > to) {
      throw InputError(option + " " + printable(text) + ": is neither a small whole number nor a range such as 0..6");
    }
    for (int n = from; n <= to; ++n) {
      if (std::find(all.begin(), all.end(), n) == all.end()) all.push_back(n);
    }
  }
  return all;
}

}  // namespace pwlsim::cli
