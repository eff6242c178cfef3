// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sim/rooms.h"

namespace pwlsim::logic {

/// A function of a Liberty file, such as "(!((A B)+C))", as a tree.
struct BooleanFunction {
  struct Node {
    char kind;      ///< 'v' input, '0', '1', '!', '&', '|', '^'
    int left = 0;   ///< operand, an earlier node of the list; for 'v' the index of the input
    int right = 0;  ///< second operand of '&', '|', '^'
  };
  std::vector<Node> nodes;          ///< the last one is the whole function; empty: no function is given
  std::vector<std::string> inputs;  ///< each name once, in the order of the text

  bool empty() const { return nodes.empty(); }
};

/// Reads the operators of Liberty: ! or ' (not), ^ (xor), & or * or a space (and), + or | (or), binding in this order,
/// parentheses, 0 and 1. Throws InputError (without file and line) for anything else, and for more than 2000 operators,
/// 60 inputs or 100 nested parentheses.
BooleanFunction parse_boolean(std::string_view text);

/// The function in the syntax that every tool reads: ! & | ^ without spaces. Reading it gives the same tree.
std::string text_of(const BooleanFunction& function);

/// The function's value where its input i is bit i of `values`.
bool evaluate(const BooleanFunction& function, std::uint64_t values);

/// The probability of a 1 at a node when each input is 1 half of the time and operands are taken as independent.
double independent_chance(const BooleanFunction& function, int node);

}  // namespace pwlsim::logic
