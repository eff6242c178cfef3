// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "sim/experiment/feedback.h"
#include "sim/experiment/rtl_request.h"
#include "sim/rooms.h"

namespace pwlsim::experiment {

/// What the proof of a foreign unit's data path says of `rtl`, a changed copy of the request's RTL, in one line:
/// proven, refuted with a counterexample, or why neither.
std::string data_path_text(const RtlSource& rtl, const RtlRequest& request, const UnitConfig& unit, Feedback& feedback);

}  // namespace pwlsim::experiment
