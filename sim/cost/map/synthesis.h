// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "sim/cost/liberty/cell_areas.h"
#include "sim/cost/liberty/layout_data.h"
#include "sim/cost/liberty/liberty.h"
#include "sim/cost/liberty/library_cells.h"
#include "sim/cost/map/instances.h"
#include "sim/cost/netlist/netlist.h"
#include "sim/cost/timing/timing.h"
#include "sim/lockstep/rtl_source.h"
#include "sim/unit/unit_config.h"

namespace pwlsim::cost {

/// The cells that store the words of the table.
enum class TableStorage {
  kFlop,       ///< flops with write enable
  kGatedFlop,  ///< flops with a clock gate for each word
  kLatch       ///< latches with a clock gate for each word, and one data register for all
};

/// A storage and its name on the command line.
struct NamedStorage {
  std::string name;
  TableStorage value;
};

/// All storages: "flop", "gated", "latch".
const std::vector<NamedStorage>& table_storages();

/// A library to map to, with the data derived from it.
struct Technology {
  Library library;
  LibraryCells cells = {};
  std::string left_out = {};     ///< as left_out_text() says
  std::string mapper_text = {};  ///< the Liberty text for the tools: the usable cells with their timing
  CellAreas areas = {};
  std::string clock_buffer = {};  ///< as find_clock_buffer() says

  /// Area of a gate equivalent, um2.
  double gate_equivalent() const { return cells.nand2.area; }
};

/// Reads Liberty files as one library, adds areas and wires as add_layout_data() says, and finds the cells. Cells whose
/// names match one of the patterns `dont_use` (* for any characters) are not used. Throws InputError for a pattern that
/// matches no cell, and as the readers do.
Technology read_technology(const std::vector<std::filesystem::path>& liberty,
                           const std::vector<std::string>& dont_use = {}, const LayoutFiles& layout = {});
Technology read_technology(const std::filesystem::path& liberty, const std::vector<std::string>& dont_use = {},
                           const LayoutFiles& layout = {});

/// A unit to map, and how.
struct SynthesisRequest {
  const UnitConfig* unit;
  const Technology* technology;
  double clock_ns = 10;
  TableStorage storage = TableStorage::kFlop;
  std::optional<RtlSource> rtl = {};  ///< a user's; default: the project's own
};

/// A mapped unit.
struct Synthesis {
  std::filesystem::path folder;  ///< has netlist.v, netlist.json, timing.log and synthesis.log
  Netlist netlist;
  std::string recipe;  ///< of scripts/synthesis.tcl
  Timing timing;
  double area = 0;         ///< um2
  int flops = 0;           ///< flops and latches
  double mapped_area = 0;  ///< um2, before repair and sizing
  /// Of a user's unit: its instances by the same recipe without flattening, to compare with mapped_area.
  std::vector<InstanceArea> instances = {};
  std::string no_instances = {};  ///< why there are none
};

/// Names and versions of Yosys and OpenSTA, in one line.
std::string synthesis_tools();

/// Slew of the inputs and the clock for timing and power, ns.
constexpr double kInputSlew = 0.1;

/// Maps a unit with Yosys by each recipe one of scripts/synthesis.tcl, repairs the loads, sizes
/// the cells for timing and has OpenSTA measure each result. Of the results that meet the clock and are within 1 % of
/// the smallest area it takes the fastest; if none meets the clock, the fastest of all. The result is kept in `cache`
/// under a hash of everything it is made from. Safe to call from several threads and processes at once. Throws
/// InputError: when the library lacks what the storage needs, and with the log's path when a tool fails.
Synthesis synthesise(const SynthesisRequest& request, const std::filesystem::path& cache);

}  // namespace pwlsim::cost
