// SPDX-License-Identifier: Apache-2.0
#include "sim/prove/aig.h"

#include <gtest/gtest.h>

#include "sim/lockstep/cache_entry.h"
#include "sim/prove/decide.h"

namespace pwlsim {
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

// abc compares outputs in pairs: two that are wrong in the same way must not make each other right.
TEST(Decide, OutputsWrongInTheSameWay) {
  Aig aig;
  const Literal a = aig.add_input(), b = aig.add_input();
  Miter miter = pair_of(aig, a, b);
  miter.outputs.push_back({"z", a, b});
  EXPECT_EQ(decide(miter, 10, default_cache()).verdict, Verdict::kDifferent);
}

}  // namespace
}  // namespace pwlsim
