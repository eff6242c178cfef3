// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/experiment/rtl_request.h"
#include "sim/experiment/run_request.h"
#include "sim/rooms.h"

namespace pwlsim::experiment {

/// An argument of a command line that people copy, quoted for a shell where it needs it.
std::string quoted(const std::string& argument);

/// The words of the command line that say the same as this request.
std::vector<std::string> rtl_words(const RtlRequest& request);

/// The same for a shell, each with a blank before it.
std::string rtl_arguments(const RtlRequest& request);

/// The command line that repeats a run of one unit and function with a waveform, shortened to `enough` cycles of data
/// where that is given.
std::string replay_command(const RunRequest& request, const std::string& unit, const std::string& function,
                           std::optional<std::uint64_t> enough);

}  // namespace pwlsim::experiment
