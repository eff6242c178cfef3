// SPDX-License-Identifier: Apache-2.0
//
// Tables as comma-separated values, of real numbers and of registers, and as words for $readmemh.

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <algorithm>
#include <string>
#include <vector>

#include "sim/base/error.h"
#include "sim/base/random.h"
#include "sim/fit/register_export.h"
#include "sim/fit/table_file.h"
#include "sim/unit/random_unit.h"
#include "tests/fit/table_refusal.h"
#include "tests/rooms.h"
#include "tests/scratch_folder.h"

namespace pwlsim::tests {
namespace {

#define EXPECT_SAYS(text, words) EXPECT_NE((text).find(words), std::string::npos) << (text)

std::vector<FittedTable> tables_of(const std::string& text, const TableContext& context = {}) {
  const ScratchFolder folder;
  return read_tables(folder.write("t", text), nullptr, context);
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

/// A table for a unit, of uniform segments, in the unit's range of functions.
FittedTable uniform(const UnitConfig& unit, const Function& function, std::vector<int> scales) {
  FitRequest request{function, unit};
  request.tails = Tails::kFree;
  return {.table = fit_table("uniform", request), .unit = &unit, .scales = std::move(scales)};
}

/// Some tables for a unit: of each function that it serves and has enough bits for, at its default scale and another.
std::vector<FittedTable> tables_for(const UnitConfig& unit) {
  std::vector<FittedTable> tables;
  for (const Function* const function : {&find_function("gelu"), &find_function("exp"), &find_function("div")}) {
    if (!serves(unit, *function)) continue;
    const int scale = default_scale(*function, unit);
    for (const int other : {scale, scale / 2}) {
      if (!unit.input_scale && other != scale) continue;
      try {
        tables.push_back(uniform(unit, *function, unit.input_scale ? std::vector<int>{other} : std::vector<int>{}));
        register_sets(tables.back());
      } catch (const InputError&) {  // the unit has too few bits or entries, or no such truth table
        if (!tables.empty() && tables.back().unit == &unit) tables.pop_back();
      }
    }
  }
  return tables;
}

void expect_same(const UnitTable& read, const UnitTable& written) {
  EXPECT_EQ(read.words, written.words);
  EXPECT_EQ(read.config.constants, written.config.constants);
  EXPECT_EQ(read.config.name, written.config.name);
  EXPECT_EQ(read.scale, written.scale);
  EXPECT_EQ(read.fraction, written.fraction);
  EXPECT_EQ(read.output_scale, written.output_scale);
  EXPECT_EQ(read.x.step, written.x.step);
  EXPECT_EQ(read.x.word.kind, written.x.word.kind);
  EXPECT_EQ(read.y.step, written.y.step);
}

/// Everything that is written of these tables comes back as the same registers.
void expect_round_trip(const FittedTable& table) {
  SCOPED_TRACE(table.table.function + " " + table.unit->name);
  const UnitTable written = register_sets(table).at(0);
  expect_same(register_sets(tables_of(registers_csv({table})).at(0)).at(0), written);
  // Their errors are of every input, which takes long for many.
  const bool quick = table.unit->x_width() <= 8;
  if (quick) expect_same(register_sets(tables_of(tables_json({table}, "test")).at(0)).at(0), written);
  if (!written.writes().empty() && !table.unit->has_constants()) {
    const std::string memory = registers_memh({table});
    const std::vector<FittedTable> back = tables_of(memory);
    expect_same(register_sets(back.at(0)).at(0), written);
    EXPECT_EQ(registers_memh(back), memory);
    if (quick) expect_same(register_sets(tables_of(tables_json(back, "test")).at(0)).at(0), written);
  }
}

TEST(RegisterFiles, WhatIsWrittenIsReadBitForBit) {
  std::vector<const UnitConfig*> units;
  for (const UnitConfig& unit : named_units()) units.push_back(&unit);
  for (const std::string& name : units_of_role("coverage")) units.push_back(&find_unit(name));
  for (const std::string& name : units_of_role("mutate")) units.push_back(&find_unit(name));
  units.push_back(&find_unit("pwl_int:width=10,entries=12"));
  for (const UnitConfig* const unit : random_units(40, 11)) units.push_back(unit);
  int count = 0;
  for (const UnitConfig* const unit : units) {
    for (const FittedTable& table : tables_for(*unit)) {
      expect_round_trip(table);
      ++count;
    }
  }
  EXPECT_GT(count, 200);
}

// Registers that no fit writes: the fewest fraction bits, and words at random.
TEST(RegisterFiles, AnyRegistersComeBack) {
  Random random(3);
  for (const char* const name : {"int8_8", "int8_8q", "int32_8", "wide16_8",
                                 "pwl_int:width=7,slope_width=5,intercept_width=9,"
                                 "breakpoint_width=4,entries=6",
                                 "direct:width=4"}) {
    SCOPED_TRACE(name);
    const UnitConfig& unit = find_unit(name);
    const Function& function = find_function("exp");
    for (int round = 0; round < 20; ++round) {
      FieldWords words;
      for (const RegisterField& field : unit.registers) {
        if (!field.per_entry) continue;
        std::vector<Word>& all = words[field.name];
        for (int i = 0; i < field.count; ++i) all.push_back(random_word(random, field.word));
        if (!field.is_limit) continue;
        const auto below = [&](Word a, Word b) {
          return sign_extend(a, field.word.width) < sign_extend(b, field.word.width);
        };
        std::sort(all.begin(), all.end(), below);
      }
      TableFacts facts;
      facts.function = &function;
      facts.unit = &unit;
      facts.scales = {static_cast<int>(random.below(4))};
      facts.fraction = static_cast<int>(random.below(3));
      if (unit.output_scale) facts.output_scale = 0;
      const FittedTable table = table_of_words(words, facts, {}, "key");
      for (const auto& [field, expected] : words) EXPECT_EQ(register_sets(table).at(0).field(field), expected);
      expect_round_trip(table);
    }
  }
}

constexpr const char* kNumbers = "breakpoint,slope,intercept\n-2,0,0\n0,-0.1,-0.15\n2,0.9,-0.15\n,1,0\n";

TEST(RegisterFiles, APersonsCommaSeparatedValues) {
  TableContext context;
  context.functions = {"gelu"};
  context.units = {"int8_8"};
  context.scales = {4};
  const FittedTable table = tables_of(kNumbers, context).at(0);
  EXPECT_EQ(table.unit->name, "int8_8");
  EXPECT_EQ(table.scales, std::vector<int>{4});
  EXPECT_EQ(table.table.breakpoints, (std::vector<double>{-2, 0, 2, 2, 2, 2, 2}));
  EXPECT_EQ(table.table.slopes, (std::vector<double>{0, -0.1, 0.9, 1, 1, 1, 1, 1}));
  // Comments say the same; blanks, line ends of Windows, a mark and the order of columns do not matter.
  const FittedTable other = tables_of(
                                "\xef\xbb\xbf# function: gelu\r\n# unit: int8_8\r\n# scale: 4\r\n\r\nslope , "
                                "breakpoint,intercept\r\n 0, -2, 0\r\n"
                                "-1e-1,+0,-.15\r\n0.9,2,-0.15\r\n1,,0\r\n")
                                .at(0);
  EXPECT_EQ(tables_json({other}, "test"), tables_json({table}, "test"));
  EXPECT_EQ(tables_of("# function: silu\n" + std::string(kNumbers)).at(0).unit->name, "int8_4");
  context.units = {"direct:width=3"};
  context.scales = {0};
  EXPECT_EQ(register_sets(tables_of("value\n0\n1\n2\n3\n0\n0\n0\n-1\n", context).at(0)).at(0).field("value").at(7), 7U);

  EXPECT_SAYS(refusal(kNumbers), "does not say its function; --function names it");
  context.units = {};
  const auto says = [&](const std::string& from, const std::string& to) {
    return refusal(replaced(kNumbers, from, to), context);
  };
  EXPECT_SAYS(says("0.9", "nan"), "line 4: slope 'nan' is not a finite number");
  EXPECT_SAYS(says("0.9", "1e999"), "line 4: slope '1e999' is not a finite number");
  EXPECT_SAYS(says("0.9", "0,9"), "line 4: has 4 cells for 3 columns");
  EXPECT_SAYS(says("\n0,", "\n-3,"), "line 3: breakpoint -3 is below the one before it, -2");
  EXPECT_SAYS(says("\n0,", "\n,"), "line 3: lacks its breakpoint");
  EXPECT_SAYS(says("\n,1", "\n3,1"), "line 5: has a breakpoint; the last segment has no end");
  EXPECT_SAYS(says("slope", "k"), "line 1: column 'slope' is missing");
  EXPECT_SAYS(says("slope", "slope,slope"), "line 1: column 'slope' stands there twice");
  EXPECT_SAYS(refusal("breakpoint,slope,intercept\n", context), "no line below their names");
  EXPECT_SAYS(refusal("# scale: x\n" + std::string(kNumbers), context), "line 1: scale 'x' is not a whole number");
  EXPECT_SAYS(refusal("# unit: int9_9_9\n" + std::string(kNumbers), context), "line 1: unknown unit 'int9_9_9'");
}

TEST(RegisterFiles, WhatIsWrongWithRegistersIsNamed) {
  const FittedTable table = uniform(find_unit("int8_8q"), find_function("gelu"), {5});
  const std::string csv = registers_csv({table});
  const std::string memory = registers_memh({table});
  ASSERT_EQ(refusal(csv), "accepted");
  ASSERT_EQ(refusal(memory), "accepted");
  // An edited word of the table counts; its number has to go.
  const std::string row = csv.substr(csv.find("gelu,int8_8q,5,6,5,slope,2,"),
                                     csv.find('\n', csv.find("slope,2,")) - csv.find("gelu,int8_8q,5,6,5,slope,2,"));
  EXPECT_SAYS(refusal(replaced(csv, row, "gelu,int8_8q,5,6,5,slope,2,10,0x20,7")),
              "slope 2: its word is 0.5, not 7; the words count");
  EXPECT_EQ(refusal(replaced(csv, row, "gelu,int8_8q,5,6,5,slope,2,10,0x20,0.5")), "accepted");
  EXPECT_SAYS(refusal(replaced(csv, row + "\n", "")), "slope 2 of this table is missing");
  EXPECT_SAYS(refusal(replaced(csv, row, row + "\n" + row)), "slope 2 stands in an earlier line as well");
  EXPECT_SAYS(refusal(replaced(csv, row, "gelu,int8_8q,5,6,5,slope,2,10,0x120,0.5")), "slope 2 has more than 8 bits");
  EXPECT_SAYS(refusal(replaced(csv, row, "gelu,int8_8q,5,6,5,slope,2,11,0x20,0.5")), "slope 2 has address 10");
  EXPECT_SAYS(refusal(replaced(csv, row, "gelu,int8_8q,5,6,5,slop,2,10,0x20,0.5")), "int8_8q has no register 'slop'");
  EXPECT_SAYS(refusal(replaced(csv, "shift,0,24,0x05", "shift,0,24,0x04")), "shift 0 is 4, where scale 5, 6 fraction");
  // What the words do not say is asked for.
  EXPECT_SAYS(refusal(replaced(memory, "// function: gelu\n", "")), "does not say its function; --function names it");
  EXPECT_SAYS(refusal(replaced(memory, "// unit: int8_8q\n", "")), "does not say the unit");
  EXPECT_SAYS(refusal(replaced(memory, "// fraction: 6\n", "")), "a comment '//' says it: fraction");
  TableContext context;
  context.functions = {"gelu"};
  context.units = {"int8_8q"};
  context.scales = {5};
  context.output_scale = 5;
  EXPECT_EQ(refusal("// fraction: 6\n" + memory.substr(memory.find("// 32 words")), context), "accepted");
  context.scales = {4};
  EXPECT_SAYS(refusal("// fraction: 6\n" + memory.substr(memory.find("// 32 words")), context),
              "shift 0 is 5, where scale 4, 6 fraction bits, output scale 5 of int8_8q give 4");
  // Words.
  EXPECT_SAYS(refusal(replaced(memory, "a0\n", "xyz\n")), "'xyz' is not a word in hexadecimal");
  EXPECT_SAYS(refusal(replaced(memory, "a0\n", "1a0\n")), "breakpoint 0 has more than 8 bits");
  EXPECT_SAYS(refusal(replaced(memory, "a0\n", "xx\n")), "breakpoint 0 of int8_8q, address 0, is missing");
  EXPECT_SAYS(refusal(memory + "@0\n00\n"), "address 0 has a word already");
  EXPECT_SAYS(refusal(memory + "01\n"), "int8_8q has no register at address 1a");
  EXPECT_SAYS(refusal(memory + "@ffffffffff\n01\n"), "is beyond any unit's");
  EXPECT_EQ(refusal(memory + "00 0_0 xx\n"), "accepted") << "a dump of the whole memory";
  EXPECT_SAYS(refusal(memory.substr(0, memory.size() - 3)), "shift 1 of int8_8q, address 19, is missing");
}

// Damaged files are accepted or refused with one line, and nothing else happens.
TEST(RegisterFiles, DamagedFilesAreTakenOrRefused) {
  const FittedTable table = uniform(find_unit("int8_8q"), find_function("gelu"), {5});
  const std::vector<std::string> files = {registers_csv({table}), registers_memh({table}),
                                          registers_csv({uniform(find_unit("fp16_8"), find_function("exp"), {})}),
                                          "# function: gelu\n" + std::string(kNumbers)};
  Random random(5);
  int taken = 0;
  int refused = 0;
  for (int round = 0; round < 2000; ++round) {
    std::string text = files[static_cast<std::size_t>(round) % files.size()];
    const std::size_t from = random.below(static_cast<std::uint32_t>(text.size()));
    switch (random.below(4)) {
      case 0:
        text[from] = static_cast<char>(random.below(256));
        break;
      case 1:
        text.resize(from);
        break;
      case 2:
        text.erase(from, 1 + random.below(30));
        break;
      default:
        text.insert(from, text.substr(random.below(static_cast<std::uint32_t>(text.size())), random.below(60)));
    }
    ++(refusal(text) == "accepted" ? taken : refused);
  }
  EXPECT_GT(taken, 50);
  EXPECT_GT(refused, 500);
}

}  // namespace
}  // namespace pwlsim::tests
