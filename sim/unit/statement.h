// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "sim/rooms.h"

namespace pwlsim::unit {

struct UnitConfig;

/// A claim, as data, that a module of rtl/, or a frame in a harness.v around several, does what a module of
/// a reference.v does. sim/prove turns claims into proofs.
struct Statement {
  /// A number, or a Verilog literal such as "16'hbeef".
  struct Value {
    std::string text;                                         ///< as it stands in Verilog
    Value(int number) : text(std::to_string(number)) {}       ///< in decimal
    Value(std::string literal) : text(std::move(literal)) {}  ///< with its width
  };
  using Parameters = std::vector<std::pair<std::string, Value>>;  ///< of a module: names and values

  /// An output that is compared in one cycle, under the name `as` unless that is empty.
  struct Observed {
    std::string name;     ///< of the output port
    int cycle;            ///< counted from 0, in which `top` shows it
    std::string as = {};  ///< the output of the reference; empty: of the same name
  };

  std::string group;                 ///< "part", "data path", "unit", "handshake"
  std::string name;                  ///< unique: "segment_int/8x8"
  std::string states;                ///< for people: "multiplier = a * b"
  std::string covers;                ///< for people: "8 bits, product 16 bits"
  std::vector<std::string> modules;  ///< of rtl/ that the claim is about, with all that they use
  std::string top,                   ///< the module that the claim is about
      reference;                     ///< the module whose results it must have
  Parameters parameters;             ///< of both
  int inputs,                        ///< number of input bits that the claim covers
      outputs;                       ///< number of bits that are compared

  /// Number of cycles that `top` runs. Without anything in `observed`, `top` has no registers.
  int cycles = 1;
  std::vector<std::pair<std::string, bool>> constants = {};  ///< values of inputs; "load_i@0": in cycle 0 only
  std::vector<Observed> observed = {};  ///< at the end of their cycles; empty: all outputs of `top`
  /// Registers of `top` that are inputs of the reference, under these names.
  std::vector<std::pair<std::string, std::string>> registers = {};

  /// Whether `top` and reference are compared register by register in one step from any state. `partners` has registers
  /// of the reference and their partners in `top` where the names differ.
  bool step = false;
  std::vector<std::pair<std::string, std::string>> partners = {};  ///< registers of the reference and of `top`

  std::string unsettled = {};     ///< why the claim is only simulated: the prover does not end; empty: it is proven
  Parameters own = {};            ///< parameters of `top` alone
  Parameters reference_own = {};  ///< parameters of `reference` alone

  std::vector<std::string> no_fault = {};  ///< mutants of mutants.txt that change nothing for these parameters
};

/// A statement about a part without registers.
Statement part_statement(const std::string& name, const std::string& states, const std::string& covers,
                         const std::vector<std::string>& modules, const std::string& top, const std::string& reference,
                         const Statement::Parameters& parameters, int inputs, int outputs,
                         const std::string& unsettled = "");

/// A statement about a whole unit, register by register: its RTL does what a module of its structure's reference.v
/// does. `registers` is the number of bits of all registers.
Statement unit_statement(const UnitConfig& config, const std::string& reference,
                         const Statement::Parameters& parameters, int registers);

}  // namespace pwlsim::unit
