// SPDX-License-Identifier: Apache-2.0
#include "sim/logic/aig.h"

#include <gtest/gtest.h>

#include "sim/base/cache_entry.h"
#include "sim/prove/decide.h"
#include "tests/rooms.h"

namespace pwlsim::tests {
namespace {

TEST(Aig, FoldsConstantsAndEqualOperands) {
  Aig aig;
  const Literal a = aig.add_input(), b = aig.add_input();
  EXPECT_EQ(aig.both(a, kFalse), kFalse);
  EXPECT_EQ(aig.both(kTrue, a), a);
  EXPECT_EQ(aig.both(a, a), a);
  EXPECT_EQ(aig.both(a, invert(a)), kFalse);
  EXPECT_EQ(aig.both(a, b), aig.both(b, a));
  EXPECT_EQ(aig.ands(), 1U);
}

TEST(Aig, SimulatesItsTruthTables) {
  Aig aig;
  const Literal a = aig.add_input(), b = aig.add_input(), c = aig.add_input();
  const Literal different = aig.differ(a, b), chosen = aig.choose(c, a, b), any = aig.either(a, b);
  const auto values = aig.simulate({0b10101010, 0b11001100, 0b11110000});
  EXPECT_EQ(value_of(values, different) & 0xff, 0b01100110U);
  EXPECT_EQ(value_of(values, chosen) & 0xff, 0b10101100U);
  EXPECT_EQ(value_of(values, any) & 0xff, 0b11101110U);
}

Miter pair_of(Aig aig, Literal implementation, Literal reference) {
  Miter miter;
  miter.inputs = {"a", "b"};
  miter.reference_inputs = 2;
  miter.outputs = {{"y", implementation, reference}};
  miter.aig = std::move(aig);
  return miter;
}

TEST(Decide, EqualAndDifferent) {
  Aig aig;
  const Literal a = aig.add_input(), b = aig.add_input();
  const Literal different = aig.differ(a, b);
  const Literal same = aig.both(aig.either(a, b), invert(aig.both(a, b)));
  EXPECT_NE(different, same);
  EXPECT_EQ(decide(pair_of(aig, different, same), 10, default_cache()).verdict, Verdict::kEqual);

  const Decision decision = decide(pair_of(aig, different, aig.either(a, b)), 10, default_cache());
  ASSERT_EQ(decision.verdict, Verdict::kDifferent);
  EXPECT_EQ(decision.counterexample, (std::vector<bool>{true, true}));
  EXPECT_EQ(decide(pair_of(aig, a, b), 10, default_cache()).verdict, Verdict::kDifferent);
  EXPECT_EQ(decide(pair_of(aig, kTrue, kFalse), 10, default_cache()).verdict, Verdict::kDifferent);
}

// abc compares outputs in pairs. Two outputs that are wrong in the same way must not make each other right.
TEST(Decide, OutputsWrongInTheSameWay) {
  Aig aig;
  const Literal a = aig.add_input(), b = aig.add_input();
  Miter miter = pair_of(aig, a, b);
  miter.outputs.push_back({.name = "z", .implementation = a, .reference = b});
  EXPECT_EQ(decide(miter, 10, default_cache()).verdict, Verdict::kDifferent);
}

TEST(Decide, TimeRunsOut) {
  // Two ways to add up 12 x 12 partial products.
  Aig aig;
  std::vector<Literal> a, b;
  Miter miter;
  for (int i = 0; i < 24; ++i) {
    (i < 12 ? a : b).push_back(aig.add_input());
    miter.inputs.push_back("i" + std::to_string(i));
  }
  const auto product = [&](const std::vector<Literal>& left, const std::vector<Literal>& right) {
    std::vector<Literal> sum(24, kFalse);
    for (std::size_t i = 0; i < right.size(); ++i) {
      Literal carry = kFalse;
      for (std::size_t j = 0; i + j < sum.size(); ++j) {
        const Literal row = j < left.size() ? aig.both(left[j], right[i]) : kFalse;
        const Literal half = aig.differ(sum[i + j], row);
        const Literal next = aig.either(aig.both(sum[i + j], row), aig.both(half, carry));
        sum[i + j] = aig.differ(half, carry);
        carry = next;
      }
    }
    return sum;
  };
  const std::vector<Literal> here = product(a, b), there = product(b, a);
  for (std::size_t i = 0; i < here.size(); ++i) {
    miter.outputs.push_back({.name = "p", .implementation = here[i], .reference = there[i]});
  }
  miter.aig = aig;
  EXPECT_EQ(decide(miter, 1, default_cache()).verdict, Verdict::kUndecided);
}

}  // namespace
}  // namespace pwlsim::tests
