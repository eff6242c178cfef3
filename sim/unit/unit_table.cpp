// SPDX-License-Identifier: Apache-2.0
#include "sim/unit/unit_table.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "sim/base/elementary.h"
#include "sim/base/error.h"
#include "sim/number/float_arithmetic.h"

namespace pwlsim::unit {
namespace {

/// Least n >= 0 with value <= 2^n, for integer bits of a signed number.
int integer_bits(double value) {
  int n = 0;
  while (std::ldexp(1.0, n) < value) ++n;
  return n;
}

double scaled(double value, int fraction) { return std::nearbyint(std::ldexp(value, fraction)); }

bool fits(double code, int width) {
  return code >= static_cast<double>(int_min(width)) && code <= static_cast<double>(int_max(width));
}

Word to_word(double code, int width) { return static_cast<Word>(static_cast<std::int64_t>(code)) & low_bits(width); }

double saturate(double code, int width) {
  // int_max(64) is no double; codes have at most 32 bits.
  return std::clamp(code, static_cast<double>(int_min(width)), static_cast<double>(int_max(width)));
}

/// Whether slopes and intercepts fit the registers with F fraction bits.
bool words_fit(const Table& table, int width, int fraction) {
  const auto ok = [&](double value) { return fits(scaled(value, fraction), width); };
  return std::all_of(table.slopes.begin(), table.slopes.end(), ok) &&
         std::all_of(table.intercepts.begin(), table.intercepts.end(), ok);
}

/// Whether product, shifted intercept and sum stay within the accumulator for each code of [lo, hi]. A line is extreme
/// at the ends of its segment, so only those are tried.
bool accumulator_fits(const Table& table, const std::vector<double>& breakpoint_codes, double lo, double hi,
                      const UnitConfig& config, int scale, int fraction) {
  const double first = saturate(std::ceil(std::ldexp(lo, scale)), config.width);
  const double last = saturate(std::floor(std::ldexp(hi, scale)), config.width);
  for (int i = 0; i < table.entries(); ++i) {
    const double from = i == 0 ? first : std::max(first, breakpoint_codes[i - 1] + 1);
    const double to = i == table.entries() - 1 ? last : std::min(last, breakpoint_codes[i]);
    if (from > to) continue;
    const double slope = scaled(table.slopes[i], fraction);
    const double intercept = std::ldexp(scaled(table.intercepts[i], fraction), scale);
    for (const double q : {from, to}) {
      for (const double term : {slope * q, intercept, slope * q + intercept}) {
        if (!fits(term, config.acc_width)) return false;
      }
    }
  }
  return true;
}

UnitTable quantise_float(const Table& table, const UnitConfig& config) {
  UnitTable unit;
  unit.config = config;
  const auto encode_all = [&](const std::vector<double>& numbers, const char* what) {
    std::vector<Word> words;
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      words.push_back(float_encode(numbers[i], config.format));
      if (!std::isfinite(float_decode(words.back(), config.format))) {
        throw InputError(std::string(what) + " " + std::to_string(i) + " (" + std::to_string(numbers[i]) +
                         ") of the table is out of range for " + config.name);
      }
    }
    return words;
  };
  unit.breakpoints = encode_all(table.breakpoints, "breakpoint");
  unit.slopes = encode_all(table.slopes, "slope");
  unit.intercepts = encode_all(table.intercepts, "intercept");
  return unit;
}

UnitTable quantise_integer(const Table& table, const Function& function, const UnitConfig& config,
                           const QuantiseOptions& options) {
  UnitTable unit;
  unit.config = config;
  unit.scale = options.scale.value_or(default_scale(function, config));
  if (unit.scale < 0 || unit.scale >= config.width) {
    throw InputError("scale " + std::to_string(unit.scale) + " is out of range for " + config.name + ": 0 to " +
                     std::to_string(config.width - 1));
  }

  std::vector<double> breakpoint_codes;
  for (const double p : table.breakpoints) breakpoint_codes.push_back(scaled(p, unit.scale));

  unit.fraction = config.width - 2;
  while (unit.fraction >= 0 && !words_fit(table, config.width, unit.fraction)) --unit.fraction;
  if (unit.fraction < 0) {
    throw InputError("a slope or intercept of the table is out of range for the " + std::to_string(config.width) +
                     "-bit registers of " + config.name);
  }
  if (config.low_product()) {
    while (unit.fraction >= 0 &&
           !accumulator_fits(table, breakpoint_codes, function.lo, function.hi, config, unit.scale, unit.fraction)) {
      --unit.fraction;
    }
    if (unit.fraction < 0) {
      throw InputError("no number of fraction bits keeps the " + std::to_string(config.acc_width) +
                       "-bit accumulator of " + config.name + " from overflowing over the range of " + function.name +
                       " at scale " + std::to_string(unit.scale) + "; take a smaller scale");
    }
  }

  // The registers cannot hold a breakpoint below the least code. All codes lie above it, so its segment and those
  // before take the line of the next one; the clamped comparison then no longer matters.
  Table lines = table;
  for (std::size_t j = 0; j < breakpoint_codes.size(); ++j) {
    if (breakpoint_codes[j] < static_cast<double>(int_min(config.width))) {
      for (std::size_t i = 0; i <= j; ++i) {
        lines.slopes[i] = table.slopes[j + 1];
        lines.intercepts[i] = table.intercepts[j + 1];
      }
    }
    unit.breakpoints.push_back(to_word(saturate(breakpoint_codes[j], config.width), config.width));
  }
  for (int i = 0; i < table.entries(); ++i) {
    unit.slopes.push_back(to_word(scaled(lines.slopes[i], unit.fraction), config.width));
    unit.intercepts.push_back(to_word(scaled(lines.intercepts[i], unit.fraction), config.width));
  }

  unit.output_scale =
      options.output_scale.value_or(default_output_scale(function, config, unit.scale, unit.fraction + unit.scale));
  constexpr int kAbsurd = 1000;  // beyond it, shifts overflow
  if (config.requantise && (std::abs(static_cast<double>(unit.output_scale)) > kAbsurd || unit.requant_shift() < 0 ||
                            unit.requant_shift() >= config.acc_width)) {
    throw InputError("output scale " + std::to_string(unit.output_scale) + " is out of range for " + config.name +
                     ": " + std::to_string(unit.fraction + unit.scale - config.acc_width + 1) + " to " +
                     std::to_string(unit.fraction + unit.scale));
  }
  return unit;
}

UnitTable quantise_wide(const Table& table, const Function& function, const UnitConfig& config,
                        const QuantiseOptions& options) {
  const RangeReduction& reduction = find_range_reduction(config, function.name);
  UnitTable unit = quantise_integer(table, reduction.mantissa, inner_unit(config), {reduction.scale, {}});
  unit.config = config;
  unit.reduction = &reduction;
  unit.scale = options.scale.value_or(default_scale(function, config));
  if (unit.scale < 0 || unit.scale >= config.x_width()) {
    throw InputError("scale " + std::to_string(unit.scale) + " is out of range for " + config.name + ": 0 to " +
                     std::to_string(config.x_width() - 1));
  }
  return unit;
}

}  // namespace

