// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "sim/experiment/histogram.h"
#include "sim/report/document.h"
#include "sim/rooms.h"

namespace pwlsim::report {

/// A row for each histogram: how many activations its codes clip, and what no table for them can be better than.
Document histogram_document(const std::vector<MadeHistogram>& all);

}  // namespace pwlsim::report
