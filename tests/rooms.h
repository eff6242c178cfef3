// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/rooms.h"

/// Tests are outside the rooms and may use the names of all of them.
namespace pwlsim::tests {
using namespace cli;
}  // namespace pwlsim::tests
