// SPDX-License-Identifier: Apache-2.0
#include "sim/unit/pwl_fp/cases.h"

#include <cmath>
#include <string>

#include "sim/number/float_arithmetic.h"

namespace pwlsim::unit {
namespace {

constexpr const char* kCanonical = "a NaN result is the canonical quiet NaN";

Word exponent_of(Word word, FloatFormat format) { return word >> format.mantissa & low_bits(format.exponent); }
Word fraction_of(Word word, FloatFormat format) { return word & low_bits(format.mantissa); }
bool is_negative(Word word, FloatFormat format) { return (word >> (format.width() - 1) & 1) != 0; }
bool is_special(Word word, FloatFormat format) { return exponent_of(word, format) == low_bits(format.exponent); }
bool is_nan(Word word, FloatFormat format) { return is_special(word, format) && fraction_of(word, format) != 0; }
bool is_infinite(Word word, FloatFormat format) { return is_special(word, format) && fraction_of(word, format) == 0; }
/// Whether a word is zero once it is flushed.
bool is_zero(Word word, FloatFormat format) { return (float_flush(word, format) & low_bits(format.width() - 1)) == 0; }

/// Bins for the classes of words of a format, each with both signs.
class WordClasses {
 public:
  /// With `result`, NaNs are canonical and subnormals flushed where the format has none.
  WordClasses(Bins& bins, const std::string& name, FloatFormat format, bool result)
      : bins_(bins), format_(format), first_(bins.all().size()) {
    const std::string nan = result ? kCanonical : "";
    const std::string flushed = result && !format.subnormals ? "the unit flushes subnormal results to zero" : "";
    bins.add(name + ".quiet_nan");
    bins.add(name + ".minus_quiet_nan", nan);
    for (const char* sign : {".", ".minus_"}) bins.add(name + sign + "signalling_nan", nan);
    for (const char* sign : {".", ".minus_"}) bins.add(name + sign + "infinity");
    for (const char* sign : {".", ".minus_"}) bins.add(name + sign + "zero");
    for (const char* sign : {".", ".minus_"}) bins.add(name + sign + "subnormal", flushed);
    for (const char* sign : {".", ".minus_"}) bins.add(name + sign + "least_normal");
    for (const char* sign : {".", ".minus_"}) bins.add(name + sign + "normal");
    for (const char* sign : {".", ".minus_"}) bins.add(name + sign + "greatest");
  }

  void meet(Word word) const {
    const Word magnitude = word & low_bits(format_.width() - 1);
    const Word infinity = low_bits(format_.exponent) << format_.mantissa;
    const Word least_normal = Word{1} << format_.mantissa;
    std::size_t kind = 6;
    if (magnitude > infinity) {
      kind = (fraction_of(word, format_) >> (format_.mantissa - 1)) != 0 ? 0 : 1;
    } else if (magnitude == infinity) {
      kind = 2;
    } else if (magnitude == 0) {
      kind = 3;
    } else if (magnitude < least_normal) {
      kind = 4;
    } else if (magnitude == least_normal) {
      kind = 5;
    } else if (magnitude == infinity - 1) {
      kind = 7;
    }
    bins_.hit(first_ + 2 * kind + (is_negative(word, format_) ? 1 : 0));
  }

 private:
  Bins& bins_;
  FloatFormat format_;
  std::size_t first_;
};

/// Bins for how an exact value that is not zero is rounded to a word.
class RoundingClasses {
 public:
  /// `is_sum`: sums below the least normal number are always exact.
  RoundingClasses(Bins& bins, const std::string& name, FloatFormat format, bool is_sum)
      : bins_(bins), format_(format), first_(bins.all().size()) {
    for (const char* kind : {".exact", ".rounds_down", ".rounds_up", ".tie_to_even_down", ".tie_to_even_up",
                             ".carry_into_exponent", ".overflow", ".overflow_by_rounding"}) {
      bins.add(name + kind);
    }
    const std::string exact = is_sum ? "a sum in the subnormal range is exact" : "";
    bins.add(name + ".gradual_underflow", format.subnormals ? "" : "the unit flushes subnormal results to zero");
    bins.add(name + ".underflow_to_zero", format.subnormals ? exact : "");
    bins.add(name + ".rounds_to_least_normal", exact);
  }

