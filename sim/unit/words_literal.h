// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/number/word.h"
#include "sim/rooms.h"

namespace pwlsim::unit {

/// The words of so many bits as one Verilog literal, the first in its lowest bits: {0xb, 0xa} of 4 bits are 8'hab.
std::string words_literal(const std::vector<Word>& words, int width);

}  // namespace pwlsim::unit
