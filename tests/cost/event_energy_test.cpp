// SPDX-License-Identifier: Apache-2.0
//
// Internal energy against an independent count: a unit of cells whose `when`s name both outputs of a flop is simulated
// without delays by Icarus Verilog, and each edge in its waveform gets the energy of the group whose `when` holds at
// that time. OpenSTA cannot check this, because it takes Q and QN as independent.

#include <gtest/gtest.h>
#include <algorithm>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "sim/base/process.h"
#include "sim/cost/netlist/netlist_writer.h"
#include "sim/cost/netlist/open_outputs.h"
#include "sim/cost/power/power.h"
#include "tests/cost/flop_library.h"
#include "tests/cost/mapped_unit.h"
#include "tests/rooms.h"

namespace pwlsim::tests {
namespace {

constexpr int kCycles = 600;

const char* const kModels = R"(
module INV(input A, output ZN); assign ZN = ~A; endmodule
module BUF(input A, output Z); assign Z = A; endmodule
module NAND(input A, input B, output ZN); assign ZN = ~(A & B); endmodule
module XOR(input A, input B, output Z); assign Z = A ^ B; endmodule
module DFF(input D, input CK, output Q, output QN);
  reg s; always @(posedge CK) s <= D; assign Q = s; assign QN = ~s;
endmodule
module DFFR(input D, input CK, input RN, output Q, output QN);
  reg s; always @(posedge CK or negedge RN) if (!RN) s <= 0; else s <= D; assign Q = s; assign QN = ~s;
endmodule
)";

/// Resets the unit, fills the table, and then gives random inputs just after each rising edge.
std::string bench() {
  return R"(`timescale 1ps/1ps
module bench;
  reg clk_i = 0, rst_ni = 0, valid_i = 0, ready_i = 1, wr_en_i = 1;
  reg [7:0] x_i = 0, wr_data_i = 0;
  reg [3:0] wr_addr_i = 0;
  integer i;
  unit dut (.clk_i(clk_i), .rst_ni(rst_ni), .valid_i(valid_i), .ready_i(ready_i), .wr_en_i(wr_en_i), .x_i(x_i),
            .wr_data_i(wr_data_i), .wr_addr_i(wr_addr_i));
  initial for (i = 0; i < 30 + )" +
         std::to_string(kCycles) + R"(; i = i + 1) begin
    if (i == 30) begin $dumpfile("unit.vcd"); $dumpvars(1, dut); end
    #5 clk_i = 1;
    #1 rst_ni = 1;
    wr_addr_i = i; wr_data_i = $urandom; x_i = $urandom;
    wr_en_i = i < 20 || $urandom % 8 == 0; valid_i = $urandom % 4 != 0; ready_i = $urandom % 8 != 0;
    #4 clk_i = 0;
  end
endmodule
)";
}

using Pins = std::map<std::string, bool>;

bool holds(const std::string& when, const Pins& pins) {
  std::istringstream words(when);
  for (std::string word; words >> word;) {
    if (word != "&" && (word[0] == '!' ? pins.at(word.substr(1)) : !pins.at(word))) return false;
  }
  return true;
}

/// Energy of an edge of one pin, fJ.
double energy_of(const std::string& cell, const std::string& pin, const std::string& cause, const Pins& pins,
                 bool rise) {
  double sum = 0;
  for (const GroupEnergy& group : flop_library_groups()) {
    const bool fits = group.cell == cell && group.pin == pin && group.related == cause && holds(group.when, pins);
    if (fits) sum += rise ? group.rise : group.fall;
  }
  return sum;
}

/// Energy of all edges of a flop at one instant, fJ: first the clock, then the outputs, then the data.
double flop_energy(const std::string& cell, const Pins& before, const Pins& after) {
  double sum = 0;
  Pins now = before;
  const auto apply = [&](const std::string& pin, const char* cause, const Pins& state) {
    if (before.at(pin) == after.at(pin)) return;
    sum += energy_of(cell, pin, cause, state, after.at(pin));
    now[pin] = after.at(pin);
  };
  apply("CK", "", before);
  apply("Q", "CK", before);
  apply("QN", "CK", before);
  apply("D", "", now);
  return sum;
}

/// The same for a gate. Its inputs change one after the other, and the last one that changes the output is the cause.
double gate_energy(const std::string& cell, const Pins& before, const Pins& after) {
  const std::string output = cell == "XOR" || cell == "BUF" ? "Z" : "ZN";
  const auto value = [&](const Pins& pins) {
    if (cell == "INV" || cell == "BUF") return pins.at("A") == (cell == "BUF");
    return cell == "NAND" ? !(pins.at("A") && pins.at("B")) : pins.at("A") != pins.at("B");
  };
  double sum = 0;
  std::string cause;
  Pins now = before;
  for (const char* input : {"A", "B"}) {
    if (before.count(input) == 0 || before.at(input) == after.at(input)) continue;
    sum += energy_of(cell, input, "", now, after.at(input));
    now[input] = after.at(input);
    if (value(now) != now[output]) cause = input;
    now[output] = value(now);
  }
  if (before.at(output) != after.at(output)) sum += energy_of(cell, output, cause, after, after.at(output));
  return sum;
}

