// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string>

#include "sim/coverage/number_coverage.h"

namespace pwlsim::coverage {
namespace {

/// Least, other negative, zero, other positive and greatest numbers of so many bits.
class SignedClasses {
 public:
  SignedClasses(Bins& bins, const std::string& name, int width)
      : bins_(bins), width_(width), first_(bins.all().size()) {
    for (const char* kind : {".least", ".negative", ".zero", ".positive", ".greatest"}) bins.add(name + kind);
  }
  void meet(Word word) const {
    const std::int64_t value = sign_extend(word, width_);
    const bool extreme = value == int_min(width_) || value == int_max(width_);
    const std::size_t sign = value < 0 ? 1 : value == 0 ? 2 : 3;
    bins_.hit(first_ + (!extreme ? sign : value < 0 ? 0 : 4));
  }

 private:
  Bins& bins_;
  int width_;
  std::size_t first_;
};

std::size_t add_signs(Bins& bins, const std::string& name) {
  const std::size_t first = bins.add(name + ".negative");
  bins.add(name + ".zero");
  bins.add(name + ".positive");
  return first;
}

/// What the low bits that rounding drops are.
class RoundingClasses {
 public:
  RoundingClasses(Bins& bins, const std::string& name) : bins_(bins), first_(bins.all().size()) {
    for (const char* kind : {".exact", ".down", ".tie", ".up"}) bins.add(name + kind);
  }
  void meet(Word value, int dropped) const {
    if (dropped == 0) return bins_.hit(first_);
    const Word rest = value & low_bits(dropped);
    const Word half = Word{1} << (dropped - 1);
    bins_.hit(first_ + (rest == 0 ? 0 : rest < half ? 1 : rest == half ? 2 : 3));
  }

 private:
  Bins& bins_;
  std::size_t first_;
};

/// The cases of the line k*q + (b << s).
class LineCoverage : public NumberCoverage {
 public:
  LineCoverage(const UnitConfig& config, Bins& bins)
      : config_(config),
        bins_(bins),
        codes_(bins, "x", config.width),
        slopes_(bins, "slope", config.width),
        intercepts_(bins, "intercept", config.width),
        scales_(bins.add_range("scale", 0, config.width)),
        sums_(add_signs(bins, "accumulator")),
        least_squared_(bins.add("product.least_times_least")),
        wraps_(bins.add("accumulator.wraps",
                        config.low_product() ? "" : "it has room for every product and every shifted intercept")) {}

  void on_line(const GoldenUnit::Line& line) override {
    codes_.meet(line.x);
    slopes_.meet(line.slope);
    intercepts_.meet(line.intercept);
  }

  void on_accumulate(const GoldenUnit::Line& line, Word acc, const Registers& registers) override {
    const int scale = registers.shift(kInterceptShift, config_.width);
    bins_.hit(scales_ + static_cast<std::size_t>(scale));
    const std::int64_t sum = sign_extend(acc, config_.acc_width);
    bins_.hit(sums_ + (sum < 0 ? 0 : sum == 0 ? 1 : 2));
    const std::int64_t slope = sign_extend(line.slope, config_.width);
    const std::int64_t x = sign_extend(line.x, config_.width);
    bins_.hit_if(slope == int_min(config_.width) && x == slope, least_squared_);
    // At most 2^62 each.
    const std::int64_t exact = slope * x + sign_extend(line.intercept, config_.width) * (std::int64_t{1} << scale);
    bins_.hit_if(exact != sum, wraps_);
  }

 protected:
  const UnitConfig config_;
  Bins& bins_;

 private:
  SignedClasses codes_, slopes_, intercepts_;
  std::size_t scales_, sums_, least_squared_, wraps_;
};

/// And those of the requantiser.
class RequantCoverage : public LineCoverage {
 public:
  RequantCoverage(const UnitConfig& config, Bins& bins)
      : LineCoverage(config, bins),
        shifts_(bins.add_range("requant.shift", 0, config.acc_width)),
        negative_(bins, "requant.negative"),
        positive_(bins, "requant.positive") {
    const std::string never = config.low_product() ? "the accumulator has no more bits than the code" : "";
    kept_ = bins.add("requant.not_saturated");
    low_ = bins.add("requant.saturated_low", never);
    high_ = bins.add("requant.saturated_high", never);
    by_rounding_ = bins.add("requant.saturated_by_rounding", never);
  }

  void on_finish(const GoldenUnit::Line& /*line*/, Word acc, Word /*y*/, const Registers& registers) override {
    const int shift = registers.shift(kRequantShift, config_.acc_width);
    const std::int64_t value = sign_extend(acc, config_.acc_width);
    bins_.hit(shifts_ + static_cast<std::size_t>(shift));
    (value < 0 ? negative_ : positive_).meet(acc, shift);
    const std::int64_t floor = value >> shift;
    const bool up = shift > 0 && (value >> (shift - 1) & 1) != 0;
    const std::int64_t most = int_max(config_.width);
    const bool below = floor + (up ? 1 : 0) < int_min(config_.width);
    const bool above = floor > most;
    const bool rounded = floor == most && up;
    bins_.hit_if(below, low_);
    bins_.hit_if(above, high_);
    bins_.hit_if(rounded, by_rounding_);
    bins_.hit_if(!below && !above && !rounded, kept_);
  }

