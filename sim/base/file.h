// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "sim/rooms.h"

namespace pwlsim::base {

/// All bytes of a file; "-" is standard input. Throws InputError that names the file and the reason: missing, a folder,
/// unreadable, more than `most` bytes; MachineError when the disk or the memory is to blame.
std::string read_file(const std::string& path, std::size_t most = SIZE_MAX);

/// As read_file(), without the byte order mark that some editors put before a text in UTF-8.
std::string read_text(const std::string& path);

/// Throws InputError when a file of that name cannot be written, as far as that can be known in advance. Call it before
/// long work, so that the work is not lost. `option` is what the user gave the name to, such as "--json".
void check_writable(const std::string& path, const std::string& option);

/// As check_writable(), for a report: also empties an older file, so that nobody takes it for the report of a run that
/// failed.
void begin_report(const std::string& path, const std::string& option);

/// The file that an output of that name goes to: /dev/stdout for "-", else the name itself.
std::string output_name(const std::string& path);

/// Whether write_file() replaces what has that name by a new file. It does so with plain files, but not with a device,
/// a FIFO or a file that is open already (/dev/stdout).
bool is_replaced(const std::string& path);

/// Reserves standard output for the file "-" from now on. Everything else that is printed goes to standard error.
void keep_standard_output();

/// Writes the whole file or, with an error that names `option` and the file, nothing. An existing file keeps its mode
/// and owner, and links are followed. A device, a FIFO or a file that is open already (/dev/stdout, /dev/fd/3) is
/// written in place. Throws MachineError when the disk is to blame, or when the file is one of the program's own;
/// `option` then says what the file is and does not begin with a dash. Throws InputError otherwise.
void write_file(const std::string& path, std::string_view content, const std::string& option);

/// Whether two names mean the same file, links followed. The files need not exist.
bool is_same_file(const std::string& a, const std::string& b);

/// Throws MachineError with the reason when nothing more can be written to a folder: the disk is full, or a quota is
/// used up. Call it after a tool that does not report such a failure itself.
void check_space(const std::string& folder);

/// Text of a file, a user or a tool, made fit for a message of one line: ? in place of everything but printable ASCII,
/// cut off after `most` characters.
std::string printable(std::string_view text, std::size_t most = 60);

}  // namespace pwlsim::base
