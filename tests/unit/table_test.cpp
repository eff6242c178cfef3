// SPDX-License-Identifier: Apache-2.0
#include "sim/unit/table.h"

#include <gtest/gtest.h>
#include <limits>

#include "sim/base/error.h"
#include "tests/rooms.h"

namespace pwlsim::tests {
namespace {

Table valid_table() {
  return {.function = "gelu",
          .method = "test",
          .breakpoints = {-1, 0, 0},
          .slopes = {1, 2, 3, 4},
          .intercepts = {0, 0, 0, 0}};
}

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
  EXPECT_NE(complaint(table).find("of 5 slopes needs 5 intercepts and 4 breakpoints"), std::string::npos);
  table = {"gelu", "test", {}, {1}, {0}};
  EXPECT_NE(complaint(table).find("has 2 to 64 entries, this one has 1 slopes"), std::string::npos);
  const auto constant = [](std::size_t entries) {
    const std::vector<double> zeros(entries, 0);
    return Table{"gelu", "test", std::vector<double>(entries - 1, 0), zeros, zeros};
  };
  EXPECT_NE(complaint(constant(65)).find("has 2 to 64 entries, this one has 65 slopes"), std::string::npos);
  for (std::size_t entries = 2; entries <= 64; ++entries) EXPECT_EQ(complaint(constant(entries)), "") << entries;
}

TEST(Table, EntriesThatAreAddedChangeNothing) {
  for (const int entries : {4, 5, 12, 64}) {
    const Table filled = with_entries(valid_table(), entries);
    EXPECT_EQ(filled.entries(), entries);
    EXPECT_EQ(complaint(filled), "");
    for (const double x : {-2.0, -1.0, -0.5, 0.0, 0.1, 7.0}) EXPECT_EQ(filled.evaluate(x), valid_table().evaluate(x));
  }
  EXPECT_EQ(with_entries({"gelu", "test", {3}, {1}, {2}}, 2).breakpoints, std::vector<double>({3}));
}

}  // namespace
}  // namespace pwlsim::tests
