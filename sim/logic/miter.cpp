// SPDX-License-Identifier: Apache-2.0
#include "sim/logic/miter.h"

#include <fmt/format.h>
#include <algorithm>
#include <cstring>
#include <map>
#include <unordered_map>

#include "sim/base/error.h"

namespace pwlsim::logic {
namespace {

std::vector<Literal> literals_of(const std::vector<Circuit::Signal>& signals) {
  std::vector<Literal> literals;
  literals.reserve(signals.size());
  for (const Circuit::Signal& signal : signals) literals.push_back(signal.literal);
  return literals;
}

/// Values of words by name, in the order in which the names are added.
class Words {
 public:
  void set(const std::string& bit_name, bool value) {
    const std::string word = word_name(bit_name);
    auto [found, added] = values_.try_emplace(word);
    if (added) order_.push_back(word);
    const auto index = static_cast<std::size_t>(bit_index(bit_name));
    if (found->second.size() <= index) found->second.resize(index + 1);
    found->second[index] = value;
  }

  std::string text() const {
    std::string result;
    for (const std::string& word : order_) {
      const std::vector<bool>& bits = values_.at(word);
      std::string digits;
      for (std::size_t low = 0; low < bits.size(); low += 4) {
        int digit = 0;
        for (std::size_t i = low; i < std::min(low + 4, bits.size()); ++i) digit |= bits[i] ? 1 << (i - low) : 0;
        digits.insert(digits.begin(), "0123456789abcdef"[digit]);
      }
      result += fmt::format("{}{}=0x{}", result.empty() ? "" : " ", word, digits);
    }
    return result;
  }

 private:
  std::vector<std::string> order_;
  std::map<std::string, std::vector<bool>> values_;
};

bool differs_at(const Miter::Output& output, const std::vector<std::uint64_t>& values) {
  return ((value_of(values, output.implementation) ^ value_of(values, output.reference)) & 1) != 0;
}

std::vector<std::uint64_t> simulated(const Miter& miter, const std::vector<bool>& inputs) {
  std::vector<std::uint64_t> words(inputs.size());
  std::transform(inputs.begin(), inputs.end(), words.begin(), [](bool bit) { return bit ? ~std::uint64_t{0} : 0; });
  return miter.aig.simulate(words);
}

}  // namespace

Miter join(const Circuit& implementation, const Circuit& reference) {
  Miter miter;
  std::unordered_map<std::string, Literal> inputs;
  const auto add_inputs = [&](const Circuit& circuit) {
    std::vector<Literal> known(circuit.aig.size(), -1);
    for (const Circuit::Signal& input : circuit.inputs) {
      const auto [found, added] = inputs.try_emplace(input.name);
      if (added) {
        found->second = miter.aig.add_input();
        miter.inputs.push_back(input.name);
      }
      known[node_of(input.literal)] = found->second;
    }
    return known;
  };
  std::vector<Literal> known_there = add_inputs(reference);
  miter.reference_inputs = miter.inputs.size();
  std::vector<Literal> known_here = add_inputs(implementation);
  // Undefined values are free inputs, so that a result which depends on them is not proven.
  const auto add_undefined = [&](const Circuit& circuit, const char* side, std::vector<Literal>& known) {
    for (std::size_t i = 0; i < circuit.undefined.size(); ++i) {
      known[node_of(circuit.undefined[i])] = miter.aig.add_input();
      miter.inputs.push_back(fmt::format("{}undefined in {}[{}]", kAside, side, i));
    }
  };
  add_undefined(reference, "reference", known_there);
  add_undefined(implementation, "implementation", known_here);
  const std::vector<Literal> there = miter.aig.copy(reference.aig, literals_of(reference.outputs), known_there);
  const std::vector<Literal> here = miter.aig.copy(implementation.aig, literals_of(implementation.outputs), known_here);

  const std::vector<bool> reached = reference.aig.support(literals_of(reference.outputs));
  for (const Circuit::Signal& input : reference.inputs) {
    if (!reached[node_of(input.literal)]) throw VacuousError(fmt::format("nothing depends on {}", input.name));
  }

  std::unordered_map<std::string, Literal> outputs;
  Literal assumed = kTrue;
  for (std::size_t i = 0; i < there.size(); ++i) {
    const std::string& name = reference.outputs[i].name;
    if (name == kAssume) {
      assumed = there[i];
      if (assumed == kFalse) throw VacuousError("the reference assumes what cannot be");
      continue;
    }
    if (node_of(there[i]) == 0) throw VacuousError(fmt::format("{} of the reference is constant", name));
    outputs.emplace(name, there[i]);
  }
  for (std::size_t i = 0; i < here.size(); ++i) {
    const std::string& name = implementation.outputs[i].name;
    const auto partner = outputs.find(name);
    if (partner == outputs.end()) {
      throw InputError(fmt::format("the reference has no output {}", name));
    }
    miter.outputs.push_back({.name = name,
                             .implementation = miter.aig.both(assumed, here[i]),
                             .reference = miter.aig.both(assumed, partner->second)});
    outputs.erase(partner);
  }
  const std::vector<Literal> claims =
      miter.aig.copy(implementation.aig, literals_of(implementation.claims), known_here);
  for (std::size_t i = 0; i < claims.size(); ++i) {
    miter.outputs.push_back({.name = implementation.claims[i].name,
                             .implementation = miter.aig.both(assumed, claims[i]),
                             .reference = kFalse});
  }
  miter.merged = implementation.merged;
  if (!outputs.empty()) throw InputError(fmt::format("the implementation has no output {}", outputs.begin()->first));
  if (miter.outputs.empty()) throw VacuousError("there is nothing to compare");
  return miter;
}

std::string counterexample_text(const Miter& miter, const std::vector<bool>& inputs) {
  const std::vector<std::uint64_t> values = simulated(miter, inputs);
  Words given, expected, actual;
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    const std::string& name = miter.inputs[i];
    if (name.compare(0, std::strlen(kAside), kAside) != 0) given.set(name, inputs[i]);
  }
  std::set<std::string> wrong;
  for (const Miter::Output& output : miter.outputs) {
    if (differs_at(output, values)) wrong.insert(word_name(output.name));
  }
  for (const Miter::Output& output : miter.outputs) {
    if (wrong.count(word_name(output.name)) == 0) continue;
    expected.set(output.name, (value_of(values, output.reference) & 1) != 0);
    actual.set(output.name, (value_of(values, output.implementation) & 1) != 0);
  }
  return fmt::format("{}\nexpected {}\nactual {}", given.text(), expected.text(), actual.text());
}

bool differs(const Miter& miter, const std::vector<bool>& inputs) {
  const std::vector<std::uint64_t> values = simulated(miter, inputs);
  return std::any_of(miter.outputs.begin(), miter.outputs.end(),
                     [&](const Miter::Output& output) { return differs_at(output, values); });
}

}  // namespace pwlsim::logic
