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

double scaled(double value, int fraction) { return std::nearbyint(std::ldexp(value, fraction)); }

Word to_word(double code, int width) { return static_cast<Word>(static_cast<std::int64_t>(code)) & low_bits(width); }

double saturate(double code, int width) {
  // int_max(64) is no double; codes have at most 32 bits.
  return std::clamp(code, static_cast<double>(int_min(width)), static_cast<double>(int_max(width)));
}

/// The table of a unit of lines, of the unit within a wide one.
UnitTable quantise_plain(const Table& table, const Function& function, const UnitConfig& config,
                         const QuantiseOptions& options, const std::string& name) {
  const LineTableFormat format = line_format(config);
  UnitTable unit;
  unit.config = config;
  if (!format.floats) unit.scale = options.scale.value_or(default_scale(function, format));
  QuantisedLines lines = quantise_lines(table, function, format, unit.scale, name);
  unit.fraction = lines.fraction;
  unit.intercept_shift = lines.intercept_shift;
  unit.breakpoints = std::move(lines.breakpoints);
  unit.slopes = std::move(lines.slopes);
  unit.intercepts = std::move(lines.intercepts);
  if (format.floats) return unit;

  unit.output_scale =
      options.output_scale.value_or(default_output_scale(function, format, unit.scale, unit.fraction + unit.scale));
  constexpr int kAbsurd = 1000;  // beyond it, shifts overflow
  if (format.output_width > 0 && (std::abs(static_cast<double>(unit.output_scale)) > kAbsurd ||
                                  unit.requant_shift() < 0 || unit.requant_shift() >= format.acc_width)) {
    throw InputError("output scale " + std::to_string(unit.output_scale) + " is out of range for " + name + ": " +
                     std::to_string(unit.fraction + unit.scale - format.acc_width + 1) + " to " +
                     std::to_string(unit.fraction + unit.scale));
  }
  return unit;
}

UnitTable quantise_wide(const Table& table, const Function& function, const UnitConfig& config,
                        const QuantiseOptions& options) {
  const RangeReduction& reduction = find_range_reduction(config, function.name);
  UnitTable unit = quantise_plain(table, reduction.mantissa, inner_unit(config), {reduction.scale, {}}, config.name);
  unit.config = config;
  unit.reduction = &reduction;
  unit.scale = options.scale.value_or(default_scale(function, config));
  check_scale(unit.scale, config.x_width(), config.name);
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
  if (!config.is_float()) add(Field::kShift, kInterceptShift, static_cast<Word>(intercept_shift));
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
  return config.is_wide() ? config.wide_width / 2 : default_scale(function, line_format(config));
}

UnitTable quantise(const Table& table, const Function& function, const UnitConfig& config,
                   const QuantiseOptions& options) {
  return config.is_wide() ? quantise_wide(table, function, config, options)
                          : quantise_plain(table, function, config, options, config.name);
}

}  // namespace pwlsim::unit