std::vector<RegisterWrite> UnitTable::writes() const {
  std::vector<RegisterWrite> all;
  const auto add = [&](Field field, std::size_t index, Word data) {
    const auto address = static_cast<std::uint32_t>(field) << config.index_bits() | static_cast<std::uint32_t>(index);
    all.push_back({address, data});
  };
  for (std::size_t j = 0; j < breakpoints.size(); ++j) add(Field::kBreakpoint, j, breakpoints[j]);
  for (std::size_t i = 0; i < slopes.size(); ++i) add(Field::kSlope, i, slopes[i]);
  for (std::size_t i = 0; i < intercepts.size(); ++i) add(Field::kIntercept, i, intercepts[i]);
  if (!config.is_float()) add(Field::kShift, kInterceptShift, static_cast<Word>(code_scale()));
  if (config.is_wide()) {
    add(Field::kShift, kRequantShift, static_cast<Word>(expand_base()));
    add(Field::kShift, kMode, static_cast<Word>(reduction->mode));
    add(Field::kShift, kExpScale, static_cast<Word>(scale));
  }
  if (config.requantise) add(Field::kShift, kRequantShift, static_cast<Word>(requant_shift()));
  return all;
}

Word UnitTable::encode_input(double x) const {
  if (config.is_float()) return float_encode(x, config.format);
  const int width = config.x_width();
  if (is_unsigned()) return static_cast<Word>(std::clamp(scaled(x, scale), 0.0, static_cast<double>(low_bits(width))));
  return to_word(saturate(scaled(x, scale), width), width);
}

