// SPDX-License-Identifier: Apache-2.0
#include "sim/logic/circuit.h"

#include <fmt/format.h>
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <optional>
#include <unordered_map>

#include "sim/base/error.h"
#include "sim/base/random.h"

namespace pwlsim::logic {
namespace {

// Rounds of 64 random states. A wrong guess hardly ever remains after them, and a proof decides.
constexpr int kRounds = 16;

using Renamed = std::vector<std::pair<std::string, std::string>>;

/// "b[3]" for the name "a[3]" if {"a", "b"} is in the list.
std::optional<std::string> renamed_bit(const std::string& name, const Renamed& renamed) {
  const std::string word = word_name(name);
  for (const auto& [from, to] : renamed) {
    if (from == word) return to + name.substr(word.size());
  }
  return std::nullopt;
}

/// For each register of `reference` the index of the register of `circuit` with one of its names, or -1.
std::vector<int> partners_of(const Circuit& circuit, const Circuit& reference, const Renamed& renamed) {
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
    if (partner >= 0) taken[partner] = true;
    partners.push_back(partner);
  }
  return partners;
}

// What a merged register holds: the index of another register, or one of these constants.
constexpr int kZero = -1, kOne = -2;

/// A guess of what each register that does not stay holds. Random states exclude wrong values; if none is left, the
/// guess is 0, which a proof refutes. The guess for one register is used for those that depend on it.
std::map<std::size_t, int> guess_merged(const Circuit& circuit, const std::vector<bool>& stays) {
  const std::vector<Circuit::Register>& registers = circuit.registers;
  std::vector<std::size_t> places(circuit.aig.size());  // index of each input, by node
  for (std::size_t i = 0; i < circuit.aig.inputs().size(); ++i) places[circuit.aig.inputs()[i]] = i;
  const auto place = [&](std::size_t reg) { return places[node_of(registers[reg].output)]; };
  std::map<std::size_t, int> known;
  const auto guess = [&](std::size_t reg) {
    std::vector<int> left = {kZero, kOne};
    for (std::size_t i = 0; i < stays.size(); ++i) {
      if (stays[i]) left.push_back(static_cast<int>(i));
    }
    Random random(1);
    for (int round = 0; round < kRounds; ++round) {
      std::vector<std::uint64_t> values(circuit.aig.inputs().size());
      for (std::uint64_t& value : values) value = random.bits();
      const auto now = [&](int other) {
        return other == kZero ? 0 : other == kOne ? ~std::uint64_t{0} : values[place(static_cast<std::size_t>(other))];
      };
      for (const auto& [merged, other] : known) values[place(merged)] = now(other);
      const auto fails = [&](int other) {
        values[place(reg)] = now(other);
        const std::vector<std::uint64_t> after = circuit.aig.simulate(values);
        return value_of(after, registers[reg].next) !=
               (other < 0 ? now(other) : value_of(after, registers[static_cast<std::size_t>(other)].next));
      };
      left.erase(std::remove_if(left.begin(), left.end(), fails), left.end());
    }
    if (!left.empty()) known[reg] = left.front();
    return !left.empty();
  };
  for (bool more = true; more;) {
    more = false;
    for (std::size_t i = 0; i < stays.size(); ++i) {
      if (!stays[i] && known.count(i) == 0) more = guess(i) || more;
    }
  }
  for (std::size_t i = 0; i < stays.size(); ++i) {
    if (!stays[i]) known.try_emplace(i, kZero);
  }
  return known;
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
  std::vector<int> partners = partners_of(circuit, reference, renamed);
  std::vector<bool> taken(circuit.registers.size());
  const auto check = [](bool has_partner, const Circuit::Register& reg) {
    if (has_partner) return;
    throw InputError(fmt::format("register {} has no partner", reg.names.empty() ? "without a name" : reg.names[0]));
  };
  for (std::size_t i = 0; i < partners.size(); ++i) {
    check(partners[i] >= 0, reference.registers[i]);
    taken[partners[i]] = true;
  }
  for (std::size_t i = 0; i < taken.size(); ++i) check(taken[i], circuit.registers[i]);
  return partners;
}

Circuit without_merged(const Circuit& circuit, Circuit& synthesised) {
  std::vector<bool> stays(circuit.registers.size());
  for (const int partner : partners_of(circuit, synthesised, {})) {
    if (partner >= 0) stays[partner] = true;
  }
  Circuit result;
  std::vector<Literal> known(circuit.aig.size(), -1);
  const auto add_input = [&](Literal input) { return known[node_of(input)] = result.aig.add_input(); };
  for (const Circuit::Signal& input : circuit.inputs) result.inputs.push_back({input.name, add_input(input.literal)});
  for (const Literal open : circuit.undefined) result.undefined.push_back(add_input(open));
  std::vector<Literal> roots;
  for (std::size_t i = 0; i < circuit.registers.size(); ++i) {
    roots.push_back(circuit.registers[i].next);
    if (stays[i]) add_input(circuit.registers[i].output);
  }
  const std::map<std::size_t, int> merged = guess_merged(circuit, stays);
  // The literal that replaces a register.
  const auto other = [](int with, const auto& literal) {
    return with == kZero ? kFalse : with == kOne ? kTrue : literal(static_cast<std::size_t>(with));
  };
  for (const auto& [reg, with] : merged) {
    known[node_of(circuit.registers[reg].output)] =
        other(with, [&](std::size_t i) { return known[node_of(circuit.registers[i].output)]; });
  }
  for (const Circuit::Signal& output : circuit.outputs) roots.push_back(output.literal);
  const std::vector<Literal> literals = result.aig.copy(circuit.aig, roots, known);
  for (std::size_t i = 0; i < circuit.registers.size(); ++i) {
    const Circuit::Register& reg = circuit.registers[i];
    if (stays[i]) {
      result.registers.push_back(
          {.names = reg.names, .output = known[node_of(reg.output)], .next = literals[i], .cleared = reg.cleared});
    }
  }
  result.merged = merged.size();
  for (const auto& [reg, with] : merged) {
    const std::vector<std::string>& names = circuit.registers[reg].names;
    const Literal next = other(with, [&](std::size_t i) { return literals[i]; });
    result.claims.push_back(
        {"merged " + (names.empty() ? "register without a name" : names[0]), result.aig.differ(literals[reg], next)});
  }
  for (std::size_t i = 0; i < circuit.outputs.size(); ++i) {
    const std::string& name = circuit.outputs[i].name;
    const Literal literal = literals[circuit.registers.size() + i];
    const auto there = std::find_if(synthesised.outputs.begin(), synthesised.outputs.end(),
                                    [&](const Circuit::Signal& output) { return output.name == name; });
    if (there == synthesised.outputs.end() || node_of(there->literal) != 0) {
      result.outputs.push_back({name, literal});
      continue;
    }
    result.claims.push_back({"constant " + name, result.aig.differ(literal, there->literal)});
    synthesised.outputs.erase(there);
  }
  return result;
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
      auto once = run.constants.find(fmt::format("{}@{}{}", word, cycle, input.name.substr(word.size())));
      if (once == run.constants.end()) once = run.constants.find(fmt::format("{}@{}", word, cycle));
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
