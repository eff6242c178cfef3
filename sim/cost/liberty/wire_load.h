// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

#include "sim/cost/liberty/liberty.h"

namespace pwlsim::cost {

/// Reads a table of wires by fanout. Lines are `capacitance` (pF per um), `resistance` (kOhm per um, default 0),
/// `slope` (um for each pin beyond the last length, subtracted for each below the first, default 0), `clock_leaf` (um
/// after each last buffer of a clock tree, default: as for any net) and `length FANOUT UM` (at least one, fanouts
/// ascending). Comments begin with #. Throws InputError with file and line for anything else, and for numbers that no
/// wire can have.
WireLoad read_wire_load(const std::filesystem::path& path);

constexpr const char* kNoWires = "none";

/// Description of a wire load: "osu018_wires.txt (0.149 fF/um)" or kNoWires.
std::string wires_text(const WireLoad& wires);

}  // namespace pwlsim::cost
