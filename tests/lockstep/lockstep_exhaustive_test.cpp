// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "sim/fit/fit.h"
#include "sim/lockstep/lockstep.h"
#include "sim/lockstep/rtl_loader.h"
#include "sim/lockstep/systemc_model.h"

namespace pwlsim {
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
  return quantise(fit("uniform", {function, config}), function, config, {scale, {}});
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
          const auto stimulus = make_stimulus({"codes", 1, {}, {}, ""}, function, unit.config);
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
      const auto stimulus = make_stimulus({"codes", 1, {}, {}, ""}, function, unit.config);
      const LockstepResult result = unit.run(table_for(unit.config, function), *stimulus, {});
      ASSERT_TRUE(result.passed()) << unit.config.name << " " << function.name;
      ASSERT_EQ(result.inputs, 65'536U);
    }
  }
}

/// Random operands: each cycle a new x, and in most cycles a new slope, intercept or breakpoint, so that nearly every
/// result has operands of its own.
void random_operands(const char* name, std::uint64_t count) {
  const Models unit(find_unit(name));
  LockstepOptions options;
  options.rewrite = 0.9;
  options.seed = 17;
  const auto stimulus = make_stimulus({"words", 23, count, {}, ""}, find_function("gelu"), unit.config);
  const LockstepResult result = unit.run(table_for(unit.config, find_function("gelu")), *stimulus, options);
  EXPECT_TRUE(result.passed()) << result.mismatches() << " mismatches";
  EXPECT_EQ(result.inputs, count);
}

// FP32 against the host's arithmetic: subnormals, infinities, NaN, ties and cancellation come up all the time
// (Stimulus tests count them).
TEST(Exhaustive, Fp32TwentyMillionRandomOperands) { random_operands("fp32_8", 20'000'000); }
TEST(Exhaustive, Fp32WithSubnormalsEightMillionRandomOperands) { random_operands("fp32_8s", 8'000'000); }
TEST(Exhaustive, Int32wFourMillionRandomOperands) { random_operands("int32w_8q", 4'000'000); }

// Every named unit: SystemC = RTL = golden on random words of its own format, while random registers are rewritten
// and resets come under way, with every kind of stall. Depth comes from the exhaustive tests; this one leaves no
// configuration out.
TEST(Exhaustive, EveryNamedUnitIsEqualInAllModelsWhileItsTableChanges) {
  std::vector<Models> all;
  for (const UnitConfig& config : unit_configs()) all.emplace_back(config);
  for (const Models& models : all) {
    const Function& function = find_function(models.config.is_wide() ? "exp" : "gelu");
    for (const char* stall : {"none", "random", "input:0.6", "output:0.6", "burst", "alternate"}) {
      LockstepOptions options;
      options.stall = Stall::parse(stall);
      options.seed = 11;
      options.rewrite = 0.3;
      options.reset = 0.005;
      const auto stimulus = make_stimulus({"words", 5, 20'000, {}, ""}, function, models.config);
      const LockstepResult result = models.run(table_for(models.config, function), *stimulus, options);
      EXPECT_TRUE(result.passed()) << models.config.name << " " << stall << ": " << result.mismatches()
                                   << " mismatches";
      EXPECT_EQ(result.inputs, 20'000U);
    }
  }
}

}  // namespace
}  // namespace pwlsim
