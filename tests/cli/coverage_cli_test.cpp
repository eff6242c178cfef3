// SPDX-License-Identifier: Apache-2.0
//
// Coverage on the command line. Tests of one unit share its model through the cache.

#include <gtest/gtest.h>
#include <cstdlib>
#include <string>

#include "tests/cli/cli_fixture.h"
#include "tests/own_rtl.h"
#include "tests/rooms.h"

namespace pwlsim::tests {
namespace {

// Requires everything in full, except constant bits.
constexpr const char* kFloor = R"({"units": ["int8_8"], "rtl": {
  "pwl_mul_booth.sv": {"lines": 100, "toggles": 100, "constants": ["bits[0]", "first[1,3,5,7..15]", "ones[1,3,5]"]},
  "pwl_segment_int.sv": {"lines": 100, "toggles": 100, "constants": ["below[7]"]}}, "functional": {}})";

class CoverageCli : public Cli {
 protected:
  CoverageCli() {
    folder_.write("waivers.txt", "");
    folder_.write("floor.json", kFloor);
  }

  /// Coverage of RTL whose adder has `to` in place of `from`.
  Outcome with_rtl(const std::string& from, const std::string& to, const Arguments& more = {}) const {
    fs::create_directory(folder_.path() / "rtl");
    for (auto [name, text] : own_rtl_texts()) {
      if (name == "pwl_add_int.sv") text.replace(text.find(from), from.size(), to);
      folder_.write("rtl/" + name, text);
    }
    setenv("PWLSIM_RTL", (folder_.path() / "rtl").c_str(), 1);
    Outcome outcome = pwlsim(coverage_ + more);
    unsetenv("PWLSIM_RTL");
    return outcome;
  }

  const Arguments coverage_ = {"coverage", "--units", "int8_8", "--floor", "floor.json", "--waivers", "waivers.txt"};
};

TEST_F(CoverageCli, OneUnitInFull) {
  const std::string evidence = unusual_names()[3], junit = unusual_names()[5];
  const std::string out =
      output_of(coverage_ + Arguments{"--evidence", evidence, "--junit", junit, "--json", "out.json"});
  EXPECT_SAYS(out, "100.00 % of 22 lines and branches, 100.00 % of");
  EXPECT_SAYS(json_of(evidence)["summary"].get<std::string>(), "bins of 1 units");
  EXPECT_EQ(json_of(evidence)["command"], "pwlsim coverage --units int8_8");
  EXPECT_SAYS(out, "\nrtl/common/pwl_pipe.sv ");
  EXPECT_SAYS(folder_.read(junit), "<testsuite name=\"pwlsim coverage\" tests=\"23\" failures=\"0\"");
  EXPECT_GT(json_of("out.json")["units"][0]["bins"]["segment.7"], 0);
  EXPECT_EQ(files(), (std::set<std::string>{"waivers.txt", "floor.json", "out.json", evidence, junit}));
}

TEST_F(CoverageCli, AStaleWaiverFails) {
  folder_.write("waivers.txt", "\n\npwl_table.sv | toggle | slope_o[0] | I never looked\n");
  const Outcome outcome = pwlsim(coverage_ + Arguments{"--junit", "out.xml"});
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_SAYS(outcome.out,
              "FAILED: the waiver of pwl_table.sv slope_o[0] (line 3) matches the covered point slope_o[0]");
  EXPECT_SAYS(folder_.read("out.xml"), "failures=\"1\"");
}

// Such as a bit that is stuck by mistake, in RTL that behaves the same.
TEST_F(CoverageCli, AConstantThatTheFloorDoesNotKnowFailsUntilItIsUpdated) {
  const std::string to = "logic stuck;\nassign stuck = shift_i[0] & 1'b0;\nendmodule";
  const Outcome outcome = with_rtl("endmodule", to);
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_SAYS(outcome.out,
              "FAILED: pwl_add_int.sv: constant bits are not those of the floor; pwlsim coverage --update");
  EXPECT_EQ(with_rtl("endmodule", to, {"--update"}).exit_code, 0);
  EXPECT_EQ(json_of("floor.json")["rtl"]["pwl_add_int.sv"]["constants"][0], "stuck");
  EXPECT_SAYS(pwlsim(coverage_).out, "FAILED: pwl_add_int.sv: constant bits are not those of the floor");
}

