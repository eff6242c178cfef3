// SPDX-License-Identifier: Apache-2.0
#include "sim/fit/gqa_file.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "sim/base/error.h"
#include "sim/unit/golden.h"
#include "tests/rooms.h"
#include "tests/scratch_folder.h"

namespace pwlsim::tests {
namespace {

std::string published(const std::string& file) { return PWLSIM_TEST_DATA "/gqa_lut/" + file; }

std::vector<FittedTable> parsed(const std::string& text) {
  const ScratchFolder folder;
  return read_tables(folder.write("tables.json", text));
}

std::string refusal(const std::string& text) {
  try {
    parsed(text);
  } catch (const InputError& error) {
    return error.what();
  }
  return "accepted";
}

#define EXPECT_SAYS(text, words) EXPECT_NE((text).find(words), std::string::npos) << (text)

const char* const kFour = R"("breakpoints": [-1, 0, 1], "slopes": [0, 0.25, 0.5, 1], "intercepts": [0, 0, 0, 0.5])";

TEST(GqaFile, PublishedTables) {
  for (const std::string function : {"gelu", "hswish", "exp"}) {
    for (const int entries : {8, 16}) {
      const std::vector<FittedTable> tables =
          read_tables(published(fmt::format("{}_pwl_{}.json", function, entries - 1)));
      ASSERT_EQ(tables.size(), 7U);
      for (int scale = 0; scale < 7; ++scale) {
        const FittedTable& table = tables[static_cast<std::size_t>(scale)];
        EXPECT_EQ(table.table.function, function);
        EXPECT_EQ(table.table.method, "gqa-lut file");
        EXPECT_EQ(table.unit->name, fmt::format("int8_{}", entries));
        EXPECT_EQ(table.scales, std::vector<int>{scale});
        EXPECT_EQ(register_sets(table)[0].fraction, 6);
      }
    }
  }
}

// All their numbers fit the registers, so writing gives the same tables as were read.
TEST(GqaFile, PublishedTablesComeOutAsTheyCameIn) {
  for (const char* name : {"exp_pwl_7.json", "gelu_pwl_15.json", "hswish_pwl_15.json"}) {
    const std::string file = published(name);
    const auto before = nlohmann::json::parse(ScratchFolder::read_whole(file));
    EXPECT_EQ(nlohmann::json::parse(gqa_json(read_tables(file))), before);
  }
}

TEST(GqaFile, ReadingWhatWasWrittenGivesTheSameUnit) {
  for (const Function& function : functions()) {
    for (const char* unit : {"int8_4", "int8_8", "int8_16", "int8_64", "int8_8q"}) {
      FittedTable fitted{.table = fit_table("uniform", {function, find_unit(unit)}),
                         .unit = &find_unit(unit),
                         .scales = {0, 1, 2, 3, 4, 5, 6, 7}};
      const std::vector<FittedTable> back = parsed(gqa_json({fitted}));
      ASSERT_EQ(back.size(), 8U);
      const std::vector<UnitTable> before = register_sets(fitted);
      for (std::size_t i = 0; i < 8; ++i) {
        SCOPED_TRACE(fmt::format("{} {} {}", function.name, unit, i));
        EXPECT_EQ(back[i].table.function, function.name);
        const UnitTable after = register_sets(back[i])[0];
        EXPECT_EQ(after.scale, before[i].scale);
        EXPECT_EQ(after.fraction, before[i].fraction);
        EXPECT_EQ(after.field("breakpoint"), before[i].field("breakpoint"));
        EXPECT_EQ(after.field("slope"), before[i].field("slope"));
        EXPECT_EQ(after.field("intercept"), before[i].field("intercept"));
      }
    }
  }
}

TEST(GqaFile, OlderNames) {
  const std::vector<FittedTable> older =
      parsed(R"({"sqrt_reci": {"5": {"split_points": [0.375, 0.5, 0.75], "coeff": [-3.015625, -1.6875, -0.96875, -0.25],
                 "bias": [2.75, 2.265625, 1.875, 1.140625]}},
                 "reci": {"2": {"breakpoints": [1, 1, 2], "slopes": [-2, -1, 0, 0], "intercepts": [3, 2, 1, 0.25]}},
                 "swish": {"0": {)" +
             std::string(kFour) + "}}}");
  ASSERT_EQ(older.size(), 3U);
  EXPECT_EQ(older[0].table.function, "div");  // the library sorts keys
  EXPECT_EQ(older[1].table.function, "rsqrt");
  EXPECT_EQ(older[2].table.function, "silu");
  EXPECT_EQ(older[1].scales, std::vector<int>{5});
  const std::string again = gqa_json(older);
  EXPECT_SAYS(again, "\"sqrt_reci\"");
  EXPECT_SAYS(again, "\"reci\"");
  EXPECT_SAYS(again, "\"swish\"");
  EXPECT_EQ(again.find("-3.015625"), std::string::npos) << "8 bits hold it with 5 fraction bits only: -3.03125 or -3";
}

/// The registers of a file with one table for an INT8 unit with four entries, and the notes about it.
std::pair<UnitTable, std::vector<std::string>> registers_of(const std::string& text) {
  const ScratchFolder folder;
  std::vector<std::string> notes;
  const std::vector<FittedTable> tables = read_tables(folder.write("tables.json", text), &notes);
  EXPECT_EQ(tables.size(), 1U) << text;
  return {register_sets(tables.at(0)).at(0), notes};
}

void expect_equal(const UnitTable& a, const UnitTable& b) {
  EXPECT_EQ(a.scale, b.scale);
  EXPECT_EQ(a.field("breakpoint"), b.field("breakpoint"));
  EXPECT_EQ(a.field("slope"), b.field("slope"));
  EXPECT_EQ(a.field("intercept"), b.field("intercept"));
}

TEST(GqaFile, EachLayoutGivesTheSameUnit) {
  const std::string bp = "[-1, 0, 1]", k = "[0, 0.25, 0.75, 1]", b = "[0, 0, 0, 0]";
  const auto entry = [&](const char* p, const char* slopes, const char* intercepts) {
    return fmt::format("{{\"{}\": {}, \"{}\": {}, \"{}\": {}}}", p, bp, slopes, k, intercepts, b);
  };
  const std::string plain = entry("breakpoints", "slopes", "intercepts");
  const UnitTable expected = registers_of("{\"gelu\": {\"5\": " + plain + "}}").first;
  EXPECT_EQ(expected.scale, 5);
  const std::string entries[] = {plain, entry("split_points", "coeff", "bias"),
                                 entry("breakpoints", "slopes", "intercept"), entry("split_points", "slopes", "bias"),
                                 entry("breakpoints", "slope_dff", "intercept_dff")};
  for (const std::string& one : entries) {
    for (const char* key : {"5", "5.0", "2^-5", "2**-5", "0.03125"}) {
      SCOPED_TRACE(one + key);
      expect_equal(registers_of("{\"gelu\": {\"" + std::string(key) + "\": " + one + "}}").first, expected);
    }
    for (const char* name : {"gelu", "GELU", "Gelu"}) {
      SCOPED_TRACE(one + name);
      // A table without a scale gets the finest for the range.
      const auto [registers, notes] = registers_of("\xef\xbb\xbf{\"" + std::string(name) + "\": " + one + "}");
      expect_equal(registers, expected);
      EXPECT_TRUE(notes.empty());
    }
  }
  EXPECT_EQ(registers_of("{\"gelu\": {\"1.0\": " + plain + "}}").first.scale, 1);
  EXPECT_EQ(registers_of("{\"gelu\": {\"0.5\": " + plain + "}}").first.scale, 1);
  for (const char* key : {"2^-8", "0.3", "5.5", "s", "-5", "1e400", "nan", "0.001"}) {
    EXPECT_SAYS(refusal("{\"gelu\": {\"" + std::string(key) + "\": " + plain + "}}"), "is not an INT8 scale");
  }
  EXPECT_SAYS(refusal(plain), "tables.json: does not say its function; --function names it");
  EXPECT_SAYS(refusal("{\"gelu\": {\"breakpoints\": [0, 1, 2], \"slopes\": [1, 1, 1, 1], \"coeff\": [1, 1, 1, 1]}}"),
              "gelu: key 'coeff' is not known here");
}

// No input lies beyond an infinite breakpoint, in any spelling.
TEST(GqaFile, InfiniteBreakpointsAreEmptySegments) {
  const auto table = [](const std::string& breakpoints, const std::string& slopes) {
    return registers_of("{\"gelu\": {\"5\": {\"breakpoints\": " + breakpoints + ", \"slopes\": " + slopes +
                        ", \"intercepts\": [0, 0, 0, 0]}}}")
        .first;
  };
  const UnitTable lower = table("[0, 0, 1]", "[0.5, 0.5, 0.75, 1]");
  for (const char* infinity : {"-Infinity", "-1e999", "\"-inf\"", "\"-Infinity\"", "null"}) {
    SCOPED_TRACE(infinity);
    expect_equal(table("[" + std::string(infinity) + ", 0, 1]", "[0.25, 0.5, 0.75, 1]"), lower);
  }
  const UnitTable upper = table("[-1, 0, 0]", "[0.25, 0.5, 0.75, 0.75]");
  for (const char* infinity : {"Infinity", "1e999", "1E+400", "\"inf\"", "\"+inf\"", "null"}) {
    SCOPED_TRACE(infinity);
    expect_equal(table("[-1, 0, " + std::string(infinity) + "]", "[0.25, 0.5, 0.75, 1]"), upper);
  }
  // Every input meets the segment between the infinities.
  const GoldenUnit none(table("[-Infinity, Infinity, Infinity]", "[0.25, 0.5, 0.75, 1]"));
  for (const int code : {-128, -1, 0, 127})
    EXPECT_EQ(none.evaluate(static_cast<Word>(code) & 0xff), static_cast<Word>(code * 32) & 0xffff);
  // Both ends of the range among the breakpoints, as in split_points before they are cut.
  const UnitTable expected = table("[-1, 0, 1]", "[0.25, 0.5, 0.75, 1]");
  expect_equal(table("[-10000, -1, 0, 1, 10000]", "[0.25, 0.5, 0.75, 1]"), expected);
  expect_equal(table("[-Infinity, -1, 0, 1, Infinity]", "[0.25, 0.5, 0.75, 1]"), expected);
  EXPECT_SAYS(
      refusal(R"({"gelu": {"5": {"breakpoints": [0, 1, NaN], "slopes": [0, 0, 0, 0], "intercepts": [0, 0, 0, 0]}}})"),
      "gelu.5.breakpoints[2]: is neither a number nor an infinity");
  EXPECT_SAYS(
      refusal(
          R"({"gelu": {"5": {"breakpoints": [0, 1, 2], "slopes": [0, 0, 0, Infinity], "intercepts": [0, 0, 0, 0]}}})"),
      "gelu.5.slopes[3]: is not a number");
  EXPECT_SAYS(
      refusal(
          R"({"gelu": {"5": {"breakpoints": [Infinity, 1, 2], "slopes": [0, 0, 0, 0], "intercepts": [0, 0, 0, 0]}}})"),
      "gelu.5: breakpoint 0 of the table is not a finite number");
}

TEST(GqaFile, AnUnknownFunctionIsLeftOutBesideAKnownOne) {
  const std::string five = "{\"5\": {" + std::string(kFour) + "}}";
  const auto [registers, notes] =
      registers_of("{\"mash\": {\"5\": {\"a\": 1}}, \"gelu\": " + five + ", \"note\": \"x\"}");
  EXPECT_EQ(registers.scale, 5);
  ASSERT_EQ(notes.size(), 2U);
  EXPECT_SAYS(notes[0], "tables.json: mash: is not a known function and is left out");
  EXPECT_SAYS(notes[1], "note");
}

// LUT-APP's unit shifts the results of exp up to -5.5625 by five bits.
TEST(GqaFile, LutAppsExpIsScaledBack) {
  const auto lut_app = [](const char* function, const char* breakpoints) {
    return fmt::format(
        "{{\"{}\": {{\"breakpoints\": {}, \"slope_dff\": [0.5, 1, 0.5, 1], \"intercept_dff\": [1, 2, 1, 1]}}}}",
        function, breakpoints);
  };
  const ScratchFolder folder;
  std::vector<std::string> notes;
  const auto table = [&](const std::string& text) {
    return read_tables(folder.write("t.json", text), &notes).at(0).table;
  };
  const Table exp = table(lut_app("exp", "[-6.5, -5.5625, -1]"));
  EXPECT_EQ(exp.method, "lut-app file");
  EXPECT_EQ(exp.slopes, (std::vector<double>{0.5 / 32, 1.0 / 32, 0.5, 1}));
  EXPECT_EQ(exp.intercepts, (std::vector<double>{1.0 / 32, 2.0 / 32, 1, 1}));
  ASSERT_EQ(notes.size(), 1U);
  EXPECT_SAYS(notes[0], "exp: lines up to -5.5625 are divided by 32");
  EXPECT_SAYS(refusal(lut_app("exp", "[-6.5, -5, -1]")), "exp: is of LUT-APP, whose exp is 32 times as large");
  EXPECT_EQ(table(lut_app("gelu", "[-6.5, -5.5625, -1]")).slopes[0], 0.5);
  EXPECT_EQ(notes.size(), 1U);
  table(lut_app("rsqrt", "[1, 2, 3]"));
  EXPECT_SAYS(notes.back(), "rsqrt: LUT-APP makes this table for mantissas from 1 to 4 only");
}

TEST(GqaFile, MalformedEntriesAreNamed) {
  const std::string four = kFour;
  EXPECT_SAYS(refusal("{}"), "tables.json: holds no table");
  EXPECT_SAYS(refusal("[]"), "tables.json: holds no table");
  EXPECT_SAYS(refusal("{\"gelu\": []}"), "tables.json: line 1: gelu: is not an object");
  EXPECT_SAYS(refusal("{\"gelu\": {}}"), "tables.json: holds no table");
  EXPECT_SAYS(refusal("{\"gleu\": {\"0\": {" + four + "}}}"), "tables.json: line 1: gleu: unknown function 'gleu'");
  EXPECT_SAYS(refusal("{\"gelu\": {\"8\": {" + four + "}}}"), "gelu.8: is not an INT8 scale");
  EXPECT_SAYS(refusal("{\"gelu\": {\"00\": {" + four + "}}}"), "gelu.00: is not an INT8 scale");
  EXPECT_SAYS(refusal("{\"gelu\": {\"-1\": {" + four + "}}}"), "gelu.-1: is not an INT8 scale");
  EXPECT_SAYS(refusal("{\"gelu\": {\"1\": {" + four + ", \"bias\": []}}}"), "gelu.1: key 'bias' is not known here");
  EXPECT_SAYS(refusal("{\"gelu\": {\"1\": {\"slopes\": [1]}}}"), "gelu.1: key 'breakpoints' is missing");
  EXPECT_SAYS(refusal("{\"gelu\": {\"1\": {" + four + "}, \"1\": {" + four + "}}}"), "key '1' stands twice");
  EXPECT_SAYS(refusal(R"({"gelu": {"1": {"breakpoints": [0, 1, 0], "slopes": [1, 1, 1, 1],
                       "intercepts": [0, 0, 0, 0]}}})"),
              "tables.json: line 1: gelu.1: the table's breakpoints are not sorted: number 2");
  EXPECT_SAYS(refusal(R"({"gelu": {"1": {"breakpoints": [0, 1, "2"], "slopes": [], "intercepts": []}}})"),
              "gelu.1.breakpoints[2]: is neither a number nor an infinity");
  EXPECT_SAYS(refusal(R"({"gelu": {"1": {"breakpoints": [], "slopes": [1], "intercepts": [1]}}})"), "has 1 slopes");
  EXPECT_SAYS(refusal(R"({"gelu": {"1": {"breakpoints": [0, 1, 2], "slopes": [1, 1, 1, 1000],
                       "intercepts": [0, 0, 0, 0]}}})"),
              "gelu.1: a slope or intercept of the table is out of range");
}

TEST(GqaFile, WhatTheLayoutHasNoPlaceForIsRefused) {
  const Function& gelu = find_function("gelu");
  const auto table = [&](const char* unit, std::vector<int> scales) {
    return FittedTable{fit_table("uniform", {gelu, find_unit(unit)}), &find_unit(unit), std::move(scales)};
  };
  EXPECT_THROW(gqa_json({table("int16_8", {5})}), InputError);
  EXPECT_THROW(gqa_json({table("fp32_8", {})}), InputError);
  EXPECT_THROW(gqa_json({table("int8_8", {4, 5}), table("int8_16", {5})}), InputError);
  EXPECT_NO_THROW(gqa_json({table("int8_8", {4}), table("int8_8", {5})}));
}

}  // namespace
}  // namespace pwlsim::tests
