// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ctime>
#include <string>

#include "sim/rooms.h"

namespace pwlsim::base {

/// "2026-11-28 08:15 UTC".
inline std::string utc_time(std::time_t time = std::time(nullptr)) {
  std::tm parts{};
  gmtime_r(&time, &parts);
  char text[40];
  return {text, std::strftime(text, sizeof text, "%Y-%m-%d %H:%M UTC", &parts)};
}

}  // namespace pwlsim::base
