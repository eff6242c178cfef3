// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "sim/rooms.h"

namespace pwlsim::base {

/// The bytes of a file, from its first to its last; "-" is standard input. Throws InputError that names it and the
/// reason: missing, a folder, unreadable, more than `most` bytes; MachineError when the disk or the memory is to blame.
std::string read_file(const std::string& path, std::size_t most = SIZE_MAX);

/// The same of a text in UTF-8, without the mark that some editors begin one with.
std::string read_text(const std::string& path);

/// Throws InputError when a file of that name cannot be written, as far as that is known before writing: so that long
/// work does not end in it. `option` is what the user gave the name to, such as "--json".
void check_writable(const std::string& path, const std::string& option);

/// The same for a report that a run which fails must not leave to stand as its own: empties an older file.
void begin_report(const std::string& path, const std::string& option);

/// The name of the file that is written to for an output of that name: "-" is standard output.
std::string output_name(const std::string& path);

/// Whether write_file() puts a new file in the place of what has that name: so with plain files, not with a device, a
/// FIFO or what is open already (/dev/stdout).
bool is_replaced(const std::string& path);

/// From now on standard output is for the file "-" alone: what else is printed goes to standard error.
void keep_standard_output();

/// Writes the whole file or, with an error that names `option` and the file, nothing. Mode and owner of a file that is
/// there stay, and links are followed. What is no plain file, or an open one (/dev/stdout, /dev/fd/3), is written to as
/// it is. A failure is a MachineError where the disk is to blame, and for a file of this program's own: there `option`
/// says what it is, and begins with no dash.
void write_file(const std::string& path, std::string_view content, const std::string& option);

/// Whether two names are of one file, links followed; of files that are not there, whether they would be.
bool is_same_file(const std::string& a, const std::string& b);

/// Throws MachineError with the reason when a folder takes no more: the disk is full, or a quota used up. For programs
/// that write there and do not say so.
void check_space(const std::string& folder);

/// What a file, a user or a tool says, made fit for a message of one line: all but printable ASCII replaced by ?, cut
/// off after `most` characters.
std::string printable(std::string_view text, std::size_t most = 60);

}  // namespace pwlsim::base
