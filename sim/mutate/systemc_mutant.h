// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "sim/rooms.h"
#include "sim/unit/unit_config.h"
#include "sim/unit/unit_model.h"

namespace pwlsim::mutate {

/// Compiles a unit from the SystemC headers in `folder`/hw, which may differ from the project's, into a library in
/// `folder`. Code that all such libraries share is kept in `cache`. Returns the library's path. Throws InputError with
/// the compiler's message.
std::filesystem::path build_systemc_mutant(const std::filesystem::path& folder, const UnitConfig& config,
                                           const std::filesystem::path& cache);

/// The compiler's version and a hash of the project's code that mutants include. Part of cache keys.
const std::string& systemc_mutant_versions();

/// The optimised assembler code of the same unit. Equal code shows that two sets of headers make the same unit.
std::string systemc_mutant_code(const std::filesystem::path& folder, const UnitConfig& config,
                                const std::filesystem::path& cache);

/// Loads such a library for the rest of the process. SystemC allows one simulation per process.
std::unique_ptr<UnitModel> load_systemc_mutant(const std::filesystem::path& library, const UnitConfig& config);

/// Folder of the project's SystemC headers: $PWLSIM_HW, or the one the program was built with.
std::filesystem::path hw_folder();

}  // namespace pwlsim::mutate
