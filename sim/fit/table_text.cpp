// SPDX-License-Identifier: Apache-2.0
#include "sim/fit/table_text.h"

#include <fmt/format.h>
#include <algorithm>
#include <charconv>
#include <cmath>
#include <system_error>

#include "sim/base/file.h"
#include "sim/base/trimmed.h"

namespace pwlsim::fit {
namespace {

constexpr int kFurthest = 64;

int whole_of(const std::string& text, const std::string& what, int least, int most) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number < least || number > most) {
    throw InputError(fmt::format("{} '{}' is not a whole number from {} to {}", what, printable(text), least, most));
  }
  return number;
}

/// Takes "scale: 5" of a comment.
void take_comment(TableText& file, std::size_t number, std::string_view comment) {
  const std::size_t colon = comment.find(':');
  if (colon == std::string_view::npos) return;
  file.placed(number, [&] {
    set_fact(file.facts, std::string(trimmed(comment.substr(0, colon))),
             std::string(trimmed(comment.substr(colon + 1))));
  });
}

}  // namespace

void TableText::fail(std::size_t line, const std::string& reason) const {
  throw InputError(line == 0 ? fmt::format("{}: {}", name, reason)
                             : fmt::format("{}: line {}: {}", name, line, reason));
}

TableText parse_table_text(std::string_view text, const std::string& name, const std::vector<std::string>& comments) {
  TableText file{name, {}, {}};
  std::size_t number = 0;
  while (!text.empty()) {
    const std::string_view whole = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), whole.size() + 1));
    ++number;
    std::size_t end = whole.size();
    std::size_t start = end;
    for (const std::string& comment : comments) {
      const std::size_t at = whole.find(comment);
      if (at < end) {
        end = at;
        start = at + comment.size();
      }
    }
    if (start < whole.size()) take_comment(file, number, trimmed(whole.substr(start)));
    std::string line(trimmed(whole.substr(0, end)));
    if (!line.empty()) file.lines.push_back({number, std::move(line)});
  }
  return file;
}

bool set_fact(TableFacts& facts, const std::string& key, const std::string& value) {
  const bool known = key == "function" || key == "unit" || key == "scale" || key == "fraction" || key == "output_scale";
  if (!known || value.empty()) return known;
  if (key == "function") facts.function = &find_function(value);
  if (key == "unit") facts.unit = &find_unit(value);
  if (key == "scale") facts.scales = {whole_of(value, key, 0, kFurthest)};
  if (key == "fraction") facts.fraction = whole_of(value, key, 0, kFurthest);
  if (key == "output_scale") facts.output_scale = whole_of(value, key, -kFurthest, kFurthest);
  return true;
}

std::string facts_comment(const FittedTable& fitted, const UnitTable& registers, const std::string& comment) {
  const UnitConfig& unit = *fitted.unit;
  std::string text = fmt::format("{0} function: {1}\n{0} unit: {2}\n", comment, fitted.table.function, unit.name);
  if (unit.input_scale) text += fmt::format("{} scale: {}\n", comment, registers.scale);
  if (unit.has_fraction()) text += fmt::format("{} fraction: {}\n", comment, registers.fraction);
  if (unit.output_scale) text += fmt::format("{} output_scale: {}\n", comment, registers.output_scale);
  return text;
}

std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells(1);
  bool quoted = false;
  for (const char c : line) {
    if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      cells.emplace_back();
    } else {
      cells.back() += c;
    }
  }
  for (std::string& cell : cells) cell = std::string(trimmed(cell));
  return cells;
}

double number_of(const std::string& text, const std::string& what) {
  double number = 0;
  const char* const begin = text.data() + (text.rfind('+', 0) == 0 ? 1 : 0);
  const char* const end = text.data() + text.size();
  const auto [after, error] = std::from_chars(begin, end, number);
  if (error != std::errc() || after != end || !std::isfinite(number)) {
    throw InputError(fmt::format("{} '{}' is not a finite number", what, printable(text)));
  }
  return number;
}

Columns columns_of(const TableText& file) {
  Columns columns;
  const std::vector<std::string> names = cells_of(file.lines[0].text);
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (!columns.emplace(names[i], i).second) {
      file.fail(file.lines[0].number, fmt::format("column '{}' stands there twice", printable(names[i])));
    }
  }
  return columns;
}

void check_columns(const TableText& file, const Columns& columns, const std::vector<std::string>& required,
                   const std::vector<std::string>& optional) {
  const auto has = [](const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  for (const std::string& name : required) {
    if (columns.count(name) == 0) file.fail(file.lines[0].number, "column '" + name + "' is missing");
  }
  for (const auto& [name, at] : columns) {
    if (!has(required, name) && !has(optional, name)) {
      file.fail(file.lines[0].number, fmt::format("column '{}' is not known here", printable(name)));
    }
  }
}

std::vector<std::string> row_of(const TableText& file, const TableText::Line& line, const Columns& columns) {
  std::vector<std::string> cells = cells_of(line.text);
  if (cells.size() != columns.size()) {
    file.fail(line.number, fmt::format("has {} cells for {} columns", cells.size(), columns.size()));
  }
  return cells;
}

}  // namespace pwlsim::fit
