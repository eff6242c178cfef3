// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/cli/command.h"
#include "sim/lockstep/rtl_source.h"
#include "sim/rooms.h"
#include "sim/unit/unit_config.h"

namespace pwlsim::cli {

/// What the command line says about a foreign unit.
struct RtlOptions {
  std::vector<std::string> rtl, file_lists, include_folders, defines, library_folders, parameters;
  std::string top;
  std::optional<int> latency;

  /// Whether there is one.
  bool has_rtl() const { return !rtl.empty() || !file_lists.empty(); }
};

/// Adds those that put a foreign unit in the place of the project's RTL: --rtl, -f, -I, -D, -y, --top, --param,
/// --latency.
void add_rtl_options(Command& app, RtlOptions& options);

/// The RTL of a unit: the project's own, or the foreign one of the options.
RtlSource rtl_source(const RtlOptions& options, const UnitConfig& unit);

/// Throws InputError when what describes a foreign unit stands without one, when there is one for more units than one,
/// or when no golden model has its latency.
void check_rtl_options(const RtlOptions& options, const std::vector<const UnitConfig*>& units);

/// The words that repeat these options, each with a blank before it.
std::string rtl_arguments(const RtlOptions& options);

/// An argument of a command line that people copy, quoted for a shell where it needs it.
std::string quoted(const std::string& argument);

}  // namespace pwlsim::cli
