// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sim/fit/fitted_table.h"
#include "sim/number/word.h"

namespace pwlsim::fit {

/// What a command line says, for tables whose file leaves it out. Names are those of the command line.
struct TableContext {
  std::vector<std::string> functions = {};  ///< of --function; empty: not said
  std::vector<std::string> units = {};      ///< of --unit; empty: not said
  std::vector<int> scales = {};             ///< of --scale; empty: not said
  std::optional<int> output_scale = {};     ///< fraction bits of output codes
};

/// What a file says of a table beside its numbers.
struct TableFacts {
  const Function* function = nullptr;    ///< null: the file does not say
  const UnitConfig* unit = nullptr;      ///< null: the file does not say
  std::vector<int> scales = {};          ///< input scales s; empty: the file does not say
  std::optional<int> output_scale = {};  ///< fraction bits of output codes
  std::optional<int> fraction = {};      ///< fraction bits of slopes
  std::string method = "file";           ///< what Table::method becomes
};

/// The function of a table: the file's, else the one of the command line. Throws InputError that says how to name it.
const Function& function_of(const TableFacts& facts, const TableContext& context);

/// Completes a table of real numbers, of lines or of words. The unit is the file's, else there is a table for each of
/// the command line's, else one for the INT8 unit of that many entries; a table of words needs one of the former. Fewer
/// lines than the unit has entries are filled with the last one. Scales are the file's, else the command line's, else
/// the default one. Throws InputError, without a place, for what is missing, does not fit or cannot be held by the
/// registers.
std::vector<FittedTable> complete_tables(const Table& numbers, const TableFacts& facts, const TableContext& context);

/// The unit that registers are of: the file's, else the one of the command line. Throws InputError that says how to
/// name it.
const UnitConfig& unit_of_registers(const TableFacts& facts, const TableContext& context);

/// Register words by the names of their fields.
using FieldWords = std::map<std::string, std::vector<Word>>;

/// The table that register words stand for, at one scale. Its registers are these words, bit for bit. The words of all
/// fields with a word for each entry are needed; those of others, which follow from the scales, are checked if they are
/// there. `how` is how the file says what it leaves out, such as "key". Throws InputError, without a place, that names
/// the register if these words are not those of any table.
FittedTable table_of_words(const FieldWords& words, const TableFacts& facts, const TableContext& context,
                           const std::string& how);

}  // namespace pwlsim::fit
