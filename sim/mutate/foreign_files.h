// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "sim/lockstep/rtl_source.h"
#include "sim/rooms.h"

namespace pwlsim::mutate {

/// Files of a user's unit by the names that their mutants have: the plain name, or the path where two files share that.
using ForeignFiles = std::map<std::string, std::filesystem::path>;

/// The files that a user's unit is read from: those that the user names, what these include, and what library folders
/// add; no data and no configuration of Verilator. Nothing of pwlsim is among them, unless the user names it. Throws as
/// files_of() does.
ForeignFiles own_files(const RtlSource& rtl);

/// Those of them that a changed copy can take the place of: not one that another file includes by its whole path.
ForeignFiles mutable_files(const RtlSource& rtl, const ForeignFiles& files);

/// Where a file of the user's is copied to below `folder`; with an empty folder its absolute path. Files that name each
/// other by relative paths do so there, too.
std::filesystem::path copy_place(const std::filesystem::path& folder, const std::filesystem::path& file);

/// The source with the copies of its files below `folder` in place of those that have one, and the copies of its
/// folders before the folders themselves, where files without a copy are; with an empty folder the same source by
/// absolute paths.
RtlSource copied_source(RtlSource rtl, const std::filesystem::path& folder);

}  // namespace pwlsim::mutate
