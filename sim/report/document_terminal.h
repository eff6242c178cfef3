// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>

#include "sim/report/document.h"

namespace pwlsim::report {

constexpr std::size_t kTerminalWidth = 100, kAnyWidth = static_cast<std::size_t>(-1);

/// The document for a terminal, no line of a table or a note longer than `width`: a table leaves out its least
/// important columns until it fits, and names them; where even those that always stay are too wide, texts go on over
/// several lines. With kAnyWidth all columns and all lines are whole.
std::string document_text(const Document& document, std::size_t width = kTerminalWidth);

/// A table alone.
std::string table_text(const DataTable& table, std::size_t width = kTerminalWidth);

}  // namespace pwlsim::report
