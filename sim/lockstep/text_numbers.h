// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pwlsim::lockstep {

/// The numbers of a text: one a line, or one column of a table whose columns are separated by `;`, tabs, commas or
/// blanks (the first of these that its second line has). Lines end in LF, CRLF or CR. Empty lines, what follows a # and
/// a byte order mark of UTF-8 do not count. A first line that has words and no number is a header. `column`: a name
/// that stands in the first line, or a number from 1; empty: the text has one column. Throws InputError with `path` and
/// the line: what is not a finite number, lines of different numbers of columns, several columns and none chosen, or no
/// such one; and for UTF-16.
std::vector<double> parse_text_numbers(const std::string& path, std::string_view content, const std::string& column);

}  // namespace pwlsim::lockstep
