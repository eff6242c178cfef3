// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "sim/rooms.h"

namespace pwlsim::base {

/// Hash that names cached results by what they are made of: 128 bits of FNV-1a. It does not resist an adversary.
class ContentHash {
 public:
  /// Adds one part. Its length counts too, so parts do not run into each other.
  void add(std::string_view part) {
    const std::uint64_t size = part.size();
    for (int i = 0; i < 8; ++i) byte(static_cast<unsigned char>(size >> (8 * i)));
    for (const char c : part) byte(static_cast<unsigned char>(c));
  }

  /// The hash as 32 hexadecimal digits.
  std::string hex() const {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text;
    for (const unsigned __int128 state = state_; text.size() < 32;) {
      text += kDigits[static_cast<std::size_t>(state >> (124 - 4 * text.size())) & 15];
    }
    return text;
  }

 private:
  void byte(unsigned char value) { state_ = (state_ ^ value) * kPrime; }

  static constexpr unsigned __int128 kPrime = (static_cast<unsigned __int128>(1) << 88) + 0x13b;
  unsigned __int128 state_ =
      static_cast<unsigned __int128>(0x6c62272e07bb0142) << 64 | static_cast<unsigned __int128>(0x62b821756295c58d);
};

/// The hash of one text, as 32 hexadecimal digits.
inline std::string content_hash(std::string_view text) {
  ContentHash hash;
  hash.add(text);
  return hash.hex();
}

}  // namespace pwlsim::base
