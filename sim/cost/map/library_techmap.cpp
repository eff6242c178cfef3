// SPDX-License-Identifier: Apache-2.0
#include "sim/cost/map/library_techmap.h"

#include <fmt/format.h>
#include <set>

namespace pwlsim::cost {
namespace {

/// An instance of a role's cell: {role's pin name, signal}. Names are escaped, so they may have any characters but
/// spaces, which the reader of Liberty refuses. The signals already have the inverters that they need.
std::string instance(const RoleCell& role, const std::string& name, const std::map<std::string, std::string>& signals) {
  static const std::set<std::string> outputs = {"y", "q", "sum", "carry", "gated"};
  std::string text = fmt::format("  \\{} {} (", role.name, name);
  std::string before, after;
  const char* separator = "";
  for (const auto& [pin, signal] : signals) {
    std::string connected = signal;
    if (role.inverted.count(pin) != 0 && outputs.count(pin) != 0) {
      connected = "inverted_" + pin;
      before += fmt::format("  wire {};\n", connected);
      after += fmt::format("  assign {} = ~{};\n", signal, connected);
    } else if (role.inverted.count(pin) != 0) {
      connected = "~" + signal;
    }
    text += fmt::format("{}.\\{} ({})", separator, role.pins.at(pin), connected);
    separator = ", ";
  }
  for (const auto& [pin, value] : role.tied) text += fmt::format(", .\\{} (1'b{})", pin, value ? 1 : 0);
  return before + text + ");\n" + after;
}

std::string module(const std::string& type, const std::string& name, const std::string& inputs,
                   const std::string& outputs, const std::string& body) {
  return fmt::format("(* techmap_celltype = \"{}\" *)\nmodule {} ({}, {});\n  input {};\n  output {};\n{}endmodule\n\n",
                     type, name, inputs, outputs, inputs, outputs, body);
}

}  // namespace

bool has_enable_techmap(const LibraryCells& cells) { return cells.or_and_invert.has_value(); }

std::string library_techmap(const LibraryCells& cells) {
  // Yosys's $fa calls the carry X and the sum Y.
  const std::string adder = cells.full_adder
                                ? instance(*cells.full_adder, "_TECHMAP_REPLACE_",
                                           {{"a", "A"}, {"b", "B"}, {"c", "C"}, {"carry", "X"}, {"sum", "Y"}})
                                : "  assign X = (A & B) | (C & (A | B));\n  assign Y = A ^ B ^ C;\n";
  std::string text = module("pwl_full_adder", "pwl_map_full_adder", "A, B, C", "X, Y", adder);
  text += module(kWireCell, "pwl_map_wire", "A", "Y", "  assign Y = A;\n");
  if (has_enable_techmap(cells)) {
    // Q' = (en & d) | (!en & q) = !((!en | !d) & !(q & !en)); inverted data and enable are shared by many bits.
    text += module(
        "$_DFFE_PP_", "pwl_map_enable", "D, C, E", "Q",
        "  wire off = ~E;\n  wire data = ~D;\n  wire hold, next;\n" +
            instance(cells.nand2, "u_hold", {{"a", "Q"}, {"b", "off"}, {"y", "hold"}}) +
            instance(*cells.or_and_invert, "u_next", {{"a", "off"}, {"b", "data"}, {"c", "hold"}, {"y", "next"}}) +
            "  \\$_DFF_P_ u_flop (.D(next), .C(C), .Q(Q));\n");
  }
  if (cells.latch_high) {
    text += module("$_DLATCH_P_", "pwl_map_latch", "D, E", "Q",
                   instance(*cells.latch_high, "_TECHMAP_REPLACE_", {{"data", "D"}, {"enable", "E"}, {"q", "Q"}}));
  }
  if (cells.clock_gate) {
    text += module(
        "pwl_clock_gate", "pwl_map_clock_gate", "clk_i, en_i", "clk_o",
        instance(*cells.clock_gate, "_TECHMAP_REPLACE_", {{"clock", "clk_i"}, {"enable", "en_i"}, {"gated", "clk_o"}}));
  }
  return text;
}

std::string flop_techmap(const LibraryCells& cells) {
  return module("$_DFF_P_", "pwl_map_flop", "D, C", "Q",
                instance(cells.flop, "_TECHMAP_REPLACE_", {{"data", "D"}, {"clock", "C"}, {"q", "Q"}})) +
         module("$_DFF_PN0_", "pwl_map_flop_clear", "D, C, R", "Q",
                instance(cells.flop_clear, "_TECHMAP_REPLACE_",
                         {{"data", "D"}, {"clock", "C"}, {"clear", "R"}, {"q", "Q"}}));
}

}  // namespace pwlsim::cost
