// SPDX-License-Identifier: Apache-2.0
#include "sim/stress/scenario.h"

#include <gtest/gtest.h>
#include <cstring>

#include "sim/base/error.h"
#include "sim/unit/random_unit.h"
#include "tests/rooms.h"
#include "tests/scratch_folder.h"
#include "tests/stress/faulty_model.h"

namespace pwlsim::tests {
namespace {

const UnitConfig& kUnit = find_unit("int8_8");

Scenario read(const std::string& text) {
  const ScratchFolder folder;
  return read_scenario(folder.write("s.txt", text));
}

std::string error_of(const std::string& text) {
  const ScratchFolder folder;
  const std::string file = folder.write("s.txt", text);
  try {
    read_scenario(file);
  } catch (const InputError& error) {
    const std::string message = error.what();
    EXPECT_EQ(message.rfind(file + ":", 0), 0U) << message;
    return message.substr(file.size() + 1);
  }
  ADD_FAILURE() << "no error for " << text;
  return "";
}

TEST(Scenario, EveryKindOfWordIsReadAsItIsWritten) {
  const std::string text =
      "unit int8_8\n"
      "x=0x7f\n"
      "reset x=0x80 stall slope[7]=0x40\n"
      "idle_x=0x5 idle_breakpoint[3]=0xff\n"
      "breakpoint[0]=0x1\n"
      "intercept[2]=0x0\n"
      "shift[1]=0x3 *2\n"
      "- *5\n";
  const Scenario scenario = read(text);
  EXPECT_EQ(scenario_text(scenario), text);
  ASSERT_EQ(scenario.cycles.size(), 12U);
  const CycleInputs& second = scenario.cycles[1];
  EXPECT_EQ(second.rst_n, 0);
  EXPECT_EQ(second.valid, 1);
  EXPECT_EQ(second.x, 0x80U);
  EXPECT_EQ(second.ready, 0);
  EXPECT_EQ(second.wr_en, 1);
  EXPECT_EQ(second.wr_addr, 8 + 7);
  EXPECT_EQ(second.wr_data, 0x40U);
  EXPECT_EQ(scenario.cycles[2].valid, 0);
  EXPECT_EQ(scenario.cycles[2].wr_en, 0);
  EXPECT_EQ(scenario.cycles[2].wr_addr, 3);
}

TEST(Scenario, CommentsBlankLinesAndDecimalNumbersAreFine) {
  EXPECT_EQ(scenario_text(read("# a\n\n unit int8_8 # b\nx=127 # c\n\n")), "unit int8_8\nx=0x7f\n");
}

TEST(Scenario, IsOfAUnitOfAnyNameThatMakesOne) {
  for (const UnitConfig* const unit : random_units(20, 1)) {
    const Scenario scenario = read("unit " + unit->name + "\nx=1\n");
    EXPECT_EQ(scenario.unit, unit) << unit->name;
    EXPECT_EQ(scenario_text(scenario), "unit " + unit->name + "\nx=0x1\n");
  }
}

TEST(Scenario, ConstantsOfAUnitAreReadAsTheyAreWritten) {
  const std::string name = "pwl_int_const:width=4,entries=3";
  const UnitConfig& named = find_unit(name);
  EXPECT_EQ(scenario_text({&named, {quiet_cycle()}}), "unit " + name + "\n-\n");
  const UnitConfig random = with_random_constants(named, 5);
  ASSERT_NE(random.constants, named.constants);
  const Scenario scenario = read(scenario_text({&random, {quiet_cycle()}}));
  EXPECT_EQ(scenario.unit->constants, random.constants);
  EXPECT_EQ(scenario.unit->name, name);
  EXPECT_EQ(named.constants, find_unit(name).constants);

  const std::string unit = "unit " + name + "\n";
  EXPECT_EQ(read(unit + "constant slope 1 0x2 15\n- *2\n").unit->constants[1], (std::vector<Word>{1, 2, 15}));
  EXPECT_EQ(error_of(unit + "constant slope 1 2\n"), "2: slope has 3 words");
  EXPECT_EQ(error_of(unit + "constant slope 1 2 16\n"), "2: '16' is not a number of 4 bits (decimal or 0x…)");
  EXPECT_EQ(
      error_of(unit + "constant slopes 1 2 3\n"),
      "2: `constant` is followed by the name of a field and its words; fields: breakpoint, slope, intercept, shift");
  EXPECT_EQ(error_of(unit + "-\nconstant slope 1 2 3\n"), "3: constants stand before the first cycle");
  EXPECT_EQ(error_of("unit int8_8\nconstant slope 1\n"), "2: int8_8 has no constants: its registers are written");
}

TEST(Scenario, ErrorsNameFileLineAndReason) {
  EXPECT_EQ(error_of("x=1\n"), "1: the first line has to be `unit NAME`, such as `unit int8_8`");
  EXPECT_NE(error_of("unit int9_8\n").find("1: unknown"), std::string::npos);
  EXPECT_EQ(error_of("unit int8_8\nunit int8_8\n"), "2: there is one line `unit NAME`, and this is the second");
  EXPECT_EQ(error_of("unit pwl_int:width=9, entries=8\nx=1\n"), "1: `unit NAME` has one name, without blanks");
  EXPECT_EQ(error_of("unit all\nx=1\n"), "1: 'all' stands for all units; one is needed, such as int8_4");
  for (const char* text : {"unit int8_8\n", "# a\nunit int8_8 # b\n\n"}) {
    EXPECT_EQ(error_of(text), " has no cycle; a line such as `x=0x1` is one");
  }
  EXPECT_EQ(error_of("unit int8_8\n-\nx=256\n"), "3: '256' is not a number of 8 bits (decimal or 0x…)");
  EXPECT_EQ(error_of("unit int8_8\nx=-1\n"), "2: '-1' is not a number of 8 bits (decimal or 0x…)");
  EXPECT_EQ(error_of("unit int8_8\nx=0x\n"), "2: '0x' is not a number of 8 bits (decimal or 0x…)");
  EXPECT_EQ(error_of("unit int8_8\nslope[8]=1\n"), "2: 'slope[8]=1': slope has 8 addresses, from 0");
  EXPECT_NE(error_of("unit int8_8\nslop[1]=1\n").find("2: 'slop[1]=1' is not a word of a cycle"), std::string::npos);
  EXPECT_NE(error_of("unit int8_8\nslope]1[=1\n").find("is not a word"), std::string::npos);
  EXPECT_NE(error_of("unit int8_8\n*3\n").find("*COUNT"), std::string::npos);
  EXPECT_NE(error_of("unit int8_8\n- *0\n").find("*COUNT"), std::string::npos);
  EXPECT_NE(error_of("unit int8_8\n- *4000000000\n").find("at most"), std::string::npos);
  EXPECT_EQ(error_of(""), " has no line `unit NAME`");
}

TEST(Scenario, ModelsStartFromZerosWhateverRanBefore) {
  GoldenModel model(kUnit);
  const Scenario first = read("unit int8_8\nbreakpoint[0]=0x80\nslope[7]=0x7f\nintercept[7]=0x11\nx=0x7f *9\n");
  EXPECT_FALSE(run_scenario(first, {&model}, kUnit.latency()).difference);
  const ScenarioRun run = run_scenario(read("unit int8_8\nx=0x7f\n"), {&model}, kUnit.latency());
  EXPECT_FALSE(run.difference);
  EXPECT_EQ(run.prelude, 3U + 32U);
  const CycleOutputs& out = run.outputs[1][run.prelude + 2];
  EXPECT_EQ(out.valid, 1);
  EXPECT_EQ(out.y, 0U);  // all slopes and intercepts are zero
  EXPECT_EQ(run.inputs.size(), run.prelude + 1 + static_cast<std::size_t>(kUnit.latency()) + 2);
}

TEST(Scenario, TheEarliestDifferenceOfAnyModelIsNamed) {
  const auto at = [](int wanted, auto edit) {
    return FaultyModel(kUnit, [wanted, edit, seen = 0](const CycleInputs& in, CycleOutputs& out) mutable {
      if (in.valid != 0 && ++seen == wanted) edit(out);
    });
  };
  const Scenario scenario = read("unit int8_8\nx=0x1 *6\n");
  FaultyModel late = at(5, [](CycleOutputs& out) { out.y ^= 1; });
  FaultyModel early = at(2, [](CycleOutputs& out) { out.ready ^= 1; });
  const auto difference = run_scenario(scenario, {&late, &early}, kUnit.latency()).difference;
  ASSERT_TRUE(difference);
  EXPECT_EQ(difference->cycle, 1);
  EXPECT_EQ(difference->port, "ready_o");
  EXPECT_EQ(difference->expected, 1U);
  EXPECT_EQ(difference->actual, 0U);
}

TEST(Scenario, AModelThatStopsHidesNoEarlierDifference) {
  const Scenario scenario = read("unit int8_8\nx=0x1\nx=0x2\nx=0x3\nx=0x4\n");
  const auto differs_at = [](Word x) {
    return FaultyModel(kUnit, [x](const CycleInputs& in, CycleOutputs& out) { out.ready ^= in.x == x ? 1 : 0; });
  };
  const auto stops_at = [](Word x) {
    return FaultyModel(kUnit, [x](const CycleInputs& in, CycleOutputs&) {
      if (in.x == x) throw UnitStopped("$fatal");
    });
  };
  FaultyModel differs = differs_at(2);
  FaultyModel stops_late = stops_at(4);
  FaultyModel stops_early = stops_at(1);
  for (const std::vector<UnitModel*>& models :
       {std::vector<UnitModel*>{&differs, &stops_late}, std::vector<UnitModel*>{&stops_late, &differs}}) {
    const auto difference = run_scenario(scenario, models, kUnit.latency()).difference;
    ASSERT_TRUE(difference);
    EXPECT_EQ(difference->cycle, 1);
    EXPECT_EQ(difference->port, "ready_o");
  }
  const auto difference = run_scenario(scenario, {&stops_late, &stops_early, &differs}, kUnit.latency()).difference;
  ASSERT_TRUE(difference);
  EXPECT_EQ(difference->cycle, 0);
  EXPECT_EQ(difference->stopped, "$fatal");
}

/// Answers each input after some cycles, one at a time; a reset loses it.
class SlowModel : public UnitModel {
 public:
  explicit SlowModel(int cycles) : cycles_(cycles) {}
  std::string name() const override { return "slow"; }
  void run(const CycleInputs* in, CycleOutputs* out, std::size_t cycles) override {
    for (std::size_t i = 0; i < cycles; ++i) {
      if (in[i].rst_n == 0) left_ = -1;
      out[i] = {};
      out[i].valid = left_ == 0 ? 1 : 0;
      out[i].ready = left_ < 0 ? 1 : 0;
      if (left_ > 0) --left_;
      if (out[i].valid != 0 && in[i].ready != 0) left_ = -1;
      if (in[i].rst_n != 0 && in[i].valid != 0 && out[i].ready != 0) left_ = cycles_;
    }
  }

