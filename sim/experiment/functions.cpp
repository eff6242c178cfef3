// SPDX-License-Identifier: Apache-2.0
#include "sim/experiment/functions.h"

#include <fmt/format.h>
#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <optional>
#include <string_view>
#include <tuple>
#include <utility>

#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/base/trimmed.h"
#include "sim/experiment/choice.h"
#include "sim/experiment/command_text.h"
#include "sim/function/definition.h"
#include "sim/function/expression.h"
#include "sim/lockstep/recording.h"

namespace pwlsim::experiment {
namespace {

constexpr const char* kUnnamed = "f";

bool is_word(std::string_view text) {
  const auto fits = [](unsigned char c) { return std::isalnum(c) != 0 || c == '_' || c == '-' || c == '.'; };
  return !text.empty() && std::isdigit(static_cast<unsigned char>(text.front())) == 0 &&
         std::all_of(text.begin(), text.end(), fits);
}

std::string without_blanks(std::string_view text) { return std::string(trimmed(text, " \t")); }

/// The two halves of "A:B". A colon in parentheses, or of "a ? b : c", stands within a half.
std::optional<std::pair<std::string, std::string>> halves(const std::string& text) {
  int depth = 0;
  int questions = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    depth += text[i] == '(' ? 1 : text[i] == ')' ? -1 : 0;
    if (depth > 0) continue;
    if (text[i] == '?') ++questions;
    if (text[i] == ':' && questions-- == 0)
      return std::pair(without_blanks(text.substr(0, i)), without_blanks(text.substr(i + 1)));
  }
  return std::nullopt;
}

using Range = std::optional<std::pair<double, double>>;

Range parse_range(const std::string& text) {
  if (text.empty()) return std::nullopt;
  const auto number = [](const std::string& half) {
    double value = 0;
    const auto [end, error] = std::from_chars(half.data(), half.data() + half.size(), value);
    return error == std::errc() && end == half.data() + half.size() ? value : NAN;
  };
  const auto both = halves(text);
  const double lo = both ? number(both->first) : NAN;
  const double hi = both ? number(both->second) : NAN;
  if (!std::isfinite(lo) || !std::isfinite(hi) || lo >= hi) {
    throw InputError("--range " + printable(text) + ": is no range LO:HI, such as -4:4");
  }
  return std::pair(lo, hi);
}

using Tails = std::optional<std::pair<Line, Line>>;

/// The lines of --tails, or nothing where it names a kind of tails.
Tails parse_tails(const std::string& text) {
  const auto both = halves(text);
  if (!both) return std::nullopt;
  try {
    return std::pair(parse_line(both->first), parse_line(both->second));
  } catch (const InputError& error) {
    throw InputError("--tails " + printable(text) + ": " + error.what());
  }
}

/// A name of a function, which the parser would only say that it does not know.
bool is_name(const std::string& text) { return text != "x" && (is_word(text) || text.find('[') != std::string::npos); }

bool is_file(const std::string& text) {
  const std::string ending = std::filesystem::path(text).extension().string();
  return ending == ".csv" || ending == ".txt" || ending == ".npy";
}

std::vector<Sample> read_samples(const std::string& file) {
  std::vector<Sample> samples;
  if (std::filesystem::path(file).extension() == ".npy") {
    const std::vector<double> flat = read_recording(file);
    if (flat.size() % 2 != 0) throw InputError(printable(file) + ": has an odd number of values; pairs x, y are meant");
    for (std::size_t i = 0; i < flat.size(); i += 2) samples.push_back({flat[i], flat[i + 1]});
    return samples;
  }
  const std::vector<double> x = read_recording(file, "1");
  const std::vector<double> y = read_recording(file, "2");
  for (std::size_t i = 0; i < x.size(); ++i) samples.push_back({x[i], y[i]});
  return samples;
}

/// NAME= (empty: none) and what follows it.
std::pair<std::string, std::string> split(const std::string& text) {
  const std::size_t equals = text.find('=');
  const bool compares = equals != std::string::npos && equals + 1 < text.size() && text[equals + 1] == '=';
  if (equals == std::string::npos || compares || !is_word(without_blanks(text.substr(0, equals)))) return {"", text};
  return {without_blanks(text.substr(0, equals)), without_blanks(text.substr(equals + 1))};
}

/// What a text defines: an expression, or a file of samples, with its name.
Definition definition_of(const std::string& text, const std::string& range) {
  Definition own;
  std::string what;
  std::tie(own.name, what) = split(text);
  if (is_file(what)) {
    own.samples = read_samples(what);
    if (own.name.empty()) own.name = std::filesystem::path(what).stem().string();
    if (own.samples.empty()) throw InputError(printable(what) + ": has no samples");
    own.lo = own.samples.front().x;
    own.hi = own.samples.back().x;
    return own;
  }
  if (own.name.empty()) own.name = kUnnamed;
  own.expression = what;
  parse_expression(what);  // what is wrong with it goes before a range that is missing
  if (range.empty()) {
    throw InputError(printable(text) + ": --range is missing, where its table is fitted and judged, such as -4:4");
  }
  return own;
}

/// A built-in function with another range or other tails.
Definition variant_of(const Function& function, const Range& range, const Tails& tails) {
  Definition own;
  std::string with;
  if (range) with = fmt::format("{}:{}", range->first, range->second);
  if (tails) with += (range ? ";" : "") + line_text(tails->first) + ":" + line_text(tails->second);
  own.name = function.name + "[" + with + "]";
  own.expression = name_in_expressions(function) + "(x)";
  own.lo = function.lo;
  own.hi = function.hi;
  // An asymptote stays one; the value at an end moves with it.
  const auto is_value = [&](const Line& tail, double end) {
    return tail.slope == 0 && tail.intercept == function.exact(end);
  };
  if (!is_value(function.tail_lo, function.lo)) own.tail_lo = function.tail_lo;
  if (!is_value(function.tail_hi, function.hi)) own.tail_hi = function.tail_hi;
  return own;
}

}  // namespace

