// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

// What a command has to say, apart from how it is written: sections with tables of typed cells and notes. The writers
// are in document_terminal.h, document_markdown.h, document_json.h and document_csv.h.
namespace pwlsim::report {

struct DataTable;

/// What one cell of a table holds. JSON and CSV get the value in full precision, people a rounded one.
struct Cell {
  using List = std::vector<Cell>;

  Cell();  ///< nothing: JSON leaves the key out
  // Not inline, which keeps their variant out of every table's code.
  Cell(const Cell& other);
  Cell(Cell&& other) noexcept;
  Cell& operator=(const Cell& other);
  Cell& operator=(Cell&& other) noexcept;
  ~Cell();
  Cell(std::string text) : value(std::move(text)) {}
  Cell(const char* text) : value(std::string(text)) {}
  Cell(double number) : value(number) {}  ///< what is not finite is null in JSON, "-" or "inf" for people
  Cell(bool flag) : value(flag) {}
  template <class Integer, std::enable_if_t<std::is_integral_v<Integer> && !std::is_same_v<Integer, bool>, int> = 0>
  Cell(Integer number) {
    if constexpr (std::is_signed_v<Integer>) {
      value = static_cast<std::int64_t>(number);
    } else {
      value = static_cast<std::uint64_t>(number);
    }
  }
  template <class Value>
  Cell(const std::optional<Value>& maybe) {
    if (maybe) *this = Cell(*maybe);
  }
  Cell(List list) : value(std::move(list)) {}
  Cell(DataTable nested);  ///< rows that belong to this one: in JSON and CSV only

  /// All items of a range as a list.
  template <class Range>
  static Cell list(const Range& range) {
    return List(std::begin(range), std::end(range));
  }

  /// For people only.
  static Cell note(std::string text) { return Cell().shown_as(std::move(text)); }

  /// The same value, which people see as this text.
  Cell shown_as(std::string text) const {
    Cell cell = *this;
    cell.shown = std::move(text);
    return cell;
  }

  std::variant<std::monostate, std::string, std::int64_t, std::uint64_t, double, bool, List,
               std::shared_ptr<const DataTable>>
      value;
  std::optional<std::string> shown;
};

/// How people see a number.
using Show = std::string (*)(double);
std::string show_shortest(double value);        ///< as many digits as read back the same
std::string show_plain_digits(double value);    ///< three digits, without an exponent
std::string show_signed_percent(double value);  ///< of a share: "+18.0 %"
std::string show_percent(double value);         ///< of a share: "18.0 %"
template <int kDigits>
std::string show_digits(double value);  ///< significant ones
template <int kDecimals>
std::string show_decimals(double value);

/// How soon a column goes when a table is too wide: the greatest number first.
using Importance = int;
constexpr Importance kAlways = 0, kWideOnly = 100;

struct Column {
  std::string key;   ///< path in a row's JSON object, such as "errors.mse"; empty: for people only
  std::string head;  ///< empty: in JSON and CSV only
  Importance importance = kAlways;
  Show show = show_digits<3>;
  enum class Align { kLeft, kRight, kByPlace } align = Align::kByPlace;  ///< by place: the first left, others right
  bool code = false;                                                     ///< text of a program, such as a command
};

struct Row {
  std::vector<Cell> cells;  ///< as many as columns
  std::string group = {};   ///< rows of one group stand under its name
  bool continues = false;   ///< says more about the row above; for people only
  bool rule = false;        ///< a line above it
};

/// A table. One without a key is for people only: figures that stand elsewhere in the document, in another arrangement.
struct DataTable {
  std::string key;  ///< path in the JSON document, or in the row it is nested in
  std::vector<Column> columns;
  std::vector<Row> rows = {};
  enum class Form {
    kRows,    ///< in JSON a list of objects
    kByName,  ///< an object of objects, named by the first column
    kValues   ///< an object of the second column's values, named by the first
  } form = Form::kRows;
  std::size_t identity = 1;  ///< so many first columns name a row; rows nested in it are named by them in CSV
};

struct Section {
  std::string title = {};
  std::vector<std::string> intro = {};  ///< lines above the tables
  std::vector<DataTable> tables = {};
  std::vector<std::string> notes = {};  ///< lines below them
  std::string verbatim = {};            ///< commands and the like, never broken into lines
  bool folded = false;                  ///< in Markdown, below its title
};

struct Document {
  /// A value at the top of the JSON document.
  struct Fact {
    std::string key;  ///< a path
    Cell value;
  };
  std::vector<Fact> facts = {};
  std::vector<std::string> conditions = {};  ///< the first lines
  std::vector<Section> sections = {};
};

/// What people see in a cell, on one line.
std::string shown_text(const Cell& cell, const Column& column);

/// Whether people see the column.
inline bool is_shown(const Column& column) { return !column.head.empty(); }

/// A column and what it holds of a record: a key, its head and its value stand in one place.
template <class Record>
struct Figure {
  Column column;
  std::function<Cell(const Record&)> of;
};
template <class Record>
using Figures = std::vector<Figure<Record>>;

/// The figures of a part of a record, below a key. Where `part` gives nothing they are left out.
template <class Record, class Part>
Figures<Record> figures_of_part(const std::string& key, const Figures<Part>& figures,
                                std::function<const Part*(const Record&)> part) {
  Figures<Record> result;
  for (const Figure<Part>& figure : figures) {
    Column column = figure.column;
    column.key = key + "." + column.key;
    result.push_back({column, [part, of = figure.of](const Record& record) {
                        const Part* const found = part(record);
                        return found == nullptr ? Cell() : of(*found);
                      }});
  }
  return result;
}

template <class Record>
std::vector<Cell> cells_of(const Figures<Record>& figures, const Record& record) {
  std::vector<Cell> cells;
  for (const Figure<Record>& figure : figures) cells.push_back(figure.of(record));
  return cells;
}

/// A table with a row for each record.
template <class Record, class Records>
DataTable table_of(std::string key, const Figures<Record>& figures, const Records& records) {
  DataTable table{std::move(key), {}};
  for (const Figure<Record>& figure : figures) table.columns.push_back(figure.column);
  for (const Record& record : records) table.rows.push_back({cells_of(figures, record)});
  return table;
}

extern template std::string show_digits<2>(double);
extern template std::string show_digits<3>(double);
extern template std::string show_digits<4>(double);
extern template std::string show_digits<6>(double);
extern template std::string show_decimals<0>(double);
extern template std::string show_decimals<1>(double);
extern template std::string show_decimals<2>(double);
extern template std::string show_decimals<3>(double);

}  // namespace pwlsim::report
