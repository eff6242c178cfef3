// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/cost/liberty/liberty.h"
#include "sim/cost/netlist/netlist.h"
#include "sim/prove/proof.h"
#include "sim/prove/proof_texts.h"
#include "sim/rooms.h"
#include "sim/unit/statement.h"
#include "sim/unit/unit_config.h"

namespace pwlsim::prove {

/// The proof of a statement. `unused` are inputs that have no effect, which is proven too. Of the texts it holds only
/// what the statement uses, so that others may change without it. Throws InputError when there is no such reference.
Proof proof_of(const Statement& statement, const ProofTexts& texts, const std::vector<std::string>& unused = {});

/// Proofs of the handshake as a queue and of the parts of all structures, for all widths and sizes that the named units
/// have.
std::vector<Proof> part_proofs(const ProofTexts& texts);

/// Proofs of Structure::statements(); may be empty.
std::vector<Proof> unit_proofs(const UnitConfig& unit, const ProofTexts& texts);

/// Proofs that the RTL with its sums as compressor trees equals the RTL as written. gates_proof() starts from the
/// trees. Empty for units without a statement register by register.
std::vector<Proof> trees_proofs(const UnitConfig& unit, const ProofTexts& texts);

/// The proof that a unit's mapped netlist equals its RTL with sums as trees, register by register. Netlist and library
/// must outlive it. With an empty netlist the proof has only its name, for lists.
Proof gates_proof(const UnitConfig& unit, const Netlist& netlist, const Library& library, const ProofTexts& texts);

/// The mutants for the proof of that name from the text of a list. Its lines have five fields between tabs:
/// comma-separated patterns of names of proofs, name, file of rtl/, text, faulty text. Throws InputError with the
/// line's number for anything else.
std::vector<ProofMutant> mutants_for(const std::string& proof, const std::string& mutants);

}  // namespace pwlsim::prove