 private:
  int cycles_, left_ = -1;
};

TEST(Scenario, ModelsAreDrainedHoweverLongTheyTake) {
  const auto cycles = [](SlowModel model, const std::string& text) {
    std::vector<CycleInputs> inputs = read("unit int8_8\n" + text).cycles;
    const std::vector<CycleOutputs> outputs = run_and_drain(model, inputs);
    EXPECT_EQ(outputs.size(), inputs.size());
    return inputs.size();
  };
  EXPECT_EQ(cycles(SlowModel(100), "x=1\n"), 1U + 101 + 2);
  EXPECT_EQ(cycles(SlowModel(100), "x=1\nstall *200\n"), 201U + 1 + 2);
  EXPECT_EQ(cycles(SlowModel(100), "x=1\nreset\n"), 2U + 2);
  EXPECT_EQ(cycles(SlowModel(1 << 20), "x=1\n"), 1U + (1 << 16)) << "what never answers is not waited for";
}

TEST(Scenario, AResultThatNeverComesIsADifferenceAfterTheLastCycle) {
  FaultyModel model(kUnit, [](const CycleInputs&, CycleOutputs& out) { out.valid = 0; });
  const auto difference = run_scenario(read("unit int8_8\nx=0x1\n"), {&model}, kUnit.latency()).difference;
  ASSERT_TRUE(difference);
  EXPECT_EQ(difference->port, "valid_o");
  EXPECT_EQ(difference->cycle, 2);
}

}  // namespace
}  // namespace pwlsim::tests
