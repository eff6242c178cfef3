// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/fit/fit.h"

namespace pwlsim::fit {

/// The method's table with the function's tails (Function::tail_lo, tail_hi) beyond its range, for methods that know
/// only the range. When the table's own outermost line differs from the tail by more than some 1 %, the method is asked
/// again for a table with one entry less, and the tail becomes the entry at that end.
Table fit_with_tails(const FitMethod& method, const FitRequest& request);

}  // namespace pwlsim::fit
