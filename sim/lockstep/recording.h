// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace pwlsim::lockstep {

/// The longest file that is read, which also stops the reading of an endless device.
constexpr std::size_t kMostRecordingBytes = std::size_t{256} << 20;

/// Reads recorded activations: an array in NumPy's format (npy.h), recognised by its first bytes whatever the file's
/// name, or text (text_numbers.h). `column` chooses a column of a text with several. "-" is standard input. Throws
/// InputError that names the file and the reason: missing, truncated, a type that is not of real numbers, an archive or
/// compressed file, more than 256 MiB, a value that is not a finite number (with its line or index), no value at all.
std::vector<double> read_recording(const std::string& path, const std::string& column = "");

/// The same for the content of a file, which `path` names in messages.
std::vector<double> parse_recording(const std::string& content, const std::string& path,
                                    const std::string& column = "");

/// The folder of the bundled recordings, <function>.npy: $PWLSIM_RECORDINGS, or that of this checkout.
std::string recordings_folder();

/// Recordings that are read once and then kept, because a pipe gives its content only once, and a file must not change
/// between two units of a comparison. Safe to use from several threads.
class Recordings {
 public:
  using Numbers = std::shared_ptr<const std::vector<double>>;

  /// The numbers that read_recording() returns.
  Numbers of(const std::string& path, const std::string& column = "");

 private:
  std::mutex mutex_;
  std::map<std::pair<std::string, std::string>, Numbers> read_;
};

}  // namespace pwlsim::lockstep