  /// Counts the exact value significand * 2^exponent, significand not zero, rounded to `word`, without sign.
  void meet(Word significand, int exponent, Word word) const {
    const Word magnitude = word & low_bits(format_.width() - 1);
    const int bias = (1 << (format_.exponent - 1)) - 1;
    const int bits = 64 - __builtin_clzll(significand);
    const int power = exponent + bits - 1;  // exponent of the leading one
    if (power < 1 - bias) {
      const Word least_normal = Word{1} << format_.mantissa;
      bins_.hit(first_ + (magnitude == 0 ? 9 : magnitude < least_normal ? 8 : 10));
      return;
    }
    const int drop = bits - 1 - format_.mantissa;
    const Word rest = drop > 0 ? significand & low_bits(drop) : 0;
    const Word half = drop > 0 ? Word{1} << (drop - 1) : 1;
    const Word kept = drop > 0 ? significand >> drop : significand << -drop;
    const bool odd = (kept & 1) != 0;
    const bool up = rest > half || (rest == half && odd);
    const bool carry = up && kept == low_bits(format_.mantissa + 1);
    bins_.hit(first_ + (rest == 0 ? 0 : rest == half ? (odd ? 4 : 3) : up ? 2 : 1));
    bins_.hit_if(carry, first_ + 5);
    bins_.hit_if(power > bias, first_ + 6);
    bins_.hit_if(power == bias && carry, first_ + 7);
  }

 private:
  Bins& bins_;
  FloatFormat format_;
  std::size_t first_;
};

/// A finite number that is not zero as significand * 2^exponent.
struct Parts {
  Word significand;
  int exponent;
};

Parts parts(Word word, FloatFormat format) {
  const auto biased = static_cast<int>(exponent_of(word, format));
  const int bias = (1 << (format.exponent - 1)) - 1;
  const Word integer = biased == 0 ? 0 : Word{1} << format.mantissa;
  return {fraction_of(word, format) | integer, (biased == 0 ? 1 : biased) - bias - format.mantissa};
}

class FpNumberCases {
 public:
  FpNumberCases(FloatFormat format, Bins& bins)
      : format_(format),
        bins_(bins),
        x_(bins, "x", format_, false),
        slope_(bins, "slope", format_, false),
        intercept_(bins, "intercept", format_, false),
        product_(bins, "product", format_, true),
        y_(bins, "y", format_, true),
        product_rounding_(bins, "product", format_, false),
        sum_rounding_(bins, "sum", format_, true),
        zero_times_infinity_(bins.add("product.zero_times_infinity")),
        infinite_product_(bins.add("product.infinity_times_number")),
        nan_factor_(bins.add("product.nan_factor")),
        zero_factor_(bins.add("product.zero_times_number")),
        infinity_minus_infinity_(bins.add("sum.infinity_minus_infinity")),
        infinity_plus_infinity_(bins.add("sum.infinity_plus_infinity")),
        infinity_plus_number_(bins.add("sum.infinity_plus_number")),
        nan_term_(bins.add("sum.nan_term")),
        zeros_(bins.add("sum.zeros_of_one_sign")),
        mixed_zeros_(bins.add("sum.zeros_of_both_signs")),
        zero_term_(bins.add("sum.zero_plus_number")),
        cancellation_(bins.add("sum.exact_cancellation")),
        distances_(bins.add_range("sum.exponents_apart", 0, beyond())),
        far_(bins.add("sum.exponents_far_apart")),
        carry_out_(bins.add("sum.carry_out")),
        shifts_(bins.add_range("sum.normalised_by", 0, format_.mantissa + 2)) {
    if (format_.subnormals) subnormal_factor_ = bins.add_range("product.subnormal_factor_zeros", 1, format_.mantissa);
  }

  void line(const FpCore::Slot& line) {
    x_.meet(line.x);
    slope_.meet(line.slope);
    intercept_.meet(line.intercept);
  }

  void sum(const FpCore::Slot& line, Word acc) {
    const Word product = float_multiply(line.slope, line.x, format_);
    product_.meet(product);
    y_.meet(acc);
    meet_product(float_flush(line.slope, format_), float_flush(line.x, format_), product);
    meet_sum(product, float_flush(line.intercept, format_), acc);
  }

 private:
  /// From this distance of exponents on, the lesser term is just a sticky bit.
  int beyond() const { return format_.mantissa + 3; }

