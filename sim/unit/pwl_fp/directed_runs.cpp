// SPDX-License-Identifier: Apache-2.0
#include <utility>

#include "sim/base/random.h"
#include "sim/number/float_arithmetic.h"
#include "sim/unit/pwl_fp/parts.h"
#include "sim/unit/pwl_fp/pwl_fp.h"
#include "sim/unit/unit_config.h"

namespace pwlsim::unit {
namespace {

/// A table with breakpoints spread over -4 … 4 and the same line in every segment.
UnitTable spread_numbers(const UnitConfig& config, const FpParameters& p, Word slope, Word intercept) {
  UnitTable table = empty_table(config);
  std::vector<Word>& breakpoints = table.field("breakpoint");
  for (int j = 1; j < p.entries; ++j) {
    breakpoints[static_cast<std::size_t>(j - 1)] = float_encode(8.0 * j / p.entries - 4, p.format);
  }
  for (Word& word : table.field("slope")) word = slope;
  for (Word& word : table.field("intercept")) word = intercept;
  return table;
}

/// The word one step further from zero (`up`) or nearer to it. The neighbours of zero are the least numbers.
Word neighbour(Word word, bool up, FloatFormat format) {
  const Word minus = Word{1} << (format.width() - 1);
  const Word least = format.subnormals ? 1 : Word{1} << format.mantissa;
  if ((word & ~minus) == 0) return up ? least : least | minus;
  return up ? word + 1 : word - 1;
}

/// A word from its parts; `exponent` is that of the leading one.
Word number(FloatFormat format, int exponent, Word fraction) {
  const int bias = (1 << (format.exponent - 1)) - 1;
  return static_cast<Word>(exponent + bias) << format.mantissa | fraction;
}

/// Lines k*x + b (k and b) whose product and sum, for the inputs of float_inputs(), round, carry, cancel, overflow and
/// underflow in every way.
std::vector<std::pair<Word, Word>> float_lines(FloatFormat format) {
  const int most = (1 << (format.exponent - 1)) - 1;  // the greatest exponent; 1 - most is the least
  const int m = format.mantissa;
  const Word minus = Word{1} << (format.width() - 1);
  const Word infinity = low_bits(format.exponent) << m;
  // (1 + e)(2 - 2e) = 2 - 2e^2 lies between the greatest number below 2 and 2.
  const Word small = Word{1} << (m - (m + 3) / 2);
  const std::vector<Word> slopes = {number(format, 0, 0),
                                    number(format, 0, 0) | minus,
                                    number(format, 0, small),
                                    number(format, -1, small),
                                    number(format, most, small),
                                    number(format, 1 - most, 0),
                                    1,
                                    0,
                                    infinity};
  const std::vector<Word> intercepts = {0,
                                        minus,
                                        number(format, 0, 0),
                                        number(format, 0, 0) | minus,
                                        number(format, -m - 1, 0),
                                        number(format, most - m - 1, 0),
                                        infinity - 1,
                                        infinity,
                                        number(format, 1 - most, 0) | minus};
  std::vector<std::pair<Word, Word>> lines;
  for (const Word slope : slopes) {
    for (const Word intercept : intercepts) lines.emplace_back(slope, intercept);
  }
  return lines;
}

/// Inputs: all exponents with extreme fractions and both signs, every power of two among the subnormals, and numbers
/// next to 1.
std::vector<Word> float_inputs(FloatFormat format, Random& random) {
  const int m = format.mantissa;
  const Word small = Word{1} << (m - (m + 3) / 2);
  std::vector<Word> words;
  for (Word exponent = 0; exponent <= low_bits(format.exponent); ++exponent) {
    for (const Word fraction :
         {Word{0}, low_bits(m), random.bits() & low_bits(m), (low_bits(m) - 2 * small + 1) & low_bits(m)}) {
      words.push_back(exponent << m | fraction);
    }
  }
  const Word one = number(format, 0, 0);
  for (int bit = 0; bit < m; ++bit) {
    words.push_back(Word{1} << bit);
    words.push_back(one | Word{1} << bit);
  }
  words.push_back(one - 1);
  const std::size_t positive = words.size();
  for (std::size_t i = 0; i < positive; ++i) words.push_back(words[i] | Word{1} << (format.width() - 1));
  return words;
}

}  // namespace

std::vector<DirectedRun> fp_directed_runs(const UnitConfig& config, std::uint64_t seed) {
  const FpParameters p = fp_parameters(config.values);
  UnitTable spread = spread_numbers(config, p, 1, 1);
  std::vector<Word> words;
  for (const Word breakpoint : spread.field("breakpoint")) {
    for (const Word word :
         {neighbour(breakpoint, false, p.format), breakpoint, neighbour(breakpoint, true, p.format)}) {
      words.push_back(word);
    }
  }
  std::vector<DirectedRun> runs = {{std::move(spread), std::move(words)}};
  Random random(seed);
  const std::vector<Word> inputs = float_inputs(p.format, random);
  for (const auto& [slope, intercept] : float_lines(p.format)) {
    runs.push_back({spread_numbers(config, p, slope, intercept), inputs});
  }
  return runs;
}

}  // namespace pwlsim::unit
