// SPDX-License-Identifier: Apache-2.0
#include "sim/unit/unit_config.h"
#include "sim/unit/structures.h"

#include <gtest/gtest.h>
#include <set>

#include "sim/base/error.h"
#include "tests/rooms.h"

namespace pwlsim::tests {
namespace {

std::string refusal(const std::string& name) {
  try {
    find_unit(name);
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

TEST(UnitConfig, TheSameParametersAreTheSameUnit) {
  EXPECT_EQ(&find_unit("pwl_int:width=8,entries=8"), &find_unit("int8_8"));
  EXPECT_EQ(&find_unit("pwl_int"), &find_unit("int8_8"));
  EXPECT_EQ(&find_unit("pwl_int:entries=8,stages=2,acc_width=16"), &find_unit("int8_8"));
  EXPECT_EQ(&find_unit("pwl_int:width=10,entries=12"), &find_unit("pwl_int:entries=12,width=10,slope_width=10"));
  EXPECT_EQ(find_unit("pwl_int:entries=12,width=10,slope_width=10").name, "pwl_int:width=10,entries=12");
  EXPECT_EQ(find_unit("pwl_fp:exponent=5,mantissa=10").name, "fp16_8");
  EXPECT_NE(&find_unit("pwl_int:width=8,entries=9"), &find_unit("int8_8"));
  EXPECT_EQ(unit_with(find_unit("int8_8"), "entries", 16).name, "int8_16");
  EXPECT_EQ(unit_with(find_unit("int8_8q"), "entries", 9).name, "int8_9q");
  EXPECT_EQ(&find_unit("int8_12"), &find_unit("pwl_int:entries=12"));
  EXPECT_EQ(find_unit("pwl_int:entries=12").name, "int8_12");
  EXPECT_EQ(find_unit("wide32x16_12").entries, 12);
}

TEST(UnitConfig, NamesOfEveryNamedUnitLeadBackToIt) {
  for (const UnitConfig& unit : named_units()) {
    std::string name = unit.structure->name() + ":";
    for (const auto& [parameter, value] : unit.values) name += parameter + "=" + std::to_string(value) + ",";
    name.pop_back();
    EXPECT_EQ(&find_unit(name), &unit);
  }
}

TEST(UnitConfig, WhatDoesNotGoTogetherIsRefusedByName) {
  EXPECT_EQ(refusal("pwl_int:width=33"), "pwl_int:width=33: 'width=33': width is a whole number from 3 to 32");
  EXPECT_NE(refusal("pwl_int:widht=9").find("did you mean width?"), std::string::npos);
  EXPECT_NE(refusal("pwl_int:width=9,width=9").find("width stands twice"), std::string::npos);
  EXPECT_NE(refusal("pwl_int:width").find("is not NAME=VALUE"), std::string::npos);
  // As a list of digits it would lose one; as a number nobody writes it so.
  EXPECT_EQ(refusal("hardwired:gelu=012"),
            "hardwired:gelu=012: 'gelu=012' begins with a zero; gelu is a whole number from "
            "-1 to 76543210");
  EXPECT_EQ(refusal("hardwired:gelu=515"), "hardwired:gelu=515: gelu has scale 5 twice");
  EXPECT_EQ(refusal("pwl_wide:x_width=32,width=32"),
            "pwl_wide:x_width=32,width=32: width is 32, more than 31 with x_width 32");
  EXPECT_NE(refusal("pwl_int:width=8,breakpoint_width=9").find("more than the width of x, 8"), std::string::npos);
  EXPECT_NE(refusal("pwl_int:stages=4").find("stages is 4"), std::string::npos);
  EXPECT_NE(refusal("pwl_wide:x_width=24").find("not 8, 16 or 32"), std::string::npos);
  EXPECT_NE(refusal("pwl_itn:width=8").find("did you mean pwl_int?"), std::string::npos);
}

TEST(UnitConfig, ListsOfUnitsKeepTheirParameters) {
  const std::vector<std::string> items = {"int8_8", "pwl_int:width=10", "entries=12",
                                          "fp32_8", "pwl_int:width=6",  "stages=1"};
  const std::vector<std::string> units = {"int8_8", "pwl_int:width=10,entries=12", "fp32_8",
                                          "pwl_int:width=6,stages=1"};
  EXPECT_EQ(join_parameters(items), units);
}

// Every role that the code asks for has units, and no role is misspelt.
TEST(UnitConfig, RolesNameUnits) {
  for (const char* role : {"standard", "coverage", "mutate", "prove", "gates"}) {
    EXPECT_FALSE(units_of_role(role).empty()) << role;
    // Code compares these texts with names.
    for (const std::string& name : units_of_role(role)) EXPECT_EQ(find_unit(name).name, name) << role;
  }
  EXPECT_TRUE(units_of_role("standards").empty());
}

// A new structure that is forgotten in a role would be checked by nobody.
TEST(UnitConfig, EveryStructureIsInTheRolesOfChecks) {
  for (const char* role : {"coverage", "mutate"}) {
    std::set<const Structure*> in;
    for (const std::string& name : units_of_role(role)) in.insert(find_unit(name).structure);
    for (const Structure* structure : structures()) EXPECT_EQ(in.count(structure), 1U) << role << structure->name();
  }
}

// Fields of the register map do not overlap, are within the address space and have no more words than addresses.
TEST(UnitConfig, RegisterMapsAreSound) {
  for (const UnitConfig& unit : named_units()) {
    std::set<std::uint32_t> taken;
    for (const RegisterField& field : unit.registers) {
      if (field.constant) continue;
      EXPECT_LE(field.count, field.span) << unit.name << field.name;
      EXPECT_LE(field.word.width, unit.data_bits) << unit.name << field.name;
      for (int i = 0; i < field.span; ++i) {
        EXPECT_TRUE(taken.insert(field.address + static_cast<std::uint32_t>(i)).second) << unit.name << field.name;
      }
      EXPECT_LE(field.address + static_cast<std::uint32_t>(field.span), static_cast<std::uint32_t>(unit.addresses()));
    }
  }
}

}  // namespace
}  // namespace pwlsim::tests
