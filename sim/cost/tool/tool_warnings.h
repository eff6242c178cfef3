// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace pwlsim::cost {

/// Throws InputError with the first warning in a tool's output, because the tool may have dropped what it warns about
/// and the figure would be wrong. A few warnings that are known to be harmless pass.
void check_warnings(const std::string& tool, const std::string& output);

}  // namespace pwlsim::cost
