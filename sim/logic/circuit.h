// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "sim/logic/aig.h"
#include "sim/rooms.h"

namespace pwlsim::logic {

/// A synchronous design as logic between its ports and registers. Names are those of bits: "x_i[3]"; a signal of one
/// bit is found as "valid_o" and as "valid_o[0]".
struct Circuit {
  struct Signal {
    std::string name;
    Literal literal;
  };
  struct Register {
    std::vector<std::string> names;  ///< all wires that carry its output, not inverted
    Literal output, next;
    bool cleared = false;  ///< whether a reset lies between the register and the wires of its names
  };

  Aig aig;
  std::vector<Signal> inputs;  ///< without the clock
  std::vector<Signal> outputs;
  std::vector<Register> registers;
  std::vector<Literal> undefined;  ///< inputs that stand for values that the design leaves open
  std::vector<Signal> claims;      ///< signals that must be 0, or what was concluded about the design does not hold
  std::size_t merged = 0;          ///< number of claims that stand for registers left out
};

/// The same logic without registers: their outputs become inputs "NAME", and their next values become outputs "next
/// NAME". `names[i]` is what register i is called there.
Circuit cut(const Circuit& circuit, const std::vector<std::string>& names);

/// For each register of `reference` the index of the register of `circuit` with one of its names, after renaming:
/// {"shift", "shift_q"} finds the reference's shift[2] under shift_q[2]. Throws InputError when the numbers of
/// registers differ or one has no partner.
std::vector<int> match_registers(const Circuit& circuit, const Circuit& reference,
                                 const std::vector<std::pair<std::string, std::string>>& renamed);

/// The same design without the registers that synthesis left out of `synthesised` because, from their first load on,
/// they hold a constant or the same as another register. Simulation of random states suggests which. `claims` gets what
/// proves it by induction: registers that hold the same now take the same next. Outputs that are constant in
/// `synthesised` are treated alike; they are removed from both designs.
Circuit without_merged(const Circuit& circuit, Circuit& synthesised);

/// The inputs and observed signals of some cycles of a design, for unroll().
struct Run {
  int cycles = 1;
  /// Values of inputs that are constant, in all cycles ("valid_i"), in one ("valid_i@0"), or of one bit ("x_i@0[3]").
  std::map<std::string, bool> constants;
  /// An output or register that is compared, in one cycle.
  struct Observed {
    std::string name;
    int cycle;
    std::string as = {};  ///< its name in the result; empty: `name`
  };
  std::vector<Observed> outputs;
  /// New names of registers in the first cycle: {"shift_q", "shift"}; others keep their own first name. Two registers
  /// with the same new name hold the same value.
  std::vector<std::pair<std::string, std::string>> registers;
};

/// Several cycles of a design, from any state on, as one piece of logic without registers. Its inputs are the inputs of
/// the first cycle under their own names, those of later cycles as "x_i@1[3]", and the registers in the first cycle.
Circuit unroll(const Circuit& circuit, const Run& run);

/// "x_i" of "x_i[3]" and of "x_i".
std::string word_name(const std::string& bit_name);

/// 3 of "x_i[3]", 0 of "x_i".
int bit_index(const std::string& bit_name);

}  // namespace pwlsim::logic
