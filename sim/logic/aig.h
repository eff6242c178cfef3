// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "sim/rooms.h"

namespace pwlsim::logic {

/// An edge of an and-inverter graph: twice a node's number, plus one where it is inverted.
using Literal = int;

constexpr Literal kFalse = 0, kTrue = 1;

constexpr Literal invert(Literal a) { return a ^ 1; }
constexpr int node_of(Literal a) { return a >> 1; }
constexpr bool inverted(Literal a) { return (a & 1) != 0; }

/// A combinational network of two-input ANDs and inverters. Node 0 is the constant 0; operands come before the nodes
/// that use them. Equal ANDs share one node. An AND with a constant or with equal operands needs no node.
class Aig {
 public:
  Aig() : nodes_{{-1, -1}} {}

  Literal add_input();
  Literal both(Literal a, Literal b);
  Literal either(Literal a, Literal b) { return invert(both(invert(a), invert(b))); }
  Literal differ(Literal a, Literal b);
  Literal choose(Literal condition, Literal then, Literal otherwise);

  std::size_t size() const { return nodes_.size(); }
  std::size_t ands() const { return nodes_.size() - 1 - inputs_.size(); }
  /// Nodes of the inputs, in the order in which they were added.
  const std::vector<int>& inputs() const { return inputs_; }

  /// Operands of a node; -1 for inputs and the constant.
  struct Node {
    Literal left, right;
  };
  const Node& node(int index) const { return nodes_[index]; }

  /// For each node: whether one of these literals depends on it.
  std::vector<bool> support(const std::vector<Literal>& roots) const;

  /// Copies the logic of these literals from another graph and returns them in this one. `known[n]` is the literal here
  /// of the other graph's node n, or -1. It must be given for all inputs that matter; copied nodes are added to it.
  std::vector<Literal> copy(const Aig& other, const std::vector<Literal>& roots, std::vector<Literal>& known);

  /// Values of all nodes for 64 sets of input values at once, one a bit. `inputs[i]` has the values of inputs()[i].
  std::vector<std::uint64_t> simulate(const std::vector<std::uint64_t>& inputs) const;

  /// The graph with these outputs as a file in the binary AIGER format.
  std::string aiger(const std::vector<Literal>& outputs) const;

 private:
  std::vector<Node> nodes_;
  std::vector<int> inputs_;
  std::unordered_map<std::uint64_t, int> known_;  // by both operands
};

/// The value of a literal in simulated values of nodes.
inline std::uint64_t value_of(const std::vector<std::uint64_t>& values, Literal a) {
  return inverted(a) ? ~values[node_of(a)] : values[node_of(a)];
}

}  // namespace pwlsim::logic
