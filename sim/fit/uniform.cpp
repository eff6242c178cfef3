// SPDX-License-Identifier: Apache-2.0
#include "sim/fit/uniform.h"

#include "sim/base/error.h"
#include "sim/fit/request.h"

namespace pwlsim::fit {

Table fit_uniform(const FitRequest& request) {
  require_plain_mse(request, "uniform");
  const Function& function = request.function;
  Table table;
  table.function = function.name;
  table.method = "uniform";
  const double width = (function.hi - function.lo) / request.format.entries;
  for (int i = 0; i < request.format.entries; ++i) {
    const double from = function.lo + i * width;
    const double to = i + 1 == request.format.entries ? function.hi : function.lo + (i + 1) * width;
    const double slope = (function.exact(to) - function.exact(from)) / (to - from);
    table.slopes.push_back(slope);
    table.intercepts.push_back(function.exact(from) - slope * from);
    if (i + 1 < request.format.entries) table.breakpoints.push_back(to);
  }
  return table;
}

}  // namespace pwlsim::fit
