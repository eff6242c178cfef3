// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <filesystem>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "sim/logic/boolean_function.h"

namespace pwlsim::cost {

/// A table of a Liberty file over the slew of an input (ns) and the load of an output (pF) or, of a constraint, over
/// the slews of the clock and of the data (ns). An axis that the table does not have is empty.
struct LibertyTable {
  std::vector<double> rows, columns;  ///< slew or the clock's slew, load or the data's slew; ascending
  std::vector<double> values;         ///< [row][column]; none: the library gives no such table

  bool empty() const { return values.empty(); }
  /// Interpolated between the four nearest values, extrapolated from the outermost ones; 0 of an empty table.
  double at(double row, double column) const;
};

/// Of an output pin's edge: [0] rise, [1] fall.
using EdgeTables = std::array<LibertyTable, 2>;

/// How an input's edges make the output's (`timing` group of an output pin).
struct TimingArc {
  enum class Sense { kPositive, kNegative, kBoth };
  std::string related_pin;
  std::string type;      ///< timing_type: "combinational" (with or without _rise or _fall), "rising_edge", "clear", …
  BooleanFunction when;  ///< empty: always
  int launch;            ///< edge of a clock that launches the output: 0 rise, 1 fall; -1: no such arc
  Sense sense;           ///< as the pin's function has it when none is given, else kBoth
  EdgeTables delay;      ///< from the input's to the output's threshold, ns
  EdgeTables transition;  ///< of the output, ns

  bool combinational() const { return type == "combinational"; }
  /// Whether an edge of the related pin can make an edge of the output; edges: 0 rise, 1 fall.
  bool passes(int from, int to) const {
    return launch >= 0 ? from == launch : sense == Sense::kBoth || (sense == Sense::kPositive) == (from == to);
  }
};

/// How long an input must be stable before a clock's edge (setup; recovery of clear and preset) or after it (hold;
/// removal).
struct TimingCheck {
  enum class Kind { kSetup, kHold, kRecovery, kRemoval };
  Kind kind;
  std::string clock;      ///< the pin
  bool rising;            ///< which of its edges
  BooleanFunction when;   ///< empty: always
  EdgeTables constraint;  ///< of the input's rise and fall, ns over the slews of clock and input
};

/// Energy of a cell besides that of the load, J: of an output pin for an edge of it that the related pin causes, of an
/// input pin for its own edge.
struct InternalPower {
  std::vector<std::string> related_pins;
  BooleanFunction when;  ///< empty: always, or for all values that no other group names
  std::string supply;    ///< the pin that draws it (related_pg_pin, power_level); what different pins draw adds up
  EdgeTables energy;
};

/// Of what a rise and a fall have the greater.
inline double greater(const std::array<double, 2>& edges) { return std::max(edges[0], edges[1]); }

struct LibertyPin {
  enum class Direction { kInput, kOutput, kInout, kInternal };
  std::string name;
  Direction direction;
  std::array<double, 2> capacitance;  ///< of rise and fall, pF
  double max_capacitance;             ///< that an output may drive, pF; 0 when the library gives none
  double max_transition;              ///< ns; 0 when the library gives none
  double max_fanout;   ///< sum of the fanout_loads that an output may lead to; 0 when the library gives none
  double fanout_load;  ///< of an input
  bool clock;          ///< the library says that it is one
  bool three_state;
  std::string clock_gate_role;  ///< of a clock gate: "clock", "enable", "test", "out", "obs"
  BooleanFunction function;     ///< of an output, over input pins and the names of the cell's state
  std::vector<InternalPower> internal_power;
  std::vector<TimingArc> arcs;      ///< those that end at this pin; no constraints
  std::vector<TimingCheck> checks;  ///< of an input
};

/// The `ff` or `latch` group of a cell.
struct LibertyState {
  bool flop;  ///< else a latch
  std::string name, inverted_name;
  BooleanFunction data;   ///< next_state or data_in
  BooleanFunction clock;  ///< clocked_on or enable
  BooleanFunction clear, preset;
};

/// Why a cell is unusable; an outline in a LEF file mends it.
constexpr const char* kHasNoArea = "has no area";

struct LibertyCell {
  std::string name;
  std::string place;       ///< file and line
  double area;             ///< um2; 0 when the library gives none
  double leakage;          ///< W, mean over all values of the inputs
  std::string unusable;    ///< why no mapper may use it, such as "is dont_use" or "has no area"; empty: usable
  bool faulty;             ///< unusable because something in it cannot be read; what could be read is there
  std::string clock_gate;  ///< clock_gating_integrated_cell, such as "latch_posedge"
  bool has_state_table;
  std::vector<LibertyState> states;
  std::vector<LibertyPin> pins;

