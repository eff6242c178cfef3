// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/cli/command.h"
#include "sim/experiment/rtl_request.h"
#include "sim/rooms.h"

namespace pwlsim::cli {

/// Adds the options that put a foreign unit in the place of the project's RTL: --rtl, -f, -I, -D, -y, --top, --param,
/// --latency.
void add_rtl_options(Command& app, RtlRequest& request);

}  // namespace pwlsim::cli
