// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "sim/report/document.h"

namespace pwlsim::report {

/// The document's facts and every table that has a key, in full precision. Tables of one key have the same rows and
/// different columns: JSON puts them together.
std::string document_json(const Document& document);

/// A list or a nested value as it stands in JSON, on one line.
std::string cell_json(const Cell& cell);

}  // namespace pwlsim::report