TEST_F(CoverageCli, AnOpenBitIsBelowTheFloorUntilItIsUpdated) {
  const std::string to = "logic stuck;\nassign stuck = shift_i == '1 && shift_i == '0;\nendmodule";
  EXPECT_SAYS(with_rtl("endmodule", to).out,
              "FAILED: pwl_add_int.sv: 98.33 % of toggles covered (59 of 60), the floor is 100.00 %");
  EXPECT_EQ(with_rtl("endmodule", to, {"--update"}).exit_code, 0);
  EXPECT_EQ(json_of("floor.json")["rtl"]["pwl_add_int.sv"]["toggles"], 98.33);
  EXPECT_EQ(with_rtl("endmodule", to).exit_code, 0);
}

TEST_F(CoverageCli, DifferentRtlFails) {
  const Outcome outcome = with_rtl("extended << shift_i", "extended >> shift_i");
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_SAYS(outcome.out, "FAILED: int8_8, run 1, stall none: RTL differs from the golden model in cycle ");
}

// Coverage of runs that ended early must not set a floor.
TEST_F(CoverageCli, DifferentRtlSetsNoFloor) {
  const std::string floor = folder_.read("floor.json");
  const Outcome outcome = with_rtl("extended << shift_i", "extended >> shift_i", {"--update"});
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_SAYS(outcome.out, "not written: floor.json");
  EXPECT_EQ(folder_.read("floor.json"), floor);
}

// RTL that behaves the same but has lines which are never reached.
TEST_F(CoverageCli, DeadCodeInTheRtlIsBelowTheFloor) {
  const Outcome outcome = with_rtl("endmodule",
                                   "logic dead;\n"
                                   "always_comb begin\n"
                                   "  dead = 1'b0;\n"
                                   "  if (shift_i == '1 && shift_i == '0) dead = product_i[0];\n"
                                   "end\n"
                                   "endmodule");
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_SAYS(outcome.out, "FAILED: pwl_add_int.sv: 66.67 % of lines covered (2 of 3), the floor is 100.00 %");
  EXPECT_SAYS(outcome.out, "FAILED: pwl_add_int.sv: 98.33 % of toggles covered (59 of 60), the floor is 100.00 %");
  EXPECT_SAYS(outcome.out, "line if\n");
  EXPECT_SAYS(outcome.out, "toggle dead\n");
  EXPECT_EQ(outcome.out.find("FAILED: int8_8"), std::string::npos) << outcome.out;
}

TEST_F(CoverageCli, RtlThatEndsTheSimulationFails) {
  const Outcome outcome = with_rtl("endmodule", "always_comb if (shift_i == '1) $fatal(1, \"too far\");\nendmodule");
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_SAYS(outcome.out, "FAILED: int8_8, run ");
  EXPECT_SAYS(outcome.out, "too far");
}

TEST_F(CoverageCli, BadInputIsRefusedAtOnce) {
  folder_.write("bad.txt", "pwl_table.sv | toggle\n");
  folder_.write("bad.json", "{}");
  const std::vector<std::pair<Arguments, std::string>> cases = {
      {{"--units", "int7_8"}, "unknown unit"},
      {{"--waivers", "bad.txt"}, "bad.txt:1: a waiver is"},
      {{"--waivers", "none.txt"}, "none.txt: No such file"},
      {{"--floor", "bad.json"}, "bad.json: "},
      {{"--floor", "none.json"}, "none.json: No such file"},
      {{"--evidence", "none/out.json"}, "--evidence none/out.json"},
      {{"--junit", "none/out.xml"}, "--junit none/out.xml"},
      {{"--json", "none/out.json"}, "--json none/out.json"},
      {{"--floor", "none/f.json", "--update"}, "--floor none/f.json"},
      {{"--units", "int8_8", "--update"}, "--update: the project's floor is that of all its units"},
  };
  for (const auto& [arguments, message] : cases) {
    const Outcome outcome = pwlsim(Arguments{"coverage"} + arguments);
    EXPECT_EQ(outcome.exit_code, 2) << message;
    EXPECT_SAYS(outcome.err, message);
    EXPECT_EQ(outcome.out, "");
  }
}

}  // namespace
}  // namespace pwlsim::tests
