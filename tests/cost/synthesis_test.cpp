// SPDX-License-Identifier: Apache-2.0
//
// Results of the flow for the units with the OSU library at 10 ns: sizes, timing, function, parts.

#include "sim/cost/map/synthesis.h"

#include <gtest/gtest.h>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "sim/cost/unit_cost.h"
#include "sim/number/word.h"
#include "sim/unit/hardwired/hardwired.h"
#include "sim/unit/part_rules.h"
#include "sim/unit/plain_name.h"
#include "sim/unit/pwl_int/pwl_int.h"
#include "sim/unit/pwl_wide/pwl_wide.h"
#include "tests/cost/synthesised_unit.h"
#include "tests/rooms.h"

namespace pwlsim::tests {
namespace {

/// Greatest number of gate equivalents of each unit: for int8_8 the promised one, for all others that of a first,
/// untuned attempt. A larger baseline would overstate the savings of INT8.
const std::map<std::string, double> kMostGateEquivalents = {
    {"int8_8", 2500},  {"int16_8", 6620},   {"int32_8", 11620},  {"int32w_8", 15730},  {"fp32_8", 17530},
    {"int8_16", 4580}, {"int16_16", 10090}, {"int32_16", 18680}, {"int32w_16", 22890}, {"fp32_16", 24990}};

std::string test_name(const testing::TestParamInfo<const char*>& info) { return plain_name(find_unit(info.param)); }

class StandardUnit : public testing::TestWithParam<const char*> {};

TEST_P(StandardUnit, IsNoBiggerThanItMayBeAndMeetsTheClock) {
  const SynthesisedUnit unit(GetParam());
  const UnitCost cost = area_and_timing(unit.synthesis, unit.technology, SynthesisRequest{}.clock_ns);
  RecordProperty("gate_equivalents", std::to_string(cost.gate_equivalents));
  EXPECT_LE(cost.gate_equivalents, kMostGateEquivalents.at(GetParam()));
  EXPECT_GT(cost.gate_equivalents, kMostGateEquivalents.at(GetParam()) / 2) << "too good to be true";
  EXPECT_GE(cost.timing.slack, 0);
  EXPECT_GE(cost.timing.hold_slack, 0);
  EXPECT_GE(cost.timing.fmax, 100);
}

TEST_P(StandardUnit, GatesEqualTheGoldenModel) {
  const SynthesisedUnit unit(GetParam());
  const auto gates = unit.gates();
  const bool all_words = unit.config.x_width() <= 16;
  const std::uint64_t length = all_words ? std::uint64_t{1} << unit.config.x_width() : 100'000;
  for (const char* function : {"gelu", "exp"}) {
    const LockstepResult result = run_gates(unit.config, *gates, all_words ? "codes" : "words", length, {}, function);
    EXPECT_EQ(result.results, length);
    EXPECT_EQ(result.verdicts[0].results, length);
    EXPECT_EQ(result.mismatches(), 0U);
    EXPECT_TRUE(result.passed());
  }
  const LockstepResult hard = run_gates(unit.config, *gates, "words", 20'000, hard_options());
  EXPECT_GT(hard.dropped, 10U) << "no reset met data";
  EXPECT_EQ(hard.mismatches(), 0U);
  EXPECT_TRUE(hard.passed());
}

/// Bits of the table and the settings, which are exactly those that part "table" must store.
int configuration_bits(const UnitConfig& config) {
  int bits = 0;
  for (const RegisterField& field : config.registers) {
    // Of the other fields not every bit is used by each unit.
    const bool is_stored = field.per_entry || config.structure == &hardwired();
    if (is_stored && !field.constant) bits += field.count * field.word.width;
  }
  if (config.structure == &pwl_int()) {
    const IntParameters p = int_parameters(config.values);
    bits += p.shift_bits() + (p.requantise ? log2_of(p.acc_width) : 0);
  }
  if (config.structure == &pwl_wide()) {  // the intercept's shift; base, mode, scale
    const WideParameters p = wide_parameters(config.values);
    bits += p.inner.shift_bits() + log2_of(p.inner.acc_width) + 2 + log2_of(p.x_width);
  }
  return bits;
}

std::set<std::string> parts_of(const UnitConfig& config) {
  std::set<std::string> parts;
  for (const PartRules::Rule& rule : config.structure->part_rules(config).rules) parts.insert(rule.part);
  if (config.structure == &pwl_int() && !config.output_scale) parts.erase("requant");
  return parts;
}

void check_parts(const SynthesisedUnit& unit) {
  const UnitCost cost = area_and_timing(unit.synthesis, unit.technology, SynthesisRequest{}.clock_ns);
  std::set<std::string> parts;
  double area = 0;
  int cells = 0;
  for (const auto& [name, part] : cost.parts) {
    parts.insert(name);
    area += part.area;
    cells += part.cells;
    EXPECT_GT(part.area, 0) << name;
  }
  EXPECT_EQ(parts, parts_of(unit.config));
  EXPECT_EQ(cells, static_cast<int>(unit.synthesis.netlist.cells.size()));
  EXPECT_DOUBLE_EQ(area, cost.area);
  EXPECT_DOUBLE_EQ(area, unit.synthesis.area);
  int in_table = 0, in_pipe = 0;
  for (const Netlist::Cell& cell : unit.synthesis.netlist.cells) {
    if (unit.technology.library.cell(cell.type)->sequential()) ++(cell.part == "table" ? in_table : in_pipe);
    if (cell.part != "table" && cell.part != "pipe") {
      EXPECT_FALSE(unit.technology.library.cell(cell.type)->sequential()) << cell.name << " of " << cell.part;
    }
  }
  EXPECT_EQ(in_table, configuration_bits(unit.config));
  EXPECT_EQ(in_table + in_pipe, cost.flops);
  if (unit.config.structure == &pwl_int()) {
    const IntParameters p = int_parameters(unit.config.values);
    // x, slope, intercept; accumulator; output code; a valid bit a stage.
    const int output = p.requantise ? p.width : 0;
    EXPECT_EQ(in_pipe, 3 * p.width + p.acc_width + output + unit.config.latency());
  }
}

/// Whether a role of the library ties this input, such as the set of a flop that is used for its clear.
bool is_tied(const LibraryCells& cells, const LibertyCell& type, const std::string& pin) {
  return type.sequential() && (cells.flop.tied.count(pin) != 0 || cells.flop_clear.tied.count(pin) != 0);
}

/// Cells with a constant at an input, or with one net at two inputs, which a smaller cell could replace.
std::vector<std::string> idle_inputs(const SynthesisedUnit& unit) {
  std::vector<std::string> found;
  for (const Netlist::Cell& cell : unit.synthesis.netlist.cells) {
    const LibertyCell& type = *unit.technology.library.cell(cell.type);
    std::set<int> nets;
    for (const auto& [pin, net] : cell.pins) {
      if (type.pin(pin)->direction != LibertyPin::Direction::kInput) continue;
      const bool constant = net < 0 && !is_tied(unit.technology.cells, type, pin);
      if (constant || (net >= 0 && !nets.insert(net).second)) found.push_back(cell.type + " " + cell.name + "." + pin);
    }
  }
  return found;
}

TEST_P(StandardUnit, NoCellHasAConstantOrTheSameSignalTwice) {
  EXPECT_EQ(idle_inputs(SynthesisedUnit(GetParam())), std::vector<std::string>());
}

TEST_P(StandardUnit, PartsAreTheWhole) { check_parts(SynthesisedUnit(GetParam())); }

INSTANTIATE_TEST_SUITE_P(All, StandardUnit, testing::ValuesIn(standard_unit_names()), test_name);

class OtherUnit : public testing::TestWithParam<const char*> {};

TEST_P(OtherUnit, NoCellHasAConstantOrTheSameSignalTwice) {
  EXPECT_EQ(idle_inputs(SynthesisedUnit(GetParam())), std::vector<std::string>());
}

TEST_P(OtherUnit, PartsAreTheWhole) { check_parts(SynthesisedUnit(GetParam())); }

INSTANTIATE_TEST_SUITE_P(All, OtherUnit,
                         testing::Values("int8_8q", "wide16_8", "fp32_8s", "direct:width=3", "hardwired:width=4",
                                         "hardwired:width=4,gelu=2,exp=1"),
                         test_name);

// A known open IEEE fused unit with that function has 10,100 on this library.
TEST(Synthesis, FloatingPointDataPathWithFullSubnormalsIsNoBiggerThanAKnownOne) {
  const SynthesisedUnit unit("fp32_8s");
  const UnitCost cost = area_and_timing(unit.synthesis, unit.technology, SynthesisRequest{}.clock_ns);
  double area = 0;
  for (const char* part : {"mul", "add", "round"}) area += cost.parts.at(part).area;
  const double gate_equivalents = area / unit.technology.gate_equivalent();
  RecordProperty("gate_equivalents", std::to_string(gate_equivalents));
  EXPECT_LE(gate_equivalents, 10'100);
  EXPECT_GT(gate_equivalents, 5'000) << "too good to be true";
  EXPECT_GE(cost.timing.slack, 0);
}

}  // namespace
}  // namespace pwlsim::tests
