// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace pwlsim::cost {

/// Throws InputError with the first line of a tool's output that warns of something: what a tool warns of it may have
/// dropped, and the figure that comes out is wrong. A few warnings that are known to change nothing pass.
void check_warnings(const std::string& tool, const std::string& output);

}  // namespace pwlsim::cost
