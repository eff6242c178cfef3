// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/experiment/feedback.h"
#include "sim/experiment/rtl_request.h"
#include "sim/experiment/tables.h"
#include "sim/rooms.h"
#include "sim/sweep/plan.h"

namespace pwlsim::experiment {

/// What is to be swept.
struct SweepRequest {
  TablesRequest tables;            ///< to be made; of `files`: which of their functions, units, scales (empty: all)
  std::vector<std::string> files;  ///< of tables, in place of making them
  RtlRequest rtl;
  std::optional<Word> from, to;  ///< first and last input word; default: all
  std::uint64_t chunk = kDefaultChunk;
  Shard shard;

  /// The files that tables come from; none where they are made.
  std::vector<std::string> table_files() const {
    return rtl.fixed_table.empty() ? files : std::vector<std::string>{rtl.fixed_table};
  }
};

/// An item for each table at each of its scales. Throws InputError for what cannot be made, read or found.
SweepPlan make_plan(const SweepRequest& request, Feedback& feedback);

/// The command line that says the same as this request.
std::string sweep_command(const SweepRequest& request);

}  // namespace pwlsim::experiment
