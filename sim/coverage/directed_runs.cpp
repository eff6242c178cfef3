// SPDX-License-Identifier: Apache-2.0
#include "sim/coverage/directed_runs.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "sim/base/random.h"
#include "sim/lockstep/stall.h"
#include "sim/number/float_arithmetic.h"
#include "sim/rooms.h"

namespace pwlsim::coverage {
namespace {

constexpr std::uint64_t kRandomInputs = 20'000;  // for each kind of stall
constexpr double kRewrite = 0.3;
constexpr double kReset = 0.01;

class WordList : public Stimulus {
 public:
  explicit WordList(std::vector<Word> words) : words_(std::move(words)) {}

  std::size_t next(const UnitTable& table, StimulusInput* inputs, std::size_t count) override {
    const std::size_t taken = std::min(count, words_.size() - at_);
    for (std::size_t i = 0; i < taken; ++i, ++at_) inputs[i] = {table.decode_input(words_[at_]), words_[at_]};
    return taken;
  }

 private:
  std::vector<Word> words_;
  std::size_t at_ = 0;
};

/// A table whose breakpoints spread over all codes, or over -4 … 4, with the same line in every segment.
UnitTable spread_table(const UnitConfig& config, Word slope, Word intercept) {
  UnitTable table;
  table.config = config;
  if (config.is_wide()) table.reduction = &find_range_reduction(config, "div");
  for (int j = 1; j < config.entries; ++j) {
    if (config.is_float()) {
      table.breakpoints.push_back(float_encode(8.0 * j / config.entries - 4, config.format));
    } else {
      const auto step = static_cast<std::int64_t>((Word{1} << config.width) / static_cast<Word>(config.entries));
      table.breakpoints.push_back(static_cast<Word>(int_min(config.width) + j * step) & low_bits(config.width));
    }
  }
  table.slopes.assign(static_cast<std::size_t>(config.entries), slope);
  table.intercepts.assign(static_cast<std::size_t>(config.entries), intercept);
  return table;
}

/// The input word that stands for a code at the table; in a wide unit, of 1/x.
Word input_of_code(Word code, const UnitConfig& config) {
  if (!config.is_wide()) return code;
  const Word centred = code ^ Word { 1 } << (config.width - 1);
  const int point = config.wide_width - 1;
  return Word{1} << point | centred << (point - config.width);
}

/// The code one step up or down; of floats, away from zero or towards it. Around zero those are the least numbers.
Word neighbour(Word code, bool up, const UnitConfig& config) {
  if (!config.is_float()) return (up ? code + 1 : code - 1) & low_bits(config.width);
  const Word magnitude = code & low_bits(config.width - 1);
  const Word least = config.format.subnormals ? 1 : Word{1} << config.format.mantissa;
  if (magnitude == 0) return up ? least : least | Word{1} << (config.width - 1);
  return up ? code + 1 : code - 1;
}

std::vector<Word> breakpoint_inputs(const UnitTable& table) {
  std::vector<Word> words;
  for (const Word breakpoint : table.breakpoints) {
    for (const Word code :
         {neighbour(breakpoint, false, table.config), breakpoint, neighbour(breakpoint, true, table.config)}) {
      words.push_back(input_of_code(code, table.config));
    }
  }
  return words;
}

CoverageRun random_run(const UnitConfig& config, const std::string& stall, std::uint64_t seed) {
  StimulusRequest request;
  request.name = "words";
  request.seed = seed;
  request.length = kRandomInputs;
  // The function does not matter to words.
  return {spread_table(config, 1, 1), make_stimulus(request, find_function("exp"), config), stall, kRewrite, kReset};
}

/// acc = 2 * greatest + 1, which one rounding shift of one place takes just beyond the greatest code.
CoverageRun rounding_saturates(const UnitConfig& config) {
  UnitTable table = spread_table(config, 1, static_cast<Word>(int_max(config.width)));
  table.scale = 1;  // and so is the requantiser's shift
  return {std::move(table), word_list({1}), "none", 0, 0};
}

/// exp of all halves from where it underflows to where it saturates, by a line that is the greatest intercept: each
/// shift of the expansion.
CoverageRun all_expansions(const UnitConfig& config) {
  UnitTable table = spread_table(config, 0, static_cast<Word>(int_max(config.width)));
  table.reduction = &find_range_reduction(config, "exp");
  table.scale = 1;
  std::vector<Word> words;
  for (int x = -6 * config.wide_width; x < 3 * config.wide_width; ++x) {
    words.push_back(static_cast<Word>(x) & low_bits(config.wide_width));
  }
  return {std::move(table), word_list(std::move(words)), "none", 0, 0};
}

/// A number of a format from its parts; exponent is that of the leading one.
Word number(FloatFormat format, int exponent, Word fraction) {
  const int bias = (1 << (format.exponent - 1)) - 1;
  return static_cast<Word>(exponent + bias) << format.mantissa | fraction;
}

/// Lines k*x + b whose product and sum, for the inputs of float_inputs(), round, carry, cancel, over- and underflow in
/// every way.
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

/// All exponents with extreme fractions, both signs; every power of two among the subnormals; numbers next to 1.
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

std::unique_ptr<Stimulus> word_list(std::vector<Word> words) { return std::make_unique<WordList>(std::move(words)); }

std::vector<CoverageRun> directed_runs(const UnitConfig& config, std::uint64_t seed) {
  std::vector<CoverageRun> runs;
  const UnitTable spread = spread_table(config, 1, 1);
  runs.push_back({spread, word_list(breakpoint_inputs(spread)), "none", 0, 0});
  for (const Stall::Kind& kind : Stall::kinds()) {
    const std::string stall = kind.name.substr(0, kind.name.find('['));
    runs.push_back(random_run(config, stall, seed + runs.size()));
  }
  if (config.requantise) runs.push_back(rounding_saturates(config));
  if (config.is_wide()) runs.push_back(all_expansions(config));
  if (config.is_float()) {
    Random random(seed);
    const std::vector<Word> inputs = float_inputs(config.format, random);
    for (const auto& [slope, intercept] : float_lines(config.format)) {
      runs.push_back({spread_table(config, slope, intercept), word_list(inputs), "none", 0, 0});
    }
  }
  return runs;
}

}  // namespace pwlsim::coverage
