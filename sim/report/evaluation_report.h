// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "sim/experiment/evaluation.h"
#include "sim/report/document.h"
#include "sim/rooms.h"

namespace pwlsim::report {

/// What the figures of weighted tables mean, for people.
extern const char* const kWeightedNote;

/// A row for each table and each mean, which JSON has apart from each other.
Document evaluation_document(const std::vector<Evaluation>& all, const EvaluationRequest& request);

}  // namespace pwlsim::report
