// SPDX-License-Identifier: Apache-2.0
//
// RTL of seeded random sizes of all structures equals the golden model in every cycle, as in any_size_test.cpp.

#include <gtest/gtest.h>

#include "sim/lockstep/rtl_loader.h"
#include "sim/unit/random_unit.h"
#include "sim/unit/structures.h"
#include "tests/lockstep/any_size.h"

namespace pwlsim::tests {
namespace {

constexpr std::uint64_t kOfEach = 8;

struct Drawn {
  const Structure* structure;
  std::uint64_t seed;
};

std::vector<Drawn> all_drawn() {
  std::vector<Drawn> all;
  for (const Structure* const structure : structures()) {
    for (std::uint64_t seed = 1; seed <= kOfEach; ++seed) all.push_back({structure, seed});
  }
  return all;
}

class AnySizeRtl : public testing::TestWithParam<Drawn> {};

TEST_P(AnySizeRtl, EqualsGolden) {
  Random random(GetParam().seed);
  const UnitConfig unit = with_random_constants(random_unit(*GetParam().structure, random), GetParam().seed);
  RtlSource source = own_rtl(unit);
  source.quick = true;
  EXPECT_EQ(difference(unit, *RtlLoader().load(source, unit, 1), GetParam().seed, 20'000), "");
}

INSTANTIATE_TEST_SUITE_P(Random, AnySizeRtl, testing::ValuesIn(all_drawn()), [](const auto& drawn) {
  return drawn.param.structure->name() + "_" + std::to_string(drawn.param.seed);
});

}  // namespace
}  // namespace pwlsim::tests
