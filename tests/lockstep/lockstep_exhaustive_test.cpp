// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <algorithm>
#include <utility>
#include <vector>

#include "sim/base/random.h"
#include "sim/fit/fit.h"
#include "sim/lockstep/lockstep.h"
#include "sim/lockstep/rtl_loader.h"
#include "sim/lockstep/systemc_model.h"
#include "tests/rooms.h"

namespace pwlsim::tests {
namespace {

struct Models {
  explicit Models(const UnitConfig& unit)
      : config(unit), systemc(make_systemc_model(unit)), rtl(RtlLoader().load(own_rtl(unit), unit, 3)) {}

  LockstepResult run(const UnitTable& table, Stimulus& stimulus, const LockstepOptions& options) const {
    return run_lockstep(table, {systemc.get(), rtl.get()}, stimulus, options);
  }

  const UnitConfig& config;
  std::unique_ptr<UnitModel> systemc, rtl;
};

UnitTable table_for(const UnitConfig& config, const Function& function, std::optional<int> scale = {}) {
  return quantise(fit_table("uniform", {function, config}), function, config, {scale, {}});
}

// INT8: all 256 codes x 8 functions x 7 scales x 6 stalls, accumulator and requantised output, 8 and 16 entries.
TEST(Exhaustive, Int8AllCodesFunctionsScalesAndStalls) {
  std::vector<Models> units;
  for (const char* name : {"int8_8", "int8_8q", "int8_16", "int8_16q"}) units.emplace_back(find_unit(name));
  int runs = 0;
  for (const Models& unit : units) {
    for (const Function& function : functions()) {
      for (int scale = 0; scale <= 6; ++scale) {
        const UnitTable table = table_for(unit.config, function, scale);
        for (const char* stall : {"none", "random", "input", "output", "burst", "alternate"}) {
          LockstepOptions options;
          options.stall = Stall::parse(stall);
          options.seed = static_cast<std::uint64_t>(++runs);
          const auto stimulus = make_stimulus({.name = "codes"}, function, unit.config);
          const LockstepResult result = unit.run(table, *stimulus, options);
          ASSERT_TRUE(result.passed()) << unit.config.name << " " << function.name << " s=" << scale << " " << stall;
          ASSERT_EQ(result.inputs, 256U);
        }
      }
    }
  }
  EXPECT_EQ(runs, 4 * 8 * 7 * 6);
}

// INT16 and the 16-bit floats: every word of the format through every function's table.
TEST(Exhaustive, SixteenBitUnitsAllWordsAllFunctions) {
  std::vector<Models> units;
  for (const char* name : {"int16_8", "int16_8q", "fp16_8", "fp16_8s", "bf16_8", "bf16_8s"}) {
    units.emplace_back(find_unit(name));
  }
  for (const Models& unit : units) {
    for (const Function& function : functions()) {
      const auto stimulus = make_stimulus({.name = "codes"}, function, unit.config);
      const LockstepResult result = unit.run(table_for(unit.config, function), *stimulus, {});
      ASSERT_TRUE(result.passed()) << unit.config.name << " " << function.name;
      ASSERT_EQ(result.inputs, 65'536U);
    }
  }
}

/// A table of a method with a short search, as its quality does not matter here.
Table quick_fit(const FitMethod& method, const Function& function, const UnitConfig& config, std::vector<int> scales) {
  FitRequest request{function, config, std::move(scales)};
  if (method.name == "gqa") request.settings = {{"generations", 50}};
  if (method.name == "nnlut") request.settings = {{"steps", 1000}, {"samples", 2000}};
  return fit_table(method.name, request);
}

// The tables of all methods: every code at every scale.
TEST(Exhaustive, Int8TablesOfEveryMethod) {
  std::vector<Models> units;
  for (const char* name : {"int8_8", "int8_16q"}) units.emplace_back(find_unit(name));
  for (const Models& unit : units) {
    const std::string& name = unit.config.name;
    for (const FitMethod& method : fit_methods()) {
      for (const Function& function : functions()) {
        for (int scale = 0; scale <= 6; ++scale) {
          const UnitTable table =
              quantise(quick_fit(method, function, unit.config, {scale}), function, unit.config, {scale, {}});
          LockstepOptions options;
          options.stall = Stall::parse("random");
          const auto stimulus = make_stimulus({.name = "codes"}, function, unit.config);
          ASSERT_TRUE(unit.run(table, *stimulus, options).passed()) << name << method.name << function.name << scale;
        }
      }
    }
  }
}

// The other formats: every word of 16 bits, random numbers of the range and random words of more.
TEST(Exhaustive, TablesOfEveryMethodInOtherFormats) {
  std::vector<Models> units;
  for (const char* name : {"int16_8", "fp16_8", "bf16_8", "int32_8", "int32w_8", "fp32_8"})
    units.emplace_back(find_unit(name));
  for (const Models& unit : units) {
    const std::string& name = unit.config.name;
    for (const FitMethod& method : fit_methods()) {
      for (const Function& function : functions()) {
        const UnitTable table = quantise(quick_fit(method, function, unit.config, {}), function, unit.config);
        const bool narrow = unit.config.x_width() <= 16;
        for (const char* kind : {narrow ? "codes" : "words", "uniform"}) {
          const auto stimulus =
              make_stimulus({.name = kind, .length = narrow ? std::nullopt : std::optional<std::uint64_t>(20'000)},
                            function, unit.config);
          ASSERT_TRUE(unit.run(table, *stimulus, {}).passed()) << name << method.name << function.name << kind;
        }
      }
    }
  }
}

// Wide units: all of UINT16 for 1/x and 1/sqrt(x), all of INT16 for exp, with the tables of all methods.
TEST(Exhaustive, Wide16TablesOfEveryMethodAllWords) {
  std::vector<Models> units;
  for (const char* name : {"wide16_8", "wide16_16"}) units.emplace_back(find_unit(name));
  for (const Models& unit : units) {
    const std::string& name = unit.config.name;
    for (const FitMethod& method : fit_methods()) {
      for (const char* function_name : {"exp", "div", "rsqrt"}) {
        const Function& function = find_function(function_name);
        const UnitTable table = quantise(quick_fit(method, function, unit.config, {}), function, unit.config);
        const auto stimulus = make_stimulus({.name = "codes"}, function, unit.config);
        const LockstepResult result = unit.run(table, *stimulus, {});
        ASSERT_TRUE(result.passed()) << name << method.name << function.name;
        ASSERT_EQ(result.inputs, 65'536U);
      }
    }
  }
}

/// Lockstep with random operands: each cycle has a new x, and most cycles a new slope, intercept or breakpoint, so that
/// nearly every result has different operands.
void random_operands(const char* name, std::uint64_t count) {
  const Models unit(find_unit(name));
  LockstepOptions options;
  options.rewrite = 0.9;
  options.seed = 17;
  const auto stimulus =
      make_stimulus({.name = "words", .seed = 23, .length = count}, find_function("gelu"), unit.config);
  const LockstepResult result = unit.run(table_for(unit.config, find_function("gelu")), *stimulus, options);
  EXPECT_TRUE(result.passed()) << result.mismatches() << " mismatches";
  EXPECT_EQ(result.inputs, count);
}

// FP32 against the host's arithmetic. Subnormals, infinities, NaN, ties and cancellation are frequent (tests of
// Stimulus count them).
TEST(Exhaustive, Fp32TwentyMillionRandomOperands) { random_operands("fp32_8", 20'000'000); }
TEST(Exhaustive, Fp32WithSubnormalsEightMillionRandomOperands) { random_operands("fp32_8s", 8'000'000); }
TEST(Exhaustive, Int32wFourMillionRandomOperands) { random_operands("int32w_8q", 4'000'000); }

/// A stimulus of a list of words, each once.
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

constexpr const char* kWideFunctions[] = {"exp", "div", "rsqrt"};

// Wide units of 16 bits with all words in all modes under all stalls.
TEST(Exhaustive, Wide16AllWordsFunctionsAndStalls) {
  std::vector<Models> units;
  for (const char* name : {"wide16_8", "wide16_16"}) units.emplace_back(find_unit(name));
  for (const Models& unit : units) {
    for (const char* name : kWideFunctions) {
      const Function& function = find_function(name);
      for (const char* stall : {"none", "random", "input", "output", "burst", "alternate"}) {
        LockstepOptions options;
        options.stall = Stall::parse(stall);
        const auto stimulus = make_stimulus({.name = "codes"}, function, unit.config);
        const LockstepResult result = unit.run(table_for(unit.config, function), *stimulus, options);
        ASSERT_TRUE(result.passed()) << unit.config.name << " " << name << " " << stall;
        ASSERT_EQ(result.inputs, 65'536U);
      }
    }
  }
}

TEST(Exhaustive, Wide16ExpAllWordsAtAllScales) {
  const Models unit(find_unit("wide16_8"));
  const Function& exp = find_function("exp");
  for (int scale = 0; scale < 16; ++scale) {
    const auto stimulus = make_stimulus({.name = "codes"}, exp, unit.config);
    ASSERT_TRUE(unit.run(table_for(unit.config, exp, scale), *stimulus, {}).passed()) << scale;
  }
}

// Wide units of 32 bits: powers of two and their neighbours of both signs, which are the extremes too, and random words
// of all sizes.
TEST(Exhaustive, Wide32EdgesAndRandomWords) {
  std::vector<Word> words;
  for (int n = 0; n <= 32; ++n) {
    for (const Word near : {(Word{1} << n) - 1, Word{1} << n, (Word{1} << n) + 1}) {
      words.push_back(near & low_bits(32));
      words.push_back((0 - near) & low_bits(32));
    }
  }
  Random random(9);
  for (int i = 0; i < 100'000; ++i) words.push_back(random.bits() >> (32 + random.below(32)));
  std::vector<Models> units;
  for (const char* name : {"wide32_8", "wide32_16", "wide32x16_16"}) units.emplace_back(find_unit(name));
  for (const Models& unit : units) {
    for (const char* name : kWideFunctions) {
      for (const int scale : {0, 16, 26, 31}) {
        LockstepOptions options;
        options.stall = Stall::parse(scale == 16 ? "random" : "none");
        WordList stimulus(words);
        const UnitTable table = table_for(unit.config, find_function(name), scale);
        ASSERT_TRUE(unit.run(table, stimulus, options).passed()) << unit.config.name << " " << name << " " << scale;
      }
    }
  }
}

// Mode, scales, shifts and table are rewritten in nearly every cycle, while data flow and with resets.
TEST(Exhaustive, WideUnitsWhileTheirRegistersChange) {
  std::vector<Models> units;
  for (const char* name : {"wide16_8", "wide32_8", "wide32x16_16"}) units.emplace_back(find_unit(name));
  for (const Models& unit : units) {
    LockstepOptions options;
    options.stall = Stall::parse("random");
    options.rewrite = 0.9;
    options.reset = 0.001;
    const Function& function = find_function("div");
    const auto stimulus = make_stimulus({.name = "words", .seed = 31, .length = 500'000}, function, unit.config);
    const LockstepResult result = unit.run(table_for(unit.config, function), *stimulus, options);
    EXPECT_TRUE(result.passed()) << unit.config.name << ": " << result.mismatches() << " mismatches";
  }
}

// Every named unit: SystemC = RTL = golden on random words of its own format, while random registers are rewritten and
// resets come under way, with every kind of stall. The exhaustive tests go deeper; this one covers every named
// configuration.
TEST(Exhaustive, EveryNamedUnitIsEqualInAllModelsWhileItsTableChanges) {
  std::vector<Models> all;
  for (const UnitConfig& config : named_units()) all.emplace_back(config);
  for (const Models& models : all) {
    const Function& function = find_function(models.config.reduces_range ? "exp" : "gelu");
    for (const char* stall : {"none", "random", "input:0.6", "output:0.6", "burst", "alternate"}) {
      LockstepOptions options;
      options.stall = Stall::parse(stall);
      options.seed = 11;
      options.rewrite = 0.3;
      options.reset = 0.005;
      const auto stimulus = make_stimulus({.name = "words", .seed = 5, .length = 20'000}, function, models.config);
      const LockstepResult result = models.run(table_for(models.config, function), *stimulus, options);
      EXPECT_TRUE(result.passed()) << models.config.name << " " << stall << ": " << result.mismatches()
                                   << " mismatches";
      EXPECT_EQ(result.inputs, 20'000U);
    }
  }
}

}  // namespace
}  // namespace pwlsim::tests
