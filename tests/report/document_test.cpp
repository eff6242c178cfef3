// SPDX-License-Identifier: Apache-2.0
//
// The four writers, in particular with text that would break a table.
#include "sim/report/document.h"

#include <gtest/gtest.h>
#include <cmath>
#include <cstdint>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "sim/base/random.h"
#include "sim/report/document_csv.h"
#include "sim/report/document_json.h"
#include "sim/report/document_markdown.h"
#include "sim/report/document_terminal.h"
#include "sim/report/document_text.h"
#include "tests/lines_of.h"
#include "tests/report/read_back.h"
#include "tests/rooms.h"

namespace pwlsim::tests {
namespace {

using Json = nlohmann::json;

/// Texts that are special in JSON, CSV, Markdown or on a terminal.
const std::vector<std::string>& awkward() {
  static const std::vector<std::string> texts = {
      "",
      " ",
      " blanks ",
      "a,b",
      "\"quoted\"",
      "\"",
      "it's; a=b",
      "two\nlines",
      "carriage\r\nreturn",
      "\n",
      "tab\there",
      "a|b",
      "|",
      "||",
      "a\\|b",
      "a\\",
      "\\\\|",
      "`code`",
      "``",
      "*bold* **x** a*b*c",
      "_it_ a_b __x__",
      "<b>&amp;</b><!-- end -->",
      "[link](http://x)",
      "# head",
      "- item",
      "> quote",
      "~~~",
      "```",
      "{}",
      "%s%n",
      "{0:x}",
      "µm²",
      "caf\xc3\xa9 √2 · ∞",
      "漢字",
      "e\xcc\x81",
      "\xff\xfe",
      "\xc3",
      "\xe2\x82",
      "\xed\xa0\x80",
      "\x1b[31mred\x07",
      "\x7f",
      "nan",
      "1e999",
      "-",
      "null",
      std::string(300, 'x'),
      "many words " + std::string(50, 'y') + " and more of them, up to a length that no terminal has, and so on"};
  return texts;
}

Document document_of(DataTable table) {
  Document document;
  document.sections.push_back({"", {}, {std::move(table)}});
  return document;
}

// A table of every pair of awkward texts, as head and cell beside each other.
DataTable awkward_table() {
  DataTable table{"rows", {{"left", "µ|\"²"}, {"middle", "a\nb"}, {"right", "*"}}};
  for (const std::string& a : awkward()) {
    for (const std::string& b : awkward()) table.rows.push_back({{a, b, a + b}});
  }
  return table;
}

/// The text with bytes that are not UTF-8 replaced, as in JSON.
std::string valid(const std::string& text) {
  return Json::parse(Json(text).dump(-1, ' ', false, Json::error_handler_t::replace));
}

TEST(DocumentJson, EveryTextComesBack) {
  const DataTable table = awkward_table();
  const Json rows = Json::parse(document_json(document_of(table)))["rows"];
  ASSERT_EQ(rows.size(), table.rows.size());
  for (std::size_t r = 0; r < rows.size(); ++r) {
    for (std::size_t c = 0; c < 3; ++c) {
      EXPECT_EQ(rows[r][table.columns[c].key], valid(std::get<std::string>(table.rows[r].cells[c].value)));
    }
  }
}

TEST(DocumentJson, NumbersAreExactAndWhatIsNoneIsNull) {
  const double doubles[] = {
      0.1, -0.0, 1.0 / 3, 1e-320, std::numeric_limits<double>::max(), 5.0, 1e300, 2e-7, 12345678901234567890.0};
  Document document;
  Cell::List list;
  for (const double number : doubles) list.emplace_back(number);
  document.facts = {{"doubles", list},
                    {"least", std::numeric_limits<std::int64_t>::min()},
                    {"most", std::numeric_limits<std::uint64_t>::max()},
                    {"flag", true},
                    {"small", static_cast<std::uint8_t>(65)},
                    {"nan", NAN},
                    {"infinite", -INFINITY},
                    {"absent", Cell()},
                    {"maybe", std::optional<double>()},
                    {"given", std::optional<int>(3)},
                    {"none", Cell::List()},
                    {"shown", Cell(0.5).shown_as("half")}};
  const Json json = Json::parse(document_json(document));
  for (std::size_t i = 0; i < std::size(doubles); ++i) {
    EXPECT_EQ(json["doubles"][i].get<double>(), doubles[i]);
    EXPECT_EQ(std::signbit(json["doubles"][i].get<double>()), std::signbit(doubles[i]));
    EXPECT_TRUE(json["doubles"][i].is_number_float());
  }
  EXPECT_EQ(json["least"].get<std::int64_t>(), std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(json["most"].get<std::uint64_t>(), std::numeric_limits<std::uint64_t>::max());
  EXPECT_EQ(json["flag"], true);
  EXPECT_EQ(json["small"], 65);
  EXPECT_TRUE(json["nan"].is_null() && json["infinite"].is_null());
  EXPECT_FALSE(json.contains("absent") || json.contains("maybe"));
  EXPECT_EQ(json["given"], 3);
  EXPECT_EQ(json["none"], Json::array());
  EXPECT_EQ(json["shown"], 0.5);
}

DataTable nested_table() {
  DataTable parts{"parts", {{"part", ""}, {"cells", ""}, {"area.um2", ""}}, {{{"mul", 3, 1.5}}, {{"a.b", 4, Cell()}}}};
  parts.form = DataTable::Form::kByName;
  DataTable hits{"bins", {{"bin", ""}, {"hits", ""}}, {{{"low.1", 7}}, {{"", 8}}}};
  hits.form = DataTable::Form::kValues;
  DataTable models{"models", {{"model", ""}, {"results", ""}}, {{{"RTL", 9}}, {{"gates", 10}}}};
  DataTable runs{"runs",
                 {{"function", ""}, {"unit", "unit"}, {"", "seen"}, {"parts", ""}, {"bins", ""}, {"models", ""}},
                 {{{"gelu", "int8_8", "x", parts, hits, models}},
                  {{"", "", "more", Cell(), Cell(), Cell()}, "", true},
                  {{"exp", "fp32_8", "y", Cell(), Cell(), models}}}};
  runs.identity = 2;
  return runs;
}

TEST(DocumentJson, TablesNestAsRowsByNameOrAsValues) {
  const Json json = Json::parse(document_json(document_of(nested_table())));
  EXPECT_EQ(json, Json::parse(R"({"runs": [
    {"function": "gelu", "unit": "int8_8",
     "parts": {"mul": {"cells": 3, "area": {"um2": 1.5}}, "a.b": {"cells": 4}}, "bins": {"low.1": 7, "": 8},
     "models": [{"model": "RTL", "results": 9}, {"model": "gates", "results": 10}]},
    {"function": "exp", "unit": "fp32_8",
     "models": [{"model": "RTL", "results": 9}, {"model": "gates", "results": 10}]}]})"));
}

TEST(DocumentJson, TablesOfOneKeyShareTheirRows) {
  Document document = document_of({"runs", {{"a", "a"}}, {{{1}}, {{2}}}});
  document.sections.push_back({"", {}, {{"runs", {{"b.c", "b"}}, {{{3}}, {{4}}}}, {"empty", {{"a", "a"}}}}});
  EXPECT_EQ(Json::parse(document_json(document)),
            Json::parse(R"({"runs": [{"a": 1, "b": {"c": 3}}, {"a": 2, "b": {"c": 4}}], "empty": []})"));
}

TEST(DocumentCsv, EveryTextComesBack) {
  const DataTable table = awkward_table();
  const std::vector<std::vector<std::string>> lines = read_csv(document_csv(document_of(table)));
  ASSERT_EQ(lines.size(), table.rows.size() + 1);
  EXPECT_EQ(lines[0], (std::vector<std::string>{"table", "left", "middle", "right"}));
  for (std::size_t r = 0; r < table.rows.size(); ++r) {
    ASSERT_EQ(lines[r + 1].size(), 4U);
    EXPECT_EQ(lines[r + 1][0], "rows");
    for (std::size_t c = 0; c < 3; ++c) {
      EXPECT_EQ(lines[r + 1][c + 1], std::get<std::string>(table.rows[r].cells[c].value));
    }
  }
}

// The reader of this test notices a text that lacks its quotes.
TEST(DocumentCsv, AFieldThatIsNotQuotedDoesNotComeBack) {
  EXPECT_NE(read_csv("table,left\r\nrows,a,b\r\n")[1], (std::vector<std::string>{"rows", "a,b"}));
  EXPECT_NE(read_csv("table,left\r\nrows,two\r\nlines\r\n").size(), 2U);
  EXPECT_THROW(read_csv("a,b\"c\r\n"), std::runtime_error);
  EXPECT_THROW(read_csv("a,\"b\r\n"), std::runtime_error);
  EXPECT_THROW(read_csv("a\n"), std::runtime_error);
}

TEST(DocumentCsv, NestedRowsFollowWithWhatNamesTheRowTheyAreIn) {
  Document document = document_of(nested_table());
  document.sections.push_back({"", {}, {{"", {{"", "for people"}}, {{{1}}}}}});
  document.facts = {{"settings", DataTable{"settings", {{"setting", ""}, {"value", ""}}, {{{"cycles", 0.1}}}}}};
  EXPECT_EQ(document_csv(document),
            "table,setting,value,function,unit,bin,hits,model,results,part,cells,area.um2\r\n"
            "settings,cycles,0.1,,,,,,,,,\r\n"
            "runs,,,gelu,int8_8,,,,,,,\r\n"
            "runs,,,exp,fp32_8,,,,,,,\r\n"
            "runs.bins,,,gelu,int8_8,low.1,7,,,,,\r\n"
            "runs.bins,,,gelu,int8_8,,8,,,,,\r\n"
            "runs.models,,,gelu,int8_8,,,RTL,9,,,\r\n"
            "runs.models,,,gelu,int8_8,,,gates,10,,,\r\n"
            "runs.models,,,exp,fp32_8,,,RTL,9,,,\r\n"
            "runs.models,,,exp,fp32_8,,,gates,10,,,\r\n"
            "runs.parts,,,gelu,int8_8,,,,,mul,3,1.5\r\n"
            "runs.parts,,,gelu,int8_8,,,,,a.b,4,\r\n");
}

TEST(DocumentCsv, ValuesAreThoseOfJson) {
  const DataTable table{"t",
                        {{"a", ""}, {"b", ""}, {"c", ""}, {"d", ""}, {"e", ""}},
                        {{{0.1, NAN, true, Cell::List{1, 2.5, "x"}, Cell(7).shown_as("seven")}}}};
  EXPECT_EQ(document_csv(document_of(table)), "table,a,b,c,d,e\r\nt,0.1,,true,\"[1,2.5,\"\"x\"\"]\",7\r\n");
}

/// The texts that a reader of Markdown shows in the cells of a row of text.
std::string as_markdown_shows(const std::string& text) {
  const std::string line = one_line(text);
  const std::size_t from = line.find_first_not_of(' ');
  return from == std::string::npos ? "" : line.substr(from, line.find_last_not_of(' ') + 1 - from);
}

TEST(DocumentMarkdown, EveryTextStaysInItsCell) {
  const DataTable table = awkward_table();
  const std::vector<std::string> lines = lines_of(document_markdown(document_of(table)));
  ASSERT_EQ(lines.size(), table.rows.size() + 2);
  EXPECT_EQ(lines[0], "| µ\\|\"² | a b | * |");
  EXPECT_EQ(lines[1], "| --- | ---: | ---: |");
  for (std::size_t r = 0; r < table.rows.size(); ++r) {
    const std::vector<std::string> cells = read_markdown_row(lines[r + 2]);
    ASSERT_EQ(cells.size(), 3U) << lines[r + 2];
    for (std::size_t c = 0; c < 3; ++c) {
      EXPECT_EQ(cells[c], as_markdown_shows(std::get<std::string>(table.rows[r].cells[c].value))) << lines[r + 2];
    }
  }
}

TEST(DocumentMarkdown, ACellThatIsNotEscapedDoesNotComeBack) {
  EXPECT_EQ(read_markdown_row("| a|b |").size(), 2U);
  EXPECT_EQ(read_markdown_row("| a\\|b |"), std::vector<std::string>{"a|b"});
  EXPECT_EQ(read_markdown_row("| a\\\\|b |").size(), 2U);
  for (const char* text : {"| *a* |", "| `a` |", "| <b> |", "| [a] |", "| _a_ |", "| &lt |"}) {
    EXPECT_THROW(read_markdown_row(text), std::runtime_error) << text;
  }
}

TEST(DocumentMarkdown, CodeStandsBetweenMoreBackticksThanItHas) {
  DataTable table{"", {{"", "command"}}, {{{"a|b"}}, {{"x `y` ``z``"}}, {{"`"}}, {{""}}}};
  table.columns[0].code = true;
  EXPECT_EQ(table_markdown(table), "| command |\n| --- |\n| `a\\|b` |\n| ``` x `y` ``z`` ``` |\n| `` ` `` |\n| |\n");
}

TEST(DocumentMarkdown, SectionsFoldAndLinesAreParagraphs) {
  Document document;
  document.conditions = {"pwlsim", "# 1"};
  document.sections = {
      {"a <b>", {"intro"}, {{"", {{"", "x"}}, {{{1}, "gelu"}, {{2}, "gelu", true}}}}, {"note"}, "run me"},
      {"more", {}, {}, {"- n"}, "", true}};
  EXPECT_EQ(document_markdown(document),
            "pwlsim\n\n\\# 1\n\n### a &lt;b>\n\nintro\n\n| x |\n| --- |\n| **gelu** |\n| 1 |\n| 2 |\n\nnote\n\n"
            "```\nrun me\n```\n\n<details><summary>more</summary>\n\n\\- n\n\n</details>\n");
}

TEST(DocumentTerminal, FirstColumnLeftOthersRight) {
  DataTable table{"", {{"", "unit"}, {"", "MSE"}, {"", "x"}}, {{{"int8_8", "1", "12.5"}}, {{"a", "1e-05", ""}}}};
  EXPECT_EQ(table_text(table),
            "unit      MSE     x\n"
            "-------------------\n"
            "int8_8      1  12.5\n"
            "a       1e-05\n");  // no trailing spaces
  table.columns[1].align = Column::Align::kLeft;
  EXPECT_EQ(table_text(table),
            "unit    MSE       x\n"
            "-------------------\n"
            "int8_8  1      12.5\n"
            "a       1e-05\n");
}

TEST(DocumentTerminal, GroupsRulesAndRowsThatGoOn) {
  const DataTable table{"",
                        {{"", "unit"}, {"", "b"}},
                        {{{"int8_8", 1}, "gelu"},
                         {{"+ wires", 2}, "gelu", true},
                         {{"int8_8", 3}, "exp"},
                         {{"mean", 4}, "exp", false, true}}};
  EXPECT_EQ(table_text(table),
            "unit         b\n"
            "--------------\n"
            "gelu\n"
            "  int8_8     1\n"
            "    + wires  2\n"
            "--------------\n"
            "exp\n"
            "  int8_8     3\n"
            "--------------\n"
            "  mean       4\n");
}

TEST(DocumentTerminal, WithoutRowsAndWithoutColumns) {
  EXPECT_EQ(table_text({"", {{"", "a"}, {"", "bc"}}}), "a  bc\n-----\n");
  EXPECT_EQ(table_text({"t", {{"a", ""}}, {{{1}}}}), "");
  EXPECT_EQ(document_text({}), "");
}

TEST(DocumentTerminal, WidthIsThatOfCharacters) {
  const DataTable table{"", {{"", "µm²"}, {"", "b"}}, {{{"漢字", 1}}, {{"e\xcc\x81", 2}}, {{"abcd", 3}}}};
  EXPECT_EQ(table_text(table),
            "µm²   b\n"
            "-------\n"
            "漢字  1\n"
            "e\xcc\x81     2\n"
            "abcd  3\n");
}

TEST(DocumentTerminal, EachNumberIsRoundedAsItsColumnSays) {
  const auto shown = [](Cell cell, Show show) { return shown_text(cell, {"", "x", 0, show}); };
  EXPECT_EQ(shown(1234.5678, show_digits<3>), "1.23e+03");
  EXPECT_EQ(shown(1234.5678, show_plain_digits), "1235");
  EXPECT_EQ(shown(999.4, show_plain_digits), "999");
  EXPECT_EQ(shown(999.5, show_plain_digits), "1000");
  EXPECT_EQ(shown(0.12345, show_plain_digits), "0.123");
  EXPECT_EQ(shown(1234.5678, show_decimals<0>), "1235");
  EXPECT_EQ(shown(0.12345, show_percent), "12.3 %");
  EXPECT_EQ(shown(0.18, show_signed_percent), "+18.0 %");
  EXPECT_EQ(shown(0.1, show_shortest), "0.1");
  EXPECT_EQ(shown(NAN, show_decimals<1>), "-");
  EXPECT_EQ(shown(INFINITY, show_digits<3>), "inf");
  EXPECT_EQ(shown(12345678, show_digits<3>), "12345678") << "whole numbers are whole";
  EXPECT_EQ(shown(true, show_digits<3>), "yes");
  EXPECT_EQ(shown(Cell::List{1, 0.25}, show_digits<3>), "1, 0.25");
  EXPECT_EQ(shown(Cell::note("note"), show_digits<3>), "note");
  EXPECT_EQ(shown(Cell(), show_digits<3>), "");
}

TEST(DocumentTerminal, LeastImportantColumnsGoFirstAndAreNamed) {
  const std::string wide(20, 'x');
  const DataTable table{"",
                        {{"", "unit"}, {"", "b", 1}, {"", "c", 3}, {"", "d", 2}, {"", "e", 3}, {"", "f", kWideOnly}},
                        {{{wide, wide, wide, wide, wide, "f"}}}};
  const auto heads = [&](std::size_t width) { return lines_of(table_text(table, width))[0]; };
  const auto shown = [&](std::size_t width) {
    std::string names;
    for (const char c : heads(width)) names += c == ' ' ? "" : std::string(1, c);
    return names;
  };
  EXPECT_EQ(shown(kAnyWidth), "unitbcdef");
  EXPECT_EQ(shown(108), "unitbcde");
  EXPECT_EQ(shown(107), "unitbcd");
  EXPECT_EQ(shown(86), "unitbcd");
  EXPECT_EQ(shown(85), "unitbd");
  EXPECT_EQ(shown(63), "unitb");
  EXPECT_EQ(shown(41), "unit");
  EXPECT_EQ(lines_of(table_text(table, 85)).back(), "(--wide adds: c, e, f)");
  EXPECT_EQ(table_text(table, kAnyWidth).find("--wide"), std::string::npos);
}

// Tables with columns of any number, importance and content are never too wide, and columns left out are named.
TEST(DocumentTerminal, EveryTableFits) {
  Random random(7);
  const auto pick = [&](std::uint32_t most) { return random.below(most); };
  for (int i = 0; i < 300; ++i) {
    DataTable table{"t", {}};
    const std::uint32_t columns = 1 + pick(12);
    for (std::uint32_t c = 0; c < columns; ++c) {
      // At most four columns must stay, as more may not fit.
      const Importance importance = static_cast<Importance>(c < 4 ? pick(4) : 1 + pick(120));
      table.columns.push_back({"key" + std::to_string(c), "head" + std::to_string(c), importance});
    }
    for (std::uint32_t r = pick(6); r > 0; --r) {
      Row row;
      for (std::uint32_t c = 0; c < columns; ++c) {
        row.cells.emplace_back(awkward()[pick(static_cast<std::uint32_t>(awkward().size()))]);
      }
      row.group = pick(2) == 0 ? "" : awkward()[pick(static_cast<std::uint32_t>(awkward().size()))];
      row.continues = pick(4) == 0;
      table.rows.push_back(row);
    }
    for (const std::size_t width : {std::size_t{60}, std::size_t{80}, kTerminalWidth}) {
      const std::string text = table_text(table, width);
      for (const std::string& line : lines_of(text)) EXPECT_LE(display_width(line), width) << text;
      for (const Column& column : table.columns) {
        // A head may be broken over several lines, but is always there.
        EXPECT_NE(text.find(column.head), std::string::npos) << column.head << "\n" << text;
      }
    }
    const std::string whole = table_text(table, kAnyWidth);
    for (const Column& column : table.columns) EXPECT_NE(lines_of(whole)[0].find(column.head), std::string::npos);
    EXPECT_EQ(whole.find("--wide"), std::string::npos);
  }
}

TEST(DocumentTerminal, LinesBreakAtBlanksUnlessTheyMayBeAnyWidth) {
  Document document;
  document.conditions = {"one two three"};
  document.sections = {{"title", {"  indented text"}, {}, {std::string(30, 'x') + " y"}, "a command that is longer\n"}};
  EXPECT_EQ(document_text(document, 9), "one two\n  three\n\ntitle\n\n  indented\n    text\n\n" + std::string(30, 'x') +
                                            "\n  y\n\na command that is longer\n");
  EXPECT_EQ(document_text(document, kAnyWidth), "one two three\n\ntitle\n\n  indented text\n\n" + std::string(30, 'x') +
                                                    " y\n\na command that is longer\n");
}

TEST(DocumentText, WrappedTextLosesNoWord) {
  Random random(11);
  for (int i = 0; i < 2000; ++i) {
    const std::string text = one_line(awkward()[random.below(static_cast<std::uint32_t>(awkward().size()))] + " " +
                                      awkward()[random.below(static_cast<std::uint32_t>(awkward().size()))]);
    const std::size_t width = 2 + random.below(60);
    const std::size_t hang = random.below(3);
    std::string joined;
    for (const std::string& line : wrapped(text, width, true, hang)) {
      EXPECT_LE(display_width(line), std::max(width, text.find_first_not_of(' ') + hang + 2)) << text;
      joined += line;
    }
    const auto letters = [](std::string s) {
      s.erase(std::remove(s.begin(), s.end(), ' '), s.end());
      return s;
    };
    EXPECT_EQ(letters(joined), letters(text));
  }
}

TEST(DocumentText, OneLineIsValidUtf8WithoutControlCharacters) {
  for (int first = 0; first < 256; ++first) {
    for (int second = 0; second < 256; ++second) {
      const std::string text = {static_cast<char>(first), static_cast<char>(second), 'a'};
      const std::string line = one_line(text);
      EXPECT_NO_THROW(Json(line).dump()) << first << " " << second;
      for (const char c : line) EXPECT_FALSE(static_cast<unsigned char>(c) < 0x20 || c == 0x7f);
      EXPECT_EQ(line.back(), 'a');
      EXPECT_GE(display_width(line), 1U);
    }
  }
  EXPECT_EQ(one_line("\xef\xbf\xbd"), "\xef\xbf\xbd") << "the replacement character itself is one";
  EXPECT_EQ(one_line("\xf0\x9f\x98\x80\xf4\x90\x80\x80"), "\xf0\x9f\x98\x80????");
  EXPECT_EQ(display_width("\xf0\x9f\x98\x80"), 2U);
}

}  // namespace
}  // namespace pwlsim::tests
