// SPDX-License-Identifier: Apache-2.0
#include "sim/unit/unit_table.h"

#include <string>

#include "sim/base/error.h"

namespace pwlsim::unit {
namespace {

std::size_t index_of(const UnitConfig& config, std::string_view name) {
  return static_cast<std::size_t>(&field_of(config, name) - config.registers.data());
}

}  // namespace

const std::vector<Word>& UnitTable::field(std::string_view name) const { return words.at(index_of(config, name)); }
std::vector<Word>& UnitTable::field(std::string_view name) { return words.at(index_of(config, name)); }

std::vector<RegisterWrite> UnitTable::writes() const {
  std::vector<RegisterWrite> all;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (config.registers[i].constant) continue;
    std::uint32_t address = config.registers[i].address;
    for (const Word word : words[i]) all.push_back({address++, word});
  }
  return all;
}

UnitTable empty_table(const UnitConfig& config) {
  UnitTable table;
  table.config = config;
  table.x.word = config.x;
  table.y.word = config.y;
  for (std::size_t i = 0; i < config.registers.size(); ++i) {
    const RegisterField& field = config.registers[i];
    table.words.push_back(field.constant ? config.constants.at(i) : std::vector<Word>(field.count));
  }
  return table;
}

bool serves(const UnitConfig& config, const Function& function) { return config.structure->serves(config, function); }

int default_scale(const Function& function, const UnitConfig& config) {
  return config.structure->default_scale(config, function);
}

LineTableFormat line_format(const UnitConfig& config) {
  const std::optional<LineTableFormat> format = config.structure->line_format(config);
  if (!format) throw InputError("the table of " + config.name + " is not made of lines");
  return *format;
}

UnitTable quantise(const Table& table, const Function& function, const UnitConfig& config,
                   const QuantiseOptions& options) {
  UnitTable registers = config.structure->quantise(config, table, function, options);
  registers.config.constants.resize(config.registers.size());
  for (std::size_t i = 0; i < config.registers.size(); ++i) {
    if (config.registers[i].constant) registers.config.constants[i] = registers.words[i];
  }
  return registers;
}

}  // namespace pwlsim::unit
