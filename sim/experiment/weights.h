// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "sim/function/function.h"
#include "sim/lockstep/recording.h"
#include "sim/rooms.h"

namespace pwlsim::experiment {

/// How inputs are weighed.
struct WeightsRequest {
  std::string name = "uniform";  ///< "uniform"; "recorded": the bundled recording of the function; or a file
  std::string column;            ///< of a file with several
};

/// The numbers that weigh the inputs of a function (empty: all inputs alike), and a text that says what they were. What
/// is read stays in `read`. Throws InputError as Recordings::of() does.
std::pair<std::vector<double>, std::string> read_weights(const WeightsRequest& request, const Function& function,
                                                         Recordings& read);

}  // namespace pwlsim::experiment
