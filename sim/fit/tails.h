// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/fit/fit.h"

namespace pwlsim {

/// Ends of a function's range beyond which a format has inputs, and breakpoints just outside the range.
struct OuterInputs {
  bool below, above;       ///< whether there are inputs below lo and above hi
  double below_end;        ///< the greatest input below lo, at the finest of the request's scales
  double least, greatest;  ///< the outermost inputs; floating-point units: numbers far out
};
OuterInputs outer_inputs(const FitRequest& request);

/// The method's table with the function's tails (Function::tail_lo, tail_hi) beyond its range, for methods that know
/// only the range: where the table's own outermost line is not the tail, within some 1 %, the method is asked again
/// with an entry less at that end, and the tail becomes that entry.
Table fit_with_tails(const FitMethod& method, const FitRequest& request);

}  // namespace pwlsim
