// SPDX-License-Identifier: Apache-2.0
//
// Gates of seeded random sizes of all structures equal the golden model in every cycle. Of the sizes drawn only the
// smallest are taken, which are mapped in seconds.

#include <gtest/gtest.h>
#include <algorithm>
#include <string>
#include <vector>

#include "sim/cost/power/gates.h"
#include "sim/unit/plain_name.h"
#include "sim/unit/random_unit.h"
#include "tests/cost/mapped_unit.h"
#include "tests/lockstep/any_size.h"

namespace pwlsim::tests {
namespace {

constexpr std::size_t kDrawn = 40, kOfEach = 3;

/// Number of bits of registers, writable or constant, and of ports.
int size_of(const UnitConfig& unit) {
  int bits = unit.x_width() + unit.y_width();
  for (const RegisterField& field : unit.registers) bits += field.count * field.word.width;
  return bits;
}

std::vector<const UnitConfig*> smallest() {
  std::vector<const UnitConfig*> all = random_units(kDrawn, 1), chosen;
  std::stable_sort(all.begin(), all.end(),
                   [](const UnitConfig* a, const UnitConfig* b) { return size_of(*a) < size_of(*b); });
  for (const UnitConfig* const unit : all) {
    const auto alike = [&](const UnitConfig* other) { return other->structure == unit->structure; };
    if (std::count_if(chosen.begin(), chosen.end(), alike) < static_cast<int>(kOfEach)) chosen.push_back(unit);
  }
  return chosen;
}

class AnySizeGates : public testing::TestWithParam<const UnitConfig*> {};

TEST_P(AnySizeGates, EqualGolden) {
  const UnitConfig unit = with_random_constants(*GetParam(), 1);
  const MappedUnit mapped(unit);
  const auto gates = load_gates(RtlLoader(), {mapped.verilog(), mapped.netlist, mapped.library}, unit, 1);
  EXPECT_EQ(difference(unit, *gates, 1, 20'000), "");
}

INSTANTIATE_TEST_SUITE_P(Random, AnySizeGates, testing::ValuesIn(smallest()),
                         [](const auto& unit) { return plain_name(*unit.param); });

// The check itself: a wrong gate is found.
TEST(AnySizeGatesCheck, AWrongGateDiffers) {
  const MappedUnit mapped(find_unit("pwl_int:width=4,entries=3"));
  std::string text = mapped.folder.read("netlist.v");
  const std::size_t at = text.find("  NAND2X1 ");
  ASSERT_NE(at, std::string::npos);
  mapped.folder.write("netlist.v", text.replace(at, 10, "  NOR2X1 "));
  const auto gates = load_gates(RtlLoader(), {mapped.verilog(), mapped.netlist, mapped.library}, mapped.config, 1);
  EXPECT_NE(difference(mapped.config, *gates, 1, 20'000), "");
}

}  // namespace
}  // namespace pwlsim::tests
