// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "sim/experiment/weights.h"
#include "sim/fit/table_file.h"
#include "sim/report/document.h"
#include "sim/rooms.h"

namespace pwlsim::report {

/// Tables that were made alike: a row for each at each of its scales, with its errors over the inputs as they were
/// weighed; with `whole` the entries of the first one, too.
Document tables_document(const std::vector<FittedTable>& tables, Weights& weights, bool whole);

}  // namespace pwlsim::report
