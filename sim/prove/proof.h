// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "sim/logic/miter.h"
#include "sim/prove/decide.h"
#include "sim/prove/verilog_circuit.h"

namespace pwlsim::prove {

/// A fault that a proof has to refute: a changed text in a file of the RTL, or a changed gate of a netlist.
struct ProofMutant {
  std::string name;
  std::string file, text, faulty;  ///< of rtl/; `text` occurs there once
  int gate = -1;                   ///< number of the fault among those of the netlist, else -1
};

/// One statement about the RTL or a netlist, and how it is proven.
struct Proof {
  std::string group;      ///< "data path", "unit", "gates", "part", "handshake"
  std::string name;       ///< unique: "datapath/int8_8"
  std::string states;     ///< "pwl_segment_int = binary search"
  std::string covers;     ///< "8 bits, 8 entries"
  int inputs = 0;         ///< bits of all inputs, registers among them, that it holds for
  int outputs = 0;        ///< bits that are compared
  std::string unsettled;  ///< why it is only simulated; empty: it ends

  std::vector<std::string> modules;  ///< of rtl/ that it is about, with all that they use
  /// Everything but the RTL that decides the result; part of its name in the cache.
  std::vector<std::string> content;
  std::vector<ProofMutant> mutants;
  /// Both sides; the RTL as given, with one gate changed where the mutant says so.
  std::function<Miter(const std::vector<Verilog::File>& rtl, const ProofMutant* mutant)> build;
};

/// What came of a proof or of one of its mutants.
struct Attempt {
  Verdict verdict = Verdict::kUndecided;
  double seconds = 0;
  int ands = 0;                        ///< of both sides together
  std::string counterexample;          ///< kDifferent
  std::string vacuous;                 ///< why it would prove nothing; `verdict` has no meaning then
  std::optional<std::int64_t> cached;  ///< when an earlier run found it, in seconds of Unix; nothing: now
};

struct ProofOptions {
  double timeout = 120;  ///< seconds of CPU time for abc, each
  bool fresh = false;    ///< decide again what the cache has
  std::filesystem::path cache;
};

/// Tries a proof (null) or one of its mutants on that RTL. A mutant that cannot be built counts as an error of the
/// list. What is decided is kept in the cache. Throws InputError when a tool fails or a mutant's text is not in its
/// file.
Attempt attempt(const Proof& proof, const ProofMutant* mutant, const std::vector<Verilog::File>& rtl,
                const ProofOptions& options);

enum class Standing { kProven, kRefuted, kVacuous, kUndecided, kSimulated };

struct ProofResult {
  const Proof* proof;
  Standing standing;
  double seconds = 0;  ///< of the proof itself
  int mutants = 0, refuted = 0;
  int ands = 0;
  std::string message;                    ///< for all but kProven
  std::vector<std::int64_t> cached = {};  ///< times of the attempts, mutants' among them, that the cache knew
  bool itself_cached = false;             ///< whether `seconds` are those of an earlier run
};

/// Judges a proof by the attempts at it and at each of its mutants, in their order. It is vacuous when a mutant is not
/// refuted or there is none.
ProofResult judge(const Proof& proof, const Attempt& itself, const std::vector<Attempt>& mutants);

/// The files of these modules and of those that they name.
std::vector<Verilog::File> files_of(const std::vector<std::string>& modules, const std::vector<Verilog::File>& rtl);

/// The files of rtl/, sorted by name. Throws InputError when there are none.
std::vector<Verilog::File> read_rtl();

}  // namespace pwlsim::prove
