// SPDX-License-Identifier: Apache-2.0
#include "sim/report/evidence.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "sim/base/error.h"
#include "sim/base/json_place.h"
#include "sim/report/text_table.h"

namespace pwlsim::report {
namespace {

using Json = nlohmann::ordered_json;

/// A cell of a Markdown table: a bar would end it, and a comment might end the block.
std::string cell(const std::string& text) {
  std::string result;
  for (const char c : text) {
    result += c == '|' ? "\\|" : c == '\n' ? " " : c == '<' ? "&lt;" : std::string(1, c);
  }
  return result;
}

std::string row(const std::vector<std::string>& cells) {
  std::string line = "|";
  for (const std::string& text : cells) line += " " + cell(text) + " |";
  return line + "\n";
}

}  // namespace

std::string evidence_json(const Evidence& evidence) {
  Json rows = Json::array();
  for (const std::vector<std::string>& cells : evidence.rows) rows.push_back(cells);
  const Json json = {{"check", evidence.check},     {"command", evidence.command}, {"conditions", evidence.conditions},
                     {"summary", evidence.summary}, {"columns", evidence.columns}, {"rows", rows}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

Evidence read_evidence(const std::string& file) {
  const JsonFile json = read_json(file);
  const JsonPlace document = json.root();
  document.expect_keys({"check", "command", "conditions", "summary", "columns", "rows"});
  Evidence evidence{.check = document.at("check").any_text(),
                    .command = document.at("command").any_text(),
                    .conditions = document.at("conditions").any_text(),
                    .summary = document.at("summary").any_text(),
                    .columns = document.at("columns").any_texts(),
                    .rows = {}};
  for (const JsonPlace& row : document.at("rows").items()) {
    evidence.rows.push_back(row.any_texts());
    const std::size_t cells = evidence.rows.back().size(), columns = evidence.columns.size();
    if (cells != columns) row.fail(fmt::format("has {} cells, there are {} columns", cells, columns));
  }
  return evidence;
}

std::string evidence_text(const Evidence& evidence) {
  TextTable table(evidence.columns);
  for (const std::vector<std::string>& cells : evidence.rows) table.add(cells);
  return evidence.conditions + "\n\n" + table.text() + "\n" + evidence.summary + "\n";
}

std::string evidence_markdown(const std::vector<Evidence>& checks) {
  std::string text = row({"check", "command", "result"}) + row({"---", "---", "---"});
  for (const Evidence& check : checks) text += row({check.check, "`" + check.command + "`", check.summary});
  for (const Evidence& check : checks) {
    text += fmt::format("\n<details><summary>{} ({})</summary>\n\n", check.check, check.conditions);
    text += row(check.columns) + row(std::vector<std::string>(check.columns.size(), "---"));
    for (const std::vector<std::string>& cells : check.rows) text += row(cells);
    text += "\n</details>\n";
  }
  return text;
}

}  // namespace pwlsim::report
