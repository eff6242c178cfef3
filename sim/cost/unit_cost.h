// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sim/cost/map/synthesis.h"
#include "sim/cost/power/glitch.h"
#include "sim/cost/power/power.h"
#include "sim/cost/timing/clock_tree.h"
#include "sim/cost/timing/net_limits.h"
#include "sim/lockstep/rtl_loader.h"
#include "sim/rooms.h"

namespace pwlsim::cost {

/// Cells and area of one part of a unit.
struct PartArea {
  int cells = 0;
  double area = 0;  ///< um2
};

/// Power with and without glitches over the same cycles, W.
struct GlitchEstimate {
  std::uint64_t cycles;
  double settled, with_glitches;
};

/// Power of a unit on a stimulus, W. The clock's share includes the load of all clock pins, which OpenSTA counts for
/// the driver of the clock port.
struct UnitPower {
  std::uint64_t cycles = 0;      ///< number of cycles in which toggles were counted
  std::uint64_t operations = 0;  ///< inputs accepted in them
  Power active;
  std::map<std::string, Power> parts;  ///< of `active`
  Power idle;                          ///< the clock runs, nothing else toggles
  Power idle_gated;                    ///< and the table has no clock, as with an ideal clock gate
  double energy_per_operation = 0;     ///< J
  std::optional<GlitchEstimate> glitches;
};

/// Cost of the same unit with its clock tree and, for power, with wires.
struct LayoutCost {
  ClockTree tree;
  double area = 0;  ///< um2
  double gate_equivalents = 0;
  std::optional<UnitPower> power;
};

/// The cost of one unit. Area, parts and power are of its cells alone; `layout` includes wires and clock tree.
struct UnitCost {
  std::string recipe;  ///< of the synthesis
  int cells = 0, flops = 0;
  NetViolations beyond;         ///< nets beyond a limit of the library, with wires and clock tree
  double area = 0;              ///< um2
  double gate_equivalents = 0;  ///< area over that of the library's two-input NAND
  Timing timing;                ///< with the library's wires, from OpenSTA
  double bare_slack = 0;        ///< ns, without wires
  double clock_ns = 0;          ///< clock period for both
  std::string path;             ///< registers or ports where the critical path starts and ends, and the parts between
  std::map<std::string, PartArea> parts;
  /// Of a user's unit, as Synthesis has them.
  double mapped_area = 0;
  std::vector<InstanceArea> instances = {};
  std::string no_instances = {};
  std::optional<UnitPower> power;
  LayoutCost layout;

  bool meets_clock() const { return timing.slack >= 0; }
  double bare_fmax() const { return 1000 / (clock_ns - bare_slack); }  ///< MHz
};

/// Area and timing of a mapped unit.
UnitCost area_and_timing(const Synthesis& synthesis, const Technology& technology, double clock_ns);

/// Power from the transitions per cycle of each net of synthesis.netlist. By default of its cells alone; otherwise with
/// wires and a clock tree, which is a part of its own.
UnitPower power_of(const Synthesis& synthesis, const Technology& technology, const std::vector<double>& activity,
                   double clock_ns, Layout layout = Layout::kNone);

/// Power in the counted cycles of a lockstep run of the gates, in which the unit accepted `operations` inputs.
UnitPower power_of_run(const Synthesis& synthesis, const Technology& technology, const GatesModel& gates,
                       std::uint64_t operations, double clock_ns, Layout layout = Layout::kNone);

/// Power from a simulation with the delays of cells, without wires and clock tree.
GlitchEstimate estimate_glitches(const Synthesis& synthesis, const Technology& technology,
                                 const DelayedActivity& delayed, double clock_ns);

/// The recorded cycles of a lockstep run of the gates.
struct RecordedRun {
  const std::vector<CycleInputs>& cycles;
  const std::vector<std::uint64_t>& toggles;  ///< of each net in the counted cycles
  std::size_t flushed_from;                   ///< the cycle from which no net is unknown; see InputRecorder
};

/// Simulates the recorded cycles with the delays of cells. Throws InputError for models of the cells that cannot be
/// simulated or do not match the library (check_settled()).
GlitchEstimate glitches_of_run(const Synthesis& synthesis, const Technology& technology,
                               const std::filesystem::path& cell_models, const RecordedRun& run, double clock_ns);

/// The conditions under which all units of a comparison were mapped and measured.
struct CostConditions {
  std::string library;       ///< its name
  std::string corner;        ///< process, voltage, temperature
  std::string library_file;  ///< as the user named it
  std::string tools;         ///< versions
  std::string storage;       ///< of the tables
  double clock_ns = 0;
  double nand2_um2 = 0;                  ///< of the library
  std::string areas;                     ///< source of cell areas: CellAreas::source
  std::string areas_note;                ///< as areas_text() says
  std::string wires;                     ///< as wires_text() says
  std::string clock_buffer;              ///< of the clock tree; empty: none
  std::optional<double> node_nand2_um2;  ///< area of another node's NAND2, to which areas are scaled
  bool glitches = false;                 ///< whether they were asked for
};

}  // namespace pwlsim::cost
