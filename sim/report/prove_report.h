// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/prove/proofs.h"
#include "sim/report/document.h"
#include "sim/report/junit.h"
#include "sim/rooms.h"

namespace pwlsim::report {

/// Whether a result is one that a check must not pass with.
bool is_failure(const ProofResult& result);

/// A row for each proof, the summary, then what is wrong with those that fail. `with_cache`: people see which results
/// are those of an earlier run.
Document prove_document(const std::vector<ProofResult>& results, const std::string& conditions, bool with_cache);

/// What there is to prove.
Document proofs_document(const std::vector<Proof>& proofs);

/// One case a proof.
std::vector<CheckCase> prove_cases(const std::vector<ProofResult>& results);

}  // namespace pwlsim::report
