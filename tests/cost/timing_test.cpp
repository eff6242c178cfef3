// SPDX-License-Identifier: Apache-2.0
#include "sim/cost/timing/timing.h"

#include <gtest/gtest.h>
#include <string>
#include <vector>

#include "sim/base/error.h"
#include "tests/rooms.h"

namespace pwlsim::tests {
namespace {

// As OpenSTA 2.0.17 prints it.
constexpr const char* kSetup = R"(pwlsim: setup
Startpoint: n12 (rising edge-triggered flip-flop clocked by clk)
Endpoint: y_o[3] (output port clocked by clk)
Path Group: clk
Path Type: max

    Delay      Time   Description
-------------------------------------------------------------
   0.0000    0.0000   clock clk (rise edge)
   0.0000    0.0000   clock network delay (ideal)
   0.0000    0.0000 ^ n12/CLK (DFFPOSX1)
   0.2411    0.2411 v n12/Q (DFFPOSX1)
   0.0020    0.2431 v n34/A (NAND2X1)
   0.1069    0.3500 ^ n34/Y (NAND2X1)
   0.0000    0.3500 ^ y_o[3] (out)
             0.3500   data arrival time

  10.0000   10.0000   clock clk (rise edge)
   0.0000   10.0000   clock network delay (ideal)
             9.0000   data required time
-------------------------------------------------------------
             9.0000   data required time
            -0.3500   data arrival time
-------------------------------------------------------------
             8.6500   slack (MET)


)";
constexpr const char* kHold = R"(pwlsim: hold
Startpoint: x_i[0] (input port clocked by clk)
Endpoint: n56 (rising edge-triggered flip-flop clocked by clk)
Path Group: clk
Path Type: min

   0.0000    0.0000 ^ x_i[0] (in)
             0.0000   data arrival time
            -0.0125   slack (VIOLATED)
pwlsim: end
)";

std::string refusal(const std::string& output) {
  try {
    parse_timing(output, 10);
  } catch (const InputError& error) {
    return error.what();
  }
  return "accepted";
}

TEST(Timing, ReadsTheReport) {
  const Timing timing = parse_timing(std::string("something\n") + kSetup + kHold, 10);
  EXPECT_DOUBLE_EQ(timing.slack, 8.65);
  EXPECT_DOUBLE_EQ(timing.hold_slack, -0.0125);
  EXPECT_DOUBLE_EQ(timing.fmax, 1000 / 1.35);
  EXPECT_EQ(timing.start, "n12");
  EXPECT_EQ(timing.end, "y_o[3]");
  EXPECT_EQ(timing.cells, (std::vector<std::string>{"n12", "n34"}));
}

// OpenSTA continues after an error with a part of the netlist, and exits with 0.
TEST(Timing, RefusesAnErrorHoweverGoodTheReportLooks) {
  const std::string error = "Error: netlist.v line 9, syntax error\n";
  EXPECT_EQ(refusal(error + kSetup + kHold), "OpenSTA: Error: netlist.v line 9, syntax error");
  EXPECT_EQ(refusal(std::string(kSetup) + kHold + error), "OpenSTA: Error: netlist.v line 9, syntax error");
}

TEST(Timing, RefusesWhatIsCutOff) {
  const std::string whole = std::string(kSetup) + kHold;
  EXPECT_EQ(refusal(""), "OpenSTA ended before its report: ");
  EXPECT_EQ(refusal("pwlsim: set"), "OpenSTA ended before its report: pwlsim: set");
  for (std::size_t size = whole.find('\n') + 1; size < whole.find("pwlsim: end"); ++size) {
    ASSERT_NE(refusal(whole.substr(0, size)).find("OpenSTA ended inside its report"), std::string::npos) << size;
  }
  EXPECT_EQ(refusal("pwlsim: setup\nNo paths found.\npwlsim: hold\nNo paths found.\npwlsim: end\n"),
            "OpenSTA found no path through the unit");
}

}  // namespace
}  // namespace pwlsim::tests
