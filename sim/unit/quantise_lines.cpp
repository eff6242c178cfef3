// SPDX-License-Identifier: Apache-2.0
#include "sim/unit/quantise_lines.h"

#include <algorithm>
#include <cmath>

#include "sim/base/error.h"
#include "sim/number/float_arithmetic.h"

namespace pwlsim::unit {
namespace {

/// The least n >= 0 with value <= 2^n: the integer bits of a signed number.
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
  return std::clamp(code, static_cast<double>(int_min(width)), static_cast<double>(int_max(width)));
}

/// Rounds a table at one scale of an integer format.
class Quantiser {
 public:
  Quantiser(const Table& table, const Function& function, const LineTableFormat& format, int scale)
      : table_(table), function_(function), format_(format), scale_(scale) {
    for (const double p : table.breakpoints) breakpoints_.push_back(format.nearest_breakpoint(p, scale));
  }

  /// Whether slopes and intercepts fit the registers with F fraction bits.
  bool words_fit(int fraction) const {
    const auto slope_fits = [&](double value) { return fits(scaled(value, fraction), format_.slope_width); };
    const auto intercept_fits = [&](double value) {
      return fits(scaled(value, intercept_fraction(fraction)), format_.intercept_width);
    };
    return std::all_of(table_.slopes.begin(), table_.slopes.end(), slope_fits) &&
           std::all_of(table_.intercepts.begin(), table_.intercepts.end(), intercept_fits);
  }

  /// Whether product, shifted intercept and sum stay within the accumulator for each code of the function's range. A
  /// line is extreme at the ends of its segment, so only those are tried.
  bool accumulator_fits(int fraction) const {
    const double first = saturate(std::ceil(std::ldexp(function_.lo, scale_)), format_.x_width);
    const double last = saturate(std::floor(std::ldexp(function_.hi, scale_)), format_.x_width);
    for (int i = 0; i < table_.entries(); ++i) {
      const double from = i == 0 ? first : std::max(first, format_.last_code(breakpoints_[i - 1]) + 1);
      const double to = i == table_.entries() - 1 ? last : std::min(last, format_.last_code(breakpoints_[i]));
      if (from > to) continue;
      const double slope = scaled(table_.slopes[i], fraction);
      const double intercept =
          std::ldexp(scaled(table_.intercepts[i], intercept_fraction(fraction)), format_.intercept_shift(scale_));
      for (const double q : {from, to}) {
        for (const double term : {slope * q, intercept, slope * q + intercept}) {
          if (!fits(term, format_.acc_width)) return false;
        }
      }
    }
    return true;
  }

  QuantisedLines words(int fraction) const {
    QuantisedLines lines;
    lines.fraction = fraction;
    lines.intercept_shift = format_.intercept_shift(scale_);
    // The registers cannot hold a breakpoint below the least code. All codes lie above it, so its segment and those
    // before get the line of the next one. The clamped comparison then has no effect.
    int first = 0;
    for (std::size_t j = 0; j < breakpoints_.size(); ++j) {
      if (breakpoints_[j] < static_cast<double>(int_min(format_.breakpoint_width))) first = static_cast<int>(j) + 1;
      lines.breakpoints.push_back(
          to_word(saturate(breakpoints_[j], format_.breakpoint_width), format_.breakpoint_width));
    }
    for (int i = 0; i < table_.entries(); ++i) {
      const int from = std::max(i, first);
      lines.slopes.push_back(to_word(scaled(table_.slopes[from], fraction), format_.slope_width));
      lines.intercepts.push_back(
          to_word(scaled(table_.intercepts[from], intercept_fraction(fraction)), format_.intercept_width));
    }
    return lines;
  }

 private:
  int intercept_fraction(int fraction) const { return fraction + format_.extra_intercept_bits(scale_); }

  const Table& table_;
  const Function& function_;
  const LineTableFormat& format_;
  int scale_;
  std::vector<double> breakpoints_;  // words, not saturated
};

QuantisedLines quantise_floats(const Table& table, const FloatFormat& format, const std::string& unit) {
  QuantisedLines lines;
  const auto encode_all = [&](const std::vector<double>& numbers, const char* what) {
    std::vector<Word> words;
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      words.push_back(float_encode(numbers[i], format));
      if (!std::isfinite(float_decode(words.back(), format))) {
        throw InputError(std::string(what) + " " + std::to_string(i) + " (" + std::to_string(numbers[i]) +
                         ") of the table is out of range for " + unit);
      }
    }
    return words;
  };
  lines.breakpoints = encode_all(table.breakpoints, "breakpoint");
  lines.slopes = encode_all(table.slopes, "slope");
  lines.intercepts = encode_all(table.intercepts, "intercept");
  return lines;
}

}  // namespace

