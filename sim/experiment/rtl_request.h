// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/lockstep/rtl_source.h"
#include "sim/rooms.h"
#include "sim/unit/unit_config.h"

namespace pwlsim::experiment {

/// The RTL of a foreign unit that takes the place of the project's; by default there is none.
struct RtlRequest {
  std::vector<std::string> rtl;              ///< Verilog files
  std::vector<std::string> file_lists;       ///< files that name more of them (read_file_list)
  std::vector<std::string> include_folders;  ///< of `include
  std::vector<std::string> defines;          ///< NAME or NAME=VALUE
  std::vector<std::string> library_folders;  ///< hold modules that no file has
  std::vector<std::string> parameters;       ///< NAME=VALUE of the top module
  std::string top;                           ///< empty: the name of the first file
  std::vector<std::string> ports;            ///< PORT=NAME, ~NAME for its inverse, nothing if there is none
  std::vector<std::string> ties;             ///< NAME=VALUE of a further input, NAME= of a further output
  std::string fixed_table;                   ///< file with the table of a unit without write port; empty: it has one
  std::optional<int> latency;                ///< in cycles; default: that of the unit's configuration

  /// Whether there is a foreign unit.
  bool has_rtl() const { return !rtl.empty() || !file_lists.empty(); }
  /// Whether its ports differ from those of a unit.
  bool is_adapted() const { return !ports.empty() || !ties.empty() || !fixed_table.empty(); }
};

/// The RTL of a unit: the project's own, or the foreign one. Throws InputError for what cannot be read.
RtlSource rtl_source(const RtlRequest& request, const UnitConfig& unit);

/// The name of a foreign unit: its top module, whatever stands around that.
std::string foreign_name(const RtlSource& rtl);

/// All files that the foreign RTL is read from; none when they cannot be found.
std::vector<std::string> rtl_files(const RtlRequest& request);

/// Throws InputError when a foreign unit is described and its files are not named, when there is one for several units,
/// or when no golden model has its latency.
void check_rtl_request(const RtlRequest& request, const std::vector<const UnitConfig*>& units);

}  // namespace pwlsim::experiment