/// A netlist's waveform: toggles of each net, and the energy of each cell in fJ.
struct Waveform {
  std::vector<double> toggles, energies;

  Waveform(const Netlist& netlist, const std::string& path)
      : toggles(netlist.nets.size()), energies(netlist.cells.size()), netlist_(netlist), now_(netlist.nets.size()) {
    std::map<std::string, int> nets;
    for (std::size_t i = 0; i < netlist.nets.size(); ++i) nets[netlist.nets[i]] = static_cast<int>(i);
    std::map<std::string, std::vector<int>> identifiers;  // the bits of each, the highest first
    std::ifstream file(path);
    std::vector<bool> before;
    for (std::string line; std::getline(file, line);) {
      std::istringstream words(line);
      std::string word, kind, id, name;
      int width = 0;
      words >> word;
      if (word == "$var") {
        words >> kind >> width >> id >> name;
        if (name[0] == '\\') name.erase(0, 1);
        for (int bit = width - 1; bit >= 0; --bit) {
          const auto net = nets.find(width == 1 ? name : name + "[" + std::to_string(bit) + "]");
          identifiers[id].push_back(net == nets.end() ? -1 : net->second);
        }
      } else if (word[0] == '#') {
        if (word != "#0" && !before.empty()) step(before);
        before = now_;
      } else if (word[0] == 'b') {
        words >> id;
        const std::vector<int>& bits = identifiers[id];
        word = std::string(bits.size() - (word.size() - 1), '0') + word.substr(1);
        for (std::size_t i = 0; i < bits.size(); ++i) set(bits[i], word[i]);
      } else if (word[0] == '0' || word[0] == '1') {
        for (const int net : identifiers[word.substr(1)]) set(net, word[0]);
      }
    }
    step(before);
  }

 private:
  void set(int net, char value) {
    if (net >= 0) now_[net] = value == '1';
  }
  void step(const std::vector<bool>& before) {
    if (++steps_ < 2) return;  // the first one is the start of the waveform
    for (std::size_t net = 0; net < now_.size(); ++net) toggles[net] += before[net] != now_[net] ? 1 : 0;
    for (std::size_t i = 0; i < netlist_.cells.size(); ++i) {
      const Netlist::Cell& cell = netlist_.cells[i];
      Pins old, next;
      for (const auto& [pin, net] : cell.pins) {
        old[pin] = net >= 0 ? before[net] : net == Netlist::kOne;
        next[pin] = net >= 0 ? now_[net] : net == Netlist::kOne;
      }
      if (old != next) {
        energies[i] +=
            cell.type.rfind("DFF", 0) == 0 ? flop_energy(cell.type, old, next) : gate_energy(cell.type, old, next);
      }
    }
  }

  const Netlist& netlist_;
  std::vector<bool> now_;
  int steps_ = 0;
};

TEST(EventEnergy, OfFlopsThatNameBothOutputsIsThatOfTheStatesTheyAreIn) {
  const ScratchFolder folder;
  MappedUnit unit(find_unit("int8_4"), folder.write("flops.lib", flop_library()));
  name_open_outputs(unit.netlist, unit.library);
  unit.folder.write("netlist.v", netlist_verilog(unit.netlist));
  unit.folder.write("models.v", kModels);
  unit.folder.write("bench.v", bench());
  for (const std::vector<std::string>& command :
       {std::vector<std::string>{"iverilog", "-g2012", "-s", "bench", "-o", "bench.vvp", "bench.v", "netlist.v",
                                 "models.v"},
        {"vvp", "-n", "bench.vvp"}}) {
    const ProcessResult result = run_process(command, unit.folder.path());
    ASSERT_EQ(result.exit_code, 0) << result.output;
  }
  const Waveform waveform(unit.netlist, (unit.folder.path() / "unit.vcd").string());
  std::vector<double> activity = waveform.toggles;
  for (double& rate : activity) rate /= kCycles;
  EXPECT_NEAR(activity[unit.net("clk_i")], 2, 0.01);

  PowerConditions conditions;
  conditions.period = 1;
  const PowerReport report = find_power(map_netlist(unit.netlist, unit.library, "clk_i"), activity, conditions);
  double flops[2] = {}, gates[2] = {};
  for (std::size_t i = 0; i < unit.netlist.cells.size(); ++i) {
    auto& sums = unit.netlist.cells[i].type.rfind("DFF", 0) == 0 ? flops : gates;
    sums[0] += (report.cells[i].internal + report.cells[i].clock) * 1e-9 / 1e-15 * kCycles;
    sums[1] += waveform.energies[i];
  }
  EXPECT_GT(flops[1], gates[1]);  // so that an error in the flops' energy is visible
  EXPECT_GT(gates[1], 1000);
  EXPECT_NEAR(flops[0] / flops[1], 1, 0.02);
  EXPECT_NEAR(gates[0] / gates[1], 1, 0.05);
}

}  // namespace
}  // namespace pwlsim::tests