int default_scale(const Function& function, const LineTableFormat& format) {
  if (format.floats) return 0;
  const int width = format.wraps() ? std::min(format.x_width, format.acc_width / 2) : format.x_width;
  return std::max(0, width - 1 - integer_bits(std::max(std::fabs(function.lo), std::fabs(function.hi))));
}

int default_output_scale(const Function& function, const LineTableFormat& format, int scale, int finest) {
  const std::int64_t least = int_min(format.x_width);
  const std::int64_t greatest = int_max(format.x_width);
  double largest = 0;
  const auto hold = [&](std::int64_t code) {
    const double x = std::ldexp(static_cast<double>(code), -scale);
    const Line& tail = x < function.lo ? function.tail_lo : function.tail_hi;
    largest = std::max(largest, std::fabs(function.in_range(x) ? function.exact(x) : tail.slope * x + tail.intercept));
  };
  // Narrow units: all codes. Wider ones: this many evenly spaced codes and the ends of the range.
  constexpr std::int64_t kMostCodes = 256;
  const std::int64_t steps = std::min(greatest - least, kMostCodes - 1);
  for (std::int64_t i = 0; i <= steps; ++i) hold(least + (greatest - least) * i / steps);
  for (const double end : {std::ceil(std::ldexp(function.lo, scale)), std::floor(std::ldexp(function.hi, scale))}) {
    if (end >= static_cast<double>(least) && end <= static_cast<double>(greatest)) hold(static_cast<std::int64_t>(end));
  }
  return std::min(format.code_width() - 1 - integer_bits(largest), finest);
}

void check_scale(int scale, int x_width, const std::string& unit) {
  if (scale >= 0 && scale < x_width) return;
  throw InputError("scale " + std::to_string(scale) + " is out of range for " + unit + ": 0 to " +
                   std::to_string(x_width - 1));
}

QuantisedLines quantise_lines(const Table& table, const Function& function, const LineTableFormat& format, int scale,
                              const std::string& unit, std::optional<int> wanted) {
  table.validate();
  if (table.entries() != format.entries) {
    throw InputError("the table has " + std::to_string(table.entries()) + " entries, " + unit + " has " +
                     std::to_string(format.entries));
  }
  if (format.floats) return quantise_floats(table, *format.floats, unit);
  check_scale(scale, format.x_width, unit);
  const Quantiser quantiser(table, function, format, scale);
  if (wanted) {
    if (*wanted < 0 || *wanted > format.slope_width - 2) {
      throw InputError(std::to_string(*wanted) + " fraction bits are out of range for " + unit + ": 0 to " +
                       std::to_string(format.slope_width - 2));
    }
    if (!quantiser.words_fit(*wanted)) {
      throw InputError("a slope or intercept of the table is out of range for registers of " + unit + " with " +
                       std::to_string(*wanted) + " fraction bits");
    }
    return quantiser.words(*wanted);
  }
  int fraction = format.slope_width - 2;
  while (fraction >= 0 && !quantiser.words_fit(fraction)) --fraction;
  if (fraction < 0) {
    const std::string bits = std::to_string(format.slope_width) + "-bit" +
                             (format.intercept_width != format.slope_width
                                  ? " slopes and " + std::to_string(format.intercept_width) + "-bit intercepts"
                                  : " registers");
    throw InputError("a slope or intercept of the table is out of range for the " + bits + " of " + unit);
  }
  if (format.wraps()) {
    while (fraction >= 0 && !quantiser.accumulator_fits(fraction)) --fraction;
    if (fraction < 0) {
      throw InputError("no number of fraction bits keeps the " + std::to_string(format.acc_width) +
                       "-bit accumulator of " + unit + " from overflowing over the range of " + function.name +
                       " at scale " + std::to_string(scale) + "; take a smaller scale");
    }
  }
  return quantiser.words(fraction);
}

}  // namespace pwlsim::unit