  const LibertyPin* pin(const std::string& name) const;
  bool sequential() const { return !states.empty() || has_state_table; }
};

/// A net's wires before there is a layout, from the number of pins it leads to.
struct WireLoad {
  std::string source;      ///< "the library's own", or the name of a file
  double capacitance = 0;  ///< pF a unit of length; 0: wires are left out
  double resistance = 0;   ///< kOhm a unit of length
  double slope = 0;        ///< length that each pin beyond the last of lengths adds, and each below the first takes
  double clock_leaf = 0;   ///< length behind the last buffers of a clock tree; 0: as of any net
  std::vector<std::pair<double, double>> lengths;  ///< number of pins and length, ascending

  /// Of a net that leads to so many pins.
  double length(int pins) const;
  /// pF of that net.
  double at(int pins) const { return capacitance * length(pins); }
  bool operator==(const WireLoad& other) const {
    return capacitance == other.capacitance && resistance == other.resistance && slope == other.slope &&
           lengths == other.lengths;
  }
};

/// Where on an edge times are measured, percent of the voltage: [0] of a rise, [1] of a fall.
struct Thresholds {
  std::array<double, 2> input = {50, 50}, output = {50, 50};        ///< between which delays are
  std::array<double, 2> slew_low = {20, 20}, slew_high = {80, 80};  ///< between which slews are
  double slew_derate = 1;  ///< slews of the tables over those between the thresholds

  bool operator==(const Thresholds& other) const {
    return input == other.input && output == other.output && slew_low == other.slew_low &&
           slew_high == other.slew_high && slew_derate == other.slew_derate;
  }
};

/// What simulation and cost need of Liberty files.
struct Library {
  std::string file;                      ///< for messages; of several all, with ", " between
  std::string name;                      ///< of several files all that differ, with " + " between
  double process, voltage, temperature;  ///< voltage in V, temperature in degrees Celsius
  std::string operating_conditions;      ///< the default ones; empty when there are none
  std::string tree_type;                 ///< of wires, as "balanced_tree"; empty when there is none
  Thresholds thresholds;
  double default_max_transition;                       ///< ns; 0 when there is none
  WireLoad wire_load;                                  ///< default_wire_load, which OpenSTA takes as well
  std::vector<std::string> notes;                      ///< what of the files is not used and matters, a line each
  std::unordered_map<std::string, std::size_t> index;  ///< of each cell's name in cells
  std::vector<LibertyCell> cells;                      ///< at least one

  /// Null when there is no such cell.
  const LibertyCell* cell(const std::string& name) const;
};

/// Reads a Liberty file, plain or compressed by gzip. Where the file names no unit: ns, pF, V, nW. Energies are in
/// units of capacitance times voltage squared, as OpenSTA takes them. A group of internal power or leakage for a ground
/// pin is left out: the same charge is counted at the supply pin. What cannot be read inside a cell makes that cell
/// unusable. Cells with pins of the same names have them in the same order. Anything else throws InputError with file
/// and, where there is one, line.
Library read_liberty(const std::filesystem::path& path);

/// The cells of several files as one library. Each file has its own units. A cell may be in several of them if it is
/// the same in all. Throws InputError, too, for a cell that differs, and for files of different conditions, thresholds
/// or default wire loads.
Library read_liberty(const std::vector<std::filesystem::path>& paths);

}  // namespace pwlsim::cost
