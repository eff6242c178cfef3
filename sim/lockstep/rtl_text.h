// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sim/lockstep/rtl_source.h"

namespace pwlsim::lockstep {

/// A file as Verilator reads it.
struct RtlText {
  std::string name;  ///< plain, whatever the name of the user's file
  std::string content;
};

/// All files that Verilator reads for a source. What it makes from these texts depends on no other file. A user's files
/// are preprocessed, so the texts contain what they include; modules found in library folders follow. A header that
/// another file includes gets no text of its own, unless it has only directives. Throws InputError for a file that
/// cannot be read, and with Verilator's message for one that cannot be preprocessed.
std::vector<RtlText> rtl_texts(const RtlSource& source);

/// Whether a file is a configuration of Verilator, by its ending .vlt.
bool is_configuration(const std::filesystem::path& file);

/// Existing files that a source's texts and parameters name in quotes, such as the data of a memory. A relative name is
/// looked up in the working folder. The unit reads them when it runs, so they are not part of its texts.
std::vector<std::string> data_of(const RtlSource& source);

/// The files of a user's source: those that it names, the files that they include, and data_of(). Throws as rtl_texts()
/// does.
std::vector<std::string> files_of(const RtlSource& source);

/// FILE:LINE where a source names a file of data: the text in quotes, else the first $readmem.
std::string place_naming(const RtlSource& source, const std::string& data);

/// Whether a file's ending is that of a header: .svh, .vh, .h, .inc.
bool is_header(const std::filesystem::path& file);

/// The preprocessor's warnings; empty: none.
std::string preprocessor_warnings(const RtlSource& source);

/// Text of a tool or a model with the user's file names in place of the plain ones.
std::string with_user_names(std::string text, const RtlSource& source);

}  // namespace pwlsim::lockstep
