// SPDX-License-Identifier: Apache-2.0
#include "sim/logic/circuit.h"

#include <gtest/gtest.h>
#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "sim/base/random.h"
#include "tests/rooms.h"

namespace pwlsim::tests {
namespace {

/// A design of registers with a common enable: "a" takes x, "copy" takes x or, with `wrong`, its inverse, "one" takes
/// 1, "sum" takes a & copy & one. "output" shows sum, "always" shows one.
Circuit design(bool wrong) {
  Circuit circuit;
  Aig& aig = circuit.aig;
  const Literal enable = aig.add_input(), x = aig.add_input();
  circuit.inputs = {{"enable", enable}, {"x", x}};
  const Literal a = aig.add_input(), copy = aig.add_input(), one = aig.add_input(), sum = aig.add_input();
  const auto takes = [&](const char* name, Literal now, Literal next) {
    circuit.registers.push_back({.names = {name}, .output = now, .next = aig.choose(enable, next, now)});
  };
  takes("a", a, x);
  takes("copy", copy, wrong ? invert(x) : x);
  takes("one", one, kTrue);
  takes("sum", sum, aig.both(aig.both(a, copy), one));
  circuit.outputs = {{"output", sum}, {"always", one}};
  return circuit;
}

/// The result of synthesis for the right design.
Circuit synthesised() {
  Circuit circuit;
  Aig& aig = circuit.aig;
  const Literal enable = aig.add_input(), x = aig.add_input(), a = aig.add_input(), sum = aig.add_input();
  circuit.inputs = {{"enable", enable}, {"x", x}};
  circuit.registers = {{{"a"}, a, aig.choose(enable, x, a)}, {{"sum"}, sum, aig.choose(enable, a, sum)}};
  circuit.outputs = {{"output", sum}, {"always", kTrue}};
  return circuit;
}

bool all_claims_hold(const Circuit& circuit) {
  Random random(1);
  std::vector<std::uint64_t> inputs(circuit.aig.inputs().size());
  for (std::uint64_t& input : inputs) input = random.bits();
  const std::vector<std::uint64_t> values = circuit.aig.simulate(inputs);
  return std::all_of(circuit.claims.begin(), circuit.claims.end(),
                     [&](const Circuit::Signal& claim) { return value_of(values, claim.literal) == 0; });
}

TEST(WithoutMerged, FindsConstantsAndCopiesAndClaimsThem) {
  Circuit gates = synthesised();
  const Circuit same = without_merged(design(false), gates);
  ASSERT_EQ(same.registers.size(), 2U);
  EXPECT_EQ(same.registers[0].names.front(), "a");
  EXPECT_EQ(same.registers[1].names.front(), "sum");
  std::vector<std::string> claims;
  for (const Circuit::Signal& claim : same.claims) claims.push_back(claim.name);
  EXPECT_EQ(claims, (std::vector<std::string>{"merged copy", "merged one", "constant always"}));
  EXPECT_EQ(same.merged, 2U);
  EXPECT_TRUE(all_claims_hold(same));
  ASSERT_EQ(gates.outputs.size(), 1U);
  EXPECT_EQ(gates.outputs[0].name, "output");
  EXPECT_EQ(match_registers(same, gates, {}), (std::vector<int>{0, 1}));
}

TEST(WithoutMerged, ClaimsWhatDoesNotHoldWhereSynthesisWasWrong) {
  Circuit gates = synthesised();
  EXPECT_FALSE(all_claims_hold(without_merged(design(true), gates)));
}

TEST(WithoutMerged, LeavesADesignAsItIsThatHasAllRegisters) {
  const Circuit whole = design(false);
  Circuit other = whole;
  const Circuit same = without_merged(whole, other);
  EXPECT_TRUE(same.claims.empty());
  EXPECT_EQ(same.registers.size(), whole.registers.size());
  EXPECT_EQ(same.outputs.size(), whole.outputs.size());
}

}  // namespace
}  // namespace pwlsim::tests
