// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pwlsim::cost {

/// An attribute, `name : value;` or `name (value);`. The value is the unchanged text, without the quotes around a
/// single string. It is a view into the Liberty text.
struct LibertyAttribute {
  std::string_view name, value;
  int line;
};

/// A group, `name (arguments) { … }`.
struct LibertyGroup {
  std::string_view name;
  std::string_view arguments;  ///< without the quotes around a single string
  int line = 0;
  std::vector<LibertyAttribute> attributes;
  std::vector<LibertyGroup> groups;

  /// The last attribute of that name, or null.
  const LibertyAttribute* find(std::string_view attribute) const;
};

/// Replaces comments, backslashes at the ends of lines and a byte order mark by spaces. Lines keep their numbers.
/// Throws InputError that begins with file and line for a comment without an end.
void strip_liberty(std::string& text, const std::string& file);

/// The outermost group, `library`, of a text from strip_liberty(). Groups whose names are not in `wanted` are skipped
/// with their content. Throws InputError that begins with file and line for text that is not Liberty, and for braces or
/// quotes without an end.
LibertyGroup parse_liberty(std::string_view text, const std::string& file, const std::vector<std::string_view>& wanted);

}  // namespace pwlsim::cost
