// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/number/word.h"
#include "sim/rooms.h"

namespace pwlsim::unit {

/// Words of `width` bits as one Verilog literal, with the first word in the lowest bits: {0xb, 0xa} of 4 bits give
/// 8'hab.
std::string words_literal(const std::vector<Word>& words, int width);

}  // namespace pwlsim::unit
