// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/fit/table_file.h"

namespace pwlsim::fit {

/// The registers of tables as comma-separated values: a header line, then a line for each write of the configuration
/// port, in the order of UnitTable::writes(): function, unit, scale, fraction bits of slopes, output scale (each
/// empty where the unit has none), field, index, address, word in hexadecimal, and the number that the word stands for.
std::string registers_csv(const std::vector<FittedTable>& tables);

/// The registers of one table at one scale for Verilog's $readmemh: one word a line, in the order of addresses, with an
/// `@address` line where addresses leave one out, after comments with what the words are of. The memory has as many
/// words as the unit has addresses, 4 * entries. Throws InputError for several tables or scales.
std::string registers_memh(const std::vector<FittedTable>& tables);

}  // namespace pwlsim::fit