 private:
  std::size_t shifts_;
  RoundingClasses negative_, positive_;
  std::size_t kept_ = 0, low_ = 0, high_ = 0, by_rounding_ = 0;
};

/// And those of a wide unit's reduction and expansion.
class WideCoverage : public LineCoverage {
 public:
  WideCoverage(const UnitConfig& config, Bins& bins)
      : LineCoverage(config, bins),
        modes_(bins.add_range("mode", 0, 4)),
        exp_scales_(bins.add_range("exp.scale", 0, config.wide_width)),
        exp_inputs_(bins, "exp.x", config.wide_width),
        div_zeros_(bins.add_range("div.leading_zeros", 0, config.wide_width + 1)),
        rsqrt_zeros_(bins.add_range("rsqrt.leading_zeros", 0, config.wide_width + 1)),
        exponent_least_(bins.add("exp.exponent_saturated_low")),
        exponent_greatest_(bins.add("exp.exponent_saturated_high")),
        exponent_inside_(bins.add("exp.exponent_inside")),
        bases_(bins.add_range("expand.base", 0, config.acc_width)),
        left_(bins.add_range("expand.left", 0, config.y_width())),
        left_beyond_(bins.add("expand.left_beyond_the_word")),
        right_(bins.add_range("expand.right", 1, config.acc_width)),
        right_beyond_(bins.add("expand.right_beyond_the_accumulator")),
        rounding_(bins, "expand.rounding"),
        negative_(bins.add("expand.negative_is_zero")),
        zero_(bins.add("expand.zero")),
        to_zero_(bins.add("expand.underflows_to_zero")),
        overflows_(bins.add("expand.bits_lost_saturate")),
        kept_(bins.add("expand.not_saturated")) {}

  void on_input(Word x, const ReducedInput& code, const Registers& registers) override {
    const int mode = registers.shift(kMode, 4);
    bins_.hit(modes_ + static_cast<std::size_t>(mode));
    if (mode != 0) {
      std::size_t zeros = 0;
      while (zeros < static_cast<std::size_t>(config_.wide_width) && (x >> (config_.wide_width - 1 - zeros) & 1) == 0) {
        ++zeros;
      }
      bins_.hit((mode == 1 ? div_zeros_ : rsqrt_zeros_) + zeros);
      return;
    }
    bins_.hit(exp_scales_ + static_cast<std::size_t>(registers.shift(kExpScale, config_.wide_width)));
    exp_inputs_.meet(x);
    // A power of two of exactly the limit is counted as saturated, too.
    const int bits = exponent_bits(config_);
    bins_.hit(code.exponent == int_min(bits)   ? exponent_least_
              : code.exponent == int_max(bits) ? exponent_greatest_
                                               : exponent_inside_);
  }

  void on_finish(const GoldenUnit::Line& line, Word acc, Word y, const Registers& registers) override {
    const int base = registers.shift(kRequantShift, config_.acc_width);
    bins_.hit(bases_ + static_cast<std::size_t>(base));
    const std::int64_t value = sign_extend(acc, config_.acc_width);
    bins_.hit_if(value < 0, negative_);
    bins_.hit_if(value == 0, zero_);
    if (value <= 0) return;
    bins_.hit_if(y == 0, to_zero_);
    const int left = line.exponent - base + config_.y_width();
    if (left >= config_.y_width()) return bins_.hit(left_beyond_);
    if (left >= 0) {
      bins_.hit(left_ + static_cast<std::size_t>(left));
      const bool lost = static_cast<Word>(value) > low_bits(config_.y_width()) >> left;
      bins_.hit(lost ? overflows_ : kept_);
      return;
    }
    if (-left > config_.acc_width) return bins_.hit(right_beyond_);
    bins_.hit(right_ + static_cast<std::size_t>(-left - 1));
    rounding_.meet(acc, -left);
  }

 private:
  std::size_t modes_, exp_scales_;
  SignedClasses exp_inputs_;
  std::size_t div_zeros_, rsqrt_zeros_, exponent_least_, exponent_greatest_, exponent_inside_;
  std::size_t bases_, left_, left_beyond_, right_, right_beyond_;
  RoundingClasses rounding_;
  std::size_t negative_, zero_, to_zero_, overflows_, kept_;
};

}  // namespace

std::unique_ptr<NumberCoverage> make_integer_coverage(const UnitConfig& config, Bins& bins) {
  if (config.is_wide()) return std::make_unique<WideCoverage>(config, bins);
  if (config.requantise) return std::make_unique<RequantCoverage>(config, bins);
  return std::make_unique<LineCoverage>(config, bins);
}

}  // namespace pwlsim::coverage
