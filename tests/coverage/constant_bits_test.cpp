// SPDX-License-Identifier: Apache-2.0
#include "sim/coverage/constant_bits.h"

#include <gtest/gtest.h>
#include <algorithm>

#include "sim/base/error.h"
#include "sim/lockstep/rtl_loader.h"
#include "sim/unit/unit_config.h"
#include "tests/rooms.h"
#include "tests/scratch_folder.h"

namespace pwlsim::tests {
namespace {

using Names = std::set<std::string>;

/// Constant bits of a module `top` with this text.
Names constants_of(const std::string& text, const std::vector<std::string>& parameters = {}) {
  const ScratchFolder folder;
  RtlSource source;
  source.files = {folder.write("top.sv", text)};
  source.top = "top";
  source.parameters = parameters;
  return constant_bits(source);
}

TEST(ConstantBits, FollowParametersThroughWordsAndInstances) {
  const char* const text = R"(
    module part #(parameter logic [3:0] P = '0) (input logic [3:0] p_i, input logic x_i, output logic y_o);
      logic [7:0] sum;
      assign sum = {p_i, 4'b0} + {P, 3'b0, x_i};
      assign y_o = ^sum;
    endmodule
    module top #(parameter logic [3:0] P = '0) (input logic x_i, output logic y_o);
      logic above;
      assign above = P > 4'd3;
      part u_part (.p_i(P), .x_i(x_i & above), .y_o);
    endmodule)";
  EXPECT_EQ(
      constants_of(text, {"P=4'd5"}),
      (Names{"above", "above[0]", "u_part.p_i[0]", "u_part.p_i[1]", "u_part.p_i[2]", "u_part.p_i[3]", "u_part.sum[1]",
             "u_part.sum[2]", "u_part.sum[3]", "u_part.sum[4]", "u_part.sum[5]", "u_part.sum[6]", "u_part.sum[7]"}));
  EXPECT_EQ(constants_of(text, {"P=4'd3"}).count("u_part.x_i"), 1U) << "it is never above";
}

TEST(ConstantBits, NothingIsConcludedFromRegistersOrUndefinedValues) {
  EXPECT_EQ(constants_of(R"(
    module top (input logic clk_i, input logic x_i, input logic [1:0] s_i, output logic a_o, output logic b_o);
      logic zero_q, table_bit;
      always_ff @(posedge clk_i) zero_q <= zero_q & x_i & ~x_i;
      always_comb begin
        case (s_i)
          2'd0: table_bit = 1'b1;
          2'd1: table_bit = 1'b1;
          default: table_bit = 1'bx;
        endcase
      end
      assign a_o = zero_q;
      assign b_o = table_bit;
    endmodule)"),
            Names());
}

TEST(ConstantBits, RtlThatYosysCannotReadIsAnError) {
  EXPECT_THROW(constants_of("module top (input logic x_i); nonsense endmodule"), InputError);
}

/// Number of constant bits that begin with `prefix`.
long number_of(const Names& names, const std::string& prefix) {
  return std::count_if(names.begin(), names.end(), [&](const std::string& n) { return n.rfind(prefix, 0) == 0; });
}

// Everything that is written, and all that depends on it, can change.
TEST(ConstantBits, OfUnitsThatCanBeWrittenNoRegisterIsAmongThem) {
  for (const char* unit : {"int8_8", "int16_8q", "fp16_8s", "wide16_8", "direct"}) {
    const Names names = constant_bits(own_rtl(find_unit(unit)));
    for (const char* prefix : {"u_table.", "u_unit.u_table.", "x_i", "y_o", "wr_", "words", "u_segment.breakpoints_i",
                               "slope_q", "intercept_q", "shift_q"}) {
      EXPECT_EQ(number_of(names, prefix), 0) << unit << " " << prefix;
    }
  }
}

TEST(ConstantBits, OfAConstantTableAllAreThere) {
  for (const char* unit : {"pwl_int_const", "pwl_int_const:width=5,entries=5,slope_width=7,requantise=1"}) {
    const UnitConfig& config = find_unit(unit);
    const Names names = constant_bits(own_rtl(config));
    const int breakpoints = (config.entries - 1) * field_of(config, "breakpoint").word.width;
    EXPECT_EQ(number_of(names, "u_segment.breakpoints_i["), breakpoints) << unit;
    EXPECT_GT(number_of(names, "u_add.shift_i["), 0) << unit;
    for (const char* prefix : {"x_", "y_o", "slope_q", "product", "acc"})
      EXPECT_EQ(number_of(names, prefix), 0) << prefix;
  }
}

}  // namespace
}  // namespace pwlsim::tests
