// SPDX-License-Identifier: Apache-2.0
#include "sim/report/document_csv.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <map>

#include "sim/report/document_json.h"

namespace pwlsim::report {
namespace {

/// A field: between quotes, with its quotes doubled, where it has to be.
std::string field(const std::string& text) {
  const bool plain = text.find_first_of(",\"\r\n") == std::string::npos &&
                     (text.empty() || (text.front() != ' ' && text.back() != ' '));
  if (plain) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

std::string text_of(const Cell& cell) {
  if (const auto* text = std::get_if<std::string>(&cell.value)) return *text;
  if (std::holds_alternative<std::monostate>(cell.value)) return "";
  if (const auto* number = std::get_if<double>(&cell.value); number != nullptr && !std::isfinite(*number)) return "";
  return cell_json(cell);
}

/// All tables flat: the columns of all, and lines that give some of them.
struct Flat {
  std::vector<std::string> heads = {"table"};
  std::vector<std::map<std::string, std::string>> lines;
};

/// What a row inherits from the row it is nested in.
using Names = std::vector<std::pair<std::string, std::string>>;

struct Nested {
  std::string key;
  const DataTable* table;
  Names names;
};

void add_head(Flat& flat, const std::string& head) {
  if (std::find(flat.heads.begin(), flat.heads.end(), head) == flat.heads.end()) flat.heads.push_back(head);
}

/// Adds the rows of a table; what is nested in them comes to the end of `later`.
void add_rows(Flat& flat, const Nested& from, std::deque<Nested>& later) {
  const DataTable& table = *from.table;
  for (const auto& [head, name] : from.names) add_head(flat, head);
  const auto is_nested = [&](std::size_t c) {
    return std::any_of(table.rows.begin(), table.rows.end(), [c](const Row& row) {
      return std::holds_alternative<std::shared_ptr<const DataTable>>(row.cells[c].value);
    });
  };
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    if (!table.columns[c].key.empty() && !is_nested(c)) add_head(flat, table.columns[c].key);
  }
  for (const Row& row : table.rows) {
    if (row.continues) continue;
    auto& line = flat.lines.emplace_back();
    line["table"] = from.key;
    Names names = from.names;
    for (const auto& [head, name] : from.names) line[head] = name;
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
      const std::string& key = table.columns[c].key;
      if (key.empty()) continue;
      if (const auto* nested = std::get_if<std::shared_ptr<const DataTable>>(&row.cells[c].value)) {
        later.push_back({from.key + "." + key, nested->get(), names});
        continue;
      }
      line[key] = text_of(row.cells[c]);
      if (c < table.identity) names.emplace_back(key, line[key]);
    }
  }
}

}  // namespace

std::string document_csv(const Document& document) {
  Flat flat;
  std::deque<Nested> later;
  const auto add_nested = [&] {
    // Tables that are nested in one row after the other stand together.
    std::stable_sort(later.begin(), later.end(), [](const Nested& a, const Nested& b) { return a.key < b.key; });
    while (!later.empty()) {
      const Nested next = later.front();
      later.pop_front();
      add_rows(flat, next, later);
    }
  };
  for (const Document::Fact& fact : document.facts) {
    if (const auto* nested = std::get_if<std::shared_ptr<const DataTable>>(&fact.value.value)) {
      later.push_back({fact.key, nested->get(), {}});
    }
  }
  add_nested();
  for (const Section& section : document.sections) {
    for (const DataTable& table : section.tables) {
      if (table.key.empty()) continue;
      add_rows(flat, {table.key, &table, {}}, later);
      add_nested();
    }
  }
  std::string text;
  const auto add_line = [&](const auto& of) {
    for (std::size_t h = 0; h < flat.heads.size(); ++h) text += (h == 0 ? "" : ",") + field(of(flat.heads[h]));
    text += "\r\n";
  };
  add_line([](const std::string& head) { return head; });
  for (const auto& line : flat.lines) {
    add_line([&](const std::string& head) {
      const auto found = line.find(head);
      return found == line.end() ? std::string() : found->second;
    });
  }
  return text;
}

}  // namespace pwlsim::report
