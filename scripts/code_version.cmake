# SPDX-License-Identifier: Apache-2.0
#
# Writes a header with the hash of source files, unless it has that hash already: cmake -DOUTPUT=HEADER -DNAMESPACE=NAME
# "-DFOLDERS=a;b" -P code_version.cmake. The hash is part of cache keys, so that after any change of the code no old
# result is used.
set(text "")
foreach(folder IN LISTS FOLDERS)
  file(GLOB_RECURSE files ${folder}/*.h ${folder}/*.cpp ${folder}/*.in ${folder}/*.def ${folder}/*.txt)
  # Texts of proofs are in the cache keys of the proofs alone.
  list(FILTER files EXCLUDE REGEX "/mutants\\.txt$")
  list(SORT files)
  foreach(file IN LISTS files)
    file(RELATIVE_PATH name ${folder} ${file})
    file(SHA256 ${file} hash)
    string(APPEND text "${name} ${hash}\n")
  endforeach()
endforeach()
string(SHA256 version "${text}")
string(SUBSTRING ${version} 0 16 version)
file(CONFIGURE OUTPUT ${OUTPUT} @ONLY CONTENT [[// SPDX-License-Identifier: Apache-2.0
// Made by scripts/code_version.cmake.
#pragma once

namespace @NAMESPACE@ {

/// Hash of this room's sources and of those that it uses.
inline constexpr const char* kCodeVersion = "@version@";

}  // namespace @NAMESPACE@
]])
