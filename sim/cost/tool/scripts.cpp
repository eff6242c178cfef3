// SPDX-License-Identifier: Apache-2.0
#include "sim/cost/tool/scripts.h"

#include <cstdlib>

#include "sim/base/source_folder.h"

namespace pwlsim::cost {

std::filesystem::path scripts_folder() {
  const char* named = std::getenv("PWLSIM_SCRIPTS");
  return named != nullptr && *named != '\0' ? std::filesystem::path(named) : source_folder() / "scripts";
}

}  // namespace pwlsim::cost
