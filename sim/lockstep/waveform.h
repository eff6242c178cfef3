// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <thread>

#include "sim/base/temporary_folder.h"

namespace pwlsim::lockstep {

/// Records that a waveform could not be written completely; `error` is an errno. Writers of waveforms find that out in
/// destructors, which cannot throw.
void note_lost_waveform(const std::string& file, int error);

/// Copies a file into an existing one, which may be a device or a link. Returns 0 or errno.
int copy_waveform(const std::string& from, const std::string& to);

/// Throws an error that names the first waveform recorded as lost, if any. Call it when the models that write waveforms
/// are gone.
void check_waveforms();

/// A pipe between a writer that does not notice a full disk and its file. The other end of the pipe writes the file and
/// notices. Throws MachineError when the pipe cannot be made.
class WaveformPipe {
 public:
  explicit WaveformPipe(std::string file);
  /// Waits until everything has been written. The writer must be closed.
  ~WaveformPipe();
  WaveformPipe(const WaveformPipe&) = delete;
  WaveformPipe& operator=(const WaveformPipe&) = delete;

  /// Path that the writer opens, without its ending .vcd.
  std::string stem() const { return folder_ / "pipe"; }

 private:
  void pass_on() const;

  std::string file_;
  TemporaryFolder folder_;
  int input_ = -1;
  int output_ = -1;
  std::thread thread_;
};

}  // namespace pwlsim::lockstep
