// SPDX-License-Identifier: Apache-2.0
#include "sim/unit/table.h"

#include <gtest/gtest.h>
#include <limits>

#include "sim/base/error.h"
#include "tests/rooms.h"

namespace pwlsim::tests {
namespace {

Table valid_table() { return {"gelu", "test", {-1, 0, 0}, {1, 2, 3, 4}, {0, 0, 0, 0}}; }

std::string complaint(const Table& table) {
  try {
    table.validate();
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

TEST(Table, SegmentIsTheNumberOfBreakpointsBelow) {
  const Table table = valid_table();
  EXPECT_EQ(table.segment(-1.5), 0);
  EXPECT_EQ(table.segment(-1), 0);  // a breakpoint belongs to the segment on its left
  EXPECT_EQ(table.segment(-0.5), 1);
  EXPECT_EQ(table.segment(0), 1);
  EXPECT_EQ(table.segment(0.1), 3);  // the equal neighbours make segment 2 empty
  EXPECT_DOUBLE_EQ(table.evaluate(0.1), 0.4);
}

TEST(Table, EachDefectIsNamed) {
  EXPECT_EQ(complaint(valid_table()), "");
  Table table = valid_table();
  table.breakpoints = {0, -1, 2};
  EXPECT_NE(complaint(table).find("not sorted: number 1"), std::string::npos);
  table = valid_table();
  table.slopes[2] = std::numeric_limits<double>::quiet_NaN();
  EXPECT_NE(complaint(table).find("slope 2 of the table is not a finite number"), std::string::npos);
  table = valid_table();
  table.breakpoints[0] = -std::numeric_limits<double>::infinity();
  EXPECT_NE(complaint(table).find("breakpoint 0"), std::string::npos);
  table = valid_table();
  table.intercepts.pop_back();
  EXPECT_NE(complaint(table).find("needs 4 intercepts and 3 breakpoints"), std::string::npos);
  table = valid_table();
  table.slopes.resize(5);
  EXPECT_NE(complaint(table).find("this one has 5 slopes"), std::string::npos);
}

}  // namespace
}  // namespace pwlsim::tests
