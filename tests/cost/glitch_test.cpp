// SPDX-License-Identifier: Apache-2.0
#include "sim/cost/power/glitch.h"

#include <gtest/gtest.h>

#include "sim/base/error.h"
#include "sim/cost/power/gates.h"
#include "sim/fit/fit.h"
#include "sim/lockstep/input_recorder.h"
#include "sim/lockstep/lockstep.h"
#include "tests/cost/mapped_unit.h"
#include "tests/rooms.h"

namespace pwlsim::tests {
namespace {

/// Cycles of a unit and the zero-delay toggles in the counted ones.
struct Recording {
  std::vector<CycleInputs> cycles;
  std::vector<std::uint64_t> toggles;
};

/// Runs twice, and the second run counts. Then no register holds its initial content, which is random in Verilated code
/// and unknown in Icarus Verilog.
Recording record(const MappedUnit& unit) {
  const auto gates = load_gates(RtlLoader(), {unit.verilog(), unit.netlist, unit.library}, unit.config, 1);
  InputRecorder recorder(*gates, SIZE_MAX);
  const Function& function = find_function("gelu");
  const UnitTable table = quantise(find_fit_method("uniform").fit({function, unit.config}), function, unit.config);
  LockstepOptions options;
  options.stall = Stall::parse("random");
  options.rewrite = 0.3;
  options.quiet_idle = true;
  std::size_t first_run = 0;
  for (int i = 0; i < 2; ++i) {
    first_run = recorder.inputs().size();
    gates->reset_counts();
    const auto stimulus = make_stimulus({.name = "words", .length = 300}, function, unit.config);
    EXPECT_TRUE(run_lockstep(table, {&recorder}, *stimulus, options).passed());
  }
  Recording recording{recorder.inputs(), gates->toggles()};
  for (std::size_t i = 0; i < first_run; ++i) recording.cycles[i].counted = 0;
  return recording;
}

TEST(Glitch, SettledValuesAreThoseOfTheZeroDelayRunAndWhatIsMoreIsGlitches) {
  const MappedUnit unit(find_unit("int8_4"));
  const Recording recording = record(unit);
  const DelayedActivity delayed = simulate_delays(unit.verilog(), unit.netlist, kOsu018Verilog, recording.cycles, 20);
  EXPECT_EQ(delayed.unknown, 0U);
  const int clock = unit.net("clk_i");
  EXPECT_EQ(delayed.transitions[clock], 2 * delayed.cycles);
  EXPECT_DOUBLE_EQ(delayed.activity()[clock], 2);
  std::uint64_t glitches = 0;
  for (int net = 0; net < static_cast<int>(unit.netlist.nets.size()); ++net) {
    if (net == clock) continue;
    EXPECT_EQ(delayed.settled[net], recording.toggles[net]) << unit.netlist.nets[net];
    // A glitch returns to the old value, so it has two transitions.
    EXPECT_GE(delayed.transitions[net], delayed.settled[net]) << unit.netlist.nets[net];
    EXPECT_EQ((delayed.transitions[net] - delayed.settled[net]) % 2, 0U) << unit.netlist.nets[net];
    glitches += (delayed.transitions[net] - delayed.settled[net]) / 2;
  }
  EXPECT_GT(glitches, delayed.cycles);

  std::vector<bool> clocks(unit.netlist.nets.size(), false);
  clocks[clock] = true;
  const auto complaint = [&](const DelayedActivity& activity, std::size_t flushed_from) -> std::string {
    try {
      check_settled(activity, unit.netlist, clocks, recording.toggles, flushed_from, "cells.v");
    } catch (const InputError& error) {
      return error.what();
    }
    return "accepted";
  };
  EXPECT_EQ(complaint(delayed, 0), "accepted");

  // Wrong models: NANDs that are ANDs, and NANDs with unknown outputs.
  const std::string models = ScratchFolder::read_whole(kOsu018Verilog);
  const std::string nand = "module NAND2X1 (A, B, Y);";
  const std::string inverter = "not (Y, I0_out);";
  for (const char* wrong : {"buf (Y, I0_out);", "assign Y = 1'bx;"}) {
    std::string changed = models;
    changed.replace(changed.find(inverter, changed.find(nand)), inverter.size(), wrong);
    const std::string file = unit.folder.write("wrong.v", changed);
    const DelayedActivity others = simulate_delays(unit.verilog(), unit.netlist, file, recording.cycles, 20);
    const std::string says = complaint(others, 0);
    EXPECT_EQ(says.rfind("cells.v: these cells do not do what the library says: net ", 0), 0U) << says;
  }

  // With too fast a clock nothing settles, which shows that the comparison above can fail.
  const DelayedActivity hasty = simulate_delays(unit.verilog(), unit.netlist, kOsu018Verilog, recording.cycles, 1);
  EXPECT_NE(hasty.settled, delayed.settled);
  EXPECT_NE(complaint(hasty, 0), "accepted");
}

// The first run of a unit, as in a comparison: the initial content of registers is unknown, and only some of the cycles
// are simulated again.
TEST(Glitch, SomeCyclesOfAFirstRunAgreeToo) {
  const MappedUnit unit(find_unit("int8_4"));
  const auto gates = load_gates(RtlLoader(), {unit.verilog(), unit.netlist, unit.library}, unit.config, 1);
  std::vector<std::uint64_t> toggles;
  InputRecorder recorder(*gates, 150, [&] { toggles = gates->toggles(); });
  const UnitTable table = quantise(find_fit_method("uniform").fit({find_function("gelu"), unit.config}),
                                   find_function("gelu"), unit.config);
  LockstepOptions options;
  options.stall = Stall::parse("random");
  options.quiet_idle = true;
  const auto stimulus = make_stimulus({.name = "words", .length = 300}, find_function("gelu"), unit.config);
  EXPECT_TRUE(run_lockstep(table, {&recorder}, *stimulus, options).passed());
  EXPECT_GT(gates->counted_cycles(), 150U);
  EXPECT_LT(recorder.flushed_from(), recorder.inputs().size());
  const DelayedActivity delayed = simulate_delays(unit.verilog(), unit.netlist, kOsu018Verilog, recorder.inputs(), 20);
  EXPECT_EQ(delayed.cycles, 150U);
  std::vector<bool> clocks(unit.netlist.nets.size(), false);
  clocks[unit.net("clk_i")] = true;
  EXPECT_NO_THROW(check_settled(delayed, unit.netlist, clocks, toggles, recorder.flushed_from(), kOsu018Verilog));
  // The toggles of all cycles are more than those of the simulated ones.
  EXPECT_THROW(check_settled(delayed, unit.netlist, clocks, gates->toggles(), recorder.flushed_from(), kOsu018Verilog),
               InputError);
}

/// A unit of three gates: glitch = x ^ (x after two inverters), which is 1 only for as long as these take.
constexpr const char* kPorts =
    "clk_i, rst_ni, valid_i, ready_o, x_i, segment_o, valid_o, ready_i, y_o, wr_en_i, wr_addr_i, wr_data_i";
constexpr const char* kCells = R"(`timescale 1ns/10ps
module INV(A, Y); input A; output Y; not (Y, A); specify (A *> Y) = (0.2, 0.2); endspecify endmodule
module XOR(A, B, Y); input A, B; output Y; xor (Y, A, B); specify (A *> Y) = (0.1, 0.1); (B *> Y) = (0.1, 0.1); endspecify
endmodule
)";

struct TinyUnit {
  ScratchFolder folder;
  Netlist netlist;
  std::string verilog;
  std::vector<CycleInputs> cycles;

