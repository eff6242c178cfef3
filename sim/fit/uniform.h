// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/fit/fit.h"

namespace pwlsim::fit {

/// Equal segments over the function's range; each line is the chord between the function's values at the segment's
/// ends. The baseline that needs no search.
Table fit_uniform(const FitRequest& request);

}  // namespace pwlsim::fit
