// SPDX-License-Identifier: Apache-2.0
#include "sim/experiment/choice.h"

#include <gtest/gtest.h>
#include <string>
#include <vector>

#include "sim/base/error.h"
#include "tests/rooms.h"

namespace pwlsim::tests {
namespace {

TEST(Choice, UnitsStandOnceInTheOrderGiven) {
  const auto units = find_units({"int8_16", "pwl_int:width=10,entries=12", "int8_8", "int8_16"});
  ASSERT_EQ(units.size(), 3U);
  EXPECT_EQ(units[0]->name, "int8_16");
  EXPECT_EQ(units[1]->entries, 12);
  EXPECT_EQ(units[2]->name, "int8_8");
  EXPECT_EQ(find_units({"all"}).size(), named_units().size());
  EXPECT_EQ(find_functions({"all", "gelu"}).size(), functions().size());
  EXPECT_THROW(find_units({"in8_8"}), InputError);
  EXPECT_THROW(find_functions({"gelo"}), InputError);
}

// wide16_8 reduces the range of exp, div and rsqrt, and serves nothing else.
TEST(Choice, OnlyAllLeavesPairsOut) {
  const ChosenPairs named = pairs_of({"gelu", "exp"}, {"int8_8", "wide16_8"});
  EXPECT_EQ(named.pairs.size(), 4U);
  EXPECT_EQ(left_out_note(named), "");
  const ChosenPairs all = pairs_of({"all"}, {"int8_8", "wide16_8"});
  EXPECT_EQ(all.pairs.size(), functions().size() + 3);
  EXPECT_EQ(left_out_note(all), "left out where they do not serve the function: wide16_8");
}

}  // namespace
}  // namespace pwlsim::tests
