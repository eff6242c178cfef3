// SPDX-License-Identifier: Apache-2.0
#include "sim/lockstep/stimulus.h"

#include <gtest/gtest.h>
#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <vector>

#include "sim/base/error.h"
#include "sim/base/random.h"
#include "sim/fit/fit.h"
#include "tests/rooms.h"
#include "tests/scratch_folder.h"

namespace pwlsim::tests {
namespace {

const Function& gelu() { return find_function("gelu"); }

UnitTable table_of(const UnitConfig& unit, const Function& function = gelu(), const QuantiseOptions& options = {}) {
  return quantise(fit_table("uniform", {function, unit}), function, unit, options);
}

StimulusRequest named(const std::string& name, std::uint64_t seed = 1, std::optional<std::uint64_t> length = {}) {
  StimulusRequest request;
  request.name = name;
  request.seed = seed;
  request.length = length;
  request.recordings = "/nonexistent";
  return request;
}

/// All inputs of a stimulus, fetched in blocks of changing size as a driver may do.
std::vector<StimulusInput> inputs_of(const StimulusRequest& request, const UnitConfig& unit,
                                     const Function& function = gelu()) {
  const UnitTable table = table_of(unit, function);
  const auto stimulus = make_stimulus(request, function, unit);
  std::vector<StimulusInput> inputs;
  std::size_t block = 1;
  while (true) {
    const std::size_t before = inputs.size();
    inputs.resize(before + block);
    const std::size_t got = stimulus->next(table, inputs.data() + before, block);
    inputs.resize(before + got);
    if (got < block) break;
    block = block * 3 % 1021;
  }
  StimulusInput more{};
  EXPECT_EQ(stimulus->next(table, &more, 1), 0U) << "went on after its end";
  return inputs;
}

std::vector<double> numbers_of(const StimulusRequest& request, const std::string& unit = "int8_8",
                               const Function& function = gelu()) {
  std::vector<double> numbers;
  for (const StimulusInput& input : inputs_of(request, find_unit(unit), function)) numbers.push_back(input.x);
  return numbers;
}

std::vector<Word> words_of(const StimulusRequest& request, const std::string& unit) {
  std::vector<Word> words;
  for (const StimulusInput& input : inputs_of(request, find_unit(unit))) words.push_back(input.word);
  return words;
}

std::string complaint(const StimulusRequest& request, const std::string& unit = "int8_8") {
  try {
    make_stimulus(request, gelu(), find_unit(unit));
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

#define EXPECT_SAYS(complaint, words) EXPECT_NE((complaint).find(words), std::string::npos) << (complaint)

TEST(Stimulus, SeedAloneDecidesWhatIsRandom) {
  for (const char* name : {"words", "uniform", "normal", "softmax"}) {
    const auto once = words_of(named(name, 5, 3000), "fp32_8");
    EXPECT_EQ(words_of(named(name, 5, 3000), "fp32_8"), once) << name;
    EXPECT_NE(words_of(named(name, 6, 3000), "fp32_8"), once) << name;
  }
  for (const char* name : {"codes8", "codes16", "ramp"}) {
    EXPECT_EQ(words_of(named(name, 5), "fp32_8"), words_of(named(name, 6), "fp32_8")) << name;
  }
}

// The first N inputs do not depend on the length, so a mismatch can be replayed in a shorter run.
TEST(Stimulus, ShorterOneIsThePrefixOfALongerOne) {
  for (const char* name : {"words", "uniform", "normal", "softmax", "codes8", "codes"}) {
    const auto all = words_of(named(name, 5, 3000), "int16_8");
    const auto some = words_of(named(name, 5, 1000), "int16_8");
    ASSERT_EQ(some.size(), 1000U) << name;
    EXPECT_TRUE(std::equal(some.begin(), some.end(), all.begin())) << name;
  }
}

// Except with "codes" and "words", each unit gets the same numbers, each rounded to its own word.
TEST(Stimulus, NumbersAreTheSameForAllUnits) {
  for (const char* name : {"uniform", "normal", "softmax", "ramp", "codes8", "codes16"}) {
    const Function& function = find_function("exp");  // one that every unit serves
    const auto expected = numbers_of(named(name), "int8_4", function);
    for (const UnitConfig& unit : named_units()) {
      const UnitTable table = table_of(unit, function);
      const auto inputs = inputs_of(named(name), unit, function);
      ASSERT_EQ(inputs.size(), expected.size()) << name << " " << unit.name;
      for (std::size_t i = 0; i < inputs.size(); ++i) {
        ASSERT_EQ(inputs[i].x, expected[i]) << name << " " << unit.name;
        ASSERT_EQ(inputs[i].word, table.encode_input(inputs[i].x)) << name << " " << unit.name;
      }
    }
  }
}

TEST(Stimulus, CodesIsEachWordOnceAndIntegersAscend) {
  for (const char* name : {"int8_8", "int8_16q", "int16_8", "fp16_8", "fp16_8s", "bf16_16"}) {
    const UnitConfig& unit = find_unit(name);
    std::vector<Word> words = words_of(named("codes"), name);
    ASSERT_EQ(words.size(), std::size_t{1} << unit.x_width()) << name;
    if (!unit.x.is_real()) {
      for (std::size_t i = 0; i < words.size(); ++i) {
        ASSERT_EQ(sign_extend(words[i], unit.x_width()), int_min(unit.x_width()) + static_cast<std::int64_t>(i))
            << name;
      }
    }
    std::sort(words.begin(), words.end());
    for (std::size_t i = 0; i < words.size(); ++i) ASSERT_EQ(words[i], i) << name;
  }
}

TEST(Stimulus, WordsMeanTheNumberThatTheUnitGets) {
  for (const char* name : {"codes", "words"}) {
    for (const char* unit : {"int8_8", "bf16_8", "fp16_8s"}) {
      const UnitTable table = table_of(find_unit(unit));
      for (const StimulusInput& input : inputs_of(named(name), find_unit(unit))) {
        const double x = table.decode_input(input.word);
        ASSERT_TRUE(input.x == x || (std::isnan(input.x) && std::isnan(x))) << unit << " " << input.word;
      }
    }
  }
}

TEST(Stimulus, CodesOn32BitsIsRefused) {
  for (const char* unit : {"int32_8", "int32w_16", "fp32_8"}) {
    EXPECT_SAYS(complaint(named("codes"), unit), "too many for the 32 bits of " + std::string(unit));
    EXPECT_SAYS(complaint(named("codes", 1, 10), unit), "take codes16, uniform or words");
  }
}

// The values of all INT8 codes are exact in every unit with signed words. No input is rounded, so end-to-end errors and
// the unit's agree.
TEST(Stimulus, Codes8IsExactInEveryUnit) {
  for (const Function& function : functions()) {
    const UnitTable int8 = table_of(find_unit("int8_8"), function);
    for (const UnitConfig& unit : named_units()) {
      if (!serves(unit, function)) continue;
      const UnitTable table = table_of(unit, function);
      if (table.x.word.kind == WordKind::kUnsigned) continue;
      const auto inputs = inputs_of(named("codes8"), unit, function);
      ASSERT_EQ(inputs.size(), 256U);
      for (int i = 0; i < 256; ++i) {
        const StimulusInput& input = inputs[static_cast<std::size_t>(i)];
        ASSERT_EQ(input.x, std::ldexp(i - 128, -int8.scale)) << function.name << " " << unit.name;
        ASSERT_EQ(table.decode_input(input.word), input.x) << function.name << " " << unit.name;
      }
    }
  }
}

TEST(Stimulus, Codes16IsExactInUnitsOf16BitsAndMore) {
  for (const Function& function : functions()) {
    for (const char* name : {"int16_8", "int16_16q", "int32_8", "int32w_8", "fp32_16"}) {
      const UnitTable table = table_of(find_unit(name), function);
      const auto inputs = inputs_of(named("codes16"), find_unit(name), function);
      ASSERT_EQ(inputs.size(), 65536U);
      for (std::size_t i = 0; i < inputs.size(); ++i) {
        ASSERT_TRUE(i == 0 || inputs[i - 1].x < inputs[i].x);
        ASSERT_EQ(table.decode_input(inputs[i].word), inputs[i].x) << function.name << " " << name;
      }
    }
  }
}

TEST(Stimulus, ScaleSetsTheGridOfCodes) {
  StimulusRequest request = named("codes8");
  request.scale = 3;
  const auto numbers = numbers_of(request);
  EXPECT_EQ(numbers.front(), -16);
  EXPECT_EQ(numbers.back(), 127 / 8.0);
}

TEST(Stimulus, UniformFillsTheRangeEvenly) {
  for (const Function& function : functions()) {
    const auto numbers = numbers_of(named("uniform"), "fp32_8", function);
    ASSERT_EQ(numbers.size(), 100'000U);
    std::vector<int> histogram(20);
    for (const double x : numbers) {
      ASSERT_TRUE(function.in_range(x)) << function.name << " " << x;
      ++histogram[std::min<std::size_t>(
          19, static_cast<std::size_t>(20 * (x - function.lo) / (function.hi - function.lo)))];
    }
    for (const int hits : histogram) EXPECT_NEAR(hits, 5000, 350) << function.name;  // five standard deviations
  }
}

TEST(Stimulus, RampGoesFromOneEndToTheOtherInEqualSteps) {
  for (const Function& function : functions()) {
    for (const std::uint64_t length : {2U, 3U, 7U, 50U, 1000U, 99'999U, 100'000U}) {
      const auto numbers = numbers_of(named("ramp", 1, length), "fp32_8", function);
      ASSERT_EQ(numbers.size(), length);
      EXPECT_EQ(numbers.front(), function.lo);
      EXPECT_EQ(numbers.back(), function.hi) << function.name << " " << length;
      const double step = (function.hi - function.lo) / static_cast<double>(length - 1);
      for (std::size_t i = 1; i < numbers.size(); ++i) ASSERT_NEAR(numbers[i] - numbers[i - 1], step, 1e-14);
    }
    EXPECT_EQ(numbers_of(named("ramp", 1, 1), "fp32_8", function), std::vector<double>{function.lo});
  }
}

TEST(Stimulus, NormalHasItsMeanAndSigma) {
  for (const char* name : {"gelu", "exp", "div"}) {
    const Function& function = find_function(name);
    const auto numbers = numbers_of(named("normal", 3), "fp32_8", function);
    const double sigma = (function.hi - function.lo) / 4;
    const double middle = (function.lo + function.hi) / 2;
    double sum = 0;
    double squares = 0;
    int within = 0;
    for (const double x : numbers) {
      sum += x - middle;
      squares += (x - middle) * (x - middle);
      within += std::fabs(x - middle) < sigma ? 1 : 0;
    }
    const auto count = static_cast<double>(numbers.size());
    EXPECT_NEAR(sum / count, 0, 5 * sigma / std::sqrt(count));
    EXPECT_NEAR(std::sqrt(squares / count), sigma, 5 * sigma / std::sqrt(2 * count));
    EXPECT_NEAR(within / count, 0.6827, 0.008);  // the bell, not only its moments
  }
}

TEST(Stimulus, SoftmaxRowsHaveTheirMaximumAtZero) {
  const auto numbers = numbers_of(named("softmax", 9, 6400), "fp32_8", find_function("exp"));
  for (std::size_t row = 0; row < 100; ++row) {
    const auto begin = numbers.begin() + static_cast<std::ptrdiff_t>(64 * row);
    EXPECT_EQ(*std::max_element(begin, begin + 64), 0.0) << row;
    EXPECT_EQ(std::count(begin, begin + 64, 0.0), 1) << row;
    EXPECT_LT(*std::min_element(begin, begin + 64), -6) << row;
  }
}

// Each kind of FP32 number occurs with both signs, and often enough to be in the pipeline together with the others.
TEST(Stimulus, FloatWordsReachEachClass) {
  for (const char* name : {"fp32_8", "fp16_8s", "bf16_8"}) {
    const UnitConfig& unit = find_unit(name);
    const int bias = (1 << (unit.x.floats.exponent - 1)) - 1;
    const Word top = low_bits(unit.x.floats.exponent);
    int nan[2] = {}, infinite[2] = {}, subnormal[2] = {}, zero[2] = {}, normal[2] = {}, one[2] = {}, largest[2] = {};
    const auto words = words_of(named("words"), name);
    for (const Word word : words) {
      ASSERT_EQ(word & ~low_bits(unit.x_width()), 0U);
      const int sign = static_cast<int>(word >> (unit.x_width() - 1));
      const Word exponent = word >> unit.x.floats.mantissa & top;
      const Word fraction = word & low_bits(unit.x.floats.mantissa);
      if (exponent == top) {
        ++(fraction != 0 ? nan : infinite)[sign];
      } else if (exponent == 0) {
        ++(fraction != 0 ? subnormal : zero)[sign];
      } else {
        ++normal[sign];
        if (exponent == static_cast<Word>(bias) && fraction == 0) ++one[sign];
        if (exponent == top - 1 && fraction == low_bits(unit.x.floats.mantissa)) ++largest[sign];
      }
    }
    for (const int sign : {0, 1}) {
      SCOPED_TRACE(std::string(name) + (sign == 0 ? " +" : " -"));
      const int least = static_cast<int>(words.size()) / 1000;
      for (const int* hits : {nan, infinite, subnormal, zero, one, largest}) EXPECT_GT(hits[sign], least / 4);
      EXPECT_GT(normal[sign], 300 * least);
    }
  }
}

TEST(Stimulus, IntegerWordsReachTheExtremesAndEveryBit) {
  for (const char* name : {"int8_8", "int16_8", "int32_8", "wide16_8", "wide32_8"}) {
    const int width = find_unit(name).x_width();
    Word seen_one = 0;
    Word seen_zero = 0;
    std::set<Word> seen;
    for (const StimulusInput& input : inputs_of(named("words"), find_unit(name), find_function("exp"))) {
      const Word word = input.word;
      ASSERT_EQ(word & ~low_bits(width), 0U);
      seen_one |= word;
      seen_zero |= ~word;
      seen.insert(word);
    }
    EXPECT_EQ(seen_one & seen_zero & low_bits(width), low_bits(width));
    for (const std::int64_t extreme : {int_min(width), int_max(width), std::int64_t{0}, std::int64_t{-1}}) {
      EXPECT_EQ(seen.count(static_cast<Word>(extreme) & low_bits(width)), 1U) << name << " " << extreme;
    }
  }
}

TEST(Stimulus, ListsRepeatWhenALengthIsGiven) {
  ScratchFolder folder;
  const std::string file = folder.write("three.txt", "1\n-2\n0.5\n");
  EXPECT_EQ(numbers_of(named(file)), (std::vector<double>{1, -2, 0.5}));
  EXPECT_EQ(numbers_of(named(file, 1, 2)), (std::vector<double>{1, -2}));
  EXPECT_EQ(numbers_of(named(file, 1, 7)), (std::vector<double>{1, -2, 0.5, 1, -2, 0.5, 1}));
  const auto codes = numbers_of(named("codes8", 1, 600));
  ASSERT_EQ(codes.size(), 600U);
  for (std::size_t i = 256; i < codes.size(); ++i) ASSERT_EQ(codes[i], codes[i - 256]);
  const auto words = words_of(named("codes", 1, 600), "int8_8");
  for (std::size_t i = 256; i < words.size(); ++i) ASSERT_EQ(words[i], words[i - 256]);
}

TEST(Stimulus, RecordedIsTheFunctionsFile) {
  ScratchFolder folder;
  // A recording is a .npy file; the version 1 header is padded so that the data begin at byte 64.
  std::string npy =
      std::string("\x93NUMPY\x01\x00\x36\x00", 10) + "{'descr':'|i1', 'fortran_order':False, 'shape':(2,)}";
  npy.resize(64, ' ');
  folder.write("gelu.npy", npy + "\x03\x04");
  StimulusRequest request = named("recorded");
  request.recordings = folder.path().string();
  EXPECT_EQ(numbers_of(request), (std::vector<double>{3, 4}));
  EXPECT_SAYS(complaint(named("recorded")), "/nonexistent/gelu.npy: No such file");
}

TEST(Stimulus, ZeroLengthIsRefused) {
  for (const StimulusKind& kind : stimulus_kinds()) {
    EXPECT_SAYS(complaint(named(kind.name, 1, 0)), "length zero");
  }
  ScratchFolder folder;
  EXPECT_SAYS(complaint(named(folder.write("empty.txt", ""))), "holds no value");
}

TEST(Stimulus, UnknownNamesAreRefusedWithTheKnownOnes) {
  for (const char* name : {"", "nope", "Uniform", "codes32", "uniform "}) {
    EXPECT_SAYS(complaint(named(name)), "unknown stimulus '" + std::string(name) + "'");
    EXPECT_SAYS(complaint(named(name)), "softmax, ramp");
  }
  EXPECT_SAYS(complaint(named("nope.npy")), "nope.npy: No such file");
  EXPECT_SAYS(complaint(named("/")), "is a folder");
  EXPECT_SAYS(complaint(named(std::string(1000, 'a'))), "unknown stimulus");
}

// Each named stimulus works for each function on each unit, "codes" up to 16 bits.
TEST(Stimulus, EachListedKindWorksEverywhere) {
  for (const StimulusKind& kind : stimulus_kinds()) {
    EXPECT_FALSE(kind.description.empty());
    if (kind.name == "recorded" || kind.name == "FILE") continue;
    for (const UnitConfig& unit : named_units()) {
      if (kind.name == "codes" && unit.x_width() > 16) continue;
      for (const Function& function : functions()) {
        if (!serves(unit, function)) continue;
        const auto inputs = inputs_of(named(kind.name, 1, 100), unit, function);
        ASSERT_EQ(inputs.size(), 100U);
        for (const StimulusInput& input : inputs) ASSERT_EQ(input.word & ~low_bits(unit.x_width()), 0U) << unit.name;
      }
    }
  }
}

}  // namespace
}  // namespace pwlsim::tests
