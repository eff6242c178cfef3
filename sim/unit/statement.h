// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "sim/rooms.h"

namespace pwlsim::unit {

struct UnitConfig;

/// What is claimed of a module of rtl/, or of a frame of scripts/prove/harness.v around some, as data: that it does
/// what a module of scripts/prove/reference.v does. sim/prove makes proofs of these.
struct Statement {
  /// A number, or a Verilog literal such as "16'hbeef".
  struct Value {
    std::string text;
    Value(int number) : text(std::to_string(number)) {}
    Value(std::string literal) : text(std::move(literal)) {}
  };
  using Parameters = std::vector<std::pair<std::string, Value>>;

  /// An output that is compared in a cycle, under another name where one is given.
  struct Observed {
    std::string name;
    int cycle;
    std::string as = {};
  };

  std::string group;                 ///< "part", "data path", "unit", "handshake"
  std::string name;                  ///< unique: "segment_int/8x8"
  std::string states;                ///< for people: "multiplier = a * b"
  std::string covers;                ///< for people: "8 bits, product 16 bits"
  std::vector<std::string> modules;  ///< of rtl/ that it is about, with all that they use
  std::string top, reference;
  Parameters parameters;  ///< of both
  int inputs, outputs;    ///< bits that it holds for, and bits that are compared

  /// How long `top` runs before it is compared; nothing observed: it has no registers.
  int cycles = 1;
  std::vector<std::pair<std::string, bool>> constants = {};  ///< "load_i@0": in cycle 0 only
  std::vector<Observed> observed = {};
  /// Registers of `top` that are inputs of the reference, under these names.
  std::vector<std::pair<std::string, std::string>> registers = {};

  /// Compared register by register in one step from any state: registers of the reference and their partners in `top`,
  /// where names alone do not say.
  bool step = false;
  std::vector<std::pair<std::string, std::string>> partners = {};

  std::string unsettled = {};     ///< why it is only simulated: the prover does not end
  Parameters own = {};            ///< of `top` alone
  Parameters reference_own = {};  ///< of `reference` alone

  std::vector<std::string> no_fault = {};  ///< mutants of mutants.txt that change nothing for these parameters
};

/// A statement about a part without registers.
Statement part_statement(const std::string& name, const std::string& states, const std::string& covers,
                         const std::vector<std::string>& modules, const std::string& top, const std::string& reference,
                         const Statement::Parameters& parameters, int inputs, int outputs,
                         const std::string& unsettled = "");

/// A statement about a whole unit, register by register: that its RTL does what a module of its reference.v does.
/// `registers`: bits of all of them.
Statement unit_statement(const UnitConfig& config, const std::string& reference,
                         const Statement::Parameters& parameters, int registers);

}  // namespace pwlsim::unit
