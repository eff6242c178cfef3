// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/fit/fit.h"

namespace pwlsim::fit {

/// The method's table with the function's tails (Function::tail_lo, tail_hi) beyond its range, for methods that know
/// only the range: where the table's own outermost line is not the tail, within some 1 %, the method is asked again
/// with an entry less at that end, and the tail becomes that entry.
Table fit_with_tails(const FitMethod& method, const FitRequest& request);

}  // namespace pwlsim::fit
