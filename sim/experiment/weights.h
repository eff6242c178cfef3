// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <set>
#include <string>

#include "sim/experiment/feedback.h"
#include "sim/fit/activations.h"
#include "sim/function/function.h"
#include "sim/rooms.h"

namespace pwlsim::experiment {

/// How inputs are weighed.
struct WeightsRequest {
  /// "uniform"; "recorded": the bundled recording of the function; or a file: a recording, or a histogram.
  std::string name = "uniform";
  std::string column;  ///< of a file with several

  bool given() const { return name != "uniform"; }
};

/// What weighs the inputs of functions. A file is read once, because a pipe gives its content only once.
class Weights {
 public:
  explicit Weights(const WeightsRequest& request);

  /// What the inputs of a function are weighed by; empty: all inputs alike. It stays where it is. Throws InputError as
  /// read_recording() and parse_histogram() do. Not for several threads.
  const Activations& of(const Function& function);

  /// Tells the activations at which the function has no finite value, which count nowhere, the first time that it is
  /// asked for them; nothing if there are none.
  void say_left_out(const Function& function, Feedback& feedback);

  /// A text that says what it was: a name, how many activations, and a hash of them.
  std::string text_of(const Function& function);

 private:
  struct Read {
    Activations activations;
    std::string text;  ///< empty: nobody asked yet
  };
  Read& read(const Function& function);

  const WeightsRequest request_;
  std::set<const Function*> said_;
  std::map<std::string, Read> read_;  ///< by the name of the function for "recorded", else under ""
};

}  // namespace pwlsim::experiment
