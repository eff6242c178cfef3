// SPDX-License-Identifier: Apache-2.0
#include "sim/cost/power/power.h"

#include <gtest/gtest.h>
#include <string>
#include <vector>

#include "sim/base/error.h"
#include "sim/cost/netlist/open_outputs.h"
#include "tests/cost/flop_library.h"
#include "tests/cost/tiny_library.h"
#include "tests/rooms.h"
#include "tests/scratch_folder.h"

namespace pwlsim::tests {
namespace {

constexpr double kEnergy = 4e-15;  // J, the unit of the tiny library
constexpr double kRate = 1e9;      // clock cycles a second

/// Builds a netlist by hand. Nets are numbers, and ports come first.
struct Builder {
  Netlist netlist;

  int port(const std::string& name, bool output, int net) {
    netlist.ports.push_back({.name = name, .output = output, .nets = {net}});
    return net;
  }
  int net(const std::string& name) {
    netlist.nets.push_back(name);
    return static_cast<int>(netlist.nets.size()) - 1;
  }
  int input(const std::string& name) { return port(name, false, net(name)); }
  void cell(const std::string& type, const std::string& part, std::vector<Netlist::Pin> pins) {
    netlist.cells.push_back(
        {.name = "g" + std::to_string(netlist.cells.size()), .type = type, .part = part, .pins = std::move(pins)});
  }
};

class TinyPower : public testing::Test {
 protected:
  static Library read() {
    const ScratchFolder folder;
    return read_liberty(folder.write("tiny.lib", kTinyLibrary));
  }
  PowerReport power(const Builder& built, const std::vector<double>& activity, double output_load = 0) const {
    PowerConditions conditions;
    conditions.period = 1;
    conditions.input_slew = 0.010;
    conditions.stopped_parts = stopped_;
    return find_power(map_netlist(built.netlist, library_, "clk_i", output_load), activity, conditions);
  }

