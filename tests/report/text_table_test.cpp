// SPDX-License-Identifier: Apache-2.0
#include "sim/report/text_table.h"

#include <gtest/gtest.h>
#include "tests/rooms.h"

namespace pwlsim::tests {
namespace {

TEST(TextTable, FirstColumnLeftOthersRight) {
  TextTable table({"unit", "MSE", "x"});
  table.add({"int8_8", "1", "12.5"});
  table.add({"a", "1e-05", ""});
  EXPECT_EQ(table.text(),
            "unit      MSE     x\n"
            "-------------------\n"
            "int8_8      1  12.5\n"
            "a       1e-05\n");  // nothing trails
}

TEST(TextTable, RuleIsAsWideAsTheTable) {
  TextTable table({"a", "b"});
  table.add({"1", "2"});
  table.add_rule();
  table.add({"3", "4444"});
  EXPECT_EQ(table.text(), "a     b\n-------\n1     2\n-------\n3  4444\n");
}

TEST(TextTable, WithoutRows) { EXPECT_EQ(TextTable({"a", "bc"}).text(), "a  bc\n-----\n"); }

TEST(TextTable, BracesInCellsArePlainText) {
  TextTable table({"{}", "%s"});
  table.add({"{0}", "{:x}"});
  EXPECT_EQ(table.text(), "{}     %s\n---------\n{0}  {:x}\n");
}

}  // namespace
}  // namespace pwlsim::tests