void define_functions(const FunctionTexts& texts) {
  const Tails tails = parse_tails(texts.tails);
  const std::string lines = tails ? texts.tails : "";
  const Range range = parse_range(texts.range);
  std::vector<std::string> given;
  for (const std::string& name : texts.functions) {
    if (name != kAll || (!range && !tails)) {
      given.push_back(name);
      continue;
    }
    for (const Function& function : functions()) given.push_back(function.name);
  }
  for (std::string& text : given) {
    const Function* const function = built_in_function(text);
    if (text == kAll || (function != nullptr && !range && !tails)) continue;
    if (function == nullptr && is_name(text) && !is_file(text)) {
      if (range || tails) find_function(text);
      continue;
    }
    Definition own = function != nullptr ? variant_of(*function, range, tails) : definition_of(text, texts.range);
    own.said = {text, texts.range, lines};
    if (range) {
      own.lo = range->first;
      own.hi = range->second;
    }
    if (tails) {
      own.tail_lo = tails->first;
      own.tail_hi = tails->second;
    }
    try {
      text = define_function(own).name;
    } catch (const InputError& error) {
      throw InputError("--function " + std::string(error.what()));
    }
  }
  texts.functions = given;
  if (tails) texts.tails = "hold";
}

std::vector<std::string> sample_files(const std::vector<std::string>& functions) {
  std::vector<std::string> files;
  for (const std::string& text : functions) {
    const std::string what = split(text).second;
    if (is_file(what)) files.push_back(what);
  }
  return files;
}

std::string function_arguments(const std::vector<const Function*>& functions, const std::string& tails) {
  std::string names;
  Said said;
  for (const Function* function : functions) {
    if (function->own != nullptr) said = function->own->said;
    names += (names.empty() ? "" : ",") + (said.function.empty() ? function->name : said.function);
    said.function.clear();
  }
  std::string text = " --function " + experiment::quoted(names);
  if (!said.range.empty()) text += " --range " + experiment::quoted(said.range);
  const std::string& lines = said.tails.empty() || tails.empty() ? tails : said.tails;
  if (!lines.empty()) text += " --tails " + experiment::quoted(lines);
  return text;
}

}  // namespace pwlsim::experiment
