// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pwlsim::cost {

/// `name : value;` or `name (value);`. The value is the text as it stands, without the quotes around a single string;
/// it lives as long as the Liberty text.
struct LibertyAttribute {
  std::string_view name, value;
  int line;
};

/// `name (arguments) { ... }`
struct LibertyGroup {
  std::string_view name;
  std::string_view arguments;  ///< without the quotes around a single string
  int line = 0;
  std::vector<LibertyAttribute> attributes;
  std::vector<LibertyGroup> groups;

  /// The last attribute of that name, or null.
  const LibertyAttribute* find(std::string_view attribute) const;
};

/// Puts blanks in place of comments, of backslashes at the ends of lines and of a byte order mark; lines keep their
/// numbers. Throws InputError that begins with file and line for a comment without an end.
void strip_liberty(std::string& text, const std::string& file);

/// The groups of such a text, outermost `library`. Groups of names that are not in `wanted` are passed over with all
/// that they hold. Throws InputError that begins with file and line: not Liberty, braces or quotes without an end.
LibertyGroup parse_liberty(std::string_view text, const std::string& file, const std::vector<std::string_view>& wanted);

}  // namespace pwlsim::cost
