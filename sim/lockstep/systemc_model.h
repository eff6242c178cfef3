// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "sim/unit/unit_config.h"
#include "sim/unit/unit_model.h"

namespace pwlsim::lockstep {

/// The SystemC model of a unit. SystemC allows one simulation per process: make all models before the first of them
/// runs, and run them from one thread. Each has a clock of its own, so running one does not change the others. With a
/// non-empty trace_path, without its ending .vcd, it writes a waveform of the unit's ports.
std::unique_ptr<UnitModel> make_systemc_model(const UnitConfig& config, const std::string& trace_path = "");

}  // namespace pwlsim::lockstep
