// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "sim/mutate/tokens.h"
#include "sim/rooms.h"

namespace pwlsim::mutate {

/// The language of a source by its name's ending: .sv of rtl/, .h of hw/. Throws InputError, which begins with `place`,
/// for any other.
Language source_language(const std::string& file, const std::string& place);

}  // namespace pwlsim::mutate
