// SPDX-License-Identifier: Apache-2.0
#include "sim/fit/activations.h"

#include <fmt/format.h>
#include <algorithm>
#include <cctype>
#include <cmath>
#include <string_view>

#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/base/trimmed.h"
#include "sim/fit/table_text.h"
#include "sim/number/word.h"

namespace pwlsim::fit {
namespace {

constexpr const char* kColumns[] = {"code", "count", "sum_f", "spread"};
constexpr const char* kDefinition = "# definition: ";
constexpr double kMostCount = 0x1p53;  // counts that a double holds exactly
// A variance below that share of the squared mean is rounding.
constexpr double kLeastVariance = 1e-22;

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
  if (!(at.count > 0 && at.count <= kMostCount)) {
    throw InputError("count has to be above 0, as a code that does not occur has no line, and at most 2^53");
  }
  if (columns.count("spread") != 0) at.spread = number("spread");
  if (at.spread < 0) throw InputError(fmt::format("spread {} is below 0, and is a sum of squares", at.spread));
  return at;
}

}  // namespace

void Gathered::add(const Gathered& other) {
  const double apart = other.mean() - mean();
  spread += other.spread + count * other.count / (count + other.count) * apart * apart;
  count += other.count;
  sum_f += other.sum_f;
}

double variance_of(const std::vector<Gathered>& all) {
  double count = 0;
  double sum_f = 0;
  for (const Gathered& at : all) {
    count += at.count;
    sum_f += at.sum_f;
  }
  const double mean = sum_f / count;
  double sum = 0;
  for (const Gathered& at : all) {
    sum += at.count * (at.mean() - mean) * (at.mean() - mean) + at.spread;
  }
  const double variance = sum / count;
  return variance > kLeastVariance * mean * mean ? variance : 0;
}

std::string definition_text(const Function& function) { return function.own == nullptr ? "" : function.definition; }

std::vector<Gathered> gather(const Activations& activations, const Function& function,
                             const std::function<double(double)>& rounded) {
  if (activations.histogram) {
    const Histogram& histogram = *activations.histogram;
    throw InputError(fmt::format("{}: the histogram is of {}, the unit's inputs are no codes; take the recording",
                                 histogram.name, codes_text(histogram.width, histogram.scale)));
  }
  struct Activation {
    double x, f;
  };
  std::vector<Activation> all;
  all.reserve(activations.numbers.size());
  for (const double number : activations.numbers) {
    const double f = std::isfinite(number) ? function.exact(number) : NAN;
    if (std::isfinite(f)) all.push_back({rounded(number), f});
  }
  std::sort(all.begin(), all.end(), [](const Activation& a, const Activation& b) { return a.x < b.x; });
  std::vector<Gathered> result;
  for (std::size_t from = 0, to = 0; from < all.size(); from = to) {
    Gathered at{all[from].x, 0, 0, 0};
    for (; to < all.size() && all[to].x == at.x; ++to) {
      at.count += 1;
      at.sum_f += all[to].f;
    }
    for (std::size_t i = from; i < to && at.count > 1; ++i) {
      at.spread += (all[i].f - at.mean()) * (all[i].f - at.mean());
    }
    result.push_back(at);
  }
  return result;
}

std::vector<Gathered> gather_codes(const Activations& activations, const Function& function, int width, int scale) {
  if (activations.histogram) {
    const Histogram& histogram = *activations.histogram;
    if (histogram.function != function.name || histogram.width != width || histogram.scale != scale) {
      throw InputError(fmt::format("{}: the histogram is of {} at {}, not of {} at {}", histogram.name,
                                   histogram.function, codes_text(histogram.width, histogram.scale), function.name,
                                   codes_text(width, scale)));
    }
    if (!histogram.definition.empty() && histogram.definition != definition_text(function)) {
      throw InputError(fmt::format("{}: the histogram is of {} = {}, not of {}", histogram.name, function.name,
                                   printable(histogram.definition), definition_text(function)));
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
  std::string text;
  if (!histogram.definition.empty()) text += kDefinition + histogram.definition + "\n";
  text += "code,count,sum_f,spread\n";
  for (const Gathered& at : histogram.codes) {
    text += fmt::format("{},{},{},{}\n", std::ldexp(at.x, histogram.scale), at.count, at.sum_f, at.spread);
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
  Histogram histogram{name, facts.function->name, "", facts.unit->x_width(), facts.scales.front(), {}};
  const std::size_t definition = text.find(std::string("\n") + kDefinition);
  if (definition != std::string::npos) {
    const std::size_t from = definition + 1 + std::string_view(kDefinition).size();
    histogram.definition = trimmed(std::string_view(text).substr(from, text.find('\n', from) - from));
  }
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
