// SPDX-License-Identifier: Apache-2.0
#include "sim/fit/register_export.h"

#include <gtest/gtest.h>
#include <algorithm>
#include <map>
#include <sstream>

#include "sim/base/error.h"
#include "tests/rooms.h"

namespace pwlsim::tests {
namespace {

FittedTable uniform(const std::string& function, const std::string& unit, std::vector<int> scales) {
  FitRequest request{find_function(function), find_unit(unit)};
  request.tails = Tails::kFree;
  return {.table = fit_table("uniform", request), .unit = &find_unit(unit), .scales = std::move(scales)};
}

/// Reads a file for $readmemh as IEEE 1364 defines it: words and @addresses in hexadecimal, white space, // comments.
std::map<std::uint32_t, Word> loaded(const std::string& text) {
  std::map<std::uint32_t, Word> memory;
  std::istringstream lines(text);
  std::uint32_t address = 0;
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line.substr(0, line.find("//")));
    for (std::string word; words >> word;) {
      if (word[0] == '@') {
        address = static_cast<std::uint32_t>(std::stoul(word.substr(1), nullptr, 16));
      } else {
        EXPECT_EQ(memory.count(address), 0U);
        memory[address++] = std::stoull(word, nullptr, 16);
      }
    }
  }
  return memory;
}

TEST(RegisterExport, MemoryFileHoldsEveryWrite) {
  for (const UnitConfig& unit : named_units()) {
    SCOPED_TRACE(unit.name);
    const FittedTable table = uniform(unit.reduces_range ? "exp" : "gelu", unit.name,
                                      unit.input_scale ? std::vector<int>{4} : std::vector<int>{});
    const std::string text = registers_memh({table});
    std::map<std::uint32_t, Word> expected;
    for (const RegisterWrite& write : register_sets(table)[0].writes()) expected[write.address] = write.data;
    EXPECT_EQ(loaded(text), expected);
    EXPECT_LT(expected.rbegin()->first, static_cast<std::uint32_t>(4 * unit.entries));
    EXPECT_EQ(text.rfind("// function: " + table.table.function + "\n// unit: " + unit.name + "\n", 0), 0U) << text;
  }
}

TEST(RegisterExport, MemoryFileIsOfOneTable) {
  EXPECT_THROW(registers_memh({}), InputError);
  EXPECT_THROW(registers_memh({uniform("gelu", "int8_8", {4, 5})}), InputError);
  EXPECT_THROW(registers_memh({uniform("gelu", "fp32_8", {}), uniform("exp", "fp32_8", {})}), InputError);
}

TEST(RegisterExport, CommaSeparatedValues) {
  const std::string text = registers_csv({uniform("gelu", "int8_8q", {5, 6}), uniform("exp", "fp32_8", {})});
  std::istringstream lines(text);
  std::string line;
  std::getline(lines, line);
  EXPECT_EQ(line, "function,unit,scale,fraction,output_scale,field,index,address,word,value");
  std::vector<std::string> all;
  while (std::getline(lines, line)) {
    EXPECT_EQ(std::count(line.begin(), line.end(), ','), 9) << line;
    all.push_back(line);
  }
  ASSERT_EQ(all.size(), 2U * (7 + 8 + 8 + 2) + 7 + 8 + 8);
  EXPECT_EQ(all[0], "gelu,int8_8q,5,6,5,breakpoint,0,0,0xa0,-3");
  EXPECT_EQ(all[7].rfind("gelu,int8_8q,5,6,5,slope,0,8,0x", 0), 0U) << all[7];
  EXPECT_EQ(all[23], "gelu,int8_8q,5,6,5,shift,0,24,0x05,5");
  EXPECT_EQ(all[24].rfind("gelu,int8_8q,5,6,5,shift,1,25,0x", 0), 0U) << all[24];
  EXPECT_EQ(all[25], "gelu,int8_8q,6,6,6,breakpoint,0,0,0x80,-2");  // -3 is below the codes of scale 6
  EXPECT_EQ(all[50], "exp,fp32_8,,,,breakpoint,0,0,0xc0e00000,-7");
}

// The breakpoints of a wide unit are of the mantissa's codes, whatever the scale of its inputs.
TEST(RegisterExport, BreakpointsOfWideUnitsAreThoseOfTheTable) {
  const FittedTable table = uniform("exp", "wide16_8", {3});
  EXPECT_EQ(table.table.breakpoints[0], -0.75);
  EXPECT_NE(registers_csv({table}).find("breakpoint,0,0,0xa0,-0.75\n"), std::string::npos);
}

}  // namespace
}  // namespace pwlsim::tests
