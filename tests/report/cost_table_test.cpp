// SPDX-License-Identifier: Apache-2.0
#include "sim/report/cost_table.h"

#include <gtest/gtest.h>
#include <sstream>
#include <string>
#include <vector>

#include "sim/report/document_terminal.h"
#include "tests/report/made_up_reports.h"
#include "tests/rooms.h"

namespace pwlsim::tests {
namespace {

#define EXPECT_SAYS(text, words) EXPECT_NE((text).find(words), std::string::npos) << (text)

/// Words of the first line that begins with `name`, after any spaces.
std::vector<std::string> row_of(const std::string& text, const std::string& name) {
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::vector<std::string> row;
    for (std::string word; words >> word;) row.push_back(word);
    if (!row.empty() && row[0] == name) return row;
  }
  ADD_FAILURE() << "no row " << name << " in\n" << text;
  return {};
}

std::string cost_table(const std::vector<UnitReport>& reports, const RunConditions& conditions) {
  Document document;
  document.sections = {cost_section(reports, conditions)};
  return document_text(document, kAnyWidth);
}

std::string cost_detail(const std::vector<UnitReport>& reports, const RunConditions& conditions) {
  return document_text(cost_document(reports, conditions), kAnyWidth);
}

std::vector<UnitReport> some_units() {
  MadeUp small, large;
  large.area = 4 * small.area;
  large.active = 8 * small.active;
  MadeUp other = small;
  other.area = 48000;  // for another function or other entries, so nothing is compared with it
  other.active = 0.020;
  return {made_up_report("int8_8", small), made_up_report("int8_8q", other), made_up_report("fp32_8", large),
          made_up_report("fp32_16", large)};
}

TEST(CostTable, NamesEveryConditionAboveTheTable) {
  const std::string text = cost_table(some_units(), made_up_conditions());
  EXPECT_EQ(
      text.rfind("gates: library tiny (process 1, 1.8 V, 25 C), tiny.lib\n"
                 "clock 10 ns, tables in flops with write enable, Yosys 1, OpenSTA 2; before layout, not tape-out "
                 "quality\n"
                 "areas: Liberty\n"
                 "wires: w.txt (0.1 fF/um); clock tree: BUF, 16 sinks behind a leaf, 8 buffers behind one above\n",
                 0),
      0U)
      << text;
  RunConditions conditions = made_up_conditions();
  conditions.cost->storage = "latch";
  EXPECT_SAYS(cost_table(some_units(), conditions), "tables in latches behind clock gates");
  conditions.cost->storage = "gated";
  EXPECT_SAYS(cost_table(some_units(), conditions), "tables in flops behind clock gates");
}

TEST(CostTable, NamesUnitsThatAreTooSlowForTheClock) {
  MadeUp slow;
  slow.fmax = 99;
  const std::string text = cost_table({made_up_report("int8_8"), made_up_report("fp32_8", slow)}, made_up_conditions());
  EXPECT_SAYS(text, "\ntoo slow for 10 ns: fp32_8; their power");
  const std::vector<std::string> row = row_of(text, "fp32_8");
  EXPECT_EQ(std::vector<std::string>(row.begin() + 1, row.begin() + 4),
            (std::vector<std::string>{"(misses", "the", "clock)"}));
  EXPECT_EQ(std::vector<std::string>(row.end() - 2, row.end()), (std::vector<std::string>{"-", "-"}));
  EXPECT_EQ(text.find(" %  "), std::string::npos) << "saves nothing with wires either: " << text;
  const std::string other =
      cost_table({made_up_report("int8_8", slow), made_up_report("fp32_8")}, made_up_conditions());
  EXPECT_EQ(row_of(other, "fp32_8").back(), "-") << "nor against an INT8 unit that misses the clock";
  EXPECT_EQ(cost_table(some_units(), made_up_conditions()).find("too slow"), std::string::npos);
}

TEST(CostTable, NamesUnitsThatWouldNotWorkAsTheyAre) {
  std::vector<UnitReport> reports = some_units();
  std::string text = cost_table(reports, made_up_conditions());
  EXPECT_EQ(text.find("hold slack"), std::string::npos);
  EXPECT_EQ(text.find("more load"), std::string::npos);
  reports[0].cost->timing.hold_slack = -0.0123;
  reports[2].cost->timing.hold_slack = -0.2;
  reports[3].cost->beyond = {7, 3, 0};
  text = cost_table(reports, made_up_conditions());
  EXPECT_SAYS(text, "\nhold slack below 0: int8_8 (-0.012 ns), fp32_8 (-0.200 ns); ");
  EXPECT_SAYS(text, "\nnets with more load than the library allows: fp32_16 (7); ");
  EXPECT_SAYS(text, "\nnets with slower edges than the library allows (max_transition): fp32_16 (3)\n");
  EXPECT_EQ(text.find("max_fanout"), std::string::npos);
  reports[1].cost->beyond.fanout = 2;
  EXPECT_SAYS(cost_table(reports, made_up_conditions()), "than the library allows (max_fanout): ");
}

// A unit that holds its table as constants has gates of its own for each function; each of them has its parts, clock
// tree, critical path and warning. The others are built once.
TEST(CostTable, ShowsEachUnitThatWasBuilt) {
  std::vector<UnitReport> reports;
  for (const char* function : {"gelu", "exp"}) {
    for (const char* unit : {"int8_4", "pwl_int_const:width=4,entries=4"}) {
      MadeUp figures;
      figures.area = 2400 * static_cast<double>(reports.size() + 1);
      reports.push_back(made_up_report(unit, figures, function));
    }
  }
  reports.push_back(made_up_report("wide16_4", {}, "exp"));  // which does not serve the first function
  reports[3].cost->timing.hold_slack = -0.5;
  const std::string text = cost_detail(reports, made_up_conditions());
  const std::string areas = text.substr(text.find("area by part"), text.find("power by part") - text.find("area by p"));
  EXPECT_EQ(row_of(areas, "int8_4"), (std::vector<std::string>{"int8_4", "25", "75", "100", "2", "102"}));
  EXPECT_EQ(row_of(areas, "gelu"),
            (std::vector<std::string>{"gelu", "pwl_int_const:width=4,entries=4", "50", "150", "200", "4", "204"}));
  EXPECT_EQ(row_of(areas, "exp"),
            (std::vector<std::string>{"exp", "pwl_int_const:width=4,entries=4", "100", "300", "400", "8", "408"}));
  EXPECT_EQ(row_of(areas, "wide16_4").size(), 6U);
  EXPECT_EQ(std::count(areas.begin(), areas.end(), '%'), 0);
  EXPECT_EQ(areas.find("int8_4 ", areas.find("int8_4 ") + 1), std::string::npos) << "built once";
  EXPECT_SAYS(text, "\nhold slack below 0: exp pwl_int_const:width=4,entries=4 (-0.500 ns); ");
  const std::string paths = text.substr(text.find("critical paths"));
  for (const char* name : {"\nint8_4: ", "\ngelu pwl_int_const:width=4,entries=4: ",
                           "\nexp pwl_int_const:width=4,entries=4: ", "\nwide16_4: "}) {
    EXPECT_SAYS(paths, name);
  }
  std::vector<std::string> names;
  for (const CheckCase& one : clock_cases("cost", reports)) names.push_back(one.name);
  EXPECT_EQ(names, (std::vector<std::string>{"int8_4", "gelu pwl_int_const:width=4,entries=4",
                                             "exp pwl_int_const:width=4,entries=4", "wide16_4"}));
}

TEST(CostTable, SaysWhichCyclesCount) {
  EXPECT_SAYS(cost_table(some_units(), made_up_conditions()), "all cycles count, stalled ones too\n");
}

TEST(CostTable, RowsHaveTheFiguresAndWhatInt8OfAsManyEntriesSaves) {
  const std::string text = cost_table(some_units(), made_up_conditions());
  const std::vector<std::string> int8 = {"int8_8", "0.04", "2",  "1000", "250", "1000", "24000",
                                         "222",    "5.50", "10", "100",  "6",   "1"};
  EXPECT_EQ(row_of(text, "int8_8"), int8) << "saves nothing against itself";
  const std::vector<std::string> fp32 = {"fp32_8", "0.04", "4", "1000", "250",  "4000", "96000", "222", "5.50",
                                         "80",     "800",  "6", "1",    "75.0", "%",    "87.5",  "%"};
  EXPECT_EQ(row_of(text, "fp32_8"), fp32);
  // Wires and tree: 2 % of area, a quarter of power, half a ns.
  const std::vector<std::string> with = {"+",   "wires,", "clock", "tree", "1020", "1020", "24480",
                                         "200", "5.00",   "12.5",  "125",  "7.5",  "1.25"};
  EXPECT_EQ(row_of(text, "+"), with);
  EXPECT_SAYS(text, "100   1000      7.5      1.25      75.0 %  87.5 %\n");
  EXPECT_EQ(row_of(text, "fp32_16").size(), 13U) << "no INT8 of 16 entries to compare with";
  EXPECT_EQ(row_of(text, "int8_8q").size(), 13U) << "has a requantiser, which int8_8 has not";
  EXPECT_EQ(row_of(cost_table({made_up_report("int8_8", {}, "exp"), made_up_report("wide16_8", {}, "exp")},
                              made_up_conditions()),
                   "wide16_8")
                .size(),
            13U)
      << "has a range reduction";
}

TEST(CostTable, SaysWhatOfALayoutIsNotCounted) {
  RunConditions conditions = made_up_conditions();
  conditions.cost->wires = "none";
  std::string text = cost_table(some_units(), conditions);
  EXPECT_SAYS(text, "\n    + clock tree ");
  EXPECT_SAYS(text, "second: the same cells and the clock tree, but no wires\n");
  conditions.cost->clock_buffer = "";
  text = cost_table(some_units(), conditions);
  EXPECT_EQ(text.find("\n    +"), std::string::npos) << text;
  EXPECT_SAYS(text, "wires: none; clock tree: none, as the library has no buffer\n");
  EXPECT_SAYS(text, "\nno wires and no clock tree are counted");
}

TEST(CostTable, SavingsAreThoseOfTheSameFunction) {
  MadeUp half;
  half.area = 48000;
  std::vector<UnitReport> reports = {made_up_report("int8_8", {}, "gelu"), made_up_report("fp32_8", half, "exp")};
  const std::string text = cost_table(reports, made_up_conditions());
  EXPECT_EQ(row_of(text, "fp32_8").size(), 13U);
  EXPECT_SAYS(text, "\nexp\n");
  reports.push_back(made_up_report("int8_8", {}, "exp"));
  EXPECT_EQ(row_of(cost_table(reports, made_up_conditions()), "fp32_8")[13], "50.0");
}

// A unit that costs more has a negative saving, which is shown.
TEST(CostTable, LossesAreShown) {
  MadeUp smaller;
  smaller.area = 12000;
  smaller.active = 0.005;
  const std::vector<std::string> row =
      row_of(cost_table({made_up_report("int8_8"), made_up_report("fp32_8", smaller)}, made_up_conditions()), "fp32_8");
  ASSERT_EQ(row.size(), 17U);
  EXPECT_EQ(row[13], "-100.0");
  EXPECT_EQ(row[15], "-100.0");
}

TEST(CostTable, PublishedFiguresStandBesideWithTheirSavings) {
  EXPECT_SAYS(cost_table(some_units(), made_up_conditions()),
              "published for 8 entries, TSMC 28 nm, 500 MHz (GQA-LUT, DAC 2024): INT8 961 um2 0.40 mW, INT32 5243 um2 "
              "1.93 mW (INT8 saves 81.7 % / 79.3 %), FP32 5135 um2 2.02 mW (INT8 saves 81.3 % / 80.2 %)\n");
}

TEST(CostTable, ScaledAreasAreLabelledAsSuch) {
  EXPECT_EQ(cost_table(some_units(), made_up_conditions()).find("scaled"), std::string::npos);
  RunConditions conditions = made_up_conditions();
  conditions.cost->node_nand2_um2 = 0.49;
  const std::string text = cost_table(some_units(), conditions);
  EXPECT_SAYS(text, "um2 scaled");
  EXPECT_SAYS(text, "um2 scaled: GE x 0.49 um2, a NAND of another node, not a synthesis for it\n");
  EXPECT_EQ(row_of(text, "int8_8")[7], "490");
  EXPECT_EQ(row_of(text, "fp32_8")[7], "1960");
}

TEST(CostTable, GlitchesHaveAColumnWhereTheyWereEstimated) {
  std::vector<UnitReport> reports = some_units();
  EXPECT_EQ(cost_table(reports, made_up_conditions()).find("glitches:"), std::string::npos);
  reports[0].cost->power->glitches = GlitchEstimate{.cycles = 1000, .settled = 0.010, .with_glitches = 0.0118};
  RunConditions conditions = made_up_conditions();
  conditions.cost->glitches = true;
  const std::string text = cost_table(reports, conditions);
  EXPECT_EQ(row_of(text, "int8_8")[13], "+18.0");
  EXPECT_EQ(row_of(text, "fp32_16")[13], "-");
  EXPECT_SAYS(text, "glitches: power they add");
  EXPECT_EQ(text.find("not estimated"), std::string::npos);
  reports[1].cost->timing.slack = -0.1;
  EXPECT_SAYS(cost_table(reports, conditions),
              "nominal and glitches are not estimated and nothing is compared with them; try a longer --clock\n");
}

TEST(CostTable, IsEmptyWhereNothingWasSynthesised) {
  RunConditions conditions = made_up_conditions();
  conditions.cost.reset();
  EXPECT_EQ(cost_table(some_units(), conditions), "");
}

TEST(CostTable, NothingJudgedIsADash) {
  MadeUp nothing;
  nothing.mse = -1;
  EXPECT_EQ(row_of(cost_table({made_up_report("int8_8", nothing)}, made_up_conditions()), "int8_8")[1], "-");
}

TEST(CostDetail, DividesAreaAndPowerOverPartsAndKinds) {
  const std::string text = cost_detail(some_units(), made_up_conditions());
  const std::string areas = text.substr(text.find("area by part, GE"));
  EXPECT_EQ(row_of(areas, "int8_8"), (std::vector<std::string>{"int8_8", "250", "750", "1000", "20", "1020"}));
  const std::string powers = text.substr(text.find("power by part"));
  // mul 2.5 + 1.25 + 0.625, table 2.5 + 2.5 + 0.625; then the clock, the table without its clock, the data path and
  // leakage.
  EXPECT_EQ(row_of(powers, "gelu"),
            (std::vector<std::string>{"gelu", "int8_8", "4.37", "5.62", "10", "2.5", "2.5", "3.75", "1.25"}));
  const std::string with = text.substr(text.find("the same + wires, clock tree"));
  EXPECT_EQ(row_of(with, "gelu"),
            (std::vector<std::string>{"gelu", "int8_8", "4.37", "5.62", "2.5", "12.5", "5", "2.5", "3.75", "1.25"}));
  EXPECT_SAYS(text, "int8_8: 20 BUF in 2 levels, 0.50 ns from the clock port to the flops\n");
  EXPECT_SAYS(text, "int8_8: x_q[0] > mul > y_o[1] (0 cells, slack 5.000 ns, hold 0.100 ns; recipe nf)\n");
  EXPECT_SAYS(text, "SystemC = RTL = gates = golden in every cycle: yes\n");
}

TEST(CostDetail, OneMismatchTurnsTheVerdict) {
  std::vector<UnitReport> reports = some_units();
  reports[2].lockstep.verdicts[2].mismatches = 1;
  EXPECT_SAYS(cost_detail(reports, made_up_conditions()), "in every cycle: NO\n");
}

// Areas are the same for all functions; powers are not.
TEST(CostDetail, AreasOnceAndPowersForEachFunction) {
  MadeUp busy;
  busy.active = 0.080;
  const std::string text =
      cost_detail({made_up_report("int8_8"), made_up_report("int8_8", busy, "exp")}, made_up_conditions());
  const std::string powers = text.substr(text.find("power by part"));
  EXPECT_EQ(row_of(powers, "gelu")[4], "10");
  EXPECT_EQ(row_of(powers, "exp")[4], "80");
  const std::string areas =
      text.substr(text.find("area by part"), text.find("power by part") - text.find("area by part"));
  EXPECT_EQ(areas.find("int8_8"), areas.rfind("int8_8"));
}

}  // namespace
}  // namespace pwlsim::tests
