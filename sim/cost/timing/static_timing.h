// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <limits>
#include <set>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "sim/cost/liberty/liberty.h"
#include "sim/cost/netlist/mapped_netlist.h"
#include "sim/cost/netlist/netlist.h"

namespace pwlsim::cost {

/// The conditions of a timing analysis.
struct TimingConditions {
  double period;      ///< ns
  double input_slew;  ///< of the input ports, ns
  Layout layout = Layout::kEstimated;
};

/// A step of a path through a cell, from edge `from` of an input to edge `to` of an output; edges: 0 rise, 1 fall.
struct PathStep {
  int cell;
  int input, output;  ///< indices into LibertyCell::pins
  int from, to;
};

/// A path to an endpoint.
struct TimingPath {
  std::vector<PathStep> steps;  ///< from the flop or input port to the endpoint's net
  int net, edge;                ///< at the endpoint
  double slack;                 ///< ns
};

/// Setup timing of a mapped netlist while it changes: worst arrivals, slews and slacks. A change updates only what
/// depends on it. The conditions are those of scripts/timing.tcl: an ideal clock `clk_i` without slew, inputs that
/// arrive with its rising edge, outputs due at the next one, no paths from `rst_ni`; slews are the worst of all arcs
/// into a net, as in OpenSTA. Latches are transparent from the edge that launches their data, which are due at the
/// falling edge. Not modelled: the resistance of wires, conditions of arcs that a constant input decides, and launches
/// by the other edge, half a period later.
class StaticTiming {
 public:
  /// The calls below change `netlist`. Throws InputError as map_netlist() does.
  StaticTiming(Netlist& netlist, const Library& library, const TimingConditions& conditions);

  const MappedNetlist& mapped() const { return mapped_; }
  double worst_slack() const;
  /// The worst slack as scripts/timing.tcl reports it. Latches borrow time, so a path that ends in one counts only if
  /// it is too slow even so.
  double reported_slack() const;
  /// The path to the endpoint of the worst slack.
  TimingPath worst_path() const;
  /// Slew and arrival of an edge of a net, ns.
  double slew(int net, int edge) const { return nets_[net].slew[edge]; }
  double arrival(int net, int edge) const { return nets_[net].arrival[edge]; }
  double load(int net) const;  ///< the greater of both edges, pF
  /// By how much the load of a net's wires would grow if it led to `pins` more pins, pF.
  double wire_change(int net, int pins) const;

  /// Updates the required times: the latest arrival at each net that all endpoints after it allow. slack() uses them.
  void update_required();
  /// Slack of the worse edge of a net or at a sink, ns; infinite where no endpoint follows. As of the last
  /// update_required().
  double slack(int net) const;
  double slack(const MappedNetlist::Place& sink) const;
  /// How much later a cell's outputs would arrive if it had another type and all else stayed the same, ns.
  double delay_increase(int cell, const LibertyCell& type) const;

  /// Delay and output slew of one step of a path, ns.
  struct Stage {
    double delay, slew;
  };
  /// Those of `step` if its cell had this type, that input slew (ns) and that load (pF).
  Stage stage(const LibertyCell& type, const PathStep& step, double slew, double load) const;
  /// How long before the next rising edge of the clock an edge of a net is due at its endpoints, ns. `latches`: whether
  /// latches count as endpoints.
  double setup(int net, int edge, double slew, bool latches = true) const;

  /// From begin() on, roll_back() can undo all changes.
  void begin();
  void roll_back();
  /// Changes the type of a cell. `type` must be exchangeable() with the old one.
  void change_type(int cell, const LibertyCell& type);
  /// Swaps the nets at two inputs of a cell.
  void swap_inputs(int cell, int a, int b);
  /// Inserts a buffer between a net and these of its sinks. Returns the new cell's index.
  int insert_buffer(const LibertyCell& type, int input, int output, int net,
                    std::span<const MappedNetlist::Place> sinks);
  /// Connects the sinks of a buffer to its input; the cell stays in the netlist, unconnected, until drop_unconnected().
  void bypass_buffer(int cell, int input, int output);
  /// Removes bypassed buffers and their nets from the netlist. Nothing else may be called afterwards.
  void drop_unconnected();

  /// Area of all cells except bypassed buffers, um2.
  double area() const;
  /// Whether the net leads to an output port.
  bool drives_port(int net) const { return nets_[net].ports != 0; }

 private:
  struct Arc {
    int input, output;
    const TimingArc* tables;
  };
  struct Check {
    int pin;
    const TimingCheck* setup;
  };
  struct Model {
    std::vector<Arc> arcs;
    std::vector<Check> checks;
    bool combinational;  ///< whether it has arcs from data to outputs
    bool latch;
  };
  using Edges = std::array<double, 2>;
  static constexpr double kNever = -std::numeric_limits<double>::infinity();
  static constexpr double kAnyTime = std::numeric_limits<double>::infinity();

  /// The values of a net that a change of the netlist can change and roll_back() restores.
  struct Times {
    Edges arrival = {kNever, kNever};
    Edges slew = {-1, -1};
    Edges load = {0, 0};
    double wire_resistance = 0, wire_capacitance = 0;  ///< of the branch to one sink, kOhm and pF
    double end_slack = kAnyTime;                       ///< the least slack of the endpoints at this net
  };
  struct Net : Times {
    Edges required = {kAnyTime, kAnyTime};
    int ports = 0;    ///< number of output ports that it drives
    int kept_at = 0;  ///< number of the change for which its times were saved last
    bool endpoint = false;
  };
  struct Cell {
    const Model* model;
    double level = 0;  ///< topological level; that of an inserted buffer lies between those of its neighbours
    bool queued = false, bypassed = false;
  };

  const Model& model(const LibertyCell& type) const;
  void find_levels();
  void find_load(int net);
  void find_end_slack(int net);
  double wire_delay(int cell, int pin, int edge) const;
  double arrival_at(int cell, int pin, int edge) const;
  std::pair<Edges, Edges> output_times(int cell, const Model& model, int output) const;
  void evaluate(int cell);
  void enqueue(int cell);
  void enqueue_sinks(int net);
  void propagate();
  void keep(int net);
  void move_sinks(std::span<const MappedNetlist::Place> sinks, int from, int to);
  void connect(int cell, int pin, int net);

  Netlist& netlist_;
  std::set<std::string> earlier_names_;  // names of buffers from earlier sizing
  MappedNetlist mapped_;
  TimingConditions conditions_;
  mutable std::unordered_map<const LibertyCell*, Model> models_;  ///< filled when a type is first used
  std::vector<Cell> cells_;                                       ///< same indices as in the netlist, as for nets_
  std::vector<Net> nets_;
  std::vector<int> endpoints_;
  std::vector<std::pair<double, int>> queue_;  ///< heap of levels and cells

  // State that roll_back() restores.
  struct OldPin {
    int cell, pin, net;
  };
  bool journal_ = false;
  std::vector<std::pair<int, Times>> old_times_;
  int change_ = 0;
  std::vector<std::pair<int, const LibertyCell*>> old_types_;
  std::vector<std::pair<int, std::vector<MappedNetlist::Place>>> old_sinks_;
  std::vector<OldPin> old_pins_;
  std::vector<int> old_bypassed_;
  std::size_t old_cells_ = 0, old_net_count_ = 0, old_endpoints_ = 0;
};

}  // namespace pwlsim::cost
