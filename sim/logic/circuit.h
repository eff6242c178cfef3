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

/// A synchronous design as logic between its ports and registers. Names are those of bits: "x_i[3]"; signals of one bit
/// go by "valid_o" and by "valid_o[0]".
struct Circuit {
  struct Signal {
    std::string name;
    Literal literal;
  };
  struct Register {
    std::vector<std::string> names;  ///< all wires that carry its output, as it is
    Literal output, next;
    bool cleared = false;  ///< has a reset between itself and the wires of its names
  };

  Aig aig;
  std::vector<Signal> inputs;  ///< without the clock
  std::vector<Signal> outputs;
  std::vector<Register> registers;
  std::vector<Literal> undefined;  ///< inputs that stand for values that the design leaves open
  std::vector<Signal> claims;      ///< what has to be 0 for whatever was concluded about the design to hold
  std::size_t merged = 0;          ///< how many of them stand for registers that are left out
};

/// The same logic without registers: their outputs become inputs "NAME" and what they take next outputs "next NAME".
/// `names[i]` is what register i is called there.
Circuit cut(const Circuit& circuit, const std::vector<std::string>& names);

/// For each register of `reference` the one of `circuit` with one of its names, after renaming: {"shift", "shift_q"}
/// finds the reference's shift[2] under shift_q[2]. Throws InputError when they are not as many or one has no partner.
std::vector<int> match_registers(const Circuit& circuit, const Circuit& reference,
                                 const std::vector<std::pair<std::string, std::string>>& renamed);

/// The same design without the registers that synthesis left out of `synthesised`, since they hold a constant or what
/// another register holds from their first load on. Which it is, simulation of random states suggests; `claims` gets
/// what proves it by induction: that they take the same next if they hold the same now. So, too, for outputs that are
/// constant in `synthesised`, which the result leaves out and takes from `synthesised`.
Circuit without_merged(const Circuit& circuit, Circuit& synthesised);

/// What to look at in some cycles of a design.
struct Run {
  int cycles = 1;
  /// Inputs that are constant in all cycles, and in some ("valid_i@0").
  std::map<std::string, bool> constants;
  /// What is compared: an output, or a register, in that cycle.
  struct Observed {
    std::string name;
    int cycle;
    std::string as = {};  ///< what it is called; empty: `name`
  };
  std::vector<Observed> outputs;
  /// Names of registers in the first cycle: {"shift_q", "shift"}; others go by their own first name. Two that get the
  /// same name hold the same.
  std::vector<std::pair<std::string, std::string>> registers;
};

/// The design from any state on, cycle after cycle, as one piece of logic. Inputs are those of the first cycle under
/// their names, those of other cycles, "x_i@1[3]", and the registers in the first cycle.
Circuit unroll(const Circuit& circuit, const Run& run);

/// "x_i" of "x_i[3]" and of "x_i".
std::string word_name(const std::string& bit_name);

/// 3 of "x_i[3]", 0 of "x_i".
int bit_index(const std::string& bit_name);

}  // namespace pwlsim::logic
