// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/fit/activations.h"
#include "sim/function/function.h"
#include "sim/rooms.h"
#include "sim/unit/unit_config.h"

namespace pwlsim::experiment {

/// Activations that are to be gathered by the codes of a unit.
struct HistogramRequest {
  std::vector<std::string> files;  ///< recordings, and histograms that go with them; empty: the bundled recording
  std::string column;              ///< of files with several
  std::string function = "gelu";
  std::string unit = "int8_8";
  std::vector<int> scales;  ///< empty: default_scale()
};

/// A histogram and what it is for.
struct MadeHistogram {
  const Function* function;
  const UnitConfig* unit;
  Histogram histogram;
  double activations = 0;
  double saturated = 0;  ///< activations that have the least or the greatest code
  double least_mse = 0;  ///< of any table: what rounding and clipping alone cost
  double variance = 0;   ///< of the function over the activations
};

/// A histogram for each scale, over all files. Throws InputError for a unit without codes, a scale that it cannot have,
/// and files that cannot be read or do not go together.
std::vector<MadeHistogram> make_histograms(const HistogramRequest& request);

/// The text of a file that --weights reads.
std::string histogram_text(const MadeHistogram& made);

}  // namespace pwlsim::experiment
