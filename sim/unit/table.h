// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/rooms.h"

namespace pwlsim::unit {

/// A table in real numbers, which a fit returns and a quantiser takes. Of lines: segment i covers (breakpoints[i-1],
/// breakpoints[i]], where y = slopes[i]*x + intercepts[i]. Of words: `values`, and no lines.
struct Table {
  static constexpr int kFewestEntries = 2;  ///< lines that validate() demands
  static constexpr int kMostEntries = 64;   ///< lines that validate() allows

  std::string function;             ///< name of the approximated function
  std::string method;               ///< name of the method that made it
  std::vector<double> breakpoints;  ///< entries()-1, non-descending
  std::vector<double> slopes;       ///< entries()
  std::vector<double> intercepts;   ///< entries()
  /// Of a table of words: the result for each word of x, from word 0 on. Empty: those of the function.
  std::vector<double> values = {};

  int entries() const { return static_cast<int>(slopes.size()); }  ///< number of lines; 0 for a table of words

  /// Segment of x: the number of breakpoints below x.
  int segment(double x) const;

  /// Value of the approximation at x, in double precision.
  double evaluate(double x) const;

  /// Throws InputError that says which number is wrong: counts that do not match, fewer than 2 or more than 64
  /// entries, a number that is not finite, breakpoints that descend.
  void validate() const;
};

/// The table with its last line repeated until there are `entries` entries. Its values do not change.
Table with_entries(Table table, int entries);

}  // namespace pwlsim::unit
