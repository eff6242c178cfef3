// SPDX-License-Identifier: Apache-2.0
#include "sim/report/document_json.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "sim/base/json_place.h"
#include "sim/rooms.h"

namespace pwlsim::report {
namespace {

using Json = nlohmann::ordered_json;

Json json_of(const Cell& cell);
Json json_of(const DataTable& table);

bool is_empty(const Cell& cell) { return std::holds_alternative<std::monostate>(cell.value); }

/// The place of a path such as "errors.mse" in an object; what is missing on the way is made.
Json& place_in(Json& object, const std::string& path) {
  const std::size_t dot = path.find('.');
  if (dot == std::string::npos) return object[path];
  return place_in(object[path.substr(0, dot)], path.substr(dot + 1));
}

/// Writes the cells of a row from column `from` on into an object.
void add_cells(Json& object, const DataTable& table, const Row& row, std::size_t from) {
  for (std::size_t c = from; c < table.columns.size(); ++c) {
    if (table.columns[c].key.empty() || is_empty(row.cells[c])) continue;
    place_in(object, table.columns[c].key) = json_of(row.cells[c]);
  }
}

/// What names a row of a table by name.
std::string name_of(const Row& row) { return shown_text(row.cells[0], {}); }

void add_table(Json& json, const DataTable& table) {
  const bool list = table.form == DataTable::Form::kRows;
  if (json.is_null()) json = list ? Json::array() : Json::object();
  std::size_t i = 0;
  for (const Row& row : table.rows) {
    if (row.continues) continue;
    if (table.form == DataTable::Form::kValues) {
      json[name_of(row)] = json_of(row.cells[1]);
      continue;
    }
    if (list && json.size() <= i) json.push_back(Json::object());
    Json& object = list ? json[i] : json[name_of(row)];
    if (object.is_null()) object = Json::object();
    add_cells(object, table, row, list ? 0 : 1);
    ++i;
  }
}

struct Visitor {
  Json operator()(std::monostate) const { return nullptr; }
  Json operator()(double number) const { return std::isfinite(number) ? Json(number) : Json(nullptr); }
  Json operator()(const Cell::List& list) const {
    Json json = Json::array();
    for (const Cell& item : list) json.push_back(json_of(item));
    return json;
  }
  Json operator()(const std::shared_ptr<const DataTable>& table) const { return json_of(*table); }
  template <class Plain>
  Json operator()(const Plain& plain) const {
    return plain;
  }
};

Json json_of(const Cell& cell) { return std::visit(Visitor(), cell.value); }

Json json_of(const DataTable& table) {
  Json json;
  add_table(json, table);
  return json;
}

}  // namespace

std::string document_json(const Document& document) {
  Json json = Json::object();
  for (const Document::Fact& fact : document.facts) {
    if (!is_empty(fact.value)) place_in(json, fact.key) = json_of(fact.value);
  }
  for (const Section& section : document.sections) {
    for (const DataTable& table : section.tables) {
      if (!table.key.empty()) add_table(place_in(json, table.key), table);
    }
  }
  return json_text(json);
}

std::string cell_json(const Cell& cell) { return json_dump(json_of(cell)); }

}  // namespace pwlsim::report
