// SPDX-License-Identifier: Apache-2.0
#include "sim/logic/aig.h"

#include <fmt/format.h>
#include <algorithm>

namespace pwlsim::logic {

Literal Aig::add_input() {
  inputs_.push_back(static_cast<int>(nodes_.size()));
  nodes_.push_back({-1, -1});
  return 2 * inputs_.back();
}

Literal Aig::both(Literal a, Literal b) {
  if (a > b) std::swap(a, b);
  if (a == kFalse || a == invert(b)) return kFalse;
  if (a == kTrue || a == b) return b;
  const std::uint64_t key = static_cast<std::uint64_t>(a) << 32 | static_cast<std::uint32_t>(b);
  const auto [found, added] = known_.emplace(key, static_cast<int>(nodes_.size()));
  if (added) nodes_.push_back({a, b});
  return 2 * found->second;
}

Literal Aig::differ(Literal a, Literal b) { return either(both(a, invert(b)), both(invert(a), b)); }

Literal Aig::choose(Literal condition, Literal then, Literal otherwise) {
  return either(both(condition, then), both(invert(condition), otherwise));
}

std::vector<bool> Aig::support(const std::vector<Literal>& roots) const {
  std::vector<bool> reached(nodes_.size());
  for (const Literal root : roots) reached[node_of(root)] = true;
  for (std::size_t i = nodes_.size(); i-- > 0;) {
    if (!reached[i] || nodes_[i].left < 0) continue;
    reached[node_of(nodes_[i].left)] = true;
    reached[node_of(nodes_[i].right)] = true;
  }
  return reached;
}

std::vector<Literal> Aig::copy(const Aig& other, const std::vector<Literal>& roots, std::vector<Literal>& known) {
  known.resize(other.size(), -1);
  known[0] = kFalse;
  const auto of = [&known](Literal a) { return known[node_of(a)] ^ (a & 1); };
  const std::vector<bool> reached = other.support(roots);
  for (std::size_t i = 1; i < other.size(); ++i) {
    const Node& node = other.node(static_cast<int>(i));
    if (reached[i] && known[i] < 0 && node.left >= 0) known[i] = both(of(node.left), of(node.right));
  }
  std::vector<Literal> result;
  result.reserve(roots.size());
  for (const Literal root : roots) result.push_back(of(root));
  return result;
}

std::vector<std::uint64_t> Aig::simulate(const std::vector<std::uint64_t>& inputs) const {
  std::vector<std::uint64_t> values(nodes_.size());
  for (std::size_t i = 0; i < inputs_.size(); ++i) values[inputs_[i]] = inputs[i];
  for (std::size_t i = 1; i < nodes_.size(); ++i) {
    if (nodes_[i].left >= 0) values[i] = value_of(values, nodes_[i].left) & value_of(values, nodes_[i].right);
  }
  return values;
}

std::string Aig::aiger(const std::vector<Literal>& outputs) const {
  // AIGER numbers the inputs first, then the ANDs.
  std::vector<unsigned> number(nodes_.size());
  unsigned next = 1;
  for (const int input : inputs_) number[input] = next++;
  for (std::size_t i = 1; i < nodes_.size(); ++i) {
    if (nodes_[i].left >= 0) number[i] = next++;
  }
  const auto of = [&number](Literal a) { return 2 * number[node_of(a)] + (a & 1); };
  std::string text = fmt::format("aig {} {} 0 {} {}\n", next - 1, inputs_.size(), outputs.size(), ands());
  for (const Literal output : outputs) text += fmt::format("{}\n", of(output));
  const auto add = [&text](unsigned delta) {
    for (; delta >= 0x80; delta >>= 7) text += static_cast<char>((delta & 0x7f) | 0x80);
    text += static_cast<char>(delta);
  };
  for (std::size_t i = 1; i < nodes_.size(); ++i) {
    if (nodes_[i].left < 0) continue;
    const unsigned left = of(nodes_[i].left), right = of(nodes_[i].right);
    const unsigned greater = std::max(left, right), lesser = std::min(left, right);
    add(2 * number[i] - greater);
    add(greater - lesser);
  }
  return text;
}

}  // namespace pwlsim::logic
