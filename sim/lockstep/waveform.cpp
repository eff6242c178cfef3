// SPDX-License-Identifier: Apache-2.0
#include "sim/lockstep/waveform.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cerrno>
#include <cstring>
#include <map>
#include <mutex>
#include <string_view>
#include <system_error>
#include <utility>

#include "sim/base/error.h"

namespace pwlsim::lockstep {
namespace {

struct Lost {
  std::mutex mutex;
  std::map<std::string, int> files;
};

Lost& lost() {
  static Lost one;
  return one;
}

/// Writes all of `text`. Returns 0 or errno.
int write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = write(descriptor, text.data(), text.size());
    if (written < 0 && errno != EINTR) return errno;
    if (written > 0) text.remove_prefix(static_cast<std::size_t>(written));
  }
  return 0;
}

}  // namespace

void note_lost_waveform(const std::string& file, int error) {
  const std::lock_guard lock(lost().mutex);
  lost().files.emplace(file, error);
}

int copy_waveform(const std::string& from, const std::string& to) {
  const int input = open(from.c_str(), O_RDONLY | O_CLOEXEC);
  if (input < 0) return errno;
  const int output = open(to.c_str(), O_WRONLY | O_TRUNC | O_CLOEXEC);
  int error = output < 0 ? errno : 0;
  char buffer[65536];
  while (error == 0) {
    const ssize_t size = read(input, buffer, sizeof buffer);
    if (size < 0 && errno == EINTR) continue;
    if (size == 0) break;
    error = size < 0 ? errno : write_all(output, {buffer, static_cast<std::size_t>(size)});
  }
  close(input);
  if (output >= 0 && close(output) != 0 && error == 0) error = errno;
  return error;
}

void check_waveforms() {
  const std::lock_guard lock(lost().mutex);
  for (const auto& [file, error] : lost().files) throw_file_error("--trace " + file + ": cannot be written", error);
}

WaveformPipe::WaveformPipe(std::string file) : file_(std::move(file)) {
  const std::string pipe = stem() + ".vcd";
  output_ = open(file_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (output_ < 0) throw_file_error("--trace " + file_, errno);
  if (mkfifo(pipe.c_str(), 0600) != 0 || (input_ = open(pipe.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC)) < 0) {
    const int error = errno;
    close(output_);
    throw MachineError(pipe + ": " + std::strerror(error));
  }
  try {
    thread_ = std::thread([this] { pass_on(); });
  } catch (const std::system_error& error) {
    close(input_);
    close(output_);
    throw MachineError("--trace " + file_ + ": no thread can be had to write it: " + error.what());
  }
}

WaveformPipe::~WaveformPipe() {
  // If no writer ever opened the pipe, this one ends the waiting.
  const int writer = open((stem() + ".vcd").c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC);
  if (writer >= 0) close(writer);
  thread_.join();
  close(input_);
  if (close(output_) != 0) note_lost_waveform(file_, errno);
}

void WaveformPipe::pass_on() const {
  char buffer[65536];
  pollfd readable{input_, POLLIN, 0};
  int error = 0;
  while (true) {
    if (poll(&readable, 1, -1) < 0) continue;
    const ssize_t size = read(input_, buffer, sizeof buffer);
    if (size < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (size <= 0) break;
    // After a failure the rest is read too, so that the writer does not wait for ever.
    if (error == 0) error = write_all(output_, {buffer, static_cast<std::size_t>(size)});
  }
  if (error != 0) note_lost_waveform(file_, error);
}

}  // namespace pwlsim::lockstep
