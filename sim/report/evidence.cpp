// SPDX-License-Identifier: Apache-2.0
#include "sim/report/evidence.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/base/json_place.h"

namespace pwlsim::report {
namespace {

using Json = nlohmann::ordered_json;

/// Text as it stands in the file: what is a number there is not known.
Column text_column(const std::string& key, const std::string& head) {
  Column column{key, head};
  column.align = Column::Align::kLeft;
  return column;
}

}  // namespace

std::string evidence_json(const Evidence& evidence) {
  Json rows = Json::array();
  for (const std::vector<std::string>& cells : evidence.rows) rows.push_back(cells);
  const Json json = {{"check", evidence.check},     {"command", evidence.command}, {"conditions", evidence.conditions},
                     {"summary", evidence.summary}, {"columns", evidence.columns}, {"rows", rows}};
  return json_dump(json, 2) + "\n";
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

Evidence evidence_of(const std::string& check, const std::string& command, const Document& document) {
  const Section& section = document.sections.front();
  const DataTable& table = section.tables.front();
  Evidence evidence{check, command, fmt::format("{}", fmt::join(document.conditions, "; ")), section.notes.front(),
                    {},    {}};
  for (const Column& column : table.columns) {
    if (is_shown(column)) evidence.columns.push_back(column.head);
  }
  for (const Row& row : table.rows) {
    std::vector<std::string>& cells = evidence.rows.emplace_back();
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
      if (is_shown(table.columns[c])) cells.push_back(shown_text(row.cells[c], table.columns[c]));
    }
  }
  return evidence;
}

Document evidence_document(const std::vector<Evidence>& checks) {
  Document document;
  DataTable all{"checks",
                {text_column("check", "check"), text_column("command", "command"), text_column("result", "result"),
                 text_column("conditions", "")}};
  all.columns[1].code = true;
  document.sections.emplace_back();
  for (const Evidence& check : checks) {
    all.rows.push_back({{check.check, check.command, check.summary, check.conditions}});
    DataTable own{"", {}};
    for (const std::string& head : check.columns) own.columns.push_back(text_column("", head));
    for (const std::vector<std::string>& cells : check.rows) own.rows.push_back({{cells.begin(), cells.end()}});
    document.sections.push_back(
        {fmt::format("{} ({})", check.check, check.conditions), {}, {std::move(own)}, {}, "", true});
  }
  document.sections.front().tables = {std::move(all)};
  return document;
}

}  // namespace pwlsim::report
