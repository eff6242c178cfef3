// SPDX-License-Identifier: Apache-2.0
#include "sim/logic/circuit.h"

#include <fmt/format.h>
#include <cstdlib>
#include <optional>
#include <unordered_map>

#include "sim/base/error.h"

namespace pwlsim::logic {
namespace {

using Renamed = std::vector<std::pair<std::string, std::string>>;

/// "b[3]" of "a[3]" where {"a", "b"} is in the list.
std::optional<std::string> renamed_bit(const std::string& name, const Renamed& renamed) {
  const std::string word = word_name(name);
  for (const auto& [from, to] : renamed) {
    if (from == word) return to + name.substr(word.size());
  }
  return std::nullopt;
}

}  // namespace

std::string word_name(const std::string& bit_name) {
  const std::size_t bracket = bit_name.rfind('[');
  return bit_name.back() == ']' && bracket != std::string::npos ? bit_name.substr(0, bracket) : bit_name;
}

int bit_index(const std::string& bit_name) {
  const std::size_t size = word_name(bit_name).size();
  return size == bit_name.size() ? 0 : std::atoi(bit_name.c_str() + size + 1);
}

Circuit cut(const Circuit& circuit, const std::vector<std::string>& names) {
  Circuit result = circuit;
  result.registers.clear();
  for (std::size_t i = 0; i < circuit.registers.size(); ++i) {
    result.inputs.push_back({names[i], circuit.registers[i].output});
    result.outputs.push_back({"next " + names[i], circuit.registers[i].next});
  }
  return result;
}

std::vector<int> match_registers(const Circuit& circuit, const Circuit& reference, const Renamed& renamed) {
  std::unordered_map<std::string, int> places;
  for (std::size_t i = 0; i < circuit.registers.size(); ++i) {
    for (const std::string& name : circuit.registers[i].names) places.emplace(name, static_cast<int>(i));
  }
  std::vector<int> partners;
  std::vector<bool> taken(circuit.registers.size());
  for (const Circuit::Register& wanted : reference.registers) {
    int partner = -1;
    for (const std::string& name : wanted.names) {
      const auto found = places.find(renamed_bit(name, renamed).value_or(name));
      if (found != places.end() && !taken[found->second]) partner = found->second;
      if (partner >= 0) break;
    }
    if (partner < 0) {
      throw InputError(fmt::format("register {} has no partner",
                                   wanted.names.empty() ? std::string("without a name") : wanted.names.front()));
    }
    taken[partner] = true;
    partners.push_back(partner);
  }
  for (std::size_t i = 0; i < taken.size(); ++i) {
    if (taken[i]) continue;
    const std::vector<std::string>& names = circuit.registers[i].names;
    throw InputError(fmt::format("register {} has no partner", names.empty() ? "without a name" : names.front()));
  }
  return partners;
}

Circuit unroll(const Circuit& circuit, const Run& run) {
  Circuit result;
  std::vector<Literal> state;
  for (const Circuit::Register& reg : circuit.registers) {
    std::string given = reg.names.empty() ? "register without a name" : reg.names.front();
    for (const std::string& name : reg.names) {
      if (const auto found = renamed_bit(name, run.registers)) given = *found;
    }
    state.push_back(result.aig.add_input());
    result.inputs.push_back({given, state.back()});
  }
  std::vector<Literal> wanted;
  for (const Circuit::Signal& output : circuit.outputs) wanted.push_back(output.literal);
  for (const Circuit::Register& reg : circuit.registers) wanted.push_back(reg.next);

  for (int cycle = 0; cycle < run.cycles; ++cycle) {
    std::vector<Literal> known(circuit.aig.size(), -1);
    for (std::size_t i = 0; i < state.size(); ++i) known[node_of(circuit.registers[i].output)] = state[i];
    for (const Circuit::Signal& input : circuit.inputs) {
      const std::string word = word_name(input.name);
      const auto always = run.constants.find(word);
      const auto once = run.constants.find(fmt::format("{}@{}", word, cycle));
      Literal& literal = known[node_of(input.literal)];
      if (once != run.constants.end() || always != run.constants.end()) {
        literal = (once != run.constants.end() ? once : always)->second ? kTrue : kFalse;
        continue;
      }
      literal = result.aig.add_input();
      const std::string bit = input.name.substr(word.size());
      result.inputs.push_back({cycle == 0 ? input.name : fmt::format("{}@{}{}", word, cycle, bit), literal});
    }
    for (const Literal open : circuit.undefined) {
      known[node_of(open)] = result.aig.add_input();
      result.undefined.push_back(known[node_of(open)]);
    }
    const std::vector<Literal> values = result.aig.copy(circuit.aig, wanted, known);
    for (const Run::Observed& observed : run.outputs) {
      if (observed.cycle != cycle) continue;
      const std::string& as = observed.as.empty() ? observed.name : observed.as;
      const auto observe = [&](const std::string& name, Literal literal) {
        if (word_name(name) != observed.name) return false;
        result.outputs.push_back({as + name.substr(observed.name.size()), literal});
        return true;
      };
      for (std::size_t i = 0; i < circuit.outputs.size(); ++i) observe(circuit.outputs[i].name, values[i]);
      for (std::size_t i = 0; i < circuit.registers.size(); ++i) {
        for (const std::string& name : circuit.registers[i].names) {
          if (observed.as.empty() || observe(name, state[i])) break;
        }
      }
    }
    state.assign(values.begin() + static_cast<std::ptrdiff_t>(circuit.outputs.size()), values.end());
  }
  return result;
}

}  // namespace pwlsim::logic
