// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sim/cost/map/synthesis.h"
#include "sim/prove/proof.h"
#include "sim/rooms.h"
#include "sim/unit/statement.h"
#include "sim/unit/unit_config.h"

namespace pwlsim::prove {

/// The texts that proofs are made from: scripts/prove/ and those of the structures.
struct ProofTexts {
  std::string reference, harness;  ///< reference.v, harness.v
  std::string mutants;             ///< mutants.txt
  std::vector<Verilog::File> rtl;  ///< mutants of files that a proof does not use are not its own
};
ProofTexts read_proof_texts();

/// The proof of a statement. `unused` are inputs that change nothing, which is proven, too.
Proof proof_of(const Statement& statement, const ProofTexts& texts, const std::vector<std::string>& unused = {});

/// The handshake as a queue, and the parts of all structures, each for the widths and sizes that the units have.
std::vector<Proof> part_proofs(const ProofTexts& texts);

/// What the unit's structure states of it; empty where it states nothing.
std::vector<Proof> unit_proofs(const UnitConfig& unit, const ProofTexts& texts);

/// The RTL with its sums as compressor trees against the RTL as written: the step between it and the gates that is not
/// theirs. Empty for units of which nothing is stated register by register.
std::vector<Proof> trees_proofs(const UnitConfig& unit, const ProofTexts& texts);

/// A unit's mapped netlist against its RTL with sums as trees, register by register. Netlist and library must outlive
/// it; with an empty netlist it only has its name, for lists.
Proof gates_proof(const UnitConfig& unit, const Netlist& netlist, const Library& library, const ProofTexts& texts);

/// Reads lines of five texts between tabs, with the mutants for the proof of that name: patterns of names of proofs
/// separated by commas, name, file of rtl/, text, faulty text. Throws InputError with the line's number.
std::vector<ProofMutant> mutants_for(const std::string& proof, const std::string& mutants);

}  // namespace pwlsim::prove
