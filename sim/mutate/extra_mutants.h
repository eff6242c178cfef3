// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/mutate/judge.h"
#include "sim/mutate/mutant.h"

namespace pwlsim::mutate {

/// Rule of mutants that a list adds to those that make_mutants() makes. They have to be killed: no reason lets one
/// live.
inline constexpr const char* kExtraRule = "extra";

/// The mutants of a list, in its order:
///
///     # comment
///     NAME <tab> FILE <tab> text that is there once <tab> what it becomes
///
/// Their ids are "FILE NAME". Throws InputError with file and line for a list that is not so or that is out of date.
std::vector<Mutant> read_extra_mutants(const std::string& list_file, const Sources& sources);

}  // namespace pwlsim::mutate
