// SPDX-License-Identifier: Apache-2.0
#include "sim/number/word_format.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "sim/number/float_arithmetic.h"

namespace pwlsim::number {
namespace {

Word random_float(Random& random, FloatFormat format) {
  const int bias = (1 << (format.exponent - 1)) - 1;
  const Word most = low_bits(format.exponent);
  const Word near_one = static_cast<Word>(bias) - 3;
  const Word sign = random.bits() & 1;
  Word exponent = random.bits() & most;
  Word fraction = random.bits() & low_bits(format.mantissa);
  switch (random.below(8)) {
    case 0:  // anything
    case 1:
      break;
    case 2:  // near one, where sums cancel and breakpoints lie
    case 3:
      exponent = near_one + random.below(6);
      break;
    case 4:  // few bits, which give exact products and sums, and ties
      exponent = near_one + random.below(6);
      fraction &= ~low_bits(1 + static_cast<int>(random.below(static_cast<std::uint32_t>(format.mantissa))));
      break;
    case 5:  // carries through the whole fraction
      exponent = near_one + random.below(6);
      fraction |= low_bits(format.mantissa) & ~low_bits(1 + static_cast<int>(random.below(3)));
      break;
    case 6:  // the ends of the range, where results underflow and overflow
      exponent = random.below(2) != 0 ? random.below(3) : most - 1 - random.below(2);
      break;
    case 7: {  // special values
      const Word values[] = {0, most, bias & most, 1, most - 1};
      exponent = values[random.below(5)];
      const Word fractions[] = {0, 0, 1, low_bits(format.mantissa), fraction};
      fraction = fractions[random.below(5)];
      break;
    }
  }
  return sign << (format.width() - 1) | exponent << format.mantissa | fraction;
}

Word random_integer(Random& random, int width) {
  const Word bits = random.bits() & low_bits(width);
  const Word sign = Word{1} << (width - 1);
  const Word extremes[] = {0, low_bits(width), sign - 1, sign};
  return random.below(8) == 0 ? extremes[random.below(4)] : bits;
}

}  // namespace

std::string word_text(Word word, const WordFormat& format) {
  if (format.kind == WordKind::kSigned) return std::to_string(sign_extend(word, format.width));
  if (format.kind == WordKind::kUnsigned) return std::to_string(word);
  std::array<char, 24> text{};
  std::snprintf(text.data(), text.size(), "0x%0*llx", (format.width + 3) / 4, static_cast<unsigned long long>(word));
  return text.data();
}

Word random_word(Random& random, const WordFormat& format) {
  return format.kind == WordKind::kFloat ? random_float(random, format.floats) : random_integer(random, format.width);
}

Word NumberEncoding::encode(double x) const {
  switch (word.kind) {
    case WordKind::kFloat:
      return float_encode(x, word.floats);
    case WordKind::kUnsigned:
      return static_cast<Word>(std::clamp(std::nearbyint(x / step), 0.0, static_cast<double>(low_bits(word.width))));
    case WordKind::kSigned:
      break;
  }
  // int_max(64) is not a double; codes have at most 32 bits.
  const double code = std::clamp(std::nearbyint(x / step), static_cast<double>(int_min(word.width)),
                                 static_cast<double>(int_max(word.width)));
  return static_cast<Word>(static_cast<std::int64_t>(code)) & low_bits(word.width);
}

double NumberEncoding::decode(Word bits) const {
  switch (word.kind) {
    case WordKind::kFloat:
      return float_decode(bits, word.floats);
    case WordKind::kUnsigned:
      return static_cast<double>(bits) * step;
    case WordKind::kSigned:
      break;
  }
  return static_cast<double>(sign_extend(bits, word.width)) * step;
}

}  // namespace pwlsim::number
