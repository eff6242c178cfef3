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
/// the slews of the clock and of the data (ns). An axis that the table lacks is empty.
struct LibertyTable {
  std::vector<double> rows, columns;  ///< slew or the clock's slew, load or the data's slew; ascending
  std::vector<double> values;         ///< [row][column]; empty: the library has no such table

  bool empty() const { return values.empty(); }
  /// The value interpolated between the four nearest ones, or extrapolated from the outermost ones; 0 for an empty
  /// table.
  double at(double row, double column) const;
};

/// Tables for the edges of a pin: [0] rise, [1] fall.
using EdgeTables = std::array<LibertyTable, 2>;

/// Timing from the edges of an input to those of an output (`timing` group of an output pin).
struct TimingArc {
  enum class Sense { kPositive, kNegative, kBoth };
  std::string related_pin;
  std::string type;      ///< timing_type: "combinational" (with or without _rise or _fall), "rising_edge", "clear", …
  BooleanFunction when;  ///< empty: always
  int launch;            ///< edge of a clock that launches the output: 0 rise, 1 fall; -1: no such arc
  Sense sense;           ///< if the library gives none: that of the pin's function, else kBoth
  EdgeTables delay;      ///< from the input's to the output's threshold, ns
  EdgeTables transition;  ///< of the output, ns

  bool combinational() const { return type == "combinational"; }
  /// Whether edge `from` of the related pin can cause edge `to` of the output; edges: 0 rise, 1 fall.
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
  bool rising;            ///< whether the check is for the clock's rising edge
  BooleanFunction when;   ///< empty: always
  EdgeTables constraint;  ///< for the input's rise and fall, ns over the slews of clock and input
};

/// Energy of a cell without that of its load, J. In an output pin: for its edge that the related pin causes. In an
/// input pin: for its own edge.
struct InternalPower {
  std::vector<std::string> related_pins;
  BooleanFunction when;  ///< empty: always, or for all values that no other group covers
  std::string supply;    ///< the supply pin (related_pg_pin, power_level); energies of different supply pins add up
  EdgeTables energy;
};

/// The greater of the values for rise and fall.
inline double greater(const std::array<double, 2>& edges) { return std::max(edges[0], edges[1]); }

/// A pin of a library cell.
struct LibertyPin {
  enum class Direction { kInput, kOutput, kInout, kInternal };
  std::string name;
  Direction direction;
  std::array<double, 2> capacitance;  ///< for rise and fall, pF
  double max_capacitance;             ///< greatest load of an output, pF; 0 when the library gives none
  double max_transition;              ///< ns; 0 when the library gives none
  double max_fanout;                  ///< greatest sum of fanout_loads at an output; 0 when the library gives none
  double fanout_load;                 ///< of an input
  bool clock;                         ///< whether the library marks it as a clock
  bool three_state;
  std::string clock_gate_role;  ///< of a clock gate: "clock", "enable", "test", "out", "obs"
  BooleanFunction function;     ///< of an output, over input pins and the names of the cell's state
  std::vector<InternalPower> internal_power;
  std::vector<TimingArc> arcs;      ///< those that end at this pin, without constraints
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

/// Reason why a cell is unusable that an outline in a LEF file removes.
constexpr const char* kHasNoArea = "has no area";

/// A cell of a library.
struct LibertyCell {
  std::string name;
  std::string place;       ///< file and line
  double area;             ///< um2; 0 when the library gives none
  double leakage;          ///< W, mean over all values of the inputs
  std::string unusable;    ///< why no mapper may use it, such as "is dont_use" or "has no area"; empty: usable
  bool faulty;             ///< whether it is unusable because a part of it cannot be read; the rest is here
  std::string clock_gate;  ///< clock_gating_integrated_cell, such as "latch_posedge"
  bool has_state_table;
  std::vector<LibertyState> states;
  std::vector<LibertyPin> pins;

  const LibertyPin* pin(const std::string& name) const;
  bool sequential() const { return !states.empty() || has_state_table; }
};

/// Estimate of a net's wires before layout, from the number of pins that it leads to.
struct WireLoad {
  std::string source;      ///< "the library's own", or the name of a file
  double capacitance = 0;  ///< pF per unit of length; 0: wires are left out
  double resistance = 0;   ///< kOhm per unit of length
  double slope = 0;  ///< length that each pin beyond the last of `lengths` adds, and each below the first subtracts
  double clock_leaf = 0;                           ///< length after each last buffer of a clock tree; 0: as for any net
  std::vector<std::pair<double, double>> lengths;  ///< number of pins and length, ascending

  /// Length of a net that leads to that many pins.
  double length(int pins) const;
  /// Capacitance of that net, pF.
  double at(int pins) const { return capacitance * length(pins); }
  bool operator==(const WireLoad& other) const {
    return capacitance == other.capacitance && resistance == other.resistance && slope == other.slope &&
           lengths == other.lengths;
  }
};

/// Points of an edge between which times are measured, in percent of the voltage: [0] of a rise, [1] of a fall.
struct Thresholds {
  std::array<double, 2> input = {50, 50}, output = {50, 50};        ///< for delays
  std::array<double, 2> slew_low = {20, 20}, slew_high = {80, 80};  ///< for slews
  double slew_derate = 1;  ///< slew in the tables divided by the slew between the thresholds

  bool operator==(const Thresholds& other) const {
    return input == other.input && output == other.output && slew_low == other.slew_low &&
           slew_high == other.slew_high && slew_derate == other.slew_derate;
  }
};

/// The content of Liberty files that simulation and cost need.
struct Library {
  std::string file;                      ///< for messages; several files are joined by ", "
  std::string name;                      ///< different names of several files are joined by " + "
  double process, voltage, temperature;  ///< voltage in V, temperature in degrees Celsius
  std::string operating_conditions;      ///< the default ones; may be empty
  std::string tree_type;                 ///< of wires, such as "balanced_tree"; may be empty
  Thresholds thresholds;
  double default_max_transition;                       ///< ns; 0 when there is none
  WireLoad wire_load;                                  ///< default_wire_load, which OpenSTA takes as well
  std::vector<std::string> notes;                      ///< parts of the files that matter but are not used, a line each
  std::unordered_map<std::string, std::size_t> index;  ///< from each cell's name to its index in cells
  std::vector<LibertyCell> cells;                      ///< at least one

  /// The cell of that name, or null.
  const LibertyCell* cell(const std::string& name) const;
};

/// Reads a Liberty file, plain or compressed by gzip. Units that the file does not name are ns, pF, V and nW. Energies
/// are in units of capacitance times voltage squared, as in OpenSTA. Groups of internal power or leakage for a ground
/// pin are left out, because the same charge is counted at the supply pin. An error inside a cell makes only that cell
/// unusable. Cells with the same pin names have them in the same order. Throws InputError with the file, and the line
/// if there is one, for all other errors.
Library read_liberty(const std::filesystem::path& path);

/// The cells of several files as one library. Each file has its own units. A cell may be in several files if it is the
/// same in all. Throws InputError also for a cell that differs, and for files with different conditions, thresholds or
/// default wire loads.
Library read_liberty(const std::vector<std::filesystem::path>& paths);

}  // namespace pwlsim::cost
