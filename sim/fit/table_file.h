// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/fit/fitted_table.h"
#include "sim/fit/partial_table.h"

namespace pwlsim::fit {

/// The project's own layout, described in README.md: real numbers, the registers that quantise() makes of them, and
/// their errors. The same tables give the same bytes. `program` is the name and version of the program that writes it.
std::string tables_json(const std::vector<FittedTable>& tables, const std::string& program);

/// Reads a file of tables. Its content shows the layout: the project's own JSON, or a part of it that a person writes
/// (own_file.h), the JSON of GQA-LUT's authors (gqa_file.h), comma-separated values of numbers or registers
/// (csv_file.h), words for $readmemh (memory_file.h). What the file leaves out, `context` says. Throws
/// InputError that names file and place for anything else. Unknown keys are errors too, because a misspelt key would
/// otherwise be ignored. `notes` gets a line for each thing that was left out, changed or wrong without harm.
std::vector<FittedTable> read_tables(const std::string& path, std::vector<std::string>* notes = nullptr,
                                     const TableContext& context = {});

}  // namespace pwlsim::fit
