// SPDX-License-Identifier: Apache-2.0
#include "sim/unit/table.h"

#include <algorithm>
#include <cmath>

#include "sim/base/error.h"

namespace pwlsim::unit {
namespace {

void check_finite(const std::vector<double>& numbers, const char* what) {
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    if (!std::isfinite(numbers[i])) {
      throw InputError(std::string(what) + " " + std::to_string(i) + " of the table is not a finite number");
    }
  }
}

}  // namespace

int Table::segment(double x) const {
  return static_cast<int>(std::count_if(breakpoints.begin(), breakpoints.end(), [x](double p) { return p < x; }));
}

double Table::evaluate(double x) const {
  const int i = segment(x);
  return slopes[i] * x + intercepts[i];
}

void Table::validate() const {
  const std::size_t n = slopes.size();
  if (n < kFewestEntries || n > kMostEntries) {
    throw InputError("a table has 2 to 64 entries, this one has " + std::to_string(n) + " slopes");
  }
  if (intercepts.size() != n || breakpoints.size() != n - 1) {
    throw InputError("a table of " + std::to_string(n) + " slopes needs " + std::to_string(n) + " intercepts and " +
                     std::to_string(n - 1) + " breakpoints, this one has " + std::to_string(intercepts.size()) +
                     " and " + std::to_string(breakpoints.size()));
  }
  check_finite(breakpoints, "breakpoint");
  check_finite(slopes, "slope");
  check_finite(intercepts, "intercept");
  for (std::size_t j = 1; j < breakpoints.size(); ++j) {
    if (breakpoints[j] < breakpoints[j - 1]) {
      throw InputError("the table's breakpoints are not sorted: number " + std::to_string(j) + " (" +
                       std::to_string(breakpoints[j]) + ") is below its predecessor (" +
                       std::to_string(breakpoints[j - 1]) + ")");
    }
  }
}

Table with_entries(Table table, int entries) {
  while (table.entries() < entries) {
    table.slopes.push_back(table.slopes.back());
    table.intercepts.push_back(table.intercepts.back());
    if (static_cast<int>(table.breakpoints.size()) < table.entries() - 1) {
      table.breakpoints.push_back(table.breakpoints.back());
    }
  }
  return table;
}

}  // namespace pwlsim::unit
