// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sim/cost/liberty/cell_areas.h"
#include "sim/cost/liberty/layout_data.h"
#include "sim/cost/liberty/liberty.h"
#include "sim/cost/liberty/library_cells.h"
#include "sim/cost/netlist/netlist.h"
#include "sim/cost/timing/timing.h"
#include "sim/unit/unit_config.h"

namespace pwlsim::cost {

/// What the words of the table are kept in.
enum class TableStorage {
  kFlop,       ///< flops with write enable
  kGatedFlop,  ///< flops behind a clock gate for each word
  kLatch       ///< latches behind a clock gate for each word, and one data register for all
};

struct NamedStorage {
  std::string name;
  TableStorage value;
};

/// "flop", "gated", "latch".
const std::vector<NamedStorage>& table_storages();

/// A library to map to, with what is known about it.
struct Technology {
  Library library;
  LibraryCells cells;
  std::string left_out;     ///< a line that names the cells that nobody can use, and why; empty when there are none
  std::string mapper_text;  ///< what the tools read: the usable cells with their timing
  CellAreas areas;
  std::string clock_buffer;  ///< of find_clock_buffer

  /// Area of a gate equivalent, um2.
  double gate_equivalent() const { return cells.nand2.area; }
};

/// Reads Liberty files, which make one library, and finds its cells; areas and wires as add_layout_data says. Cells
/// whose names fit one of the patterns (* for anything) are not used; throws InputError for a pattern that fits none.
Technology read_technology(const std::vector<std::filesystem::path>& liberty,
                           const std::vector<std::string>& dont_use = {}, const LayoutFiles& layout = {});
Technology read_technology(const std::filesystem::path& liberty, const std::vector<std::string>& dont_use = {},
                           const LayoutFiles& layout = {});

struct SynthesisRequest {
  const UnitConfig* unit;
  const Technology* technology;
  double clock_ns = 10;
  TableStorage storage = TableStorage::kFlop;
};

/// A mapped unit.
struct Synthesis {
  std::filesystem::path folder;  ///< netlist.v and netlist.json, timing.log, synthesis.log
  Netlist netlist;
  std::string recipe;  ///< of scripts/synthesis.tcl
  Timing timing;
  double area = 0;  ///< um2
  int flops = 0;    ///< and latches
};

/// Names and versions of Yosys and OpenSTA, in one line.
std::string synthesis_tools();

/// Slew of the inputs and the clock in timing and power, ns.
constexpr double kInputSlew = 0.1;

/// Maps a unit of the project's RTL with Yosys by each recipe of scripts/synthesis.tcl, repairs the loads, sizes by
/// timing and lets OpenSTA judge: of the results that meet the clock and are within 1 % of the smallest area it takes
/// the fastest, or else the fastest of all. Kept in `cache` by the content of everything it is made from. Safe to call
/// from several threads and processes at once. Throws InputError: when the library lacks what the storage needs, and
/// with the log's path when a tool fails.
Synthesis synthesise(const SynthesisRequest& request, const std::filesystem::path& cache);

}  // namespace pwlsim::cost
