// SPDX-License-Identifier: Apache-2.0
//
// The output of all commands: tables fit, options are the same everywhere, keys are documented.
#include <algorithm>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "sim/base/file.h"
#include "sim/base/source_folder.h"
#include "sim/report/document_csv.h"
#include "sim/report/document_json.h"
#include "sim/report/document_markdown.h"
#include "sim/report/document_terminal.h"
#include "sim/report/document_text.h"
#include "sim/report/json_keys.h"
#include "tests/cli/cli_fixture.h"
#include "tests/lines_of.h"
#include "tests/report/made_up_documents.h"
#include "tests/report/read_back.h"

namespace pwlsim::tests {
namespace {

using Json = nlohmann::json;
using Keys = std::map<std::string, JsonKey>;

Keys documented_keys() {
  Keys keys;
  for (const JsonKey& key : json_keys()) keys[key.name] = key;
  return keys;
}

/// Collects all keys of a document below `value`. Keys that are names are skipped, but their values are not.
void walk(const Json& value, const Keys& documented, bool names, std::set<std::string>& found) {
  if (value.is_array()) {
    for (const Json& item : value) walk(item, documented, false, found);
  }
  if (!value.is_object()) return;
  for (const auto& [key, item] : value.items()) {
    if (!names) found.insert(key);
    const auto known = documented.find(key);
    const bool named = !names && known != documented.end() && known->second.unit[0] == '{';
    walk(item, documented, named, found);
  }
}

std::set<std::string> keys_of_json(const std::string& text) {
  std::set<std::string> found;
  walk(Json::parse(text), documented_keys(), false, found);
  return found;
}

std::set<std::string> keys_of_csv(const std::string& text) {
  std::set<std::string> found;
  const std::vector<std::vector<std::string>> lines = read_csv(text);
  for (const std::string& head : lines.at(0)) {
    std::istringstream parts(head);
    for (std::string key; std::getline(parts, key, '.');) found.insert(key);
  }
  return found;
}

std::set<std::string> undocumented(const std::set<std::string>& found) {
  const Keys documented = documented_keys();
  std::set<std::string> unknown;
  for (const std::string& key : found) {
    if (documented.count(key) == 0) unknown.insert(key);
  }
  return unknown;
}

class DocumentCli : public Cli {
 protected:
  DocumentCli() {
    folder_.write("cycles.txt", "unit int8_4\nslope[0]=0x40\nx=0x7f stall\nreset\n- *3\n");
    output_of({"fit", "--function", "gelu,exp", "--scale", "0..2", "-o", "tables.json"});
  }

