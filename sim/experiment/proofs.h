// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <list>
#include <memory>
#include <string>
#include <vector>

#include "sim/cost/map/synthesis.h"
#include "sim/experiment/feedback.h"
#include "sim/experiment/rtl_request.h"
#include "sim/experiment/technology.h"
#include "sim/prove/foreign_proof.h"
#include "sim/prove/proof.h"
#include "sim/rooms.h"
#include "sim/unit/unit_config.h"

namespace pwlsim::experiment {

/// What is to be proven. Without units, parts and gates: the parts.
struct ProveRequest {
  std::vector<std::string> units;  ///< names, or "all": their data path, every cycle, and their gates
  bool all = false;                ///< the units of roles `prove` and `gates`, and all parts
  bool parts = false;              ///< the handshake and the parts
  bool gates = false;              ///< of the units: only that their gates are their RTL
  std::string only;                ///< pattern of names; empty: all
  bool hard = false;               ///< try what is known not to end, too
  bool fresh = false;              ///< decide again what the cache has
  double timeout = 120;            ///< seconds of CPU time, each
  LibraryRequest library;          ///< of the gates
  RtlRequest rtl;                  ///< a foreign unit, whose data path is proven in place of the unit's
};

/// Proofs, and what those of gates are about.
struct ProofList {
  std::vector<Proof> proofs;
  std::unique_ptr<Technology> technology;  ///< null: no gates are proven
  std::list<Synthesis> syntheses;
};

/// The proofs of a request; `to_list`: only to be named, so that nothing is synthesised. Throws InputError when there
/// is none, or none that ends.
ProofList make_proofs(const ProveRequest& request, bool to_list, Feedback& feedback);

/// A foreign unit as its proof takes it; `rtl` is the request's, or a changed copy of it. Throws InputError for what
/// cannot be read.
ForeignUnit foreign_unit(const RtlSource& rtl, const RtlRequest& request, const UnitConfig& unit, Feedback& feedback);

/// Tries all proofs and all their mutants on all cores. The results name the proofs of the list.
std::vector<ProofResult> run_proofs(const ProofList& list, const ProveRequest& request, Feedback& feedback);

/// The command line that says the same as this request.
std::string prove_command(const ProveRequest& request);

}  // namespace pwlsim::experiment