  TinyUnit() {
    std::string text = std::string("module unit(") + kPorts + ");\n";
    const auto port = [&](const char* name, bool output, int width) {
      text += std::string(output ? "output" : "input") + " [" + std::to_string(width - 1) + ":0] " + name + ";\n";
      Netlist::Port& added = netlist.ports.emplace_back(Netlist::Port{.name = name, .output = output, .nets = {}});
      for (int bit = 0; bit < width; ++bit) {
        const bool unused = output && name != std::string("y_o");
        added.nets.push_back(unused ? Netlist::kOpen : static_cast<int>(netlist.nets.size()));
        if (!unused) netlist.nets.push_back(width == 1 ? name : name + ("[" + std::to_string(bit) + "]"));
      }
    };
    for (const char* name : {"clk_i", "rst_ni", "valid_i", "ready_i", "wr_en_i"}) port(name, false, 1);
    port("x_i", false, 2);
    port("wr_addr_i", false, 3);
    port("wr_data_i", false, 2);
    for (const char* name : {"ready_o", "valid_o", "segment_o", "y_o"}) port(name, true, 1);
    netlist.top = "unit";
    netlist.nets.insert(netlist.nets.end(), {"n0", "odd.n[1]"});
    text +=
        "wire n0; wire \\odd.n[1] ;\nINV a (.A(x_i[1]), .Y(n0));\nINV b (.A(n0), .Y(\\odd.n[1] ));\n"
        "XOR c (.A(x_i[1]), .B(\\odd.n[1] ), .Y(y_o));\nendmodule\n";
    verilog = folder.write("unit.v", text);
    for (const int x : {0, 0, 2, 3, 1, 1, 2, 0}) {
      CycleInputs in{};
      in.x = static_cast<std::uint64_t>(x);
      in.wr_addr = 5;
      cycles.push_back(in);
    }
    for (std::size_t i = 2; i < cycles.size() - 1; ++i) cycles[i].counted = 1;
  }

