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

struct TimingConditions {
  double period;      ///< ns
  double input_slew;  ///< of the input ports, ns
  Layout layout = Layout::kEstimated;
};

/// An arc of a path: through a cell from the edge of an input to that of an output; edges: 0 rise, 1 fall.
struct PathStep {
  int cell;
  int input, output;  ///< indices into LibertyCell::pins
  int from, to;
};

struct TimingPath {
  std::vector<PathStep> steps;  ///< from the flop or input port to the endpoint's net
  int net, edge;                ///< at the endpoint
  double slack;                 ///< ns
};

/// Setup timing of a mapped netlist that changes: worst arrivals, slews and slacks, updated where a change reaches
/// them. The conditions are those of scripts/timing.tcl: an ideal clock `clk_i` without slew, inputs that arrive with
/// its rising edge, outputs due at the next one, no paths from `rst_ni`; slews are the worst of all arcs into a net, as
/// in OpenSTA. Latches are transparent from the edge that launches their data, which are due at the falling edge. Left
/// out: the resistance of wires, conditions of arcs that a constant input decides, and edges that launch half a period
/// later.
class StaticTiming {
 public:
  /// `netlist` changes with the calls below. Throws InputError as map_netlist does.
  StaticTiming(Netlist& netlist, const Library& library, const TimingConditions& conditions);

  const MappedNetlist& mapped() const { return mapped_; }
  double worst_slack() const;
  /// What scripts/timing.tcl reports: latches borrow, so paths that end in one count only when one is too slow even so.
  double reported_slack() const;
  /// The path to the endpoint of the worst slack.
  TimingPath worst_path() const;
  double slew(int net, int edge) const { return nets_[net].slew[edge]; }
  double arrival(int net, int edge) const { return nets_[net].arrival[edge]; }
  double load(int net) const;  ///< the greater one of both edges, pF
  /// How much more load a net's wires would be if it led to so many pins more, pF.
  double wire_change(int net, int pins) const;

  /// Latest arrivals that all endpoints behind a net allow; as of the last update_required().
  void update_required();
  /// ns until the required time, of the worse edge; infinite where no endpoint follows.
  double slack(int net) const;
  double slack(const MappedNetlist::Place& sink) const;
  /// How much later a cell's outputs would arrive if it were of another type, all else equal, ns.
  double delay_increase(int cell, const LibertyCell& type) const;

  /// Delay and output slew of one step if the cell were of this type.
  struct Stage {
    double delay, slew;
  };
  Stage stage(const LibertyCell& type, const PathStep& step, double slew, double load) const;
  /// How long before the next rising edge of the clock an edge of a net is due at its endpoints, ns. `latches`: those
  /// count too.
  double setup(int net, int edge, double slew, bool latches = true) const;

  /// Changes from here on can be taken back.
  void begin();
  void roll_back();
  /// `type` must be exchangeable with the cell's.
  void change_type(int cell, const LibertyCell& type);
  /// Swaps the nets at two inputs of a cell.
  void swap_inputs(int cell, int a, int b);
  /// Puts a buffer behind a net, in front of these of its sinks. Returns the new cell's index.
  int insert_buffer(const LibertyCell& type, int input, int output, int net,
                    std::span<const MappedNetlist::Place> sinks);
  /// Connects the sinks of a buffer to its input; the cell stays in the netlist, unconnected, until drop_unconnected().
  void bypass_buffer(int cell, int input, int output);
  /// Removes bypassed buffers and their nets from the netlist. Nothing else may be called afterwards.
  void drop_unconnected();

  /// Area of all cells but bypassed ones, um2.
  double area() const;
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
    bool combinational;  ///< has arcs from data to outputs
    bool latch;
  };
  using Edges = std::array<double, 2>;
  static constexpr double kNever = -std::numeric_limits<double>::infinity();
  static constexpr double kAnyTime = std::numeric_limits<double>::infinity();

  /// What a change of the netlist changes of a net, so roll_back() restores it.
  struct Times {
    Edges arrival = {kNever, kNever};
    Edges slew = {-1, -1};
    Edges load = {0, 0};
    double wire_resistance = 0, wire_capacitance = 0;  ///< of the branch to one sink, kOhm and pF
    double end_slack = kAnyTime;                       ///< of the endpoints at this net
  };
  struct Net : Times {
    Edges required = {kAnyTime, kAnyTime};
    int ports = 0;    ///< how many output ports it drives
    int kept_at = 0;  ///< the change for which its times were kept last
    bool endpoint = false;
  };
  struct Cell {
    const Model* model;
    double level = 0;  ///< that of an inserted buffer lies between those of its neighbours
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
  std::set<std::string> earlier_names_;  // of buffers that the netlist had from sizing before
  MappedNetlist mapped_;
  TimingConditions conditions_;
  mutable std::unordered_map<const LibertyCell*, Model> models_;  ///< filled when a type is first met
  std::vector<Cell> cells_;                                       ///< by the netlist's index, as nets_
  std::vector<Net> nets_;
  std::vector<int> endpoints_;
  std::vector<std::pair<double, int>> queue_;  ///< heap of levels and cells

  // What roll_back() restores.
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
