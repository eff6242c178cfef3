// SPDX-License-Identifier: Apache-2.0
#include "sim/report/evidence.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "sim/base/error.h"
#include "sim/base/file.h"
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
  try {
    const Json json = Json::parse(read_file(file));
    Evidence evidence;
    json.at("check").get_to(evidence.check);
    json.at("command").get_to(evidence.command);
    json.at("conditions").get_to(evidence.conditions);
    json.at("summary").get_to(evidence.summary);
    json.at("columns").get_to(evidence.columns);
    json.at("rows").get_to(evidence.rows);
    for (std::size_t i = 0; i < evidence.rows.size(); ++i) {
      if (evidence.rows[i].size() != evidence.columns.size()) {
        throw InputError(fmt::format("{}: rows[{}] has {} cells, there are {} columns", file, i,
                                     evidence.rows[i].size(), evidence.columns.size()));
      }
    }
    return evidence;
  } catch (const Json::exception& error) {
    throw InputError(file + ": " + printable(error.what()));
  }
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
