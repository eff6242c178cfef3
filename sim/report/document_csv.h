// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "sim/report/document.h"

namespace pwlsim::report {

/// Every table that has a key as CSV (RFC 4180), in full precision: the first column, "table", names the table; then
/// come the columns of all tables, named as in JSON, and a line has nothing in those of others. Rows that are nested in
/// a row, of "runs" those of "runs.models", follow behind their table, with what names that row in front.
std::string document_csv(const Document& document);

}  // namespace pwlsim::report
