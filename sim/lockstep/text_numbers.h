// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pwlsim::lockstep {

/// The numbers of a text: one per line, or one column of a table whose columns are separated by `;`, tabs, commas or
/// spaces (the first of these that its second line has). Lines end in LF, CRLF or CR. Empty lines, comments after # and
/// a byte order mark of UTF-8 are skipped. A first line with words and without a number is a header. `column` is a name
/// in the first line or a number from 1; empty if the text has one column. Throws InputError with `path` and the line
/// for anything that is not a finite number, for lines with different numbers of columns, for several columns when none
/// is chosen, for a column that does not exist, and for UTF-16.
std::vector<double> parse_text_numbers(const std::string& path, std::string_view content, const std::string& column);

}  // namespace pwlsim::lockstep
