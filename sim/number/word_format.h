// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "sim/base/random.h"
#include "sim/number/float_format.h"
#include "sim/number/word.h"
#include "sim/rooms.h"

namespace pwlsim::number {

/// Integers without sign, integers in two's complement, floating-point numbers.
enum class WordKind { kUnsigned, kSigned, kFloat };

/// How the bits of a port or register are read.
struct WordFormat {
  WordKind kind = WordKind::kUnsigned;  ///< how they are read; kFloat needs `floats`
  int width = 0;                        ///< bits, 0 (there is no such port) to 64
  FloatFormat floats{};                 ///< for kFloat

  bool is_real() const { return kind == WordKind::kFloat; }  ///< whether words stand for real numbers by themselves
};

constexpr WordFormat unsigned_word(int width) { return {WordKind::kUnsigned, width, {}}; }  ///< 0 … 2^width - 1
constexpr WordFormat signed_word(int width) { return {WordKind::kSigned, width, {}}; }      ///< two's complement
/// Sign, exponent, mantissa.
constexpr WordFormat float_word(FloatFormat format) { return {WordKind::kFloat, format.width(), format}; }

/// A word as people read it: a decimal number, or the bits of a float as "0x3f800000".
std::string word_text(Word word, const WordFormat& format);

/// A random word. Integers: uniform, with the extremes more often. Floats: mixed such that special values, subnormals,
/// cancellation, ties and carries come up all the time.
Word random_word(Random& random, const WordFormat& format);

/// The numbers that the words of a port stand for.
struct NumberEncoding {
  WordFormat word;  ///< of the port
  double step = 1;  ///< for integers: value of the lowest bit

  /// The word nearest to x, ties to even; saturates in integers. x must not be NaN.
  Word encode(double x) const;

  /// The number that a word stands for.
  double decode(Word word) const;
};

}  // namespace pwlsim::number
