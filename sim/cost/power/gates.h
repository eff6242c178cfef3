// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "sim/cost/liberty/liberty.h"
#include "sim/cost/netlist/netlist.h"
#include "sim/lockstep/rtl_loader.h"
#include "sim/rooms.h"
#include "sim/unit/unit_config.h"

namespace pwlsim::cost {

/// A mapped netlist of a unit. What it refers to has to live until it is loaded.
struct GatesSource {
  std::filesystem::path verilog;  ///< as Yosys' write_verilog makes it
  const Netlist& netlist;         ///< the same, from the JSON file
  const Library& library;         ///< of its cells
};

/// What the loader makes the gates' model of; the models of the cells are kept in its cache. Throws InputError for
/// cells that cannot be simulated.
RtlSource gates_rtl(const RtlLoader& loader, const GatesSource& source);

/// The gates as a model for the lockstep, called "gates", which counts the toggles of all nets: toggles()[i] are those
/// of netlist.nets[i]. Inputs change with the rising edge that begins the cycle. Throws InputError for cells that
/// cannot be simulated and for ports that are not those of `config`. The seed sets what registers hold at first; a
/// non-empty trace_path writes an FST waveform.
std::unique_ptr<GatesModel> load_gates(const RtlLoader& loader, const GatesSource& source, const UnitConfig& config,
                                       std::uint64_t seed, const std::string& trace_path = "");

}  // namespace pwlsim::cost
