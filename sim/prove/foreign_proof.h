// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/prove/proof.h"
#include "sim/prove/proof_texts.h"
#include "sim/prove/verilog_circuit.h"
#include "sim/unit/unit_config.h"
#include "sim/unit/unit_table.h"

namespace pwlsim::prove {

/// A user's RTL with the ports of a unit.
struct ForeignUnit {
  std::vector<Verilog::File> files;
  std::string top, label;
  std::vector<std::pair<std::string, std::string>> parameters;
  std::vector<std::string> data;        ///< contents of files that the RTL reads
  int latency = 0;                      ///< cycles
  std::optional<UnitTable> fixed = {};  ///< the table of a unit without write port
};

/// The proof that a foreign unit's data path is that of the unit: from any state, after any table has come through its
/// write port (or with its fixed table), each input gives the result of the structure's reference `latency` cycles
/// later. Nothing is assumed of its registers. Its mutants are gates inverted one at a time. Throws InputError for a
/// structure without a data path in its reference.v.
Proof foreign_proof(const UnitConfig& unit, const ForeignUnit& foreign, const ProofTexts& texts);

}  // namespace pwlsim::prove
