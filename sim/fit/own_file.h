// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/base/json_place.h"
#include "sim/fit/partial_table.h"

namespace pwlsim::fit {

/// Whether a JSON document is in the project's own layout: a document with the key "schema" or "tables", one table, or
/// a list of tables.
bool is_own(const JsonPlace& document);

/// Reads tables in the project's own layout. Nothing is demanded that the numbers determine or `context` says. `notes`
/// gets a line for each error in the file that is not the table's. Throws InputError that names file and place, for
/// unknown keys too, and for a register that the table's numbers do not give, unless the table has "counts":
/// "registers".
std::vector<FittedTable> read_own(const JsonPlace& document, const TableContext& context,
                                  std::vector<std::string>& notes);

}  // namespace pwlsim::fit
