// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace pwlsim::report {

/// A table for a terminal: the first column left-aligned, the others right-aligned.
class TextTable {
 public:
  explicit TextTable(std::vector<std::string> header) : rows_{std::move(header)} {}

  /// Adds a row of as many cells as the header has.
  void add(std::vector<std::string> row) { rows_.push_back(std::move(row)); }

  /// Adds a line between groups of rows.
  void add_rule() { rows_.emplace_back(); }

  std::string text() const;

 private:
  std::vector<std::vector<std::string>> rows_;  // an empty row is a rule
};

}  // namespace pwlsim::report
