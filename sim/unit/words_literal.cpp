// SPDX-License-Identifier: Apache-2.0
#include "sim/unit/words_literal.h"

#include <algorithm>

namespace pwlsim::unit {

std::string words_literal(const std::vector<Word>& words, int width) {
  std::string digits;
  unsigned digit = 0;
  std::size_t bits = 0;
  for (const Word word : words) {
    for (int i = 0; i < width; ++i, ++bits) {
      digit |= static_cast<unsigned>(word >> i & 1) << bits % 4;
      if (bits % 4 < 3) continue;
      digits += "0123456789abcdef"[digit];
      digit = 0;
    }
  }
  if (bits % 4 != 0) digits += "0123456789abcdef"[digit];
  std::reverse(digits.begin(), digits.end());
  return std::to_string(bits) + "'h" + digits;
}

}  // namespace pwlsim::unit
