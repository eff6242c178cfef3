// SPDX-License-Identifier: Apache-2.0
//
// RTL from another folder ($PWLSIM_RTL): the same function written in another way, and code that cannot be mapped to
// gates.

#include <gtest/gtest.h>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <utility>

#include "sim/base/error.h"
#include "tests/cost/synthesised_unit.h"
#include "tests/own_rtl.h"
#include "tests/rooms.h"
#include "tests/scratch_folder.h"

namespace pwlsim::tests {
namespace fs = std::filesystem;
namespace {

/// The project's RTL with another way to store and read lines in the table's module.
class ForeignRtl : public testing::Test {
 protected:
  void use(const std::string& lines) const {
    unsetenv("PWLSIM_RTL");
    for (const auto& [name, text] : own_rtl_texts()) folder_.write(name, text);
    const std::string table = own_rtl_texts().at("pwl_table.sv");
    const std::size_t end = table.find("  logic [ENTRIES*SLOPE_WIDTH-1:0]     slopes;");
    ASSERT_NE(end, std::string::npos);
    folder_.write("pwl_table.sv", table.substr(0, end) + lines + "endmodule\n");
    setenv("PWLSIM_RTL", folder_.path().c_str(), 1);
  }

  std::string complaint(const std::string& lines) const {
    use(lines);
    try {
      SynthesisedUnit("int8_4", kOsu018, TableStorage::kFlop, {"LATCH"});
    } catch (const InputError& error) {
      const std::string text = error.what();
      return text.substr(0, text.find("; the log is"));
    }
    return "accepted";
  }

  const ScratchFolder folder_;
};

const std::string kMemories = R"(
  logic [WIDTH-1:0] slopes [ENTRIES];
  logic [WIDTH-1:0] intercepts [ENTRIES];
  always_ff @(posedge clk_i) begin
    if (wr_en_i && field == 2'd1) slopes[index] <= wr_data_i;
    if (wr_en_i && field == 2'd2) intercepts[index] <= wr_data_i;
  end
)";
const std::string kIntercept = "  assign intercept_o = intercepts[segment_i];\n";
const std::string kReads = "  assign slope_o = slopes[segment_i];\n" + kIntercept;

TEST_F(ForeignRtl, MemoriesBecomeFlops) {
  const SynthesisedUnit own("int8_4");
  use(kMemories + kReads);
  const SynthesisedUnit unit("int8_4");
  EXPECT_NE(unit.synthesis.folder, own.synthesis.folder);
  EXPECT_EQ(unit.synthesis.flops, own.synthesis.flops);
  EXPECT_NEAR(unit.synthesis.area, own.synthesis.area, 0.03 * own.synthesis.area);
  EXPECT_TRUE(run_gates(unit.config, *unit.gates(), "words", 20'000, hard_options()).passed());
}

TEST_F(ForeignRtl, WhatHasNoGatesIsRefusedByItsName) {
  const std::pair<std::string, const char*> refused[] = {
      {kMemories + "  always @* if (wr_en_i) slope_o = slopes[segment_i];\n" + kIntercept,
       "the library has no cell for this flop or latch: u_table.slope_o"},
      {kMemories + kReads + "  initial for (int i = 0; i < ENTRIES; i++) slopes[i] = 0;\n",
       "initial values, which gates do not have: u_table.slopes[0], u_table.slopes[1], u_table.slopes[2], "
       "u_table.slopes[3]"},
      {kMemories + kReads + "  assign slope_o = intercepts[segment_i];\n",
       "multiple conflicting drivers for unit.\\slope [7]:"},
      {kMemories + "  assign slope_o[6:0] = slopes[segment_i][6:0];\n" + kIntercept,
       "Wire unit.\\slope [7] is used but has no driver."},
      {kMemories + "  assign slope_o = slopes[segment_i] & ~slope_o;\n" + kIntercept,
       "found logic loop in module unit:"},
  };
  for (const auto& [lines, reason] : refused) {
    const std::string says = complaint(lines);
    EXPECT_EQ(says.find(std::string("synthesis of int8_4: Yosys failed: ERROR: ") + reason), 0U) << says;
  }
}

}  // namespace
}  // namespace pwlsim::tests