  std::size_t net(const std::string& name) const {
    return std::find(netlist.nets.begin(), netlist.nets.end(), name) - netlist.nets.begin();
  }
};

TEST(Glitch, APulseOfAKnownCircuitIsTwoTransitions) {
  const TinyUnit unit;
  const std::string cells = unit.folder.write("cells.v", kCells);
  const DelayedActivity delayed = simulate_delays(unit.verilog, unit.netlist, cells, unit.cycles, 10);
  EXPECT_EQ(delayed.cycles, 5U);
  // In the counted cycles x_i[1] goes 0→1, 1→1, 1→0, 0→0, 0→1, and x_i[0] 0→0, 0→1, 1→1, 1→1, 1→0.
  EXPECT_EQ(delayed.transitions[unit.net("x_i[1]")], 3U);
  EXPECT_EQ(delayed.transitions[unit.net("x_i[0]")], 2U);
  EXPECT_EQ(delayed.transitions[unit.net("odd.n[1]")], 3U);
  EXPECT_EQ(delayed.transitions[unit.net("y_o")], 6U);
  EXPECT_EQ(delayed.settled[unit.net("y_o")], 0U);
  EXPECT_EQ(delayed.transitions[unit.net("clk_i")], 10U);
  EXPECT_EQ(delayed.transitions[unit.net("wr_addr_i[0]")], 0U);
  EXPECT_EQ(delayed.unknown, 0U);
}

TEST(Glitch, WhatIcarusCannotSimulateIsAnErrorOfTheInputInItsWords) {
  const TinyUnit unit;
  const auto complaint = [&](const std::string& cells, const std::vector<CycleInputs>& cycles,
                             double period) -> std::string {
    try {
      simulate_delays(unit.verilog, unit.netlist, unit.folder.write("my cells.v", cells), cycles, period);
    } catch (const InputError& error) {
      return error.what();
    }
    return "accepted";
  };
  EXPECT_EQ(complaint(kCells, unit.cycles, 10), "accepted");
  const std::string broken = complaint("module INV(A, Y); nonsense", unit.cycles, 10);
  EXPECT_NE(broken.find("my cells.v: "), std::string::npos) << broken;
  EXPECT_NE(broken.find("syntax error"), std::string::npos) << broken;
  const std::string missing = complaint("module INV(A, Y); input A; output Y; not (Y, A); endmodule", unit.cycles, 10);
  EXPECT_NE(missing.find("XOR"), std::string::npos) << missing;
  EXPECT_NE(complaint(kCells, {CycleInputs{}}, 10).find("counts"), std::string::npos);
  EXPECT_NE(complaint(kCells, unit.cycles, 0).find("clock period"), std::string::npos);
}

}  // namespace
}  // namespace pwlsim::tests
