// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sim/experiment/feedback.h"
#include "sim/experiment/rtl_request.h"
#include "sim/mutate/judge.h"
#include "sim/mutate/survivors.h"
#include "sim/rooms.h"

namespace pwlsim::experiment {

/// Which mutants are to be judged. A list that is named takes the place of mutant_lists(); entries of a list about
/// files of the other language do not count.
struct MutateRequest {
  std::vector<std::string> models = {"rtl", "systemc"};
  std::vector<std::string> files;       ///< only mutants of these; empty: all
  std::string id;                       ///< only the one of that name; empty: all
  std::optional<std::uint64_t> sample;  ///< only so many of each model, drawn with `seed`
  std::uint64_t seed = 1;
  std::string rtl_survivors, systemc_survivors;  ///< a list that explains survivors
  std::string rtl_extra, systemc_extra;          ///< a list of further mutants
  bool extra = false;                            ///< only these
  bool fresh = false;                            ///< judge again what the cache knows
  bool harmless = false;                         ///< in place of mutants, changes that change nothing
  RtlRequest rtl;                                ///< a foreign unit, whose files have the mutants then
  std::string unit;                              ///< that it is to equal; empty: int8_8
  bool prove = false;                            ///< say of its survivors what the proof of its data path says
};

/// Names of this checkout's lists.
inline constexpr const char* kSurvivors = "survivors.txt";
inline constexpr const char* kExtraMutants = "extra_mutants.txt";

/// The lists of that name in this checkout: that about files that structures share, and those of the structures.
std::vector<std::string> mutant_lists(const std::string& name);

/// The foreign unit of a request, as it is judged. Throws InputError for what cannot be read.
ForeignSubject foreign_subject(const MutateRequest& request, Feedback& feedback);

/// The mutants of one model.
struct ModelMutants {
  std::string name;
  Language language;
  Sources sources;
  mutate::ForeignFiles places;  ///< of a foreign unit: the files of `sources`
  std::vector<Survivor> survivors;
  std::vector<JudgedMutant> mutants;
  std::vector<std::string> stale;
  std::map<const JudgedMutant*, std::int64_t> kept;  ///< those whose verdict is of an earlier run, with its time
};

/// The language of a model: "rtl" or "systemc".
Language language_of(const std::string& model);

/// The mutants of a request, none of them judged yet; `judged` says which will be. RTL comes first; of a foreign unit
/// there is no other. Throws InputError for a file or a mutant that does not exist.
std::vector<ModelMutants> mutants_of(const MutateRequest& request);

/// Judges them on all cores and explains survivors. What a proof says of a survivor stands in Verdict::how. Throws
/// InputError for a unit that kills its own, sound sources.
void judge_mutants(const MutateRequest& request, std::vector<ModelMutants>& models, Feedback& feedback);

/// The command line that says the same as this request.
std::string mutate_command(const MutateRequest& request);

}  // namespace pwlsim::experiment
