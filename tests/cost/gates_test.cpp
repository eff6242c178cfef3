// SPDX-License-Identifier: Apache-2.0
#include "sim/cost/power/gates.h"

#include <gtest/gtest.h>
#include <map>
#include <set>

#include "sim/base/error.h"
#include "sim/fit/fit.h"
#include "sim/lockstep/input_recorder.h"
#include "sim/lockstep/lockstep.h"
#include "sim/unit/golden.h"
#include "tests/cost/mapped_unit.h"
#include "tests/own_rtl.h"
#include "tests/rooms.h"

namespace pwlsim::tests {
namespace {

UnitTable table_for(const UnitConfig& config, const char* function) {
  const Function& f = find_function(function);
  return quantise(find_fit_method("uniform").fit({f, config}), f, config);
}

std::unique_ptr<GatesModel> load(const MappedUnit& unit, std::uint64_t seed = 1) {
  return load_gates(RtlLoader(), {unit.verilog(), unit.netlist, unit.library}, unit.config, seed);
}

LockstepResult run(const UnitConfig& config, UnitModel& model, const char* stimulus, const LockstepOptions& options,
                   const char* function = "gelu", std::uint64_t length = 4000) {
  const auto inputs = make_stimulus({.name = stimulus, .length = length}, find_function(function), config);
  return run_lockstep(table_for(config, function), {&model}, *inputs, options);
}

/// Options with stalls, resets and rewritten registers.
LockstepOptions hard() {
  LockstepOptions options;
  options.stall = Stall::parse("random");
  options.rewrite = 0.3;
  options.reset = 0.01;
  return options;
}

TEST(Gates, EqualTheGoldenModelAtEveryCodeAndWithStallsResetsAndRewrites) {
  const MappedUnit unit(find_unit("int8_8"));
  const auto gates = load(unit);
  EXPECT_EQ(gates->name(), "gates");
  for (const char* function : {"gelu", "exp", "div"}) {
    const LockstepResult result = run(unit.config, *gates, "codes", {}, function, 256);
    EXPECT_EQ(result.results, 256U);
    EXPECT_TRUE(result.passed());
  }
  EXPECT_TRUE(run(unit.config, *gates, "words", hard(), "gelu", 20'000).passed());
}

TEST(Gates, FloatingPointGatesEqualTheGoldenModel) {
  const MappedUnit unit(find_unit("bf16_8"));
  const auto gates = load(unit);
  EXPECT_TRUE(run(unit.config, *gates, "words", hard(), "gelu", 20'000).passed());
}

/// The text of a netlist with the first occurrence of `from` after `place` replaced.
void replace_in_netlist(const MappedUnit& unit, const std::string& from, const std::string& to, std::size_t place) {
  std::string text = unit.folder.read("netlist.v");
  const std::size_t at = text.find(from, place);
  ASSERT_NE(at, std::string::npos) << from;
  unit.folder.write("netlist.v", text.replace(at, from.size(), to));
}

TEST(Gates, AFaultInTheNetlistIsCaughtWithCycleAndInput) {
  const MappedUnit unit(find_unit("int8_4"));
  const std::string sound = unit.folder.read("netlist.v");
  const struct {
    const char *from, *to;
    std::size_t place;
  } faults[] = {{"  NAND2X1 ", "  NOR2X1 ", 0},
                {"  XNOR2X1 ", "  XOR2X1 ", sound.size() / 2},
                {"  OAI21X1 ", "  AOI21X1 ", 2 * sound.size() / 3},
                {".D(", ".D(1'b0 & ", sound.size() / 2}};
  for (const auto& fault : faults) {
    unit.folder.write("netlist.v", sound);
    replace_in_netlist(unit, fault.from, fault.to, fault.place);
    const LockstepResult result = run(unit.config, *load(unit), "words", hard());
    EXPECT_FALSE(result.passed()) << fault.from;
    ASSERT_TRUE(result.verdicts[0].first) << fault.from;
    EXPECT_EQ(result.verdicts[0].model, "gates");
    EXPECT_LT(result.verdicts[0].first->cycle, result.cycles);
  }
  // A connection dropped: the pin is left open.
  unit.folder.write("netlist.v", sound);
  const std::size_t pin = sound.find(".A(", sound.size() / 2);
  const std::string connection = sound.substr(pin, sound.find(')', pin) + 1 - pin);
  replace_in_netlist(unit, connection, ".A()", pin);
  EXPECT_FALSE(run(unit.config, *load(unit), "words", hard()).passed());
}

/// An independent count of toggles from the functions of the Liberty file, cell by cell, without Yosys and Verilator.
/// For netlists of combinational cells and flops on clk_i.
class SlowGates {
 public:
  explicit SlowGates(const MappedUnit& unit)
      : unit_(unit), values_(unit.netlist.nets.size()), toggles_(values_.size()) {
    std::vector<bool> known(values_.size(), false);
    for (const Netlist::Port& port : unit.netlist.ports) {
      for (const int net : port.nets) {
        if (!port.output) known[net] = true;
      }
    }
    std::vector<const Netlist::Cell*> waiting;
    for (const Netlist::Cell& cell : unit.netlist.cells) {
      if (unit.library.cell(cell.type)->sequential()) {
        flops_.push_back(&cell);
        known[net_of(cell, "Q")] = true;
      } else {
        waiting.push_back(&cell);
      }
    }
    // Each pass takes the cells whose inputs are known.
    while (!waiting.empty()) {
      std::vector<const Netlist::Cell*> next;
      for (const Netlist::Cell* cell : waiting) {
        bool ready = true;
        for (const LibertyPin& pin : unit.library.cell(cell->type)->pins) {
          const int net = net_of(*cell, pin.name);
          if (pin.direction == LibertyPin::Direction::kInput && net >= 0 && !known[net]) ready = false;
        }
        (ready ? order_ : next).push_back(cell);
      }
      for (const Netlist::Cell* cell : order_) {
        for (const Netlist::Pin& pin : cell->pins) {
          if (pin.net >= 0) known[pin.net] = true;
        }
      }
      if (next.size() == waiting.size()) throw std::runtime_error("a loop in the netlist");
      waiting = next;
    }
  }

  void cycle(const CycleInputs& in) {
    const std::vector<char> before = values_;
    for (const Netlist::Cell* flop : flops_) {
      const std::string& clear = flop->type == "DFFSR" ? "R" : "";
      const char data = before[net_of(*flop, "D")];
      values_[net_of(*flop, "Q")] = clear.empty() || before[net_of(*flop, clear)] != 0 ? data : 0;
    }
    const std::map<std::string, std::uint64_t> ports = {
        {"rst_ni", in.rst_n},      {"valid_i", in.valid}, {"x_i", in.x},
        {"ready_i", in.ready},     {"wr_en_i", in.wr_en}, {"wr_addr_i", in.wr_addr},
        {"wr_data_i", in.wr_data}, {"clk_i", 0}};
    for (const Netlist::Port& port : unit_.netlist.ports) {
      if (port.output) continue;
      for (std::size_t bit = 0; bit < port.nets.size(); ++bit) {
        values_[port.nets[bit]] = static_cast<char>(ports.at(port.name) >> bit & 1);
      }
    }
    settle();
    for (const Netlist::Cell* flop : flops_) {  // asynchronous clear
      if (flop->type == "DFFSR" && values_[net_of(*flop, "R")] == 0) values_[net_of(*flop, "Q")] = 0;
    }
    settle();
    if (in.counted == 0) return;
    for (std::size_t net = 0; net < values_.size(); ++net) toggles_[net] += before[net] != values_[net] ? 1 : 0;
    toggles_[unit_.net("clk_i")] += 2;
  }

  void reset_counts() { toggles_.assign(toggles_.size(), 0); }
  const std::vector<std::uint64_t>& toggles() const { return toggles_; }

 private:
  static int net_of(const Netlist::Cell& cell, const std::string& pin) {
    for (const Netlist::Pin& p : cell.pins) {
      if (p.name == pin) return p.net;
    }
    return Netlist::kOpen;
  }

  void settle() {
    for (const Netlist::Cell* cell : order_) {
      for (const LibertyPin& pin : unit_.library.cell(cell->type)->pins) {
        const int out = net_of(*cell, pin.name);
        if (pin.direction != LibertyPin::Direction::kOutput || out < 0) continue;
        std::uint64_t inputs = 0;
        for (std::size_t i = 0; i < pin.function.inputs.size(); ++i) {
          const int net = net_of(*cell, pin.function.inputs[i]);
          const bool value = net == Netlist::kOne || (net >= 0 && values_[net] != 0);
          inputs |= static_cast<std::uint64_t>(value) << i;
        }
        values_[out] = static_cast<char>(evaluate(pin.function, inputs));
      }
    }
  }

  const MappedUnit& unit_;
  std::vector<const Netlist::Cell*> flops_, order_;
  std::vector<char> values_;
  std::vector<std::uint64_t> toggles_;
};

TEST(Gates, CountTheTogglesOfEveryNetAsASlowSimulationOfTheLibrarysFunctionsDoes) {
  const MappedUnit unit(find_unit("int8_4"));
  const auto gates = load(unit);
  InputRecorder recorder(*gates, SIZE_MAX);
  SlowGates slow(unit);
  // After the first run no register holds its initial content, which is random in Verilated code.
  EXPECT_TRUE(run(unit.config, recorder, "words", hard(), "gelu", 300).passed());
  const std::size_t first = recorder.inputs().size();
  gates->reset_counts();
  EXPECT_EQ(gates->counted_cycles(), 0U);
  LockstepOptions options = hard();
  options.quiet_idle = true;
  EXPECT_TRUE(run(unit.config, recorder, "words", options, "exp", 500).passed());
  for (std::size_t i = 0; i < recorder.inputs().size(); ++i) {
    if (i == first) slow.reset_counts();
    slow.cycle(recorder.inputs()[i]);
  }
  const std::vector<std::uint64_t> toggles = gates->toggles();
  ASSERT_EQ(toggles.size(), unit.netlist.nets.size());
  std::uint64_t still = 0;
  for (std::size_t net = 0; net < toggles.size(); ++net) {
    EXPECT_EQ(toggles[net], slow.toggles()[net]) << unit.netlist.nets[net];
    still += toggles[net] == 0 ? 1 : 0;
  }
  EXPECT_LT(still, toggles.size() / 10);
}

TEST(Gates, CountedCyclesAreThoseOfTheDataAndTheClockHasTwoTogglesInEach) {
  const MappedUnit unit(find_unit("int8_4"));
  const auto gates = load(unit);
  for (const char* stall : {"none", "random", "input:0.9", "burst"}) {
    gates->reset_counts();
    LockstepOptions options;
    options.stall = Stall::parse(stall);
    options.quiet_idle = true;
    const LockstepResult result = run(unit.config, *gates, "uniform", options, "gelu", 9000);
    EXPECT_TRUE(result.passed());
    EXPECT_EQ(gates->counted_cycles(), result.flow_cycles) << stall;
    EXPECT_EQ(gates->toggles()[unit.net("clk_i")], 2 * result.flow_cycles);
    // The table is not written, so nothing toggles in it and at its port.
    EXPECT_EQ(gates->toggles()[unit.net("wr_data_i[3]")], 0U);
    EXPECT_EQ(gates->toggles()[unit.net("rst_ni")], 0U);
  }
}

/// The library with two more cells: an integrated clock gate, as Liberty files describe it, and a latch with an area.
std::string library_with_clock_gate(const ScratchFolder& folder) {
  std::string text = ScratchFolder::read_whole(kOsu018);
  text.erase(text.rfind('}'));
  const auto input = [](const char* name, const char* role) {
    return std::string("  pin(") + name + ") { direction : input; capacitance : 0.01; " + role + " }\n";
  };
  text += "cell (CLKGATE) {\n  area : 100;\n  clock_gating_integrated_cell : \"latch_posedge\";\n" +
          input("CLK", "clock_gate_clock_pin : true;") + input("GATE", "clock_gate_enable_pin : true;") +
          "  statetable (\"CLK GATE\", \"M0\") { table : \"L L : - : L, L H : - : H, H - : - : N\"; }\n"
          "  pin(M0) { direction : internal; internal_node : \"M0\"; }\n"
          "  pin(GCLK) { direction : output; clock_gate_out_pin : true; state_function : \"CLK * M0\"; }\n}\n"
          "cell (TABLELATCH) {\n  area : 60;\n  latch (IQ, IQN) { data_in : \"D\"; enable : \"G\"; }\n" +
          input("G", "clock : true;") + input("D", "") + "  pin(Q) { direction : output; function : \"IQ\"; }\n}\n}\n";
  return folder.write("with_clock_gate.lib", text);
}

/// A table whose words each have their own gated clock: of flops, or of latches with a common data register.
std::string gated_table(bool latches) {
  const std::string blackboxes =
      "(* blackbox *) module CLKGATE(input CLK, input GATE, output GCLK); endmodule\n"
      "(* blackbox *) module TABLELATCH(input G, input D, output Q); endmodule\n";
  const std::string bits = latches ? "for (b = 0; b < W; b = b + 1) begin : bits\n    TABLELATCH cell_i (.G(clk_w), "
                                     ".D(data_q[b]), .Q(q_o[b]));\n  end\n"
                                   : "reg [W-1:0] q;\n  always @(posedge clk_w) q <= data_i;\n  assign q_o = q;\n";
  // Parameters and ports are those of the table that it replaces.
  const std::string own = own_rtl_texts().at("pwl_table.sv");
  const std::size_t begin = own.find("module pwl_table"), end = own.find(");", begin) + 2;
  return blackboxes + R"(
module gated_word #(parameter W = 8) (input clk_i, input en_i, input [W-1:0] data_i, data_q, output [W-1:0] q_o);
  genvar b;
  wire clk_w;
  CLKGATE gate_i (.CLK(clk_i), .GATE(en_i), .GCLK(clk_w));
  )" + bits +
         R"(endmodule
module gated_field #(parameter FIELD = 0, COUNT = 8, INDEX = 3, WIDTH = 8, W = 8) (
  input clk_i, input wr_en_i, input [INDEX+1:0] wr_addr_i, input [WIDTH-1:0] wr_data_i, data_q,
  output [COUNT*W-1:0] words_o);
  genvar j;
  for (j = 0; j < COUNT; j = j + 1) begin : word
    gated_word #(.W(W)) word_i (.clk_i(clk_i), .en_i(wr_en_i && wr_addr_i == (FIELD << INDEX) + j),
                                .data_i(wr_data_i[W-1:0]), .data_q(data_q[W-1:0]), .q_o(words_o[j*W +: W]));
  end
endmodule
)" + own.substr(begin, end - begin) +
         R"(
  localparam N = ENTRIES, I = $clog2(ENTRIES), P = BREAKPOINT_WIDTH, S = SLOPE_WIDTH, C = INTERCEPT_WIDTH;
  reg [WIDTH-1:0] data_q;
  always @(posedge clk_i) data_q <= wr_data_i;
  wire [N*S-1:0] slopes;
  wire [N*C-1:0] intercepts;
  gated_field #(.FIELD(0), .COUNT(N - 1), .INDEX(I), .WIDTH(WIDTH), .W(P)) breakpoints_i (
    .clk_i, .wr_en_i, .wr_addr_i, .wr_data_i, .data_q, .words_o(breakpoints_o));
  gated_field #(.FIELD(1), .COUNT(N), .INDEX(I), .WIDTH(WIDTH), .W(S)) slopes_i (
    .clk_i, .wr_en_i, .wr_addr_i, .wr_data_i, .data_q, .words_o(slopes));
  gated_field #(.FIELD(2), .COUNT(N), .INDEX(I), .WIDTH(WIDTH), .W(C)) intercepts_i (
    .clk_i, .wr_en_i, .wr_addr_i, .wr_data_i, .data_q, .words_o(intercepts));
  assign slope_o = slopes[segment_i*S +: S];
  assign intercept_o = intercepts[segment_i*C +: C];
