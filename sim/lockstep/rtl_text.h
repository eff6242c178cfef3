// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sim/lockstep/rtl_source.h"

namespace pwlsim::lockstep {

/// A file as Verilator gets it.
struct RtlText {
  std::string name;  ///< plain, whatever the user's files are called
  std::string content;
};

/// All that Verilator is to read of a source, and nothing else: what is made of these texts depends on no other file.
/// A user's files are preprocessed, so the texts hold whatever they include; modules found in library folders follow.
/// A header that another file includes is no file of its own, unless it holds directives only. Throws InputError for a
/// file that cannot be read, and with Verilator's message for one that cannot be preprocessed.
std::vector<RtlText> rtl_texts(const RtlSource& source);

/// Whether a file configures Verilator: .vlt.
bool is_configuration(const std::filesystem::path& file);

/// The files that a source's texts and parameters name between quotes, as data of a memory are: those that are there, a
/// relative name in the working folder. A unit reads them when it runs, so they are no part of its texts.
std::vector<std::string> data_of(const RtlSource& source);

/// The files that a user's source is read from: those it names, what they include, and data_of() it. Throws as
/// rtl_texts() does.
std::vector<std::string> files_of(const RtlSource& source);

/// Where a source names a file of data: FILE:LINE of the text between quotes, else of the first $readmem.
std::string place_naming(const RtlSource& source, const std::string& data);

/// Whether a file's ending says that others include it: .svh, .vh, .h, .inc.
bool is_header(const std::filesystem::path& file);

/// What the preprocessor warns of; empty: nothing.
std::string preprocessor_warnings(const RtlSource& source);

/// Puts the user's names back into what a tool or a model says.
std::string with_user_names(std::string text, const RtlSource& source);

}  // namespace pwlsim::lockstep
