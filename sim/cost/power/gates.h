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

/// A mapped netlist of a unit. The objects that it refers to must live until it is loaded.
struct GatesSource {
  std::filesystem::path verilog;  ///< as netlist_verilog() writes it
  const Netlist& netlist;         ///< the same netlist, from the JSON file
  const Library& library;         ///< of its cells
};

/// The source from which RtlLoader makes the model of the gates. The models of the cells are kept in the loader's
/// cache. Throws InputError for cells that cannot be simulated.
RtlSource gates_rtl(const RtlLoader& loader, const GatesSource& source);

/// The gates as a model for the lockstep, named "gates", which counts the toggles of all nets: toggles()[i] are those
/// of netlist.nets[i]. Inputs change with the rising edge that begins the cycle. The seed sets the initial content of
/// registers; with a non-empty trace_path it writes an FST waveform. Throws InputError for cells that cannot be
/// simulated and for ports that are not those of `config`.
std::unique_ptr<GatesModel> load_gates(const RtlLoader& loader, const GatesSource& source, const UnitConfig& config,
                                       std::uint64_t seed, const std::string& trace_path = "");

}  // namespace pwlsim::cost
