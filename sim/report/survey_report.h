// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/experiment/survey.h"
#include "sim/report/document.h"
#include "sim/rooms.h"

namespace pwlsim::report {

/// For people a table for each figure of the errors, a row for each function and unit; for programs all errors and
/// their medians.
Document survey_document(const Survey& survey);

}  // namespace pwlsim::report
