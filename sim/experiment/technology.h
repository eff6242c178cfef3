// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/cost/map/synthesis.h"
#include "sim/experiment/feedback.h"
#include "sim/rooms.h"

namespace pwlsim::experiment {

/// Which cell library units are mapped to.
struct LibraryRequest {
  std::vector<std::string> liberty;   ///< files of one library; empty: default_liberty()
  std::vector<std::string> lef;       ///< see LayoutFiles
  std::string wire_load;              ///< see LayoutFiles
  std::vector<std::string> dont_use;  ///< patterns of cells to leave out
};

/// The Liberty files of a request that names none: $PWLSIM_LIBERTY, which is a file or files with : between, or the OSU
/// 180 nm library of Debian's qflow-tech-osu018.
std::vector<std::string> default_liberty();

/// Reads the library, and notes which cells are left out. Throws InputError as read_technology() does.
Technology technology_of(const LibraryRequest& request, Feedback& feedback);

}  // namespace pwlsim::experiment
