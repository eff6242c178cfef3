// SPDX-License-Identifier: Apache-2.0
#include "sim/experiment/foreign_data_path.h"

#include "sim/base/cache_entry.h"
#include "sim/base/error.h"
#include "sim/experiment/proofs.h"
#include "sim/mutate/mutant.h"
#include "sim/prove/foreign_proof.h"
#include "sim/prove/proof.h"
#include "sim/prove/proof_texts.h"

namespace pwlsim::experiment {

std::string data_path_text(const RtlSource& rtl, const RtlRequest& request, const UnitConfig& unit,
                           Feedback& feedback) {
  try {
    const Proof proof = foreign_proof(unit, foreign_unit(rtl, request, unit, feedback), read_proof_texts());
    if (!proof.unsettled.empty()) return "no proof: " + proof.unsettled;
    const Attempt made = attempt(proof, nullptr, {}, {.cache = default_cache()});
    if (!made.vacuous.empty()) return "no proof: " + on_one_line(made.vacuous);
    switch (made.verdict) {
      case prove::Verdict::kEqual:
        return "proven: each input alone gives its result, so what differs can only be in the flow";
      case prove::Verdict::kDifferent:
        return "refuted by " + on_one_line(made.counterexample) + ", a fault that the stimuli do not find";
      case prove::Verdict::kUndecided:
        break;
    }
    return "no proof: it does not end";
  } catch (const InputError& error) {
    return "no proof: " + on_one_line(error.what());
  }
}

}  // namespace pwlsim::experiment
