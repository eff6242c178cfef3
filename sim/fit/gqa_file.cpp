// SPDX-License-Identifier: Apache-2.0
#include "sim/fit/gqa_file.h"

#include <fmt/format.h>
#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <string_view>

#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/fit/best_line.h"

namespace pwlsim::fit {
namespace {

/// Functions with other names in the authors' files.
struct ForeignName {
  std::string name;
  const char* own;
  bool theirs = false;  ///< whether GQA-LUT's own files use the name
};
const std::vector<ForeignName>& foreign_names() {
  static const std::vector<ForeignName> all = {
      {"swish", "silu", true}, {"reci", "div", true},   {"sqrt_reci", "rsqrt", true}, {"reciprocal", "div"},
      {"recip", "div"},        {"hardswish", "hswish"}, {"hard_swish", "hswish"},     {"h_swish", "hswish"},
      {"reci_sqrt", "rsqrt"},  {"inv_sqrt", "rsqrt"}};
  return all;
}

const Function& function_of(const std::string& foreign_name) {
  std::string name = foreign_name;
  for (char& c : name) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  for (const ForeignName& foreign : foreign_names()) {
    if (foreign.name == name) return find_function(foreign.own);
  }
  return find_function(name);
}

std::string name_of(const std::string& function) {
  for (const ForeignName& foreign : foreign_names()) {
    if (foreign.theirs && foreign.own == function) return foreign.name;
  }
  return function;
}

using Names = std::vector<std::string>;
const Names kBreakpoints = {"breakpoints", "split_points", "breakpoint", "split_point"};
const Names kSlopes = {"slopes", "coeff", "slope", "coeffs", "slope_dff", "slopes_dff"};
const Names kIntercepts = {"intercepts", "bias", "intercept", "biases", "intercept_dff", "intercepts_dff"};

/// The one of several names that an entry has. If it has none, the first, which is then reported as missing.
const std::string& name_in(const JsonPlace& entry, const Names& names) {
  for (const std::string& name : names) {
    if (entry.has(name)) return name;
  }
  return names.front();
}

bool is_entry(const JsonPlace& place) {
  for (const Names& names : {kBreakpoints, kSlopes, kIntercepts}) {
    if (place.has(name_in(place, names))) return true;
  }
  return false;
}

/// A breakpoint, which may be an infinity: spelt as by read_tables(), in a string as by other programs, or null for the
/// infinity on its side.
double breakpoint_of(const JsonPlace& place, bool lower) {
  if (place.value.is_null()) return lower ? -kInfinity : kInfinity;
  if (!place.value.is_string()) return place.number();
  auto text = place.value.get<std::string>();
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  if (text == "-inf" || text == "-infinity") return -kInfinity;
  for (const char* const infinity : {"inf", "+inf", "infinity", "+infinity"}) {
    if (text == infinity) return kInfinity;
  }
  place.fail("is neither a number nor an infinity");
}

std::vector<double> breakpoints_of(const JsonPlace& place) {
  const std::vector<JsonPlace> items = place.items();
  std::vector<double> all;
  for (const JsonPlace& item : items) all.push_back(breakpoint_of(item, 2 * all.size() < items.size()));
  return all;
}

/// Replaces infinite breakpoints by finite ones. No input lies beyond an infinite breakpoint, so its segment gets the
/// line of the nearest segment with inputs, and the breakpoint the value of a neighbour. Breakpoints that are not
/// sorted, or too many, are left unchanged and refused later.
void make_finite(Table& table) {
  std::vector<double>& breakpoints = table.breakpoints;
  // The outermost points close the outermost segments; they are not breakpoints.
  if (breakpoints.size() == table.slopes.size() + 1 && breakpoints.size() > 1) {
    breakpoints.erase(breakpoints.begin());
    breakpoints.pop_back();
  }
  const bool right_size =
      breakpoints.size() + 1 == table.slopes.size() && table.intercepts.size() == table.slopes.size();
  if (!right_size || !std::is_sorted(breakpoints.begin(), breakpoints.end())) return;
  const auto first = static_cast<std::size_t>(std::count(breakpoints.begin(), breakpoints.end(), -kInfinity));
  const std::size_t last =
      breakpoints.size() - static_cast<std::size_t>(std::count(breakpoints.begin(), breakpoints.end(), kInfinity));
  const std::vector<double> slopes = table.slopes;
  const std::vector<double> intercepts = table.intercepts;
  for (std::size_t i = 0; i < slopes.size(); ++i) {
    table.slopes[i] = slopes[std::clamp(i, first, last)];
    table.intercepts[i] = intercepts[std::clamp(i, first, last)];
  }
  const double lowest = first < last ? breakpoints[first] : 0;
  const double highest = first < last ? breakpoints[last - 1] : 0;
  for (double& p : breakpoints) p = std::clamp(p, lowest, highest);
}

/// LUT-APP's tables of exp approximate 32 exp(x) up to this input, and LUT-APP's unit shifts the result.
constexpr double kScaledExpEnd = -5.5625;
constexpr double kExpScaling = 32;

void unscale_exp(const JsonPlace& place, Table& table, std::vector<std::string>& notes) {
  const auto end = std::find(table.breakpoints.begin(), table.breakpoints.end(), kScaledExpEnd);
  if (end == table.breakpoints.end()) {
    place.fail(
        fmt::format("is of LUT-APP, whose exp is {} times as large up to {}; that is not a breakpoint here, so that "
                    "no table of this unit is the same",
                    kExpScaling, kScaledExpEnd));
  }
  for (std::size_t i = 0; i <= static_cast<std::size_t>(end - table.breakpoints.begin()); ++i) {
    table.slopes[i] /= kExpScaling;
    table.intercepts[i] /= kExpScaling;
  }
  notes.push_back(fmt::format("{}: {}: lines up to {} are divided by {}, as LUT-APP's unit does with its results",
                              place.file.name, place.path, kScaledExpEnd, kExpScaling));
}

FittedTable read_entry(const JsonPlace& place, const Function& function, std::optional<int> scale,
                       std::vector<std::string>& notes) {
  const std::string& breakpoints = name_in(place, kBreakpoints);
  const std::string& slopes = name_in(place, kSlopes);
  const std::string& intercepts = name_in(place, kIntercepts);
  place.expect_keys({breakpoints, slopes, intercepts});
  const bool dynamic = slopes.find("_dff") != std::string::npos;
  Table table{.function = function.name,
              .method = dynamic ? "lut-app file" : "gqa-lut file",
              .breakpoints = breakpoints_of(place.at(breakpoints)),
              .slopes = place.at(slopes).numbers(),
              .intercepts = place.at(intercepts).numbers()};
  make_finite(table);
  place.placed([&] { table.validate(); });
  if (dynamic && function.name == "exp") unscale_exp(place, table, notes);
  if (dynamic && (function.name == "div" || function.name == "rsqrt")) {
    notes.push_back(fmt::format("{}: {}: LUT-APP makes this table for mantissas from 1 to {} only", place.file.name,
                                place.path, function.name == "div" ? 2 : 4));
  }
  return place.placed([&] {
    const UnitConfig& unit = find_unit(fmt::format("int8_{}", table.entries()));
    FittedTable fitted{.table = table, .unit = &unit, .scales = {scale.value_or(default_scale(function, unit))}};
    fitted.tails = Tails::kFree;
    register_sets(fitted);  // throws for tables that the registers cannot hold
    return fitted;
  });
}

/// Keys in the order of the tables in the result, which does not depend on the file's.
std::vector<std::string> sorted(std::vector<std::string> keys) {
  std::sort(keys.begin(), keys.end());
  return keys;
}

/// The scale s of a key, which is s itself as a whole number, or the step 2^-s as a power of two or a fraction.
int scale_of(const JsonPlace& place, const std::string& key) {
  std::string_view text = key;
  bool is_step = false;
  for (const std::string_view power : {"2^-", "2**-"}) {
    if (text.substr(0, power.size()) == power) text.remove_prefix(power.size());
  }
  double number = -1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool plain = text.size() == key.size();
  if (error != std::errc() || end != text.data() + text.size()) number = -1;
  if (plain && number > 0 && number < 1) {
    number = -std::log2(number);
    is_step = true;
  }
  const bool whole = number == std::floor(number) && number >= 0 && number <= 7;
  // Numbers such as "07" are refused.
  const bool odd = !is_step && text.size() > 1 && text[0] == '0' && text[1] != '.';
  if (!whole || odd) place.fail("is not an INT8 scale: 0 to 7, or a step from 1 to 2^-7");
  return static_cast<int>(number);
}

}  // namespace

std::vector<FittedTable> read_gqa(const JsonPlace& document, std::vector<std::string>& notes) {
  if (is_entry(document)) document.fail("is a table without its function: {\"gelu\": {...}} has it");
  std::vector<FittedTable> tables;
  std::vector<std::string> unknown;
  std::string complaint;  // about the first unknown one
  for (const std::string& name : sorted(document.keys())) {
    const JsonPlace place = document.at(name);
    const Function* function = nullptr;
    try {
      function = place.placed([&] { return &function_of(printable(name)); });
    } catch (const InputError& error) {
      if (complaint.empty()) complaint = error.what();
      unknown.push_back(printable(name));
      continue;
    }
    if (is_entry(place)) {
      tables.push_back(read_entry(place, *function, std::nullopt, notes));
      continue;
    }
    for (const std::string& key : sorted(place.keys())) {
      const JsonPlace entry = place.at(key);
      const int scale = scale_of(entry, key);
      tables.push_back(read_entry(entry, *function, scale, notes));
    }
  }
  if (tables.empty() && !complaint.empty()) throw InputError(complaint);
  for (const std::string& name : unknown) {
    notes.push_back(fmt::format("{}: {}: is not a known function and is left out", document.file.name, name));
  }
  return tables;
}

std::string gqa_json(const std::vector<FittedTable>& tables) {
  nlohmann::ordered_json json = nlohmann::ordered_json::object();
  for (const FittedTable& fitted : tables) {
    const UnitConfig& unit = *fitted.unit;
    if (unit.reduces_range || unit.x_width() != 8 || !unit.has_fraction()) {
      throw InputError("GQA-LUT's layout is for INT8 units, not for " + fitted.unit->name);
    }
    for (const UnitTable& registers : register_sets(fitted)) {
      const auto rounded = [](std::vector<double> numbers, int fraction) {
        for (double& x : numbers) x = std::ldexp(std::nearbyint(std::ldexp(x, fraction)), -fraction);
        return numbers;
      };
      auto& entry = json[name_of(fitted.table.function)][std::to_string(registers.scale)];
      if (!entry.is_null()) {
        throw InputError(fmt::format("GQA-LUT's layout has room for one table of {} at scale {}; there are several",
                                     fitted.table.function, registers.scale));
      }
      entry = {{"breakpoints", rounded(fitted.table.breakpoints, registers.scale)},
               {"slopes", rounded(fitted.table.slopes, registers.fraction)},
               {"intercepts", rounded(fitted.table.intercepts, registers.fraction)}};
    }
  }
  return json_dump(json, 4) + "\n";
}

}  // namespace pwlsim::fit
