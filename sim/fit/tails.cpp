// SPDX-License-Identifier: Apache-2.0
#include "sim/fit/tails.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "sim/base/error.h"
#include "sim/fit/fit_grid.h"
#include "sim/number/word.h"

namespace pwlsim::fit {
namespace {

constexpr double kTolerance = 0.01;
constexpr double kFarOut = 1e6;

bool is_tail(const Line& line, const Line& tail, double end, double outermost) {
  const auto near = [&](double x) {
    const double off = (line.slope - tail.slope) * x + line.intercept - tail.intercept;
    return std::fabs(off) <= kTolerance * std::max(1.0, std::fabs(x));
  };
  return near(end) && near(outermost);
}

Line line(const Table& table, int segment) { return {table.slopes[segment], table.intercepts[segment]}; }

/// The outermost inputs of a request's format; for floating-point units, numbers far out.
struct Outermost {
  double least, greatest;
};

Outermost outermost_inputs(const FitRequest& request) {
  if (request.format.floats) return {-kFarOut, kFarOut};
  const int coarsest = requested_scales(request).front();  // it reaches farthest
  return {std::ldexp(static_cast<double>(int_min(request.format.x_width)), -coarsest),
          std::ldexp(static_cast<double>(int_max(request.format.x_width)), -coarsest)};
}

}  // namespace

Table fit_with_tails(const FitMethod& method, const FitRequest& request) {
  Table table = method.fit(request);
  const auto [least, greatest] = outermost_inputs(request);
  const Function& function = request.function;
  const bool add_lo = least < function.lo && !is_tail(line(table, 0), function.tail_lo, function.lo, least);
  const bool add_hi =
      greatest > function.hi && !is_tail(line(table, table.entries() - 1), function.tail_hi, function.hi, greatest);
  if (!add_lo && !add_hi) return table;

  const int tails = (add_lo ? 1 : 0) + (add_hi ? 1 : 0);
  if (request.format.entries <= tails) {
    throw InputError(std::to_string(request.format.entries) + " entries of " + request.unit_name +
                     " are no more than the tails of " + function.name + " need; take more, or free tails");
  }
  FitRequest smaller = request;
  smaller.format.entries -= tails;
  table = method.fit(smaller);
  // A method may have put breakpoints beyond the range, and tails may end or begin within it when breakpoints have few
  // bits.
  constexpr double kNowhere = std::numeric_limits<double>::infinity();
  const double lower_end = add_lo ? end_of_lower_tail(request) : -kNowhere;
  const double upper_start = add_hi ? std::max(start_of_upper_tail(request), lower_end) : kNowhere;
  const double lo = add_lo ? std::max(function.lo, lower_end) : -kNowhere;
  const double hi = add_hi ? std::max(std::min(function.hi, upper_start), lo) : kNowhere;
  for (double& p : table.breakpoints) p = std::clamp(p, lo, hi);
  if (add_lo) {
    table.breakpoints.insert(table.breakpoints.begin(), lower_end);
    table.slopes.insert(table.slopes.begin(), function.tail_lo.slope);
    table.intercepts.insert(table.intercepts.begin(), function.tail_lo.intercept);
  }
  if (add_hi) {
    table.breakpoints.push_back(std::max(upper_start, hi));
    table.slopes.push_back(function.tail_hi.slope);
    table.intercepts.push_back(function.tail_hi.intercept);
  }
  return table;
}

}  // namespace pwlsim::fit
