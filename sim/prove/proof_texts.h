// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sim/prove/verilog_circuit.h"
#include "sim/rooms.h"

namespace pwlsim::prove {

/// The texts that proofs are made from. Modules are a file each, named for them, so that a proof takes those it uses.
struct ProofTexts {
  std::vector<Verilog::File> references;  ///< modules of the files reference.v
  std::vector<Verilog::File> frames;      ///< modules of the files harness.v
  std::string mutants;                    ///< the files mutants.txt
  std::vector<Verilog::File> rtl;         ///< a proof takes only mutants of files that it uses
};

/// The texts of this checkout: those in sim/unit/common/ and in the structures' folders beside it. Throws InputError as
/// read_modules() does.
ProofTexts read_proof_texts();

/// The modules of some Verilog files, each as a file of its own, from the line that begins with `module` to the line
/// `endmodule`: "reference_add.v". Comments between modules are left out. Throws InputError with file and line for
/// anything else there, which would be lost, and for two modules of one name.
std::vector<Verilog::File> read_modules(const std::vector<std::filesystem::path>& files);

}  // namespace pwlsim::prove