  /// Commands that take no time, on units whose tables are the widest.
  const std::vector<Arguments> quick_ = {
      {"list"},
      {"list", "--keys"},
      {"list", "--functions"},
      {"list", "--units", "int8_8,pwl_int_const,hardwired:width=4,gelu=2,exp=1"},
      {"compare", "--no-cost", "--units", "int8_4,int8_8,fp16_8,int32w_8", "--cycles", "300"},
      {"run", "--unit", "int8_8", "--cycles", "300"},
      {"run", "--unit", "fp16_8", "--cycles", "300"},
      {"run", "--unit", "wide16_8", "--function", "exp", "--cycles", "300"},
      {"run", "--unit", "direct:width=4", "--cycles", "300"},
      {"fit", "--function", "gelu", "--scale", "5"},
      {"fit", "--function", "exp", "--unit", "int8_8q", "--scale", "3"},
      {"fit", "--unit", "pwl_int:width=10,entries=12", "--function", "gelu"},
      {"eval", "tables.json"},
      {"eval", "tables.json", "--scale", "1,2"},
      {"survey", "--function", "gelu", "--entries", "8", "--seeds", "1"},
      {"survey", "--function", "gelu", "--entries", "8", "--seeds", "1", "--weights", "recorded"},
      {"fit", "--method", "gqa", "--seeds", "2", "--set", "generations=5"},
      {"histogram", "--function", "gelu"},
      {"sweep", "--unit", "int8_4,int8_8", "--function", "gelu,exp", "--scale", "3"},
      {"stress", "--units", "int8_4", "--sessions", "1"},
      {"replay", "cycles.txt"},
      {"prove", "--list", "--all"},
      {"mutate", "--list", "--files", "pwl_pipe.sv"},
      {"evidence"}};
};

TEST_F(DocumentCli, EveryKeyIsDocumentedAndEveryDocumentedKeyIsWritten) {
  std::set<std::string> all;
  const auto check = [&](const std::string& name, const std::string& json, const std::string& csv) {
    for (const std::set<std::string>& found : {keys_of_json(json), keys_of_csv(csv)}) {
      EXPECT_EQ(undocumented(found), std::set<std::string>()) << name;
      all.insert(found.begin(), found.end());
    }
  };
  for (const auto& [name, document] : made_up_documents()) check(name, document_json(document), document_csv(document));
  for (const Arguments& command : quick_) {
    output_of(command + Arguments{"--json", "out.json", "--csv", "out.csv"});
    check(command[0], folder_.read("out.json"), folder_.read("out.csv"));
  }
  for (const auto& [name, key] : documented_keys()) {
    EXPECT_EQ(all.count(name), 1U) << name << " stands in json_keys.txt and nothing writes it";
  }
}

TEST(JsonKeys, WhatIsNotDocumentedIsFound) {
  EXPECT_EQ(undocumented(keys_of_json(R"({"program": "", "runs": [{"unit": "x", "typo": 1}]})")),
            std::set<std::string>{"typo"});
  EXPECT_EQ(undocumented(keys_of_json(R"({"cost": {"parts": {"any name": {"cels": 1}}}})")),
            std::set<std::string>{"cels"});
  EXPECT_EQ(undocumented(keys_of_csv("table,cost.timing.fmax\r\n")), std::set<std::string>{"fmax"});
}

TEST(JsonKeys, LinesWithoutMeaningAndKeysTwiceAreRefused) {
  const ScratchFolder folder;
  for (const char* text : {"a\n", "a W\n", "a - x\nb - y\na - z\n"}) {
    EXPECT_THROW(read_json_keys(folder.write("keys.txt", text)), InputError) << text;
  }
  const std::vector<JsonKey> keys = read_json_keys(folder.write("keys.txt", "# c\n\na  W  two words\n"));
  ASSERT_EQ(keys.size(), 1U);
  EXPECT_EQ(keys[0].name + keys[0].unit + keys[0].meaning, "aWtwo words");
}

// Only lines of sources and commands, which are for copying, may be longer.
TEST_F(DocumentCli, WhatIsPrintedFits) {
  const auto check = [](const std::string& name, const std::string& text) {
    for (const std::string& line : lines_of(text)) EXPECT_LE(display_width(line), kTerminalWidth) << name;
  };
  for (auto [name, document] : made_up_documents()) {
    for (Section& section : document.sections) section.verbatim.clear();
    check(name, document_text(document));
  }
  for (const Arguments& command : quick_) {
    const std::string text = output_of(command);
    check(command[0], text);
    // --wide shows the columns that were left out, and leaves out none.
    const std::string wide = output_of(command + Arguments{"--wide"});
    EXPECT_EQ(wide.find("(--wide adds:"), std::string::npos) << command[0];
    for (std::size_t at = text.find("(--wide adds: "); at != std::string::npos; at = text.find("(--wide adds: ", at)) {
      at += std::string("(--wide adds: ").size();
      std::istringstream names(text.substr(at, text.find(')', at) - at));
      for (std::string head; std::getline(names, head, ',');) {
        head.erase(0, head.find_first_not_of(" \n"));
        const std::size_t broken = head.find('\n');
        if (broken == std::string::npos) {
          EXPECT_SAYS(wide, head);
        }
      }
    }
  }
}

TEST_F(DocumentCli, AllColumnsAreThereWithWide) {
  for (const auto& [name, document] : made_up_documents()) {
    const std::string wide = document_text(document, kAnyWidth);
    const std::string markdown = document_markdown(document);
    for (const Section& section : document.sections) {
      for (const DataTable& table : section.tables) {
        const std::string heads = table_text(table, kAnyWidth).substr(0, table_text(table, kAnyWidth).find('\n'));
        for (const Column& column : table.columns) EXPECT_SAYS(heads, column.head);
        EXPECT_SAYS(wide, table_text(table, kAnyWidth));
        EXPECT_SAYS(markdown, table_markdown(table));
      }
    }
  }
}

TEST_F(DocumentCli, EveryCommandThatPrintsTablesHasTheSameOptions) {
  for (const char* command : {"check", "compare", "cost", "coverage", "eval", "evidence", "fit", "list", "mutate",
                              "prove", "replay", "run", "stress", "survey", "sweep"}) {
    const std::string help = output_of({command, "--help"});
    for (const char* option : {"--wide", "--markdown", "--json FILE", "--csv FILE"}) EXPECT_SAYS(help, option);
  }
  EXPECT_SAYS(output_of({"sweep", "merge", "--help"}), "--csv FILE");
  EXPECT_EQ(pwlsim({"list", "--wide", "--markdown"}).exit_code, 2);
}

TEST_F(DocumentCli, EveryCommandWritesItsTablesAsMarkdown) {
  const auto bars_of = [](const std::string& line) {  // not counting escaped ones
    std::size_t bars = 0;
    for (std::size_t i = 0; i < line.size(); ++i) bars += line[i] == '|' && (i == 0 || line[i - 1] != '\\') ? 1 : 0;
    return bars;
  };
  for (const Arguments& command : quick_) {
    const std::string text = output_of(command + Arguments{"--markdown"});
    EXPECT_SAYS(text, "\n| ---");
    std::size_t bars = 0;  // of the current table
    for (const std::string& line : lines_of(text)) {
      const std::size_t own = line[0] == '|' ? bars_of(line) : 0;
      EXPECT_TRUE(own == 0 || bars == 0 || own == bars) << command[0] << ": " << line;
      bars = own;
    }
  }
}

TEST_F(DocumentCli, MarkdownAndCsvSayTheSameAsTheTerminal) {
  const Arguments fit = {"fit", "--function", "gelu", "--scale", "5"};
  const std::string markdown = output_of(fit + Arguments{"--markdown", "--csv", "out.csv", "--json", "out.json"});
  EXPECT_SAYS(markdown,
              "\n| table | method | objective | used | F | MSE | mean error | max \\|err\\| | at x |\n| --- | ---: |");
  const Json row = json_of("out.json")["tables"][0];
  const std::vector<std::vector<std::string>> csv = read_csv(folder_.read("out.csv"));
  ASSERT_EQ(csv.size(), 2U);
  for (std::size_t c = 1; c < csv[0].size(); ++c) {
    const Json& value = row[csv[0][c]];
    EXPECT_EQ(csv[1][c], value.is_string() ? value.get<std::string>() : value.dump()) << csv[0][c];
  }
  const Outcome piped = pwlsim(fit + Arguments{"--csv", "-"});
  EXPECT_EQ(piped.exit_code, 0);
  EXPECT_EQ(read_csv(piped.out), csv);
  EXPECT_SAYS(piped.err, "gelu int8_8 s=5");
}

}  // namespace
}  // namespace pwlsim::tests
