// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/fit/partial_table.h"

namespace pwlsim::fit {

/// Whether a text is a file for Verilog's $readmemh: it begins with a comment of Verilog or an `@address`.
bool is_memory(const std::string& text);

/// Reads the registers of one table at one scale from a file for Verilog's $readmemh, as registers_memh() writes it:
/// words in hexadecimal, `@address` lines, comments after //. Comments such as "// unit: int8_8" say what the words are
/// of. Words of x, and zeros at addresses without a register, are left out. Throws InputError that names the file and
/// the line, or the register.
std::vector<FittedTable> read_memory(const std::string& text, const std::string& name, const TableContext& context);

}  // namespace pwlsim::fit
