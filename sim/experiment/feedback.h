// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <string>

#include "sim/rooms.h"

namespace pwlsim::experiment {

/// What long work tells its caller while it runs. This one keeps silent; a program that shows it derives its own,
/// which several threads may call at once.
class Feedback {
 public:
  virtual ~Feedback() = default;

  /// How far the work is, such as "fitting: 3 of 9 tables": a line that replaces the last one.
  virtual void progress(const std::string& /*line*/) {}

  /// The work that progress() was about has ended.
  virtual void end_progress() {}

  /// A line that a person has to see, such as a cell of the library that was left out.
  virtual void note(const std::string& /*line*/) {}
};

/// The progress of one piece of work, which ends with this object.
class Progress {
 public:
  explicit Progress(Feedback& feedback) : feedback_(feedback) {}
  ~Progress() { feedback_.end_progress(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void show(const std::string& line) { feedback_.progress(line); }

 private:
  Feedback& feedback_;
};

/// Calls work(0) … work(count - 1) on all cores (for_each_on_all_cores). After each, line(done) is shown as progress.
void for_each_with_progress(std::size_t count, Feedback& feedback, const std::function<std::string(std::size_t)>& line,
                            const std::function<void(std::size_t)>& work);

}  // namespace pwlsim::experiment
