// SPDX-License-Identifier: Apache-2.0
#include "sim/cost/map/instances.h"

#include <gtest/gtest.h>
#include <string>
#include <utility>
#include <vector>

#include "sim/base/error.h"
#include "tests/rooms.h"
#include "tests/scratch_folder.h"

namespace pwlsim::tests {
namespace {

Library library() {
  Library cells{};
  for (const auto& [name, area] : {std::pair("NAND", 4.0), std::pair("FLOP", 16.0)}) {
    cells.index[name] = cells.cells.size();
    LibertyCell& cell = cells.cells.emplace_back();
    cell.name = name;
    cell.area = area;
  }
  return cells;
}

/// A module with cells of these names and types.
std::string module(const std::string& name, const std::vector<std::pair<std::string, std::string>>& cells) {
  std::string text;
  for (const auto& [cell, type] : cells) {
    text += (text.empty() ? "" : ",") + ("\"" + cell + "\": {\"type\": \"" + type + "\"}");
  }
  return "\"" + name + "\": {\"cells\": {" + text + "}}";
}

class Instances : public testing::Test {
 protected:
  std::vector<InstanceArea> read(const std::string& modules) const {
    return read_instances(folder_.write("mapped.json", "{\"modules\": {" + modules + "}}"), "unit", library());
  }

  const ScratchFolder folder_;
};

TEST_F(Instances, CountWithAllBelowThem) {
  const auto all = read(module("unit", {{"n1", "NAND"}, {"u_a", "part"}, {"u_b", "outer"}}) + "," +
                        module("outer", {{"n1", "FLOP"}, {"u_in", "part"}, {"u_two", "part"}}) + "," +
                        module("part", {{"n1", "NAND"}, {"n2", "FLOP"}}));
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(all[0].name, "top");
  EXPECT_EQ(all[0].cells, 1);
  EXPECT_EQ(all[0].area, 4);
  EXPECT_EQ(all[1].name, "u_a");
  EXPECT_EQ(all[1].cells, 2);
  EXPECT_EQ(all[1].area, 20);
  EXPECT_EQ(all[2].name, "u_b");
  EXPECT_EQ(all[2].cells, 5);
  EXPECT_EQ(all[2].area, 56);
}

TEST_F(Instances, TheModuleAroundAForeignUnitIsNoInstance) {
  const auto all = read(module("unit", {{"n1", "NAND"}, {"u_unit", "theirs"}}) + "," +
                        module("theirs", {{"n1", "FLOP"}, {"u_mul", "part"}}) + "," + module("part", {{"n1", "NAND"}}));
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].cells, 2);
  EXPECT_EQ(all[0].area, 20);
  EXPECT_EQ(all[1].name, "u_mul");
  EXPECT_EQ(all[1].area, 4);
}

TEST_F(Instances, WhatIsNeitherModuleNorCellIsRefused) {
  EXPECT_THROW(read(module("unit", {{"n1", "XOR"}})), InputError);
  EXPECT_THROW(read(module("other", {{"n1", "NAND"}})), InputError);
  EXPECT_THROW(read("\"unit\": []"), InputError);
}

}  // namespace
}  // namespace pwlsim::tests
