// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/mutate/judge.h"
#include "sim/mutate/mutant.h"

namespace pwlsim::mutate {

/// Name of the rule of mutants from lists, which are added to those of make_mutants(). All of them must be killed;
/// none may be explained as a survivor.
inline constexpr const char* kExtraRule = "extra";

/// The mutants in some lists of files of that language, or of any file, in their order:
///
///     # comment
///     NAME <tab> FILE <tab> text that is there once <tab> what it becomes
///
/// Their ids are "FILE NAME". Throws InputError with file and line for a malformed list, for one that is out of date,
/// and for a second mutant of an id. `sources` are all that there are.
std::vector<Mutant> read_extra_mutants(const std::vector<std::string>& lists, std::optional<Language> language,
                                       const Sources& sources);

}  // namespace pwlsim::mutate
