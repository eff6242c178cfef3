// SPDX-License-Identifier: Apache-2.0
#include "sim/report/document_text.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace pwlsim::report {
namespace {

/// A character of UTF-8 text: its number and its bytes. A byte that is not UTF-8 has the number 0xfffd.
struct Character {
  char32_t number;
  std::size_t bytes;
};

constexpr char32_t kNoCharacter = 0xfffd;

Character character_at(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned first = byte(at);
  if (first < 0x80) return {first, 1};
  const std::size_t bytes = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || at + bytes > text.size()) return {kNoCharacter, 1};
  char32_t number = first & (0x7fU >> bytes);
  for (std::size_t i = 1; i < bytes; ++i) {
    if ((byte(at + i) & 0xc0U) != 0x80) return {kNoCharacter, 1};
    number = number << 6 | (byte(at + i) & 0x3fU);
  }
  constexpr std::array<char32_t, 5> kLeast = {0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = number >= 0xd800 && number < 0xe000;
  if (number < kLeast[bytes] || number > 0x10ffff || surrogate) return {kNoCharacter, 1};
  return {number, bytes};
}

struct Range {
  char32_t first, last;
};

bool is_in(const Range* begin, const Range* end, char32_t number) {
  return std::any_of(begin, end, [=](const Range& range) { return number >= range.first && number <= range.last; });
}

// Of Unicode's EastAsianWidth.txt and general categories, the blocks that occur in names and texts.
constexpr Range kWide[] = {{0x1100, 0x115f},   {0x2e80, 0x303e},   {0x3041, 0xa4cf},   {0xac00, 0xd7a3},
                           {0xf900, 0xfaff},   {0xfe30, 0xfe6f},   {0xff00, 0xff60},   {0xffe0, 0xffe6},
                           {0x1f300, 0x1f64f}, {0x1f680, 0x1f6ff}, {0x1f900, 0x1f9ff}, {0x20000, 0x3fffd}};
constexpr Range kCombining[] = {{0x0300, 0x036f}, {0x1ab0, 0x1aff}, {0x1dc0, 0x1dff}, {0x200b, 0x200f},
                                {0x20d0, 0x20ff}, {0xfe00, 0xfe0f}, {0xfe20, 0xfe2f}};

std::size_t width_of(char32_t number) {
  if (is_in(std::begin(kCombining), std::end(kCombining), number)) return 0;
  return is_in(std::begin(kWide), std::end(kWide), number) ? 2 : 1;
}

/// The first bytes of a text that take at most `width` columns: one character at least.
std::size_t bytes_within(std::string_view text, std::size_t width) {
  std::size_t at = 0;
  std::size_t used = 0;
  while (at < text.size()) {
    const Character character = character_at(text, at);
    used += width_of(character.number);
    if (at > 0 && used > width) break;
    at += character.bytes;
  }
  return at;
}

}  // namespace

std::string one_line(std::string_view text) {
  std::string result;
  for (std::size_t at = 0; at < text.size();) {
    const Character character = character_at(text, at);
    const char32_t number = character.number;
    const bool real_replacement = number == kNoCharacter && character.bytes == 3;
    if (number == '\n' || number == '\t' || number == '\r') {
      result += ' ';
    } else if (number < 0x20 || (number >= 0x7f && number < 0xa0) || (number == kNoCharacter && !real_replacement)) {
      result += '?';
    } else {
      result += text.substr(at, character.bytes);
    }
    at += character.bytes;
  }
  return result;
}

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  for (std::size_t at = 0; at < text.size();) {
    const Character character = character_at(text, at);
    width += width_of(character.number);
    at += character.bytes;
  }
  return width;
}

std::vector<std::string> wrapped(const std::string& text, std::size_t width, bool split, std::size_t hang) {
  std::string indent = text.substr(0, std::min(text.find_first_not_of(' '), text.size()));
  std::vector<std::string> lines;
  std::string line;
  const auto end_line = [&] {
    if (!line.empty()) lines.push_back(line);
    line.clear();
  };
  bool hangs = false;
  for (std::size_t at = indent.size(); at < text.size();) {
    const std::size_t from = text.find_first_not_of(' ', at);
    if (from == std::string::npos) break;
    const std::size_t to = std::min(text.find(' ', from), text.size());
    const std::string blanks = text.substr(at, from - at);
    std::string word = text.substr(from, to - from);
    at = to;
    if (!line.empty() && display_width(line + blanks + word) <= width) {
      line += blanks + word;
      continue;
    }
    end_line();
    if (!lines.empty() && !hangs) indent += std::string(hang, ' ');
    hangs = !lines.empty();
    while (split && display_width(indent + word) > width) {
      const std::size_t bytes = bytes_within(word, width - std::min(width, indent.size()));
      lines.push_back(indent + word.substr(0, bytes));
      word.erase(0, bytes);
    }
    if (!word.empty()) line = indent + word;
  }
  end_line();
  if (lines.empty()) lines.emplace_back();
  return lines;
}

}  // namespace pwlsim::report