endmodule
)";
}

// Nets keep Yosys's names here, with all characters that they may have.
TEST(Gates, TablesOfLatchesAndOfFlopsBehindClockGatesAreSimulatedAndCounted) {
  const ScratchFolder folder;
  const std::string liberty = library_with_clock_gate(folder);
  for (const bool latches : {false, true}) {
    const MappedUnit unit(find_unit("int8_4"), liberty, gated_table(latches), false);
    const auto gates = load(unit);
    InputRecorder recorder(*gates, SIZE_MAX);
    LockstepOptions options = hard();
    options.quiet_idle = true;
    const LockstepResult result = run(unit.config, recorder, "words", options, "gelu", 5000);
    EXPECT_TRUE(result.passed()) << (latches ? "latches" : "flops");

    // The clock of a word pulses in the cycle after each write to it, and in no other.
    std::map<std::uint64_t, std::uint64_t> writes;
    for (std::size_t i = 1; i < recorder.inputs().size(); ++i) {
      if (recorder.inputs()[i].counted != 0 && recorder.inputs()[i - 1].wr_en != 0)
        ++writes[recorder.inputs()[i - 1].wr_addr];
    }
    std::multiset<std::uint64_t> expected, counted;
    for (std::uint64_t word = 0; word < 12; ++word) {
      if (word != 3) expected.insert(2 * writes[word]);
    }
    const std::vector<std::uint64_t> toggles = gates->toggles();
    for (const Netlist::Cell& cell : unit.netlist.cells) {
      if (cell.type != "CLKGATE") continue;
      for (const Netlist::Pin& pin : cell.pins) {
        if (pin.name == "GCLK") counted.insert(toggles[pin.net]);
      }
    }
    EXPECT_EQ(counted, expected);
    EXPECT_GT(*expected.begin(), 100U);
  }
}

