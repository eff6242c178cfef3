// SPDX-License-Identifier: Apache-2.0
//
// A user's own function on the command line.

#include <gtest/gtest.h>
#include <cmath>
#include <fstream>
#include <string>

#include "tests/cli/cli_fixture.h"
#include "tests/rooms.h"

namespace pwlsim::tests {
namespace {

using nlohmann::json;

class FunctionCli : public Cli {
 protected:
  /// What an option says, on one line of a text.
  static std::string after(const std::string& text, const std::string& begin) {
    const std::size_t at = text.find(begin);
    return at == std::string::npos ? "" : text.substr(at, text.find('\n', at) - at);
  }
};

const Arguments kMish = {"--function", "own=x*tanh(log(1+exp(x)))", "--range", "-4:4", "--tails", "0:x"};

TEST_F(FunctionCli, AnExpressionHasTheTableOfTheSameBuiltInFunction) {
  output_of(Arguments{"fit", "-o", "own.json", "--unit", "int8_8,direct:width=6"} + kMish);
  output_of({"fit", "-o", "mish.json", "--function", "mish", "--unit", "int8_8,direct:width=6"});
  const json own = json_of("own.json");
  const json mish = json_of("mish.json");
  for (int i = 0; i < 2; ++i) {
    EXPECT_NEAR(own["tables"][i]["registers"][0]["mse"].get<double>(),
                mish["tables"][i]["registers"][0]["mse"].get<double>(), 1e-15);
  }
  EXPECT_EQ(own["tables"][1]["registers"][0]["values"], mish["tables"][1]["registers"][0]["values"])
      << "the function's values and its tails";
  EXPECT_EQ(own["tables"][0]["definition"]["expression"], "x*tanh(log(1+exp(x)))");
  EXPECT_EQ(own["tables"][0]["definition"]["tails"], (json{"0", "x"}));
}

TEST_F(FunctionCli, AFileOfTablesBringsItsFunction) {
  output_of(Arguments{"fit", "-o", "own.json"} + kMish);
  EXPECT_SAYS(output_of({"eval", "own.json"}), "own int8_8 s=5");
  output_of({"plot", "own.json", "-o", "own.svg"});
  EXPECT_SAYS(output_of({"sweep", "--table", "own.json", "--function", "own"}), "own int8_8 s=5");
  const std::string run = output_of({"run", "--table", "own.json", "--function", "own"});
  EXPECT_SAYS(run, "own = x*tanh(log(1+exp(x))) over [-4, 4]");
  EXPECT_SAYS(run, "golden in every cycle: yes");
  // Another function of that name cannot be meant as well.
  const Outcome clash = pwlsim({"run", "--table", "own.json", "--function", "own=x*x", "--range", "-4:4"});
  EXPECT_EQ(clash.exit_code, 2);
  EXPECT_SAYS(clash.err, "own: is the name of another function already");
}

TEST_F(FunctionCli, WhatIsWrongWithADefinitionInAFileNamesItsPlace) {
  output_of(Arguments{"fit", "-o", "own.json"} + kMish);
  const auto broken = [&](const std::string& from, const std::string& to) {
    std::string text = folder_.read("own.json");
    text.replace(text.find(from), from.size(), to);
    std::ofstream(folder_.path() / "broken.json") << text;
    const Outcome outcome = pwlsim({"eval", "broken.json"});
    EXPECT_EQ(outcome.exit_code, 2);
    return outcome.err;
  };
  EXPECT_SAYS(broken("x*tanh(", "x*tan h("), "broken.json: line 8: tables[0].definition");
  EXPECT_SAYS(broken("[-4.0, 4.0]", "[4.0, -4.0]"), "range is not ascending");
  EXPECT_SAYS(broken("[\"0\", \"x\"]", "[\"0\", \"x*x\"]"), "is no straight line");
  EXPECT_SAYS(broken("[\"0\", \"x\"]", "[\"0\"]"), "tails");
  EXPECT_SAYS(broken("\"expression\"", "\"formula\""), "formula");
}

TEST_F(FunctionCli, SamplesGoThroughEveryCommand) {
  std::ofstream file(folder_.path() / "sine.csv");
  for (int i = -40; i <= 40; ++i) file << i / 10.0 << "," << std::sin(i / 10.0) << "\n";
  file.close();
  const Arguments sine = {"--function", "sine=sine.csv"};
  output_of(Arguments{"fit", "-o", "sine.json"} + sine);
  EXPECT_EQ(json_of("sine.json")["tables"][0]["definition"]["samples"].size(), 81U);
  fs::remove(folder_.path() / "sine.csv");
  EXPECT_SAYS(output_of({"eval", "sine.json"}), "sine int8_8 s=5");
  EXPECT_SAYS(output_of({"compare", "--table", "sine.json", "--function", "sine"}), "equal");
}

TEST_F(FunctionCli, SurveyCompareAndStressTakeOne) {
  EXPECT_SAYS(output_of(Arguments{"survey", "--entries", "4", "--seeds", "1"} + kMish), "own");
  EXPECT_SAYS(output_of(Arguments{"compare", "--units", "int8_8,fp32_8", "--stimulus", "codes8"} + kMish), "equal");
  EXPECT_SAYS(output_of(Arguments{"stress", "--unit", "int8_8", "--sessions", "3"} + kMish), "equal");
  EXPECT_SAYS(output_of(Arguments{"sweep", "--unit", "int8_8"} + kMish), "own int8_8 s=5");
}

// What a unit's failure says can be typed again.
TEST_F(FunctionCli, AReplayRepeatsTheDefinition) {
  Arguments rtl = {"--top", "pwl_unit_int", "--latency", "3"};
  for (const char* folder : {"common", "pwl_int"}) {
    for (const auto& entry : fs::directory_iterator(fs::path(PWLSIM_RTL_SOURCES) / folder)) {
      if (entry.path().extension() == ".sv") rtl = rtl + Arguments{"--rtl", entry.path().string()};
    }
  }
  const Outcome outcome = pwlsim(Arguments{"run"} + rtl + kMish);
  EXPECT_NE(outcome.exit_code, 0);
  const std::string replay = after(outcome.out + outcome.err, "pwlsim run");
  EXPECT_SAYS(replay, "--function 'own=x*tanh(log(1+exp(x)))' --range -4:4 --tails 0:x");
}

}  // namespace
}  // namespace pwlsim::tests
