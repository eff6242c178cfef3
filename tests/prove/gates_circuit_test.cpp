// SPDX-License-Identifier: Apache-2.0
#include "sim/prove/gates_circuit.h"

#include <gtest/gtest.h>

#include "sim/base/error.h"
#include "tests/cost/netlist_builder.h"
#include "tests/rooms.h"

namespace pwlsim::tests {
namespace {

const Library& library() {
  static const Library library = read_liberty("/usr/share/qflow/tech/osu018/osu018_stdcells.lib");
  return library;
}

NetlistBuilder toggle() {
  NetlistBuilder builder;
  builder.input("a");
  builder.output("y");
  builder.cell("u1", "NAND2X1", {{"A", "a"}, {"B", "state_q"}, {"Y", "n1"}});
  builder.cell("u2", "DFFPOSX1", {{"CLK", "clk_i"}, {"D", "n1"}, {"Q", "state_q"}});
  builder.cell("u3", "INVX1", {{"A", "state_q"}, {"Y", "y"}});
  return builder;
}

TEST(GatesCircuit, HasTheLogicOfItsCells) {
  const Netlist netlist = toggle().netlist();
  const Circuit circuit = gates_circuit(netlist, library());
  ASSERT_EQ(circuit.inputs.size(), 1U);
  ASSERT_EQ(circuit.registers.size(), 1U);
  ASSERT_EQ(circuit.outputs.size(), 1U);
  EXPECT_EQ(circuit.registers[0].names, std::vector<std::string>{"state_q"});
  EXPECT_EQ(circuit.outputs[0].literal, invert(circuit.registers[0].output));
  Aig aig = circuit.aig;
  EXPECT_EQ(circuit.registers[0].next, invert(aig.both(circuit.inputs[0].literal, circuit.registers[0].output)));
}

TEST(GatesCircuit, AnInvertedCellShows) {
  const Netlist netlist = toggle().netlist();
  const Circuit circuit = gates_circuit(netlist, library());
  EXPECT_EQ(gates_circuit(netlist, library(), 0).registers[0].next, invert(circuit.registers[0].next));
  EXPECT_EQ(gates_circuit(netlist, library(), 1).registers[0].next, invert(circuit.registers[0].next));
  EXPECT_EQ(gates_circuit(netlist, library(), 2).outputs[0].literal, invert(circuit.outputs[0].literal));
}

TEST(GatesCircuit, RefusesWhatIsNoSynchronousLogic) {
  NetlistBuilder loop;
  loop.output("y");
  loop.cell("u1", "INVX1", {{"A", "y"}, {"Y", "y"}});
  EXPECT_THROW(gates_circuit(loop.netlist(), library()), InputError);

  NetlistBuilder undriven;
  undriven.output("y");
  EXPECT_THROW(gates_circuit(undriven.netlist(), library()), InputError);

  NetlistBuilder latch;
  latch.input("a");
  latch.output("y");
  latch.cell("u1", "LATCH", {{"CLK", "clk_i"}, {"D", "a"}, {"Q", "y"}});
  EXPECT_THROW(gates_circuit(latch.netlist(), library()), InputError);

  NetlistBuilder other_clock;
  other_clock.input("a");
  other_clock.output("y");
  other_clock.cell("u1", "DFFPOSX1", {{"CLK", "a"}, {"D", "a"}, {"Q", "y"}});
  EXPECT_THROW(gates_circuit(other_clock.netlist(), library()), InputError);
}

}  // namespace
}  // namespace pwlsim::tests
