// SPDX-License-Identifier: Apache-2.0
#include "sim/fit/register_export.h"

#include <fmt/format.h>
#include <cmath>

#include "sim/base/error.h"
#include "sim/number/float_arithmetic.h"

namespace pwlsim::fit {
namespace {

std::string hex(Word word, const UnitConfig& unit) { return fmt::format("{:0{}x}", word, (unit.width + 3) / 4); }

std::string scale_of(const UnitTable& registers) {
  return registers.config.is_float() ? "" : std::to_string(registers.scale);
}

/// The number that the word of a field stands for.
double value_of(const RegisterWrite& write, Field field, const UnitTable& registers) {
  const UnitConfig& unit = registers.config;
  if (field == Field::kShift) return static_cast<double>(write.data);
  if (unit.is_float()) return float_decode(write.data, unit.format);
  const int fraction = field == Field::kBreakpoint ? registers.code_scale()
                       : field == Field::kSlope    ? registers.fraction
                                                   : registers.intercept_fraction();
  return std::ldexp(static_cast<double>(sign_extend(write.data, unit.width)), -fraction);
}

}  // namespace

std::string registers_csv(const std::vector<FittedTable>& tables) {
  constexpr const char* kFields[] = {"breakpoint", "slope", "intercept", "shift"};
  std::string text = "function,unit,scale,field,index,address,word,value\n";
  for (const FittedTable& fitted : tables) {
    const UnitConfig& unit = *fitted.unit;
    for (const UnitTable& registers : register_sets(fitted)) {
      for (const RegisterWrite& write : registers.writes()) {
        const std::uint32_t field = write.address >> unit.index_bits();
        text += fmt::format("{},{},{},{},{},{},0x{},{}\n", fitted.table.function, unit.name, scale_of(registers),
                            kFields[field], write.address - (field << unit.index_bits()), write.address,
                            hex(write.data, unit), value_of(write, static_cast<Field>(field), registers));
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
  std::string text = fmt::format("// {} with {}", unit.name, tables[0].table.function);
  if (!unit.is_float()) text += fmt::format(", scale {}, {} fraction bits", registers.scale, registers.fraction);
  if (unit.requantise) text += fmt::format(", output scale {}", registers.output_scale);
  text += fmt::format("\n// {} words of {} bits; address = {{field, index}}\n", 4 * unit.entries, unit.width);
  std::uint32_t next = 0;
  for (const RegisterWrite& write : registers.writes()) {
    if (write.address != next) text += fmt::format("@{:x}\n", write.address);
    text += hex(write.data, unit) + "\n";
    next = write.address + 1;
  }
  return text;
}

}  // namespace pwlsim::fit
