// SPDX-License-Identifier: Apache-2.0
#include "sim/cost/scripts.h"

#include <cstdlib>

namespace pwlsim::cost {

std::filesystem::path scripts_folder() {
  const char* named = std::getenv("PWLSIM_SCRIPTS");
  return named != nullptr && *named != '\0' ? named : PWLSIM_SCRIPTS_FOLDER;
}

}  // namespace pwlsim::cost
