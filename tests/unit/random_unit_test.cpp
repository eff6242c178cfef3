// SPDX-License-Identifier: Apache-2.0
#include "sim/unit/random_unit.h"

#include <gtest/gtest.h>
#include <algorithm>
#include <cctype>
#include <map>
#include <set>
#include <string>

#include "sim/unit/plain_name.h"
#include "sim/unit/structures.h"
#include "tests/rooms.h"

namespace pwlsim::tests {
namespace {

TEST(RandomUnit, ThereAreUnitsOfEveryStructureAndTheFirstOnesAreTheSameForAnyCount) {
  const std::vector<const UnitConfig*> few = random_units(3, 7), many = random_units(10, 7);
  std::map<std::string, std::vector<const UnitConfig*>> few_of, many_of;
  for (const UnitConfig* unit : few) few_of[unit->structure->name()].push_back(unit);
  for (const UnitConfig* unit : many) many_of[unit->structure->name()].push_back(unit);
  for (const Structure* structure : structures()) {
    SCOPED_TRACE(structure->name());
    ASSERT_EQ(few_of[structure->name()].size(), 3U);
    ASSERT_EQ(many_of[structure->name()].size(), 10U);
    many_of[structure->name()].resize(3);
    EXPECT_EQ(few_of[structure->name()], many_of[structure->name()]);
  }
  EXPECT_NE(few, random_units(3, 8));
}

// If only a part of a range were drawn, some sizes would be untested without notice.
TEST(RandomUnit, EachParameterTakesItsLeastValueAndLargeOnes) {
  for (const Structure* structure : structures()) {
    std::map<std::string, std::set<int>> taken;
    Random random(1);
    for (int i = 0; i < 1000; ++i) {
      for (const auto& [parameter, value] : random_unit(*structure, random).values) taken[parameter].insert(value);
    }
    for (const Parameter& parameter : structure->parameters()) {
      const std::set<int>& values = taken[parameter.name];
      SCOPED_TRACE(structure->name() + " " + parameter.name);
      ASSERT_FALSE(values.empty());
      EXPECT_EQ(*values.begin(), parameter.least);
      EXPECT_LE(*values.rbegin(), parameter.greatest);
      EXPECT_GE(values.size(), std::min<std::size_t>(parameter.greatest - parameter.least + 1, 3));
    }
  }
}

// The name of a random unit makes the same unit again, on any command line.
TEST(RandomUnit, ItsNameFindsItAndItsPlainNameIsItsOwn) {
  std::set<std::string> plain_names;
  const std::vector<const UnitConfig*> units = random_units(100, 3);
  for (const UnitConfig* unit : units) {
    EXPECT_EQ(&find_unit(unit->name), unit);
    const std::string plain = plain_name(*unit);
    EXPECT_TRUE(plain_names.insert(plain).second) << plain;
    EXPECT_TRUE(std::all_of(plain.begin(), plain.end(), [](unsigned char c) { return std::isalnum(c) || c == '_'; }))
        << plain;
    EXPECT_FALSE(std::isdigit(static_cast<unsigned char>(plain[0]))) << plain;
  }
  EXPECT_EQ(plain_name(find_unit("pwl_int:width=10,entries=12")), "pwl_int_width_10_entries_12");
  EXPECT_EQ(plain_name(find_unit("int8_8q")), "int8_8q");
}

}  // namespace
}  // namespace pwlsim::tests
