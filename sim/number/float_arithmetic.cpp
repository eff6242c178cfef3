// SPDX-License-Identifier: Apache-2.0
#include "sim/number/float_arithmetic.h"

#include <cmath>
#include <cstring>
#include <limits>

namespace pwlsim::number {
namespace {

static_assert(std::numeric_limits<double>::is_iec559, "the golden model needs IEEE 754 doubles");
static_assert(std::numeric_limits<float>::is_iec559, "the golden model needs IEEE 754 floats");

template <class To, class From>
To bit_cast(From from) {
  static_assert(sizeof(To) == sizeof(From));
  To to;
  std::memcpy(&to, &from, sizeof to);
  return to;
}

constexpr bool is_fp32(FloatFormat format) { return format.exponent == 8 && format.mantissa == 23; }

constexpr Word exponent_mask(FloatFormat format) { return low_bits(format.exponent) << format.mantissa; }
constexpr Word sign_mask(FloatFormat format) { return Word{1} << (format.width() - 1); }
constexpr int bias(FloatFormat format) { return (1 << (format.exponent - 1)) - 1; }

}  // namespace

Word float_nan(FloatFormat format) { return exponent_mask(format) | Word{1} << (format.mantissa - 1); }

Word float_encode(double value, FloatFormat format) {
  const auto bits = bit_cast<Word>(value);
  const Word sign = bits >> 63 << (format.width() - 1);
  const Word magnitude = bits & low_bits(63);
  if (magnitude > 0x7ff0'0000'0000'0000) return float_nan(format);
  if (magnitude == 0x7ff0'0000'0000'0000) return sign | exponent_mask(format);

  // A subnormal double lies below every format's range. It is treated as 2^-1023 and rounds to zero as well.
  const Word significand = (magnitude & low_bits(52)) | Word{1} << 52;
  const int biased = static_cast<int>(magnitude >> 52) - 1023 + bias(format);
  int drop = 52 - format.mantissa;
  if (biased < 1 && format.subnormals) drop += 1 - biased;
  if (drop > 54 || magnitude == 0) return sign;

  const Word rest = significand & low_bits(drop);
  const Word half = Word{1} << (drop - 1);
  Word rounded = significand >> drop;
  rounded += static_cast<Word>(rest > half || (rest == half && (rounded & 1) != 0));

  Word result = rounded;  // a carry out of the fraction becomes the exponent's increment
  if (biased >= 1) {
    result += static_cast<Word>(biased - 1) << format.mantissa;
  } else if (!format.subnormals) {
    const bool least_normal = biased == 0 && rounded == Word{2} << format.mantissa;
    result = least_normal ? Word{1} << format.mantissa : 0;
  }
  return sign | (result >= exponent_mask(format) ? exponent_mask(format) : result);
}

double float_decode(Word word, FloatFormat format) {
  const Word sign = (word & sign_mask(format)) != 0 ? Word{1} << 63 : 0;
  const Word fraction = word & low_bits(format.mantissa);
  const Word exponent = (word & exponent_mask(format)) >> format.mantissa;
  if (exponent == low_bits(format.exponent)) {
    return bit_cast<double>(sign | 0x7ff0'0000'0000'0000 | fraction << (52 - format.mantissa));
  }
  if (exponent == 0) {
    const double value = std::ldexp(static_cast<double>(fraction), 1 - bias(format) - format.mantissa);
    return sign != 0 ? -value : value;
  }
  return bit_cast<double>(sign | (exponent - bias(format) + 1023) << 52 | fraction << (52 - format.mantissa));
}

Word float_flush(Word word, FloatFormat format) {
  if (format.subnormals || (word & exponent_mask(format)) != 0) return word;
  return word & sign_mask(format);
}

Word float_multiply(Word a, Word b, FloatFormat format) {
  a = float_flush(a, format);
  b = float_flush(b, format);
  if (is_fp32(format)) {  // the host's multiplication is right if its result is a normal number
    const float product =
        bit_cast<float>(static_cast<std::uint32_t>(a)) * bit_cast<float>(static_cast<std::uint32_t>(b));
    if (std::fabs(product) > std::numeric_limits<float>::min()) return bit_cast<std::uint32_t>(product);
  }
  return float_encode(float_decode(a, format) * float_decode(b, format), format);
}

Word float_add(Word a, Word b, FloatFormat format) {
  a = float_flush(a, format);
  b = float_flush(b, format);
  if (is_fp32(format)) {
    const float sum = bit_cast<float>(static_cast<std::uint32_t>(a)) + bit_cast<float>(static_cast<std::uint32_t>(b));
    if (std::fabs(sum) > std::numeric_limits<float>::min()) return bit_cast<std::uint32_t>(sum);
  }
  return float_encode(float_decode(a, format) + float_decode(b, format), format);
}

std::int64_t float_order(Word word, FloatFormat format) {
  word = float_flush(word, format);
  const auto magnitude = static_cast<std::int64_t>(word & low_bits(format.width() - 1));
  const bool negative = (word & sign_mask(format)) != 0;
  return negative && magnitude != 0 ? -magnitude - 1 : magnitude;
}

}  // namespace pwlsim::number
