// SPDX-License-Identifier: Apache-2.0
#include "sim/fit/register_export.h"

#include <fmt/format.h>
#include <algorithm>
#include <cstddef>

#include "sim/base/error.h"
#include "sim/fit/table_text.h"

namespace pwlsim::fit {
namespace {

std::string hex(Word word, const UnitConfig& unit) { return fmt::format("{:0{}x}", word, (unit.data_bits + 3) / 4); }

std::string scale_of(const UnitTable& registers) {
  return registers.config.input_scale ? std::to_string(registers.scale) : "";
}

/// The unit's name, in quotes if it has commas, as a name with parameters does.
std::string quoted_unit(const UnitConfig& unit) {
  return unit.name.find(',') == std::string::npos ? unit.name : "\"" + unit.name + "\"";
}

/// The numbers that the words of a field stand for: those of the table, else the words themselves.
std::vector<double> values_of(const RegisterField& field, const UnitTable& registers, const Table& table) {
  if (field.numbers != nullptr) return table.*field.numbers;
  const std::vector<Word>& words = registers.field(field.name);
  return {words.begin(), words.end()};
}

}  // namespace

std::string registers_csv(const std::vector<FittedTable>& tables) {
  std::string text = "function,unit,scale,fraction,output_scale,field,index,address,word,value\n";
  for (const FittedTable& fitted : tables) {
    const UnitConfig& unit = *fitted.unit;
    for (const UnitTable& registers : register_sets(fitted)) {
      const Table numbers = unit.structure->table_of(registers);
      const std::string row =
          fmt::format("{},{},{},{},{}", fitted.table.function, quoted_unit(unit), scale_of(registers),
                      unit.has_fraction() ? std::to_string(registers.fraction) : "",
                      unit.output_scale ? std::to_string(registers.output_scale) : "");
      for (std::size_t f = 0; f < unit.registers.size(); ++f) {
        const RegisterField& field = unit.registers[f];
        const std::vector<Word>& words = registers.words[f];
        const std::vector<double> values = values_of(field, registers, numbers);
        // Constants have no address; of several sets of them, the selected one is the table's.
        const std::size_t first = field.constant ? unit.structure->first_word(registers) : 0;
        const std::size_t end = field.constant && field.per_entry
                                    ? std::min(words.size(), first + static_cast<std::size_t>(unit.entries))
                                    : words.size();
        for (std::size_t i = first; i < end; ++i) {
          text += fmt::format("{},{},{},{},0x{},{}\n", row, field.name, i - first,
                              field.constant ? "" : std::to_string(field.address + i), hex(words[i], unit),
                              values.at(i - first));
        }
      }
    }
  }
  return text;
}

std::string registers_memh(const std::vector<FittedTable>& tables) {
  std::vector<UnitTable> sets;
  for (const FittedTable& fitted : tables) {
    for (UnitTable& registers : register_sets(fitted)) sets.push_back(std::move(registers));
  }
  if (sets.size() != 1) {
    throw InputError("a $readmemh file holds the registers of one table at one scale; there are " +
                     std::to_string(sets.size()));
  }
  const UnitTable& registers = sets[0];
  const UnitConfig& unit = registers.config;
  if (registers.writes().empty()) throw InputError(unit.name + " has no registers to write: its table is constant");
  std::string text = facts_comment(tables[0], registers, "//");
  text += fmt::format("// {} words of {} bits; address = {{field, index}}\n", unit.addresses(), unit.data_bits);
  std::uint32_t next = 0;
  for (const RegisterWrite& write : registers.writes()) {
    if (write.address != next) text += fmt::format("@{:x}\n", write.address);
    text += hex(write.data, unit) + "\n";
    next = write.address + 1;
  }
  return text;
}

}  // namespace pwlsim::fit
