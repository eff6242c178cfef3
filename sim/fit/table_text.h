// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/error.h"
#include "sim/fit/partial_table.h"

namespace pwlsim::fit {

/// A file of lines in memory: comma-separated values, or words for $readmemh.
struct TableText {
  /// A line that has anything but blanks and comments.
  struct Line {
    std::size_t number;  ///< from 1
    std::string text;    ///< without its comment and the blanks around it; not empty
  };
  std::string name;         ///< for messages: the file's path
  std::vector<Line> lines;  ///< in the order of the file
  TableFacts facts;         ///< of comments such as "# function: gelu" or "// scale: 5"

  /// Throws InputError that names the file and, unless it is 0, the line.
  [[noreturn]] void fail(std::size_t line, const std::string& reason) const;

  /// Calls `work`. An InputError that it throws gets file and line put before its message.
  template <class Work>
  auto placed(std::size_t line, Work work) const -> decltype(work()) {
    try {
      return work();
    } catch (const InputError& error) {
      fail(line, error.what());
    }
  }
};

/// Splits a text into lines. `comments` are what comments begin with; they end with the line. Throws InputError for a
/// comment that names a function, a unit or a number that does not exist.
TableText parse_table_text(std::string_view text, const std::string& name, const std::vector<std::string>& comments);

/// Takes "function", "unit", "scale", "fraction" or "output_scale" and its value into the facts. Returns whether the
/// key is one of these; an empty value says nothing. Throws InputError, without a place, for a value that it cannot
/// have.
bool set_fact(TableFacts& facts, const std::string& key, const std::string& value);

/// The comment lines that say the same as these registers, each after `comment`.
std::string facts_comment(const FittedTable& fitted, const UnitTable& registers, const std::string& comment);

/// The cells of a line of comma-separated values, without the blanks around them. A cell may stand in double quotes.
std::vector<std::string> cells_of(const std::string& line);

/// The place of each column by its name.
using Columns = std::map<std::string, std::size_t>;

/// The columns that the first line names. Throws InputError for a name that stands there twice.
Columns columns_of(const TableText& file);

/// Throws InputError for a column that is missing, and for one that is not known.
void check_columns(const TableText& file, const Columns& columns, const std::vector<std::string>& required,
                   const std::vector<std::string>& optional);

/// The cells of a line. Throws InputError unless there are as many as columns.
std::vector<std::string> row_of(const TableText& file, const TableText::Line& line, const Columns& columns);

/// A finite number. Throws InputError, without a place, that names `what` for any other text.
double number_of(const std::string& text, const std::string& what);

}  // namespace pwlsim::fit
