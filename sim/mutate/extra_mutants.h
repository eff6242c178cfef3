// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/mutate/judge.h"
#include "sim/mutate/mutant.h"

namespace pwlsim::mutate {

/// Name of the rule of mutants from a list, which are added to those of make_mutants(). All of them must be killed;
/// none may be explained as a survivor.
inline constexpr const char* kExtraRule = "extra";

/// The mutants of a list, in its order:
///
///     # comment
///     NAME <tab> FILE <tab> text that is there once <tab> what it becomes
///
/// Their ids are "FILE NAME". Throws InputError with file and line for a malformed list and for one that is out of
/// date.
std::vector<Mutant> read_extra_mutants(const std::string& list_file, const Sources& sources);

}  // namespace pwlsim::mutate
