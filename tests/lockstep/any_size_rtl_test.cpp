// SPDX-License-Identifier: Apache-2.0
//
// RTL of seeded random sizes equals the golden model in every cycle, as in any_size_test.cpp.

#include "sim/lockstep/rtl_loader.h"
#include "tests/lockstep/any_size.h"

namespace pwlsim::tests {
namespace {

class AnySizeRtl : public testing::TestWithParam<int> {};

TEST_P(AnySizeRtl, EqualsGolden) {
  Random random(100 + static_cast<std::uint64_t>(GetParam()));
  const Kind& kind = kKinds[static_cast<std::size_t>(GetParam()) % std::size(kKinds)];
  const UnitConfig& unit = random_unit(kind.structure, random, kind.most);
  RtlSource source = own_rtl(unit);
  source.quick = true;
  EXPECT_EQ(difference(unit, *RtlLoader().load(source, unit, 1), 1, 20'000), "");
}

INSTANTIATE_TEST_SUITE_P(Random, AnySizeRtl, testing::Range(0, 25));

}  // namespace
}  // namespace pwlsim::tests
