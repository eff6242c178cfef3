// SPDX-License-Identifier: Apache-2.0
#include "sim/fit/activations.h"

#include <fmt/format.h>
#include <algorithm>
#include <cctype>
#include <cmath>

#include "sim/base/error.h"
#include "sim/fit/table_text.h"
#include "sim/number/word.h"

namespace pwlsim::fit {
namespace {

constexpr const char* kColumns[] = {"code", "count", "sum_f", "sum_ff"};

std::string codes_text(int width, int scale) { return fmt::format("codes of {} bits at scale {}", width, scale); }

/// One line of a histogram.
Gathered gathered_at(const TableText& file, const TableText::Line& line, const Columns& columns,
                     const Histogram& histogram) {
  const std::vector<std::string> cells = row_of(file, line, columns);
  const auto number = [&](const char* column) { return number_of(cells[columns.at(column)], column); };
  const double code = number("code");
  if (code != std::floor(code) || code < static_cast<double>(int_min(histogram.width)) ||
      code > static_cast<double>(int_max(histogram.width))) {
    throw InputError(fmt::format("code {} is not one of {} bits", code, histogram.width));
  }
  Gathered at{std::ldexp(code, -histogram.scale), number("count"), number("sum_f"), 0};
  if (!(at.count > 0)) throw InputError("a code that does not occur has no line; count has to be above 0");
  at.sum_ff = columns.count("sum_ff") != 0 ? number("sum_ff") : at.sum_f * at.sum_f / at.count;
  if (at.sum_ff < at.mean() * at.sum_f * (1 - 1e-6)) {
    throw InputError(fmt::format("sum_ff {} is less than {} activations with the sum {} of f can have", at.sum_ff,
                                 at.count, at.sum_f));
  }
  return at;
}

}  // namespace

double Gathered::spread() const { return std::max(0.0, sum_ff - mean() * sum_f); }

std::vector<Gathered> gather(const Activations& activations, const Function& function,
                             const std::function<double(double)>& rounded) {
  if (activations.histogram) {
    throw InputError("the histogram is of " + codes_text(activations.histogram->width, activations.histogram->scale) +
                     ", the unit's inputs are no codes; take the recording");
  }
  struct Activation {
    double x, f;
  };
  std::vector<Activation> all;
  all.reserve(activations.numbers.size());
  for (const double number : activations.numbers) {
    const double f = std::isfinite(number) ? function.exact(number) : NAN;
    const double x = std::isfinite(f) ? rounded(number) : NAN;
    if (std::isfinite(x)) all.push_back({x, f});
  }
  std::sort(all.begin(), all.end(), [](const Activation& a, const Activation& b) { return a.x < b.x; });
  std::vector<Gathered> result;
  for (const Activation& one : all) {
    if (result.empty() || result.back().x != one.x) result.push_back({one.x, 0, 0, 0});
    Gathered& at = result.back();
    at.count += 1;
    at.sum_f += one.f;
    at.sum_ff += one.f * one.f;
  }
  return result;
}

std::vector<Gathered> gather_codes(const Activations& activations, const Function& function, int width, int scale) {
  if (activations.histogram) {
    const Histogram& histogram = *activations.histogram;
    if (histogram.function != function.name || histogram.width != width || histogram.scale != scale) {
      throw InputError(fmt::format("the histogram is of {} at {}, not of {} at {}", histogram.function,
                                   codes_text(histogram.width, histogram.scale), function.name,
                                   codes_text(width, scale)));
    }
    return histogram.codes;
  }
  const auto least = static_cast<double>(int_min(width));
  const auto greatest = static_cast<double>(int_max(width));
  return gather(activations, function, [&](double x) {
    return std::ldexp(std::clamp(std::nearbyint(std::ldexp(x, scale)), least, greatest), -scale);
  });
}

std::string histogram_csv(const Histogram& histogram) {
  std::string text = "code,count,sum_f,sum_ff\n";
  for (const Gathered& at : histogram.codes) {
    text += fmt::format("{},{},{},{}\n", std::ldexp(at.x, histogram.scale), at.count, at.sum_f, at.sum_ff);
  }
  return text;
}

bool is_histogram(const std::string& text) {
  std::size_t at = 0;
  while (at < text.size() && (text[at] == '#' || std::isspace(static_cast<unsigned char>(text[at])) != 0)) {
    at = text[at] == '#' ? std::min(text.find('\n', at), text.size()) : at + 1;
  }
  const std::vector<std::string> names = cells_of(text.substr(at, std::min(text.find('\n', at), text.size()) - at));
  return std::find(names.begin(), names.end(), kColumns[0]) != names.end() &&
         std::find(names.begin(), names.end(), kColumns[1]) != names.end();
}

Histogram parse_histogram(const std::string& text, const std::string& name) {
  const TableText file = parse_table_text(text, name, {"#"});
  if (file.lines.empty()) file.fail(0, "holds no code");
  const TableFacts& facts = file.facts;
  if (facts.function == nullptr) file.fail(0, "says no function; a line \"# function: gelu\" does");
  if (facts.unit == nullptr || !facts.unit->input_scale) {
    file.fail(0, "says no unit with codes; a line \"# unit: int8_8\" does");
  }
  if (facts.scales.size() != 1) file.fail(0, "says no scale of its codes; a line \"# scale: 5\" does");
  Histogram histogram{facts.function->name, facts.unit->x_width(), facts.scales.front(), {}};
  const Columns columns = columns_of(file);
  check_columns(file, columns, {kColumns[0], kColumns[1], kColumns[2]}, {kColumns[3]});
  for (std::size_t i = 1; i < file.lines.size(); ++i) {
    const TableText::Line& line = file.lines[i];
    const Gathered at = file.placed(line.number, [&] { return gathered_at(file, line, columns, histogram); });
    if (!histogram.codes.empty() && at.x <= histogram.codes.back().x) {
      file.fail(line.number, "codes have to ascend, each once");
    }
    histogram.codes.push_back(at);
  }
  if (histogram.codes.empty()) file.fail(0, "holds no code");
  return histogram;
}

}  // namespace pwlsim::fit