TEST(Gates, CellsThatCannotBeSimulatedAndWrongPortsAreErrorsOfTheInput) {
  const ScratchFolder folder;
  const MappedUnit unit(find_unit("int8_4"));
  const auto complaint = [&](const Library& library, const UnitConfig& config) -> std::string {
    try {
      load_gates(RtlLoader(folder.path() / "cache"), {unit.verilog(), unit.netlist, library}, config, 1);
    } catch (const InputError& error) {
      return error.what();
    }
    return "accepted";
  };
  const std::string text = ScratchFolder::read_whole(kOsu018);
  const auto library_without = [&](const std::string& what) {
    std::string changed = text;
    changed.replace(changed.find(what), what.size(), "");
    return read_liberty(folder.write("changed.lib", changed));
  };
  Library missing = unit.library;
  missing.index.erase("NAND2X1");
  EXPECT_NE(complaint(missing, unit.config).find("has no cell NAND2X1"), std::string::npos)
      << complaint(missing, unit.config);
  const std::string lame = complaint(library_without("function : \"(!(A B))\";"), unit.config);
  EXPECT_NE(lame.find("changed.lib:"), std::string::npos) << lame;
  EXPECT_NE(lame.find("cannot simulate cell NAND2X1"), std::string::npos) << lame;
  const std::string ports = complaint(unit.library, find_unit("int16_8"));
  EXPECT_NE(ports.find("a unit for int16_8 needs"), std::string::npos) << ports;
}

}  // namespace
}  // namespace pwlsim::tests
