// SPDX-License-Identifier: Apache-2.0
#include "sim/base/version.h"

namespace pwlsim::base {

std::string program_name() { return "pwlsim " PWLSIM_VERSION; }

}  // namespace pwlsim::base
