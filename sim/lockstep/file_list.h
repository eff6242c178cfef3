// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace pwlsim::lockstep {

/// Content of a list of files (-f).
struct FileList {
  std::vector<std::filesystem::path> lists;  ///< the lists that were read
  std::vector<std::filesystem::path> files, include_folders, library_folders;
  std::vector<std::string> defines, library_endings;
};

/// Reads a list of files, in the syntax that simulators share, and adds its content:
///
///     rtl/a.sv "rtl/b c.sv"       files; quotes keep blanks, \ keeps the next character
///     +incdir+one+two  -I one     folders of included files; also -incdir one
///     +define+X=1+Y    -D X=1     macros; also -define X=1
///     -y folder +libext+.v+.sv    modules that no file has, each in a file of its name
///     -v file                     a file like any other
///     -f list          -F list    another list
///     # … // … /* … */            comments; $NAME, ${NAME} and $(NAME) are variables of the environment
///
/// A relative name is looked up in the working folder, then in the list's folder; in a list named by -F in the list's
/// folder only. Throws InputError with file and line for anything else.
void read_file_list(const std::filesystem::path& list, FileList& into);

}  // namespace pwlsim::lockstep
