// SPDX-License-Identifier: Apache-2.0
#include "sim/fit/csv_file.h"

#include <fmt/format.h>
#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <system_error>
#include <utility>

#include "sim/base/file.h"
#include "sim/fit/table_text.h"

namespace pwlsim::fit {
namespace {

using Line = TableText::Line;

constexpr std::size_t kMostLines = 1024;  // of a table

/// A table of real numbers that a person writes.
std::vector<FittedTable> read_numbers(const TableText& file, const Columns& columns, const TableContext& context) {
  Table numbers;
  const bool values = columns.count("value") != 0;
  check_columns(
      file, columns,
      values ? std::vector<std::string>{"value"} : std::vector<std::string>{"breakpoint", "slope", "intercept"}, {});
  if (file.lines.size() > kMostLines) file.fail(0, fmt::format("has more than {} lines", kMostLines));
  for (std::size_t i = 1; i < file.lines.size(); ++i) {
    const Line& line = file.lines[i];
    const std::vector<std::string> cells = row_of(file, line, columns);
    const auto number = [&](const char* column) {
      return file.placed(line.number, [&] { return number_of(cells[columns.at(column)], column); });
    };
    if (values) {
      numbers.values.push_back(number("value"));
      continue;
    }
    numbers.slopes.push_back(number("slope"));
    numbers.intercepts.push_back(number("intercept"));
    const bool last = i + 1 == file.lines.size();
    if (last != cells[columns.at("breakpoint")].empty()) {
      file.fail(line.number, last ? "has a breakpoint; the last segment has no end" : "lacks its breakpoint");
    }
    if (last) break;
    const double breakpoint = number("breakpoint");
    if (!numbers.breakpoints.empty() && breakpoint < numbers.breakpoints.back()) {
      file.fail(line.number,
                fmt::format("breakpoint {} is below the one before it, {}", breakpoint, numbers.breakpoints.back()));
    }
    numbers.breakpoints.push_back(breakpoint);
  }
  return file.placed(0, [&] { return complete_tables(numbers, file.facts, context); });
}

/// The registers of one table at one scale, from several lines.
struct Registers {
  std::size_t line;  ///< the first one
  std::vector<std::string> key;
  TableFacts facts;
  std::map<std::string, std::map<std::size_t, Word>> words = {};
  std::map<std::pair<std::string, std::size_t>, std::pair<std::string, std::size_t>> values = {};  ///< text and line
};

template <class Number>
std::optional<Number> digits(std::string text) {
  const bool hex = text.rfind("0x", 0) == 0;
  if (hex) text.erase(0, 2);
  Number number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, hex ? 16 : 10);
  return error == std::errc() && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

FieldWords words_of(const TableText& file, const Registers& registers) {
  FieldWords words;
  for (const auto& [field, by_index] : registers.words) {
    for (const auto& [index, word] : by_index) {
      if (index != words[field].size()) {
        file.fail(registers.line, fmt::format("{} {} of this table is missing", field, words[field].size()));
      }
      words[field].push_back(word);
    }
  }
  return words;
}

/// Throws InputError for a number beside a word that stands for another one.
void check_values(const TableText& file, const Registers& registers, const FittedTable& fitted) {
  for (const RegisterField& field : fitted.unit->registers) {
    if (field.numbers == nullptr) continue;
    const std::vector<double>& numbers = fitted.table.*field.numbers;
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      const auto found = registers.values.find({field.name, i});
      if (found == registers.values.end()) continue;
      const auto& [text, line] = found->second;
      const double value = file.placed(line, [&, &text = text] { return number_of(text, "value"); });
      if (value == numbers[i]) continue;
      file.fail(line, fmt::format("{} {}: its word is {}, not {}; the words count: change the word, or leave out the "
                                  "column 'value'",
                                  field.name, i, numbers[i], value));
    }
  }
}

std::vector<FittedTable> read_registers(const TableText& file, const Columns& columns, const TableContext& context) {
  const std::vector<std::string> facts = {"function", "unit", "scale", "fraction", "output_scale"};
  std::vector<std::string> optional = facts;
  optional.insert(optional.end(), {"address", "value"});
  check_columns(file, columns, {"field", "index", "word"}, optional);
  std::vector<Registers> all;
  for (std::size_t i = 1; i < file.lines.size(); ++i) {
    const Line& line = file.lines[i];
    const std::vector<std::string> cells = row_of(file, line, columns);
    std::vector<std::string> key;
    for (const std::string& fact : facts) key.push_back(columns.count(fact) != 0 ? cells[columns.at(fact)] : "");
    if (all.empty() || all.back().key != key) {
      Registers& one = all.emplace_back(Registers{line.number, key, file.facts});
      file.placed(line.number, [&] {
        for (std::size_t f = 0; f < facts.size(); ++f) set_fact(one.facts, facts[f], key[f]);
      });
      one.facts.method = "registers file";
    }
    Registers& one = all.back();
    const std::string field = cells[columns.at("field")];
    const auto index = digits<std::size_t>(cells[columns.at("index")]);
    const auto word = digits<Word>(cells[columns.at("word")]);
    if (!index) file.fail(line.number, "index is not a whole number");
    if (!word) file.fail(line.number, "word is not a number such as 0x1f");
    if (one.facts.unit != nullptr) {
      const auto& fields = one.facts.unit->registers;
      const auto found = std::find_if(fields.begin(), fields.end(), [&](const auto& f) { return f.name == field; });
      if (found == fields.end()) {
        file.fail(line.number, fmt::format("{} has no register '{}'", one.facts.unit->name, printable(field)));
      }
      if (*word > low_bits(found->word.width)) {
        file.fail(line.number, fmt::format("{} {} has more than {} bits", field, *index, found->word.width));
      }
      const std::string address = columns.count("address") != 0 ? cells[columns.at("address")] : "";
      if (!address.empty() && digits<std::size_t>(address) != found->address + *index) {
        file.fail(line.number, fmt::format("{} {} has address {}", field, *index, found->address + *index));
      }
    }
    if (!one.words[field].emplace(*index, *word).second) {
      file.fail(line.number, fmt::format("{} {} stands in an earlier line as well", printable(field), *index));
    }
    if (columns.count("value") != 0) one.values[{field, *index}] = {cells[columns.at("value")], line.number};
  }
  std::vector<FittedTable> tables;
  for (const Registers& one : all) {
    const FieldWords words = words_of(file, one);
    tables.push_back(
        file.placed(one.line, [&] { return table_of_words(words, one.facts, context, "column or a comment '#'"); }));
    check_values(file, one, tables.back());
  }
  return tables;
}

/// The first line with more than a comment.
std::string first_line(const std::string& text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    std::string line = text.substr(at, end - at);
    const std::size_t first = line.find_first_not_of(" \t\r");
    if (first != std::string::npos && line[first] != '#') return line;
    at = end + 1;
  }
  return "";
}

}  // namespace

bool is_csv(const std::string& text) {
  for (const std::string& cell : cells_of(first_line(text))) {
    for (const char* const column : {"breakpoint", "slope", "intercept", "value", "field", "word"}) {
      if (cell == column) return true;
    }
  }
  return false;
}

std::vector<FittedTable> read_csv(const std::string& text, const std::string& name, const TableContext& context) {
  const TableText file = parse_table_text(text, name, {"#"});
  if (file.lines.size() < 2) file.fail(0, "has columns, but no line below their names");
  const Columns columns = columns_of(file);
  return columns.count("field") != 0 || columns.count("word") != 0 ? read_registers(file, columns, context)
                                                                   : read_numbers(file, columns, context);
}

}  // namespace pwlsim::fit
