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

/// A fault for which a proof must fail: a changed text in a file of the RTL, or a changed gate of a netlist.
struct ProofMutant {
  std::string name;
  std::string file, text, faulty;  ///< file of rtl/, a text that occurs in it once, and its replacement
  int gate = -1;                   ///< number of the fault in a netlist; -1 for one in the RTL
};

/// One claim about the RTL or a netlist, and how it is proven.
struct Proof {
  std::string group;      ///< "data path", "unit", "gates", "part", "handshake"
  std::string name;       ///< unique: "datapath/int8_8"
  std::string states;     ///< "pwl_segment_int = binary search"
  std::string covers;     ///< "8 bits, 8 entries"
  int inputs = 0;         ///< bits of all inputs, including registers, that the claim covers
  int outputs = 0;        ///< bits that are compared
  std::string unsettled;  ///< why the claim is only simulated; empty: the proof ends

  std::vector<std::string> modules;  ///< of rtl/ that the claim is about, with all that they use
  /// Everything that decides the result, apart from the RTL. Part of the cache key.
  std::vector<std::string> content;
  std::vector<ProofMutant> mutants;
  /// Makes both sides from the given RTL, with one gate changed if the mutant says so. `mutant` may be null.
  std::function<Miter(const std::vector<Verilog::File>& rtl, const ProofMutant* mutant)> build;
};

/// The outcome of a proof or of one of its mutants.
struct Attempt {
  Verdict verdict = Verdict::kUndecided;
  double seconds = 0;
  int ands = 0;                ///< AND nodes of both sides together
  std::string counterexample;  ///< for kDifferent
  std::string vacuous;         ///< why the proof would say nothing; `verdict` then has no meaning
  /// Unix time in seconds at which an earlier run found it. Nothing: found by this run.
  std::optional<std::int64_t> cached;
};

/// Options of proofs.
struct ProofOptions {
  double timeout = 120;  ///< seconds of CPU time for each run of abc
  bool fresh = false;    ///< ignore results in the cache
  std::filesystem::path cache;
};

/// Tries a proof (with `mutant` null) or one of its mutants on that RTL. Decisions are kept in the cache. Throws
/// InputError when a tool fails, when a mutant cannot be built, and when a mutant's text is not in its file.
Attempt attempt(const Proof& proof, const ProofMutant* mutant, const std::vector<Verilog::File>& rtl,
                const ProofOptions& options);

/// The state of a proof after all attempts.
enum class Standing { kProven, kRefuted, kVacuous, kUndecided, kSimulated };

/// The judgement of a proof.
struct ProofResult {
  const Proof* proof;
  Standing standing;
  double seconds = 0;  ///< of the proof itself
  int mutants = 0, refuted = 0;
  int ands = 0;
  std::string message;  ///< for all but kProven
  /// Times of the attempts, including those at mutants, that came from the cache.
  std::vector<std::int64_t> cached = {};
  bool itself_cached = false;  ///< whether `seconds` is from an earlier run
};

/// Judges a proof by the attempt at it and those at its mutants, in their order. It is vacuous when a mutant is not
/// refuted or when there are no mutants.
ProofResult judge(const Proof& proof, const Attempt& itself, const std::vector<Attempt>& mutants);

/// The files of these modules and of all that they use.
std::vector<Verilog::File> files_of(const std::vector<std::string>& modules, const std::vector<Verilog::File>& rtl);

/// The files of rtl/, sorted by name. Throws InputError when there are none.
std::vector<Verilog::File> read_rtl();

}  // namespace pwlsim::prove