double UnitTable::decode_input(Word word) const {
  if (config.is_float()) return float_decode(word, config.format);
  if (is_unsigned()) return std::ldexp(static_cast<double>(word), -scale);
  return std::ldexp(static_cast<double>(sign_extend(word, config.x_width())), -scale);
}

double UnitTable::decode_output(Word word) const {
  if (config.is_float()) return float_decode(word, config.format);
  if (config.is_wide()) return static_cast<double>(word) * output_step();
  return static_cast<double>(sign_extend(word, config.y_width())) * output_step();
}

double UnitTable::output_step() const {
  if (config.is_float()) return 0;
  if (!config.is_wide()) return std::ldexp(1.0, -(config.requantise ? output_scale : fraction + scale));
  const double unscaled = std::ldexp(1.0, -result_fraction(config));
  if (reduction->mode == RangeMode::kDiv) return std::ldexp(unscaled, scale);
  if (reduction->mode == RangeMode::kRsqrt) return unscaled * elementary::exp2(0.5 * scale);
  return unscaled;
}

int default_scale(const Function& function, const UnitConfig& config) {
  if (config.is_float()) return 0;
  if (config.is_wide()) return config.wide_width / 2;
  const int width = config.low_product() ? config.width / 2 : config.width;
  return width - 1 - integer_bits(std::max(std::fabs(function.lo), std::fabs(function.hi)));
}

int default_output_scale(const Function& function, const UnitConfig& config, int scale, int finest) {
  const std::int64_t least = int_min(config.width);
  const std::int64_t greatest = int_max(config.width);
  double largest = 0;
  const auto hold = [&](std::int64_t code) {
    const double x = std::ldexp(static_cast<double>(code), -scale);
    const Line& tail = x < function.lo ? function.tail_lo : function.tail_hi;
    largest = std::max(largest, std::fabs(function.in_range(x) ? function.exact(x) : tail.slope * x + tail.intercept));
  };
  // All codes of narrow units; of wider ones as many, evenly, and the ends of the range.
  constexpr std::int64_t kMostCodes = 256;
  const std::int64_t steps = std::min(greatest - least, kMostCodes - 1);
  for (std::int64_t i = 0; i <= steps; ++i) hold(least + (greatest - least) * i / steps);
  for (const double end : {std::ceil(std::ldexp(function.lo, scale)), std::floor(std::ldexp(function.hi, scale))}) {
    if (end >= static_cast<double>(least) && end <= static_cast<double>(greatest)) hold(static_cast<std::int64_t>(end));
  }
  return std::min(config.width - 1 - integer_bits(largest), finest);
}

UnitTable quantise(const Table& table, const Function& function, const UnitConfig& config,
                   const QuantiseOptions& options) {
  table.validate();
  if (table.entries() != config.entries) {
    throw InputError("the table has " + std::to_string(table.entries()) + " entries, " + config.name + " has " +
                     std::to_string(config.entries));
  }
  if (config.is_wide()) return quantise_wide(table, function, config, options);
  return config.is_float() ? quantise_float(table, config) : quantise_integer(table, function, config, options);
}

}  // namespace pwlsim::unit
