// SPDX-License-Identifier: Apache-2.0
#include "sim/cost/liberty/liberty_writer.h"

#include <gtest/gtest.h>
#include <string>

#include "sim/base/process.h"
#include "tests/cost/tiny_library.h"
#include "tests/scratch_folder.h"

namespace pwlsim::tests {
namespace {

constexpr const char* kOsu = "/usr/share/qflow/tech/osu018/osu018_stdcells.lib";

std::string all_of(const Library& library) {
  return liberty_text(library, LibertyDetail::kPower, [](const LibertyCell&) { return true; });
}

void expect_same(const LibertyTable& a, const LibertyTable& b, const std::string& where) {
  ASSERT_EQ(a.values.size(), b.values.size()) << where;
  ASSERT_EQ(a.rows.size(), b.rows.size()) << where;
  ASSERT_EQ(a.columns.size(), b.columns.size()) << where;
  for (std::size_t i = 0; i < a.values.size(); ++i) EXPECT_FLOAT_EQ(a.values[i], b.values[i]) << where;
  for (std::size_t i = 0; i < a.rows.size(); ++i) EXPECT_FLOAT_EQ(a.rows[i], b.rows[i]) << where;
  for (std::size_t i = 0; i < a.columns.size(); ++i) EXPECT_FLOAT_EQ(a.columns[i], b.columns[i]) << where;
}

void expect_same(const EdgeTables& a, const EdgeTables& b, const std::string& where) {
  for (const int edge : {0, 1}) expect_same(a[edge], b[edge], where);
}

void expect_same(const LibertyPin& a, const LibertyPin& b, const std::string& where) {
  EXPECT_EQ(a.direction, b.direction) << where;
  EXPECT_EQ(a.clock, b.clock) << where;
  EXPECT_EQ(a.three_state, b.three_state) << where;
  EXPECT_EQ(a.clock_gate_role, b.clock_gate_role) << where;
  EXPECT_EQ(text_of(a.function), text_of(b.function)) << where;
  for (const int edge : {0, 1}) EXPECT_FLOAT_EQ(a.capacitance[edge], b.capacitance[edge]) << where;
  EXPECT_FLOAT_EQ(a.max_capacitance, b.max_capacitance) << where;
  EXPECT_FLOAT_EQ(a.max_transition, b.max_transition) << where;
  ASSERT_EQ(a.arcs.size(), b.arcs.size()) << where;
  for (std::size_t i = 0; i < a.arcs.size(); ++i) {
    EXPECT_EQ(a.arcs[i].related_pin, b.arcs[i].related_pin) << where;
    EXPECT_EQ(a.arcs[i].type, b.arcs[i].type) << where;
    EXPECT_EQ(a.arcs[i].sense, b.arcs[i].sense) << where;
    EXPECT_EQ(text_of(a.arcs[i].when), text_of(b.arcs[i].when)) << where;
    expect_same(a.arcs[i].delay, b.arcs[i].delay, where);
    expect_same(a.arcs[i].transition, b.arcs[i].transition, where);
  }
  ASSERT_EQ(a.checks.size(), b.checks.size()) << where;
  for (std::size_t i = 0; i < a.checks.size(); ++i) {
    EXPECT_EQ(a.checks[i].kind, b.checks[i].kind) << where;
    EXPECT_EQ(a.checks[i].clock, b.checks[i].clock) << where;
    EXPECT_EQ(a.checks[i].rising, b.checks[i].rising) << where;
    expect_same(a.checks[i].constraint, b.checks[i].constraint, where);
  }
  ASSERT_EQ(a.internal_power.size(), b.internal_power.size()) << where;
  for (std::size_t i = 0; i < a.internal_power.size(); ++i) {
    EXPECT_EQ(a.internal_power[i].related_pins, b.internal_power[i].related_pins) << where;
    EXPECT_EQ(text_of(a.internal_power[i].when), text_of(b.internal_power[i].when)) << where;
    expect_same(a.internal_power[i].energy, b.internal_power[i].energy, where);
  }
}

/// Expects that reading the written text gives the same cells, and that writing those gives the same text.
void expect_round_trip(const Library& library) {
  const ScratchFolder folder;
  const std::string text = all_of(library);
  const Library again = read_liberty(folder.write("again.lib", text));
  EXPECT_EQ(all_of(again), text);
  EXPECT_EQ(again.name, library.name);
  EXPECT_EQ(again.operating_conditions, library.operating_conditions);
  EXPECT_EQ(again.tree_type, library.tree_type);
  EXPECT_TRUE(again.thresholds == library.thresholds);
  EXPECT_FLOAT_EQ(again.voltage, library.voltage);
  EXPECT_EQ(again.wire_load.lengths, library.wire_load.lengths);
  EXPECT_FLOAT_EQ(again.wire_load.capacitance, library.wire_load.capacitance);
  EXPECT_FLOAT_EQ(again.wire_load.resistance, library.wire_load.resistance);
  ASSERT_EQ(again.cells.size(), library.cells.size());
  for (std::size_t i = 0; i < library.cells.size(); ++i) {
    const LibertyCell &a = library.cells[i], &b = again.cells[i];
    EXPECT_EQ(a.name, b.name);
    EXPECT_FALSE(b.faulty) << b.unusable;
    EXPECT_EQ(a.area, b.area) << a.name;
    EXPECT_FLOAT_EQ(a.leakage, b.leakage) << a.name;
    EXPECT_EQ(a.clock_gate, b.clock_gate) << a.name;
    EXPECT_EQ(a.sequential(), b.sequential()) << a.name;
    ASSERT_EQ(a.states.size(), b.states.size()) << a.name;
    for (std::size_t k = 0; k < a.states.size(); ++k) {
      EXPECT_EQ(a.states[k].name, b.states[k].name) << a.name;
      EXPECT_EQ(text_of(a.states[k].data), text_of(b.states[k].data)) << a.name;
      EXPECT_EQ(text_of(a.states[k].clock), text_of(b.states[k].clock)) << a.name;
      EXPECT_EQ(text_of(a.states[k].clear), text_of(b.states[k].clear)) << a.name;
      EXPECT_EQ(text_of(a.states[k].preset), text_of(b.states[k].preset)) << a.name;
    }
    ASSERT_EQ(a.pins.size(), b.pins.size()) << a.name;
    for (std::size_t k = 0; k < a.pins.size(); ++k) expect_same(a.pins[k], b.pins[k], a.name + "/" + a.pins[k].name);
  }
}

Library read_text(const std::string& text) {
  const ScratchFolder folder;
  return read_liberty(folder.write("test.lib", text));
}

TEST(LibertyText, SaysWhatWasRead) {
  expect_round_trip(read_liberty(kOsu));
  expect_round_trip(read_text(kTinyLibrary));
}

TEST(LibertyText, HasWhatWasSetAfterReading) {
  Library library = read_liberty(kOsu);
  library.wire_load.capacitance = 0.0001;
  library.wire_load.resistance = 0.002;
  library.wire_load.lengths = {{1, 10}, {2, 25}};
  library.cells[0].area = 77;
  expect_round_trip(library);
  const Library again = read_text(all_of(library));
  EXPECT_DOUBLE_EQ(again.wire_load.at(2), 0.0025);
  EXPECT_EQ(again.cells[0].area, 77);
}

TEST(LibertyText, HoldsTheCellsThatAreUsable) {
  Library library = read_liberty(kOsu);
  EXPECT_EQ(read_text(liberty_text(library, LibertyDetail::kTiming)).cells.size(), library.cells.size() - 1) << "LATCH";
  EXPECT_EQ(liberty_text(library, LibertyDetail::kTiming).find("internal_power"), std::string::npos);
  EXPECT_EQ(liberty_text(library, LibertyDetail::kFunctions).find("timing ()"), std::string::npos);
  const Library two = read_text(liberty_text(library, LibertyDetail::kFunctions, {"INVX1", "DFFSR"}));
  EXPECT_EQ(two.cells.size(), 2U);
}

// Expects no message of a tool about a text.
TEST(LibertyText, IsReadByOpenStaWithoutAWord) {
  for (const LibertyDetail detail : {LibertyDetail::kTiming, LibertyDetail::kPower}) {
    const ScratchFolder folder;
    folder.write("library.lib", liberty_text(read_liberty(kOsu), detail));
    const lockstep::ProcessResult result = lockstep::run_process(
        {"sta", "-no_splash", "-exit", folder.write("read.tcl", "read_liberty library.lib\nputs end\n")},
        folder.path());
    EXPECT_EQ(result.output.substr(result.output.rfind("end") == std::string::npos ? 0 : result.output.rfind("end")),
              "end\n");
    EXPECT_EQ(result.output.find("arning"), std::string::npos) << result.output;
    EXPECT_EQ(result.output.find("rror"), std::string::npos) << result.output;
  }
}

TEST(LibertyText, WritesFunctionsThatReadAsTheSameTree) {
  for (const char* function :
       {"A", "!A", "A'", "A B", "A + B C", "(A + B) C", "!(A & B) | C ^ D", "A ^ B & C", "A^(B^C)", "A & (B & C)",
        "A | (B | C)", "!(A ^ B)", "0", "1", "(A|B)&(C|!D)^E", "!(!A)"}) {
    const BooleanFunction read = parse_boolean(function);
    const BooleanFunction again = parse_boolean(text_of(read));
    EXPECT_EQ(text_of(again), text_of(read)) << function;
    ASSERT_EQ(again.inputs, read.inputs) << function;
    for (std::uint64_t values = 0; values < std::uint64_t{1} << read.inputs.size(); ++values) {
      EXPECT_EQ(evaluate(again, values), evaluate(read, values)) << function;
    }
  }
  EXPECT_EQ(text_of(parse_boolean("A ^ B & C + D'")), "(A^B)&C|!D");
  EXPECT_EQ(text_of(BooleanFunction()), "");
}

}  // namespace
}  // namespace pwlsim::tests