  const Library library_ = read();
  std::set<std::string> stopped_;
};

TEST_F(TinyPower, OfTwoInvertersIsThatByHand) {
  Builder b;
  const int clock = b.input("clk_i");
  const int a = b.input("a_i");
  const int x = b.net("x");
  const int y = b.net("y");
  b.port("y_o", true, y);
  b.cell("INV", "first", {{"A", a}, {"Y", x}});
  b.cell("INV", "second", {{"A", x}, {"Y", y}});
  std::vector<double> activity(4, 0);
  activity[a] = activity[x] = 0.5;
  activity[y] = 0.25;
  const PowerReport report = power(b, activity, 0.004);  // pF at the port
  // First: load 2 fF (the second one's A), slew 10 ps: rise 3 + (5 - 3) / 2 = 4, fall 2. Its output's slew: 20 ps.
  // Second: load 4 fF, slew 20 ps: rise 4 + (6 - 4) * 3 / 2 = 7, fall 2 + (4 - 2) * 3 / 2 = 5.
  EXPECT_NEAR(report.parts.at("first").internal, (4 + 2) / 2.0 * kEnergy * 0.5 * kRate, 1e-12);
  EXPECT_NEAR(report.parts.at("second").internal, (7 + 5) / 2.0 * kEnergy * 0.25 * kRate, 1e-12);
  // C V^2 / 2 at 1 V.
  EXPECT_NEAR(report.parts.at("first").switching, 2e-15 / 2 * 0.5 * kRate, 1e-12);
  EXPECT_NEAR(report.parts.at("second").switching, 4e-15 / 2 * 0.25 * kRate, 1e-12);
  EXPECT_NEAR(report.input_nets, 2e-15 / 2 * 0.5 * kRate, 1e-12);
  EXPECT_DOUBLE_EQ(report.total.leakage, 2 * 5e-12);
  EXPECT_EQ(report.total.clock, 0);
  EXPECT_DOUBLE_EQ(report.total.total(), report.parts.at("first").total() + report.parts.at("second").total());
  EXPECT_EQ(report.cells.size(), 2U);
  EXPECT_DOUBLE_EQ(report.cells[1].total(), report.parts.at("second").total());
  EXPECT_EQ(activity[clock], 0);
}

TEST_F(TinyPower, GoesByTheInputThatCausedTheToggle) {
  Builder b;
  b.input("clk_i");
  const int a = b.input("a_i");
  const int c = b.input("b_i");
  const int y = b.net("y");
  b.cell("NAND", "", {{"A", a}, {"B", c}, {"Y", y}});
  const auto energy = [&](double of_a, double of_b) {
    std::vector<double> activity(4, 0);
    activity[a] = of_a;
    activity[c] = of_b;
    activity[y] = 1;
    return power(b, activity).total.internal / kRate / kEnergy;
  };
  EXPECT_NEAR(energy(0.5, 0), 3, 1e-9) << "A alone: (2 + 4) / 2";
  EXPECT_NEAR(energy(0, 0.5), 9, 1e-9) << "B alone";
  EXPECT_NEAR(energy(0.3, 0.1), (3 * 3 + 9) / 4.0, 1e-9);
  EXPECT_NEAR(energy(0, 0), 6, 1e-9) << "no cause known: all alike";
}

TEST_F(TinyPower, CountsTheClockWhereItArrives) {
  Builder b;
  const int clock = b.input("clk_i");
  const int enable = b.input("e_i");
  const int gated = b.net("gated");
  const int inverted = b.net("inverted");
  const int q = b.net("q");
  const int r = b.net("r");
  b.cell("GATE", "clock", {{"C", clock}, {"E", enable}, {"G", gated}, {"T", Netlist::kZero}});
  b.cell("SCANFF", "table", {{"CK", gated}, {"D", enable}, {"Q", q}});
  b.cell("INV", "clock", {{"A", gated}, {"Y", inverted}});
  b.cell("SCANFF", "pipe", {{"CK", inverted}, {"D", q}, {"Q", r}});
  const MappedNetlist mapped = map_netlist(b.netlist, library_, "clk_i");
  std::vector<bool> clocks;
  for (const MappedNetlist::Net& net : mapped.nets) clocks.push_back(net.clock);
  EXPECT_EQ(clocks, (std::vector<bool>{true, false, true, true, false, false}));
  std::vector<double> activity = uniform_activity(mapped, 0);
  EXPECT_EQ(activity, (std::vector<double>{2, 0, 2, 2, 0, 0}));
  const PowerReport idle = power(b, activity);
  EXPECT_EQ(idle.total.internal, 0);
  EXPECT_EQ(idle.total.switching, 0);
  // The slew of the gated clock is 15 ps: rise 7, fall 3, one of each a cycle.
  EXPECT_NEAR(idle.parts.at("table").clock, (7 + 3) * kEnergy * kRate, 1e-12);
  // The gate drives 1 fF of the flop and 2 fF of the inverter.
  EXPECT_NEAR(idle.cells[0].clock, 3e-15 * kRate, 1e-12);

  stopped_ = {"table"};
  const PowerReport stopped = power(b, activity);
  EXPECT_EQ(stopped.parts.at("table").clock, 0);
  EXPECT_NEAR(stopped.cells[0].clock, 2e-15 * kRate, 1e-12);
  EXPECT_DOUBLE_EQ(stopped.parts.at("pipe").clock, idle.parts.at("pipe").clock);

  stopped_ = {};
  activity[gated] = activity[inverted] = 0.2;
  EXPECT_NEAR(power(b, activity).parts.at("table").clock, idle.parts.at("table").clock / 10, 1e-12);
}

// A net charges the pins' capacitance of the rise with each rise and that of the fall with each fall.
TEST_F(TinyPower, TakesTheMeanOfRiseAndFallCapacitance) {
  Builder b;
  const int clock = b.input("clk_i");
  const int a = b.input("a_i");
  const int x = b.net("x");
  const int y = b.net("y");
  b.cell("INV", "", {{"A", a}, {"Y", x}});
  b.cell("NAND", "", {{"A", x}, {"B", x}, {"Y", y}});
  std::vector<double> activity(4, 0);
  activity[x] = 0.5;
  EXPECT_NEAR(power(b, activity).total.switching, (6 + 4) / 2.0 * 1e-15 / 2 * 0.5 * kRate, 1e-12);
  EXPECT_EQ(activity[clock], 0);
}

// Both outputs of a flop take energy, connected or not.
TEST_F(TinyPower, CountsOutputsThatLeadNowhere) {
  const ScratchFolder folder;
  const Library library = read_liberty(folder.write("both.lib", flop_library()));
  Builder b;
  const int clock = b.input("clk_i");
  const int d = b.input("d_i");
  const int q = b.net("q");
  b.port("q_o", true, q);
  b.cell("DFF", "", {{"CK", clock}, {"D", d}, {"Q", q}});
  const auto energy = [&](const Netlist& netlist) {
    std::vector<double> activity(netlist.nets.size(), 1);
    activity[clock] = 2;
    PowerConditions conditions;
    conditions.period = 1;
    return find_power(map_netlist(netlist, library, "clk_i"), activity, conditions).total.internal / kRate * 1e15;
  };
  const double without = energy(b.netlist);
  name_open_outputs(b.netlist, library);
  ASSERT_EQ(b.netlist.nets.size(), 4U);
  EXPECT_EQ(b.netlist.nets[3], "open_g0_QN");
  EXPECT_NEAR(energy(b.netlist) - without, (6 + 5) / 2.0, 1e-9);
  name_open_outputs(b.netlist, library);
  EXPECT_EQ(b.netlist.nets.size(), 4U);
}

// An output pin is a load of its net too.
TEST_F(TinyPower, CountsTheCapacitanceOfOutputs) {
  const ScratchFolder folder;
  std::string text = kTinyLibrary;
  const std::string output = "direction : output; function : \"A'\";";
  text.replace(text.find(output), output.size(), output + " capacitance : 3;");
  Builder b;
  b.input("clk_i");
  const int a = b.input("a_i");
  b.cell("INV", "", {{"A", a}, {"Y", b.net("y")}});
  const Library library = read_liberty(folder.write("out.lib", text));
  EXPECT_DOUBLE_EQ(map_netlist(b.netlist, library, "clk_i").nets[2].load[1], 0.003);
}

TEST_F(TinyPower, SurvivesALoopOfGates) {
  Builder b;
  b.input("clk_i");
  const int x = b.net("x");
  const int y = b.net("y");
  b.cell("INV", "", {{"A", x}, {"Y", y}});
  b.cell("INV", "", {{"A", y}, {"Y", x}});
  EXPECT_GT(power(b, {2, 1, 1}).total.internal, 0);
}

TEST_F(TinyPower, RefusesWhatDoesNotFit) {
  Builder b;
  b.input("clk_i");
  const int x = b.net("x");
  b.cell("INV", "", {{"A", 0}, {"Y", x}});
  EXPECT_THROW(power(b, {2}), InputError) << "activity of one net too few";
  b.netlist.cells[0].pins[1].name = "Z";
  EXPECT_THROW(power(b, {2, 1}), InputError) << "unknown pin";
  b.netlist.cells[0] = {"g0", "NOR7", "", {}};
  EXPECT_THROW(power(b, {2, 1}), InputError) << "unknown cell";
  b.netlist.cells.clear();
  EXPECT_THROW(map_netlist(b.netlist, library_, "clock"), InputError) << "no such clock";
}

}  // namespace
}  // namespace pwlsim::tests
