// SPDX-License-Identifier: Apache-2.0
#include "sim/fit/partial_table.h"

#include <fmt/format.h>
#include <algorithm>
#include <cstddef>

#include "sim/base/error.h"
#include "sim/number/word_format.h"

namespace pwlsim::fit {
namespace {

constexpr const char* kAll = "all";

std::vector<std::string> named(const std::vector<std::string>& names) {
  std::vector<std::string> all;
  std::copy_if(names.begin(), names.end(), std::back_inserter(all), [](const auto& name) { return name != kAll; });
  return all;
}

/// The units that the command line names, or else the one that the table's size suggests.
std::vector<const UnitConfig*> units_of(const TableFacts& facts, const TableContext& context, const Table& numbers) {
  if (facts.unit != nullptr) return {facts.unit};
  std::vector<const UnitConfig*> units;
  for (const std::string& name : join_parameters(named(context.units))) units.push_back(&find_unit(name));
  if (!units.empty()) return units;
  if (numbers.values.empty()) return {&unit_with(find_unit("int8_8"), "entries", numbers.entries())};
  throw InputError(fmt::format("does not say its unit; --unit names one with {} words, one for each word of x",
                               numbers.values.size()));
}

std::vector<int> scales_of(const TableFacts& facts, const TableContext& context, const Function& function,
                           const UnitConfig& unit) {
  if (!unit.input_scale) return {};
  if (!facts.scales.empty()) return facts.scales;
  if (!context.scales.empty()) return context.scales;
  return {default_scale(function, unit)};
}

/// Throws InputError for a table of another kind than the unit's.
void check_kind(const Table& numbers, const UnitConfig& unit) {
  const bool lines = unit.structure->table_kind() == TableKind::kLines;
  if (lines != numbers.values.empty()) {
    throw InputError(lines ? "has values, the table of " + unit.name + " has lines"
                           : "has lines, the table of " + unit.name + " has a value for each word of x");
  }
}

/// A table with nothing but zeros, whose registers other than words of entries are those of any table.
Table zeros(const Function& function, const UnitConfig& unit) {
  Table table{.function = function.name, .method = "", .breakpoints = {}, .slopes = {}, .intercepts = {}};
  if (unit.structure->table_kind() == TableKind::kWords) return table;
  const auto entries = static_cast<std::size_t>(unit.entries);
  table.breakpoints.resize(entries - 1);
  table.slopes.resize(entries);
  table.intercepts.resize(entries);
  return table;
}

/// Puts the words of an entry each in their places.
void set_words(UnitTable& registers, const RegisterField& field, const std::vector<Word>& words) {
  std::vector<Word>& all = registers.field(field.name);
  // Of several sets of constants, a file may hold the selected one.
  const bool one_set = field.constant && words.size() == static_cast<std::size_t>(registers.config.entries);
  if (words.size() != all.size() && !one_set) {
    throw InputError(
        fmt::format("has {} words of {}, {} has {}", words.size(), field.name, registers.config.name, all.size()));
  }
  const std::size_t first = words.size() == all.size() ? 0 : registers.config.structure->first_word(registers);
  std::copy(words.begin(), words.end(), all.begin() + static_cast<std::ptrdiff_t>(first));
}

/// "scale 5, 6 fraction bits": what the words of other fields follow from.
std::string facts_text(const UnitTable& registers) {
  const UnitConfig& unit = registers.config;
  std::string text = fmt::format("scale {}", registers.scale);
  if (unit.has_fraction()) text += fmt::format(", {} fraction bits", registers.fraction);
  if (unit.output_scale) text += fmt::format(", output scale {}", registers.output_scale);
  return text;
}

}  // namespace

const Function& function_of(const TableFacts& facts, const TableContext& context) {
  if (facts.function != nullptr) return *facts.function;
  const std::vector<std::string> names = named(context.functions);
  if (names.empty()) throw InputError("does not say its function; --function names it");
  if (names.size() > 1) throw InputError("does not say its function, and --function names several; a table is of one");
  return find_function(names[0]);
}

std::vector<FittedTable> complete_tables(const Table& numbers, const TableFacts& facts, const TableContext& context) {
  const Function& function = function_of(facts, context);
  if (numbers.values.empty()) numbers.validate();
  std::vector<FittedTable> tables;
  for (const UnitConfig* const unit : units_of(facts, context, numbers)) {
    check_kind(numbers, *unit);
    if (numbers.entries() > unit->entries) {
      throw InputError(
          fmt::format("has {} lines, more than the {} entries of {}", numbers.entries(), unit->entries, unit->name));
    }
    FittedTable& fitted = tables.emplace_back(FittedTable{.table = numbers, .unit = unit});
    if (numbers.values.empty()) fitted.table = with_entries(numbers, unit->entries);
    fitted.table.function = function.name;
    fitted.table.method = facts.method;
    fitted.scales = scales_of(facts, context, function, *unit);
    fitted.output_scale = facts.output_scale;
    fitted.fraction = facts.fraction;
    fitted.tails = Tails::kFree;
    register_sets(fitted);  // throws for tables that the registers cannot hold
  }
  return tables;
}

const UnitConfig& unit_of_registers(const TableFacts& facts, const TableContext& context) {
  if (facts.unit != nullptr) return *facts.unit;
  const std::vector<std::string> names = join_parameters(named(context.units));
  if (names.size() != 1) throw InputError("does not say the unit that its registers are of; --unit names one");
  return find_unit(names[0]);
}

FittedTable table_of_words(const FieldWords& words, const TableFacts& facts, const TableContext& context,
                           const std::string& how) {
  const Function& function = function_of(facts, context);
  const UnitConfig& unit = unit_of_registers(facts, context);
  if (unit.has_fraction() && !facts.fraction) {
    throw InputError("does not say how many fraction bits slopes have; a " + how + " says it: fraction");
  }
  const std::vector<int> scales = scales_of(facts, context, function, unit);
  if (scales.size() > 1) throw InputError("does not say the scale that its registers are for; --scale names one");
  const QuantiseOptions options{scales.empty() ? std::nullopt : std::optional(scales[0]),
                                facts.output_scale ? facts.output_scale : context.output_scale,
                                unit.has_fraction() ? facts.fraction : std::nullopt};
  UnitTable registers = quantise(zeros(function, unit), function, unit, options);
  for (const RegisterField& field : unit.registers) {
    if (!field.per_entry) continue;
    const auto found = words.find(field.name);
    if (found == words.end()) throw InputError("lacks the words of " + field.name);
    set_words(registers, field, found->second);
  }
  FittedTable fitted{.table = unit.structure->table_of(registers), .unit = &unit, .scales = scales};
  fitted.table.function = function.name;
  fitted.table.method = facts.method;
  fitted.output_scale = unit.output_scale ? std::optional(registers.output_scale) : std::nullopt;
  fitted.fraction = options.fraction;
  fitted.tails = Tails::kFree;
  const UnitTable made = register_sets(fitted).at(0);
  for (std::size_t f = 0; f < unit.registers.size(); ++f) {
    const RegisterField& field = unit.registers[f];
    std::vector<Word> stated = registers.words[f];
    if (const auto found = words.find(field.name); !field.per_entry && found != words.end()) stated = found->second;
    if (stated.size() != made.words[f].size()) {
      throw InputError(
          fmt::format("has {} words of {}, {} has {}", stated.size(), field.name, unit.name, made.words[f].size()));
    }
    const auto [wrong, right] = std::mismatch(stated.begin(), stated.end(), made.words[f].begin());
    if (wrong == stated.end()) continue;
    const std::string name = fmt::format("{} {}", field.name, wrong - stated.begin());
    const std::string is = word_text(*wrong, field.word);
    const std::string follows = word_text(*right, field.word);
    throw InputError(field.per_entry ? fmt::format("{} is {}, which counts as {} in {}", name, is, follows, unit.name)
                                     : fmt::format("{} is {}, where {} of {} give {}", name, is, facts_text(registers),
                                                   unit.name, follows));
  }
  return fitted;
}

}  // namespace pwlsim::fit
