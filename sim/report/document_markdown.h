// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "sim/report/document.h"

namespace pwlsim::report {

/// The document as Markdown (GitHub's, with tables): all columns that people see.
std::string document_markdown(const Document& document);

/// A table alone.
std::string table_markdown(const DataTable& table);

}  // namespace pwlsim::report
