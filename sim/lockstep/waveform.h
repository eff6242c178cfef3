// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <thread>

#include "sim/base/temporary_folder.h"

namespace pwlsim::lockstep {

/// Notes that a waveform could not be written as a whole, for the reason `error`, an errno. The writers of waveforms
/// know that no earlier than when they close, where nothing can be thrown.
void note_lost_waveform(const std::string& file, int error);

/// Copies a file into one that is there, whatever that is: a device, a link. Returns 0 or errno.
int copy_waveform(const std::string& from, const std::string& to);

/// Throws an error that names a lost waveform, if any. Call it when the models that write them are gone.
void check_waveforms();

/// Stands between a writer that does not see that a disk is full, and its file: a pipe whose other end writes the file
/// and does. Throws MachineError when it cannot be made.
class WaveformPipe {
 public:
  explicit WaveformPipe(std::string file);
  /// Waits until what was written has arrived; the writer has to be closed.
  ~WaveformPipe();
  WaveformPipe(const WaveformPipe&) = delete;
  WaveformPipe& operator=(const WaveformPipe&) = delete;

  /// What the writer opens, less its ending .vcd.
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