  void meet_product(Word a, Word b, Word product) {
    if (is_nan(a, format_) || is_nan(b, format_)) return bins_.hit(nan_factor_);
    if (is_infinite(a, format_) || is_infinite(b, format_)) {
      return bins_.hit(is_zero(a, format_) || is_zero(b, format_) ? zero_times_infinity_ : infinite_product_);
    }
    if (is_zero(a, format_) || is_zero(b, format_)) return bins_.hit(zero_factor_);
    const Parts left = parts(a, format_);
    const Parts right = parts(b, format_);
    product_rounding_.meet(left.significand * right.significand, left.exponent + right.exponent, product);
    for (const auto& [factor, other] : {std::pair{a, b}, std::pair{b, a}}) {
      if (exponent_of(factor, format_) != 0 || exponent_of(other, format_) == 0) continue;
      const int zeros = format_.mantissa + 1 - (64 - __builtin_clzll(fraction_of(factor, format_)));
      bins_.hit(subnormal_factor_ + static_cast<std::size_t>(zeros - 1));
    }
  }

  void meet_sum(Word a, Word b, Word sum) {
    const bool opposed = is_negative(a, format_) != is_negative(b, format_);
    if (is_nan(a, format_) || is_nan(b, format_)) return bins_.hit(nan_term_);
    if (is_infinite(a, format_) && is_infinite(b, format_)) {
      return bins_.hit(opposed ? infinity_minus_infinity_ : infinity_plus_infinity_);
    }
    if (is_infinite(a, format_) || is_infinite(b, format_)) return bins_.hit(infinity_plus_number_);
    if (is_zero(a, format_) && is_zero(b, format_)) return bins_.hit(opposed ? mixed_zeros_ : zeros_);
    if (is_zero(a, format_) || is_zero(b, format_)) return bins_.hit(zero_term_);

    Parts greater = parts(a, format_);
    Parts lesser = parts(b, format_);
    if (greater.exponent < lesser.exponent) std::swap(greater, lesser);
    const int apart = greater.exponent - lesser.exponent;
    if (apart >= beyond()) return bins_.hit(far_);
    bins_.hit(distances_ + static_cast<std::size_t>(apart));
    // At most 24 + 25 bits.
    const auto scaled = static_cast<std::int64_t>(greater.significand << apart);
    const auto other = static_cast<std::int64_t>(lesser.significand);
    const Word exact = static_cast<Word>(std::abs(opposed ? scaled - other : scaled + other));
    if (exact == 0) return bins_.hit(cancellation_);
    sum_rounding_.meet(exact, lesser.exponent, sum);
    const int bias = (1 << (format_.exponent - 1)) - 1;
    const int leading = 63 - __builtin_clzll(exact);
    const int shift = apart + format_.mantissa - leading;
    if (shift < 0) return bins_.hit(carry_out_);
    if (leading + lesser.exponent >= 1 - bias) bins_.hit(shifts_ + static_cast<std::size_t>(shift));
  }

  FloatFormat format_;
  Bins& bins_;
  WordClasses x_, slope_, intercept_, product_, y_;
  RoundingClasses product_rounding_, sum_rounding_;
  std::size_t zero_times_infinity_, infinite_product_, nan_factor_, zero_factor_;
  std::size_t infinity_minus_infinity_, infinity_plus_infinity_, infinity_plus_number_, nan_term_;
  std::size_t zeros_, mixed_zeros_, zero_term_, cancellation_, distances_, far_, carry_out_, shifts_;
  std::size_t subnormal_factor_ = 0;
};

/// The number of the format's steps between zero and a number, given by its order. Without subnormals the neighbours of
/// zero are the least normal numbers.
std::int64_t rank_of(std::int64_t order, FloatFormat format) {
  const bool negative = order < 0;
  const std::int64_t magnitude = negative ? -order - 1 : order;
  const std::int64_t gap = format.subnormals ? 0 : static_cast<std::int64_t>(low_bits(format.mantissa));
  const std::int64_t steps = magnitude == 0 ? 0 : magnitude - gap;
  return negative ? -steps : steps;
}

}  // namespace

struct FpCases::Numbers : FpNumberCases {
  using FpNumberCases::FpNumberCases;
};

FpCases::FpCases(const FpParameters& parameters, Bins& bins)
    : lines_(bins, parameters.entries, parameters.index_bits()),
      numbers_(std::make_unique<Numbers>(parameters.format, bins)) {}
FpCases::FpCases(FpCases&&) noexcept = default;
FpCases::~FpCases() = default;

void FpCases::stage(int i, const FpCore& core, const FpCore::Slot& /*before*/, const FpCore::Slot& after) {
  if (i == FpCore::kLineStage) {
    const FloatFormat format = core.format();
    lines_.line(core.segment(after.x), float_order(after.x, format), core.lines(),
                [format](std::int64_t order) { return rank_of(order, format); });
    numbers_->line(after);
  }
  if (i == FpCore::kSumStage) numbers_->sum(after, after.y);
}

}  // namespace pwlsim::unit
