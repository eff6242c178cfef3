// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "sim/mutate/survivors.h"
#include "sim/report/document.h"
#include "sim/report/junit.h"
#include "sim/rooms.h"

namespace pwlsim::report {

/// The mutants of one model, judged, file after file.
struct MutateResult {
  std::string model;  ///< "RTL"
  const std::vector<JudgedMutant>& mutants;
  const std::map<const JudgedMutant*, std::int64_t>& kept;  ///< those judged by an earlier run, with its time
  const std::vector<std::string>& stale;                    ///< explanations that are out of date
};

/// What a document on mutants is about and shows.
struct MutateView {
  bool harmless = false;  ///< changes that change nothing: all of them have to survive
  bool verbose = false;   ///< people see every mutant
};

/// Files with their mutants and the summary, then what is wrong.
Document mutate_document(const std::vector<MutateResult>& results, const std::string& conditions,
                         const MutateView& view);

/// The mutants that would be judged, as a list.
Document mutants_document(const std::vector<MutateResult>& results);

/// A case for each file and for the explanations of each model.
std::vector<CheckCase> mutate_cases(const std::vector<MutateResult>& results, const MutateView& view);

}  // namespace pwlsim::report
