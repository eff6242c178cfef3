// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "sim/lockstep/rtl_source.h"
#include "sim/rooms.h"

namespace pwlsim::mutate {

/// The files of a user's unit that have mutants, by the names of these: the plain name, or the path where two files
/// share that. They are the files that the user names, what these include, and what library folders add; no data and no
/// configuration of Verilator, and nothing of pwlsim. Throws as files_of() does.
std::map<std::string, std::filesystem::path> mutable_files(const RtlSource& rtl);

/// Where a file of the user's is copied to below `folder`; with an empty folder its absolute path. Files that name each
/// other by relative paths do so there, too.
std::filesystem::path copy_place(const std::filesystem::path& folder, const std::filesystem::path& file);

/// The source with the copies of its files and folders below `folder` in place of those that have one; with an empty
/// folder the same source by absolute paths.
RtlSource copied_source(RtlSource rtl, const std::filesystem::path& folder);

}  // namespace pwlsim::mutate
