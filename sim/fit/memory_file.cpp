// SPDX-License-Identifier: Apache-2.0
#include "sim/fit/memory_file.h"

#include <fmt/format.h>
#include <algorithm>
#include <charconv>
#include <cstdint>
#include <map>
#include <sstream>
#include <system_error>

#include "sim/base/file.h"
#include "sim/fit/table_text.h"

namespace pwlsim::fit {
namespace {

constexpr std::uint64_t kMostAddresses = std::uint64_t{1} << 20;

std::uint64_t hex_of(const TableText& file, std::size_t line, const std::string& text, const char* what) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, 16);
  if (error != std::errc() || end != text.data() + text.size()) {
    file.fail(line, fmt::format("'{}' is not {} in hexadecimal", printable(text), what));
  }
  return number;
}

struct PlacedWord {
  std::size_t line;
  Word word;
};

std::map<std::uint64_t, PlacedWord> words_of(const TableText& file) {
  std::map<std::uint64_t, PlacedWord> memory;
  std::uint64_t address = 0;
  for (const TableText::Line& line : file.lines) {
    std::istringstream items(line.text);
    for (std::string item; items >> item;) {
      if (item[0] == '@') {
        address = hex_of(file, line.number, item.substr(1), "an address");
        continue;
      }
      item.erase(std::remove(item.begin(), item.end(), '_'), item.end());
      if (address >= kMostAddresses) file.fail(line.number, fmt::format("address {:x} is beyond any unit's", address));
      const bool unknown = !item.empty() && item.find_first_not_of("xX") == std::string::npos;
      if (!unknown &&
          !memory.emplace(address, PlacedWord{line.number, hex_of(file, line.number, item, "a word")}).second) {
        file.fail(line.number, fmt::format("address {:x} has a word already", address));
      }
      ++address;
    }
  }
  return memory;
}

}  // namespace

bool is_memory(const std::string& text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  return first != std::string::npos && (text[first] == '@' || text.compare(first, 2, "//") == 0);
}

std::vector<FittedTable> read_memory(const std::string& text, const std::string& name, const TableContext& context) {
  TableText file = parse_table_text(text, name, {"//"});
  file.facts.method = "registers file";
  std::map<std::uint64_t, PlacedWord> memory = words_of(file);
  const UnitConfig& unit =
      file.placed(0, [&]() -> const UnitConfig& { return unit_of_registers(file.facts, context); });
  FieldWords words;
  for (const RegisterField& field : unit.registers) {
    if (field.constant) file.fail(0, unit.name + " has no registers to write: its table is constant");
    for (int i = 0; i < field.count; ++i) {
      const std::uint64_t address = field.address + static_cast<std::uint64_t>(i);
      const auto found = memory.find(address);
      if (found == memory.end()) {
        file.fail(0, fmt::format("{} {} of {}, address {:x}, is missing", field.name, i, unit.name, address));
      }
      if (found->second.word > low_bits(field.word.width)) {
        file.fail(found->second.line, fmt::format("{} {} has more than {} bits", field.name, i, field.word.width));
      }
      words[field.name].push_back(found->second.word);
      memory.erase(found);
    }
  }
  for (const auto& [address, placed] : memory) {
    if (placed.word != 0) file.fail(placed.line, fmt::format("{} has no register at address {:x}", unit.name, address));
  }
  return {file.placed(0, [&] { return table_of_words(words, file.facts, context, "comment '//'"); })};
}

}  // namespace pwlsim::fit
