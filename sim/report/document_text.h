// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

// Text as terminals show it.
namespace pwlsim::report {

/// The text made fit for one line: line breaks and tabs become blanks, other control characters and bytes that are not
/// UTF-8 become ?.
std::string one_line(std::string_view text);

/// Columns that a text of one line takes: characters, not bytes; those of East Asian scripts and emoji take two,
/// combining ones none.
std::size_t display_width(std::string_view text);

/// The text in lines of at most `width` columns, broken at blanks. A word that is longer is broken where it has to be
/// if `split`, else it stays whole on a line of its own. The blanks that the text begins with begin every line, and
/// `hang` more all but the first.
std::vector<std::string> wrapped(const std::string& text, std::size_t width, bool split, std::size_t hang = 0);

}  // namespace pwlsim::report
