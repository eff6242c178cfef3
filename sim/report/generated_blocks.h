// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "sim/rooms.h"

// Parts of READMEs that this program writes: what stands between the lines `<!-- begin: pwlsim ARGUMENTS -->` and
// `<!-- end -->` of a Markdown file is what that command prints.
namespace pwlsim::report {

struct GeneratedBlock {
  std::vector<std::string> arguments;  ///< "list", "--unit", "int8_8"
  std::size_t line;                    ///< of its begin in the file, from 1
  std::size_t from, to;                ///< its content in the text

  /// The command as the file has it.
  std::string command() const;
};

/// The blocks of a text, from first to last. Throws InputError with `file` and line for a begin or end without the
/// other, and for a command that is none of this program or needs a shell to be read.
std::vector<GeneratedBlock> generated_blocks(const std::string& text, const std::string& file);

/// What stands in a block whose command prints this: Markdown as it is, other text as a block of code.
std::string block_content(const GeneratedBlock& block, const std::string& printed);

struct LineDifference {
  std::size_t line;  ///< of both texts, from 1
  std::string is, should_be;
};

/// The lines in which a text is not what it should be. Numbers may differ by 5 %, since mathematics libraries differ in
/// last bits, which can change a training run; rules of tables may have other lengths then.
std::vector<LineDifference> line_differences(const std::string& is, const std::string& should_be);

/// A generated block of a README, and how it differs from what its command prints.
struct CheckedBlock {
  std::string file;  ///< below the source folder
  std::size_t line;
  std::string command;
  std::vector<LineDifference> differences;  ///< lines as in the file
};

struct BlocksRequest {
  std::filesystem::path source;           ///< a source tree of pwlsim
  std::vector<std::string> only, except;  ///< first words of commands, such as "compare"; empty: all, none
  bool update = false;                    ///< write the blocks into the files
};

/// What pwlsim prints with these arguments, called in the source folder. Throws InputError when it fails.
using PwlsimOutput = std::function<std::string(const std::vector<std::string>& arguments)>;

/// All READMEs of a source tree, by name.
std::vector<std::filesystem::path> readmes_of(const std::filesystem::path& source);

/// Makes the generated blocks of all READMEs and compares them with what is there. Throws InputError when the folder is
/// no source tree, as an installation, when `only` or `except` name a command that makes no block, and as
/// generated_blocks() does.
std::vector<CheckedBlock> check_blocks(const BlocksRequest& request, const PwlsimOutput& output_of);

/// The output of this very program, run in that folder.
PwlsimOutput own_output(const std::filesystem::path& folder);

}  // namespace pwlsim::report
