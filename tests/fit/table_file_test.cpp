// SPDX-License-Identifier: Apache-2.0
#include "sim/fit/table_file.h"

#include <gtest/gtest.h>
#include <unistd.h>
#include <algorithm>
#include <clocale>
#include <cstring>
#include <map>
#include <nlohmann/json.hpp>

#include "sim/base/error.h"
#include "sim/base/random.h"
#include "tests/fit/table_refusal.h"
#include "tests/rooms.h"
#include "tests/scratch_folder.h"

namespace pwlsim::tests {
namespace {

#define EXPECT_SAYS(text, words) EXPECT_NE((text).find(words), std::string::npos) << (text)

FittedTable uniform(const std::string& function, const std::string& unit, std::vector<int> scales) {
  FitRequest request{find_function(function), find_unit(unit)};
  request.tails = Tails::kFree;
  return {.table = fit_table("uniform", request), .unit = &find_unit(unit), .scales = std::move(scales)};
}

/// One table of each kind of unit, with nothing left at its default.
std::vector<FittedTable> samples() {
  std::vector<FittedTable> tables = {uniform("gelu", "int8_8", {5}), uniform("div", "int16_8q", {0, 7, 12}),
                                     uniform("exp", "fp32_16", {}), uniform("tanh", "int32w_8", {28})};
  FittedTable& table = tables[1];
  table.output_scale = 9;
  table.objective = Objective::kOutputMse;
  table.tails = Tails::kFree;
  table.zero_mean = true;
  table.weights = "recorded, 4096 numbers";
  table.seed = ~std::uint64_t{0};
  table.settings = {{"generations", 500}, {"mutation", 0.1}};
  return tables;
}

std::string valid() { return tables_json({uniform("gelu", "int8_8", {5, 6})}, "pwlsim test"); }

TEST(TableFile, ReadsBackBitEqual) {
  std::vector<FittedTable> tables = samples();
  // Numbers that a careless writer would lose: one without a short form, a subnormal, a negative zero, large whole
  // numbers.
  tables[2].table.slopes[0] = 0.1 + 0.2;
  tables[2].table.slopes[1] = 5e-324;
  tables[2].table.intercepts[0] = -0.0;
  tables[2].table.intercepts[1] = 9007199254740993.0;
  tables[2].table.intercepts[2] = -1e22;
  Random random(1);
  for (double& slope : tables[3].table.slopes) slope = random.normal() / 4;
  const ScratchFolder folder;
  const std::string text = tables_json(tables, "pwlsim test");
  const std::vector<FittedTable> back = read_tables(folder.write("tables.json", text));
  ASSERT_EQ(back.size(), tables.size());
  const auto same_bits = [](const std::vector<double>& a, const std::vector<double>& b) {
    return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(double)) == 0;
  };
  for (std::size_t i = 0; i < tables.size(); ++i) {
    SCOPED_TRACE(i);
    EXPECT_TRUE(same_bits(back[i].table.breakpoints, tables[i].table.breakpoints));
    EXPECT_TRUE(same_bits(back[i].table.slopes, tables[i].table.slopes));
    EXPECT_TRUE(same_bits(back[i].table.intercepts, tables[i].table.intercepts));
    EXPECT_EQ(back[i].table.function, tables[i].table.function);
    EXPECT_EQ(back[i].table.method, tables[i].table.method);
    EXPECT_EQ(back[i].unit, tables[i].unit);
    EXPECT_EQ(back[i].scales, tables[i].scales);
    EXPECT_EQ(back[i].output_scale, tables[i].output_scale);
    EXPECT_EQ(back[i].objective, tables[i].objective);
    EXPECT_EQ(back[i].tails, tables[i].tails);
    EXPECT_EQ(back[i].zero_mean, tables[i].zero_mean);
    EXPECT_EQ(back[i].weights, tables[i].weights);
    EXPECT_EQ(back[i].seed, tables[i].seed);
    EXPECT_EQ(back[i].settings, tables[i].settings);
  }
  EXPECT_EQ(tables_json(back, "pwlsim test"), text);
}

TEST(TableFile, RegistersAreWhatTheUnitGets) {
  const auto json = nlohmann::json::parse(tables_json(samples(), "pwlsim test"));
  const nlohmann::json& gelu = json["tables"][0]["registers"][0];
  EXPECT_EQ(gelu["scale"], 5);
  EXPECT_EQ(gelu["fraction"], 6);
  EXPECT_EQ(gelu["breakpoints"], nlohmann::json({-96, -64, -32, 0, 32, 64, 96}));
  EXPECT_EQ(gelu.count("output_scale"), 0U);
  const nlohmann::json& div = json["tables"][1]["registers"];
  ASSERT_EQ(div.size(), 3U);
  EXPECT_EQ(div[2]["shift"], div[2]["fraction"].get<int>() + 12 - 9);
  EXPECT_EQ(json["tables"][2]["registers"][0]["breakpoints"][0], "0xc0f00000");  // -7.5
}

TEST(TableFile, WhatIsNotJsonIsPlaced) {
  EXPECT_EQ(refusal(""), "is empty");
  EXPECT_EQ(refusal(" \n\n"), "is empty");
  EXPECT_SAYS(refusal("{\n  \"schema\": ,\n}"), "line 2, column 13: is not JSON: ");
  EXPECT_SAYS(refusal("{\"schema\": \"pwlsim-tables\", \"version\": NaN}"), "line 1, column 40: is not JSON: ");
  EXPECT_SAYS(refusal("{\"schema\": 1e999}"), "line 1, column 17: is not JSON: number overflow");
  EXPECT_SAYS(refusal("{\"a\": \"\xff\"}"), "line 1, column ");
  EXPECT_SAYS(refusal(std::string("{\"a\": \"\0\"}", 10)), "line 1, column ");
  EXPECT_SAYS(refusal("{\n\"a\": {\"b\": 1,\n\n\"b\": 1}}"), "line 4, column 3: key 'b' stands twice in one object");
  EXPECT_SAYS(refusal("{\"a\": 1, \"\\u0061\": 1}"), "key 'a' stands twice");
  EXPECT_SAYS(refusal(std::string(100000, '[')), "line 1, column 17: is nested too deeply");
  std::string deep;
  for (int i = 0; i < 100000; ++i) deep += "{\"a\":";
  EXPECT_SAYS(refusal(deep), "is nested too deeply");
  EXPECT_SAYS(refusal("\x93NUMPY"), "is not JSON");
  EXPECT_SAYS(refusal("7"), "is not an object");
  EXPECT_SAYS(refusal("null"), "is not an object");
  const std::string text = valid();
  for (const std::size_t size : {std::size_t{1}, text.size() / 2, text.size() - 2}) {
    EXPECT_SAYS(refusal(text.substr(0, size)), "is not JSON: ");
  }
  EXPECT_SAYS(refusal(text + "{"), "is not JSON: ");
  EXPECT_SAYS(refusal(text + std::string((std::size_t{16} << 20), ' ')), "has more than the 16777216 bytes");
}

TEST(TableFile, UnreadableFiles) {
  const ScratchFolder folder;
  const auto message = [](const std::string& path) -> std::string {
    try {
      read_tables(path);
    } catch (const InputError& error) {
      return error.what();
    } catch (const MachineError& error) {  // opens, but its first byte does not exist
      return error.what();
    }
    return "accepted";
  };
  EXPECT_EQ(message(folder.path() / "none"), (folder.path() / "none").string() + ": No such file or directory");
  EXPECT_SAYS(message(folder.path()), "is a folder, not a file");
  EXPECT_SAYS(message("/proc/self/mem"), "cannot be read");
  EXPECT_EQ(message(""), ": No such file or directory");
  if (geteuid() != 0) {
    const std::string path = folder.write("secret", valid());
    std::filesystem::permissions(path, std::filesystem::perms::none);
    EXPECT_SAYS(message(path), "Permission denied");
  }
}

TEST(TableFile, EachKeyIsChecked) {
  using Json = nlohmann::json;
  const Json base = Json::parse(valid());
  ASSERT_EQ(refusal(base.dump()), "accepted");
  const auto with = [&](const char* pointer, const Json& value) {
    Json changed = base;
    changed[Json::json_pointer(pointer)] = value;
    return refusal(changed.dump());
  };
  EXPECT_SAYS(with("/schema", "other"), "schema: is not 'pwlsim-tables'");
  EXPECT_SAYS(with("/schema", 1), "schema: is not a text");
  EXPECT_SAYS(with("/version", 2), "version: is not known to this program, which reads version 1");
  EXPECT_SAYS(with("/version", "1"), "version: is not known");
  EXPECT_SAYS(with("/program", Json()), "program: is not a text");
  EXPECT_SAYS(with("/tables", Json::array()), "holds no table");
  EXPECT_SAYS(with("/tables", 3), "tables: is not a list");
  EXPECT_SAYS(with("/tables/0", 3), "tables[0]: is not an object");
  EXPECT_SAYS(with("/extra", 1), "key 'extra' is not known here");
  EXPECT_SAYS(with("/tables/0/extra\nline", 1), "tables[0]: key 'extra?line' is not known here");
  EXPECT_SAYS(with("/tables/0/registers/1/extra", 1), "tables[0].registers[1]: key 'extra' is not known here");
  EXPECT_SAYS(with("/tables/0/registers/1/shift", 1), "tables[0].registers[1]: key 'shift' is not known here");
  EXPECT_SAYS(with("/tables/0/function", "gleu"), "tables[0].function: unknown function 'gleu'");
  EXPECT_SAYS(with("/tables/0/unit", "int9_8"), "tables[0].unit: unknown unit 'int9_8'");
  EXPECT_SAYS(with("/tables/0/method", ""), "tables[0].method: is not a text of 1 to 200");
  EXPECT_SAYS(with("/tables/0/method", "a\x1b[31m"), "tables[0].method: is not a text of 1 to 200");
  EXPECT_EQ(with("/tables/0/method", "of another program"), "accepted");
  EXPECT_SAYS(with("/tables/0/entries", 16), "tables[0].entries: does not fit: int8_8 has 8 entries");
  EXPECT_SAYS(with("/tables/0/entries", 8.5), "tables[0].entries: is not a whole number");
  EXPECT_SAYS(with("/tables/0/entries", 1e300), "tables[0].entries: is not a whole number");
  EXPECT_SAYS(with("/tables/0/objective", "best"), "tables[0].objective: unknown objective 'best'");
  EXPECT_SAYS(with("/tables/0/tails", "long"), "tables[0].tails: unknown kind of tails 'long'");
  EXPECT_SAYS(with("/tables/0/zero_mean", 1), "tables[0].zero_mean: is neither true nor false");
  EXPECT_SAYS(with("/tables/0/seed", -1), "tables[0].seed: is not a whole number");
  EXPECT_SAYS(with("/tables/0/seed", 1.5), "tables[0].seed: is not a whole number");
  EXPECT_SAYS(with("/tables/0/settings", Json::array()), "tables[0].settings: is not an object");
  EXPECT_SAYS(with("/tables/0/settings/a", "b"), "tables[0].settings.a: is not a number");
  EXPECT_SAYS(with("/tables/0/slopes/3", "1"), "tables[0].slopes[3]: is not a number");
  EXPECT_SAYS(with("/tables/0/slopes/3", Json()), "tables[0].slopes[3]: is not a number");
  EXPECT_SAYS(with("/tables/0/slopes/3", 1e300), "tables[0]: a slope or intercept of the table is out");
  EXPECT_SAYS(with("/tables/0/slopes/8", 1), "a table of 9 slopes needs 9 intercepts");
  EXPECT_SAYS(with("/tables/0/slopes", Json(std::vector<double>(5000, 1))), "this one has 5000 slopes");
  EXPECT_SAYS(with("/tables/0/breakpoints/3", 7), "breakpoints are not sorted: number 4");
  EXPECT_SAYS(with("/tables/0/registers", Json::array()), "tables[0].registers: is empty");
  EXPECT_SAYS(with("/tables/0/registers/1/scale", 5), "tables[0].registers[1].scale: stands in an earlier set");
  EXPECT_SAYS(with("/tables/0/registers/1/scale", 8),
              "tables[0].registers[1].scale: is not a whole number from 0 to 7");
  EXPECT_SAYS(with("/tables/0/registers/1/scale", "6"), "tables[0].registers[1].scale: is not a whole number");
  EXPECT_SAYS(with("/tables/0/registers/0/fraction", 5),
              "registers[0].fraction: fraction at scale 5 is 5 here, the real numbers");
  EXPECT_SAYS(with("/tables/0/registers/0/slopes/2", 99), "slopes[2]: slope 2 at scale 5 is 99 here, the real numbers");
  EXPECT_SAYS(with("/tables/0/registers/0/slopes/2", 999), "slopes[2]: is not a whole number from -128 to 127");
  EXPECT_SAYS(with("/tables/0/registers/0/slopes", {1, 2}), "slopes: has 2 words, int8_8 has 8");
  EXPECT_SAYS(with("/tables/0/registers/1/scale", 4), "registers[1].scale: is not a scale of this table");
  // A real number was changed by hand, but not the registers.
  EXPECT_SAYS(with("/tables/0/intercepts/4", 0.5), "tables[0].registers[0].intercepts[4]: intercept 4 at scale 5 is ");
}

// Whatever the real numbers determine may be left out; the rest is asked for by name.
TEST(TableFile, OnlyWhatCannotBeCalculatedIsDemanded) {
  using Json = nlohmann::json;
  const Json base = Json::parse(valid());
  const std::map<std::string, std::string> needed = {{"tables", "unknown function 'program'"},
                                                     {"function", "tables[0]: does not say its function; --function"},
                                                     {"breakpoints", "tables[0]: key 'breakpoints' is missing"},
                                                     {"slopes", "tables[0]: key 'slopes' is missing"},
                                                     {"intercepts", "tables[0]: key 'intercepts' is missing"}};
  for (const char* parent : {"", "/tables/0", "/tables/0/registers/1"}) {
    const Json::json_pointer at(parent);
    for (const auto& item : base[at].items()) {
      Json changed = base;
      changed[at].erase(item.key());
      if (item.key() == "tables") changed.erase("schema");
      const auto found = parent == std::string("/tables/0/registers/1") ? needed.end() : needed.find(item.key());
      const std::string expected = found != needed.end()   ? found->second
                                   : item.key() == "scale" ? "tables[0].registers[1]: key 'scale' is missing"
                                                           : "accepted";
      EXPECT_SAYS(refusal(changed.dump()), expected) << item.key();
    }
  }
}

/// The tables of a text, with their notes.
std::vector<FittedTable> tables_of(const std::string& text, const TableContext& context = {},
                                   std::vector<std::string>* notes = nullptr) {
  const ScratchFolder folder;
  return read_tables(folder.write("tables.json", text), notes, context);
}

constexpr const char* kNumbers =
    R"("breakpoints": [-2, 0, 2], "slopes": [0, -0.1, 0.9, 1], "intercepts": [0, -0.15, -0.15, 0])";

// What a person or a script writes: json.dumps() of a dictionary.
TEST(TableFile, APersonWritesNumbersOnly) {
  const std::string numbers = kNumbers;
  const FittedTable full = tables_of(R"({"function": "gelu", "unit": "int8_8", "scale": 4, )" + numbers + "}").at(0);
  EXPECT_EQ(full.unit->name, "int8_8");
  EXPECT_EQ(full.scales, std::vector<int>{4});
  EXPECT_EQ(full.table.breakpoints, (std::vector<double>{-2, 0, 2, 2, 2, 2, 2})) << "filled with the last line";
  EXPECT_EQ(full.table.slopes, (std::vector<double>{0, -0.1, 0.9, 1, 1, 1, 1, 1}));
  // Without a unit: that of the command line, each of several; else INT8 of that many entries.
  const std::string without = R"({"function": "gelu", )" + numbers + "}";
  EXPECT_EQ(tables_of(without).at(0).unit->name, "int8_4");
  EXPECT_EQ(tables_of(without).at(0).scales, std::vector<int>{5});
  TableContext context;
  context.units = {"fp32_8", "pwl_int:width=10", "entries=12"};
  context.scales = {3};
  const std::vector<FittedTable> both = tables_of(without, context);
  ASSERT_EQ(both.size(), 2U);
  EXPECT_EQ(both[0].unit->name, "fp32_8");
  EXPECT_EQ(both[0].scales, std::vector<int>{});
  EXPECT_EQ(both[1].unit->name, "pwl_int:width=10,entries=12");
  EXPECT_EQ(both[1].scales, std::vector<int>{3});
  // Without a function: that of the command line.
  context.functions = {"silu"};
  EXPECT_EQ(tables_of("{" + numbers + "}", context).at(0).table.function, "silu");
  // A list, and several scales.
  const std::vector<FittedTable> list =
      tables_of("[" + without + R"(, {"function": "exp", "scales": [3, 4], )" + numbers + "}]");
  ASSERT_EQ(list.size(), 2U);
  EXPECT_EQ(list[1].scales, (std::vector<int>{3, 4}));
  EXPECT_EQ(register_sets(list[1]).size(), 2U);
  // What was read is written and read again.
  const std::string text = tables_json(list, "pwlsim test");
  EXPECT_EQ(tables_json(tables_of(text), "pwlsim test"), text);
}

TEST(TableFile, APersonsMistakesAreNamed) {
  const auto with = [](const std::string& key, const std::string& value) {
    nlohmann::ordered_json json =
        nlohmann::json::parse(R"({"function": "gelu", "unit": "int8_8", )" + std::string(kNumbers) + "}");
    json[key] = nlohmann::json::parse(value);
    return refusal(json.dump());
  };
  EXPECT_EQ(with("unit", "\"int8_8\""), "accepted");
  EXPECT_SAYS(with("breakpoints", "[0, 1]"), "needs 4 intercepts and 3 breakpoints, this one has 4 and 2");
  EXPECT_SAYS(with("breakpoints", "[0, 2, 1]"), "breakpoints are not sorted: number 2");
  EXPECT_SAYS(with("slopes", "[0, 1, 2, null]"), "slopes[3]: is not a number");
  EXPECT_SAYS(with("slopes", "[0, 1, 2, [3]]"), "slopes[3]: is not a number");
  EXPECT_SAYS(with("slopes", "{\"a\": 1}"), "slopes: is not a list");
  EXPECT_SAYS(with("slope", "[0]"), "key 'slope' is not known here");
  EXPECT_SAYS(with("scale", "8"), "scale: is not a whole number from 0 to 7");
  EXPECT_SAYS(with("scales", "[5, 5]"), "scales[1]: stands there twice");
  EXPECT_SAYS(with("unit", "\"direct\""), "is of a table of lines; that of direct has words");
  EXPECT_SAYS(with("unit", "\"pwl_int:entries=3\""), "has 4 lines, more than the 3 entries of int8_3");
  EXPECT_SAYS(with("values", "[1, 2]"), "is of a table of words; that of int8_8 has lines");
  EXPECT_SAYS(with("registers", "[]"), "registers: is empty; it may be left out");
  EXPECT_SAYS(with("counts", "\"registers\""), "key 'registers' is missing");
  EXPECT_SAYS(with("counts", "\"slopes\""), "counts: unknown what counts 'slopes'");
  EXPECT_SAYS(refusal(R"({"function": "gelu", "breakpoints": [NaN], "slopes": [0, 1], "intercepts": [0, 0]})"),
              "breakpoints[0]: is not a number");
  EXPECT_SAYS(refusal("[]"), "holds no table");
  EXPECT_SAYS(refusal("[1]"), "[0]: is not an object");
}

// An error in a file says nothing about the table.
TEST(TableFile, WrongErrorsAreNoted) {
  nlohmann::json json = nlohmann::json::parse(valid());
  json["tables"][0]["registers"][0]["mse"] = 1e-9;
  json["tables"][0]["registers"][1]["max_error"] = "small";
  std::vector<std::string> notes;
  EXPECT_EQ(tables_of(json.dump(), {}, &notes).size(), 1U);
  ASSERT_EQ(notes.size(), 2U);
  EXPECT_SAYS(notes[0], "tables.json: tables[0].registers[0].mse: is not the error of this table, which is ");
  EXPECT_SAYS(notes[1], "tables[0].registers[1].max_error: is not the error of this table");
}

// Registers that somebody edited count where the file says so: the units get exactly these words.
TEST(TableFile, RegistersCountWhereTheFileSaysSo) {
  nlohmann::json json = nlohmann::json::parse(tables_json(samples(), "pwlsim test"));
  for (nlohmann::json& table : json["tables"]) {
    table["counts"] = "registers";
    nlohmann::json& set = table["registers"].back();
    if (table["function"] == "exp") {
      set["slopes"][2] = "0x3f800000";
    } else {
      set["slopes"][2] = 7;
    }
    for (const char* numbers : {"breakpoints", "slopes", "intercepts"}) table.erase(numbers);
  }
  const std::vector<FittedTable> tables = tables_of(json.dump());
  ASSERT_EQ(tables.size(), 6U) << "one for each set";
  const std::string text = tables_json(tables, "pwlsim test");
  const nlohmann::json again = nlohmann::json::parse(text);
  std::size_t at = 0;
  for (const nlohmann::json& table : json["tables"]) {
    for (nlohmann::json set : table["registers"]) {
      nlohmann::json made = again["tables"][at++]["registers"][0];
      for (const char* error : {"mse", "mean_error", "max_error"}) {
        set.erase(error);
        made.erase(error);
      }
      EXPECT_EQ(made, set);
    }
  }
  EXPECT_EQ(tables_json(tables_of(text), "pwlsim test"), text);
  const auto with = [&](const char* pointer, const nlohmann::json& value) {
    nlohmann::json changed = json;
    changed[nlohmann::json::json_pointer(pointer)] = value;
    return refusal(changed.dump());
  };
  EXPECT_SAYS(with("/tables/2/registers/0/slopes/3", "0x00000001"),
              "tables[2].registers[0]: slope 3 is 0x00000001, which counts as 0x00000000 in fp32_16");
  EXPECT_SAYS(with("/tables/2/registers/0/slopes/3", "0x7f800000"), "slope 3 of the table is not a finite number");
  EXPECT_SAYS(with("/tables/2/registers/0/slopes/3", "1"), "slopes[3]: is not a word of 32 bits as \"0x00000000\"");
  EXPECT_SAYS(with("/tables/0/registers/0/breakpoints/3", 127), "breakpoints are not sorted");
}

// A table of words: a real number or a code for each word of x.
TEST(TableFile, AWordForEachInput) {
  const std::string values =
      R"({"function": "gelu", "unit": "direct:width=3", "scale": 0, "values": [0, 1, 2, 3, 0, 0, 0, -1]})";
  const FittedTable fitted = tables_of(values).at(0);
  EXPECT_EQ(register_sets(fitted).at(0).field("value"), (std::vector<Word>{0, 1, 2, 3, 0, 0, 0, 7}));
  const std::string text = tables_json({fitted}, "pwlsim test");
  EXPECT_EQ(tables_json(tables_of(text), "pwlsim test"), text);
  std::string codes = values;
  codes.replace(codes.find("values"), 6, "codes");
  EXPECT_EQ(register_sets(tables_of(codes).at(0)).at(0).field("value"), (std::vector<Word>{0, 1, 2, 3, 0, 0, 0, 7}));
  for (const char* unit : {"hardwired:width=3", "direct"}) {
    std::string other = values;
    other.replace(other.find("direct:width=3"), 14, unit);
    const std::string says =
        unit == std::string("direct") ? "the table has 8 values, direct has 256 words" : "accepted";
    EXPECT_SAYS(refusal(other), says);
  }
  std::string large = values;
  large.replace(large.find("-1]"), 3, "9]");
  EXPECT_SAYS(refusal(large), "value 7 of the table (9.000000) is out of range for direct:width=3 at output scale 0");
  EXPECT_SAYS(refusal(R"({"function": "gelu", "values": [0, 1, 2]})"),
              "does not say its unit; --unit names one with 3");
  // A truth table with a name is that of its function.
  EXPECT_SAYS(
      refusal(R"({"function": "gelu", "unit": "hardwired:width=3,gelu=0", "values": [1, 1, 1, 1, 1, 1, 1, 1]})"),
      "the truth table of gelu belongs to the unit hardwired:width=3,gelu=0");
}

// The reader accepts or refuses any damaged file without a crash or another exception, and an accepted file can be
// written and read again.
TEST(TableFile, DamagedFilesAreTakenOrRefused) {
  const ScratchFolder folder;
  const std::string own = tables_json({samples()[0], samples()[1]}, "pwlsim test");
  const std::string wide = tables_json(samples(), "pwlsim test");
  const std::string foreign = ScratchFolder::read_whole(PWLSIM_TEST_DATA "/gqa_lut/gelu_pwl_7.json");
  // Tokens that damage the meaning but not the syntax.
  const std::vector<std::string> tokens = {
      "0",  "3e38", "-1", "1e308", "-1e308", "1e-320", "99999999999999999999", "null", "true", "\"\"", "[]",
      "{}", "[[[[", "}",  ",",     "1e999",  "\xff",   "9223372036854775808"};
  Random random(7);
  int taken = 0;
  int refused = 0;
  for (int round = 0; round < 3000; ++round) {
    std::string text = round % 16 == 0 ? wide : round % 2 == 0 ? own : foreign;
    const auto at = [&](std::size_t size) { return random.below(static_cast<std::uint32_t>(size + 1)); };
    for (std::uint32_t n = 1 + random.below(3); n > 0 && !text.empty(); --n) {
      const std::size_t from = at(text.size() - 1);
      switch (random.below(6)) {
        case 0:
          text[from] = static_cast<char>(static_cast<unsigned char>(text[from]) ^ (1U << random.below(8)));
          break;
        case 1:
          text.resize(from);
          break;
        case 2:
          text.insert(at(text.size()), text.substr(from, random.below(200)));
          break;
        case 3:
          text.erase(from, 1 + random.below(40));
          break;
        case 4:  // another digit
          if (const std::size_t digit = text.find_first_of("0123456789", from); digit != std::string::npos) {
            text[digit] = static_cast<char>('0' + random.below(10));
          }
          break;
        default: {  // another value
          const std::size_t start = text.find_first_of(" [", from);
          if (start == std::string::npos) break;
          const std::size_t end = std::min(text.find_first_of(",]}\n", start), text.size());
          text.replace(start + 1, end - start - 1, tokens[random.below(static_cast<std::uint32_t>(tokens.size()))]);
        }
      }
    }
    const std::string path = folder.write("tables.json", text);
    try {
      const std::vector<FittedTable> tables = read_tables(path);
      const std::string again = tables_json(tables, "pwlsim test");
      EXPECT_EQ(tables_json(read_tables(folder.write("tables.json", again)), "pwlsim test"), again);
      ++taken;
    } catch (const InputError& error) {
      EXPECT_EQ(std::string(error.what()).rfind(path + ": ", 0), 0U) << error.what();
      EXPECT_EQ(std::string(error.what()).find('\n'), std::string::npos) << error.what();
      ++refused;
    }
  }
  EXPECT_GT(taken, 25);
  EXPECT_GT(refused, 1500);
}

}  // namespace
}  // namespace pwlsim::tests
