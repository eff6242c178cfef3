// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include "sim/base/cache_entry.h"
#include "sim/cost/liberty/liberty_writer.h"
#include "sim/cost/map/synthesis.h"
#include "sim/cost/power/gates.h"
#include "sim/fit/fit.h"
#include "sim/lockstep/lockstep.h"
#include "tests/cost/mapped_unit.h"
#include "tests/rooms.h"

namespace pwlsim::tests {

/// The units of a comparison when none are named, as sim/cli has them.
inline const std::vector<const char*>& standard_unit_names() {
  static const std::vector<const char*> names = {"int8_8",  "int16_8",  "int32_8",  "int32w_8",  "fp32_8",
                                                 "int8_16", "int16_16", "int32_16", "int32w_16", "fp32_16"};
  return names;
}

/// The OSU library without some of its cells.
inline std::string osu_without(const std::set<std::string>& cells) {
  return liberty_text(read_liberty(kOsu018), LibertyDetail::kPower,
                      [&](const LibertyCell& cell) { return cells.count(cell.name) == 0; });
}

/// The OSU library with an area for its latch and with a made-up clock gate of the size of a latch and an AND.
inline std::string osu_with_clock_gate() {
  std::string text = ScratchFolder::read_whole(kOsu018);
  const std::string no_area = "area : 0;";
  const std::size_t area = text.find(no_area, text.find("cell (LATCH)"));
  const std::size_t end = text.rfind('}');
  if (area == std::string::npos || end == std::string::npos) throw std::runtime_error("another library");
  text.erase(end);
  text += R"lib(
  lu_table_template (gate_delay) { variable_1 : total_output_net_capacitance; variable_2 : input_net_transition;
    index_1 ("0.1, 1"); index_2 ("0.06, 1.8"); }
  lu_table_template (gate_check) { variable_1 : related_pin_transition; variable_2 : constrained_pin_transition;
    index_1 ("0.06, 0.6"); index_2 ("0.06, 1.8"); }
  power_lut_template (gate_energy) { variable_1 : total_output_net_capacitance; variable_2 : input_transition_time;
    index_1 ("0.1, 1"); index_2 ("0.06, 1.8"); }
  power_lut_template (pin_energy) { variable_1 : input_transition_time; index_1 ("0.06, 1.8"); }
  cell (CLKGATE) {
    area : 120;
    cell_leakage_power : 0.2;
    clock_gating_integrated_cell : "latch_posedge";
    statetable ("CLK GATE", "M0") { table : "L L : - : L, L H : - : H, H - : - : N"; }
    pin (M0) { direction : internal; internal_node : "M0"; }
    pin (CLK) { direction : input; clock : true; clock_gate_clock_pin : true; capacitance : 0.03;
      internal_power () { rise_power (pin_energy) { values ("0.02, 0.1"); } fall_power (pin_energy) { values ("0.03, 0.12"); } } }
    pin (GATE) { direction : input; clock_gate_enable_pin : true; capacitance : 0.012;
      internal_power () { rise_power (pin_energy) { values ("0.03, 0.04"); } fall_power (pin_energy) { values ("0.03, 0.04"); } }
      timing () { related_pin : "CLK"; timing_type : setup_rising;
        rise_constraint (gate_check) { values ("0.3, 0.4", "0.2, 0.3"); }
        fall_constraint (gate_check) { values ("0.3, 0.5", "0.2, 0.4"); } }
      timing () { related_pin : "CLK"; timing_type : hold_rising;
        rise_constraint (gate_check) { values ("-0.1, -0.1", "0.0, -0.1"); }
        fall_constraint (gate_check) { values ("-0.1, -0.1", "0.0, -0.1"); } } }
    pin (GCLK) { direction : output; clock_gate_out_pin : true; state_function : "CLK * M0"; max_capacitance : 1;
      timing () { related_pin : "CLK"; timing_sense : positive_unate;
        cell_rise (gate_delay) { values ("0.15, 0.25", "0.5, 0.6"); }
        cell_fall (gate_delay) { values ("0.15, 0.25", "0.5, 0.6"); }
        rise_transition (gate_delay) { values ("0.1, 0.12", "0.8, 0.8"); }
        fall_transition (gate_delay) { values ("0.1, 0.12", "0.8, 0.8"); } }
      internal_power () { related_pin : "CLK"; rise_power (gate_energy) { values ("0.1, 0.12", "0.1, 0.12"); }
        fall_power (gate_energy) { values ("0.08, 0.1", "0.08, 0.1"); } } } }
}
)lib";
  return text.replace(area, no_area.size(), "area : 88;");
}

/// A unit mapped by the flow itself, at 10 ns, from the tests' cache.
struct SynthesisedUnit {
  explicit SynthesisedUnit(const std::string& name, const std::string& liberty = kOsu018,
                           TableStorage storage = TableStorage::kFlop, const std::vector<std::string>& dont_use = {})
      : config(find_unit(name)),
        technology(read_technology(liberty, dont_use)),
        synthesis(synthesise({.unit = &config, .technology = &technology, .clock_ns = 10, .storage = storage},
                             default_cache())) {}

  std::unique_ptr<GatesModel> gates(std::uint64_t seed = 1) const {
    return load_gates(RtlLoader(), {synthesis.folder / "netlist.v", synthesis.netlist, technology.library}, config,
                      seed);
  }

  /// Number of cells of a part and a type; "" stands for all.
  int count(const std::string& part, const std::string& type) const {
    int cells = 0;
    for (const Netlist::Cell& cell : synthesis.netlist.cells) {
      if ((part.empty() || cell.part == part) && (type.empty() || cell.type == type)) ++cells;
    }
    return cells;
  }

  const UnitConfig& config;
  Technology technology;
  Synthesis synthesis;
};

/// Runs one model in lockstep with the golden one, with a table of equal segments.
inline LockstepResult run_gates(const UnitConfig& config, UnitModel& model, const char* stimulus, std::uint64_t length,
                                const LockstepOptions& options = {}, const char* function_name = nullptr) {
  const Function& function = find_function(function_name != nullptr ? function_name
                                           : config.reduces_range   ? "exp"
                                                                    : "gelu");
  const UnitTable table = quantise(find_fit_method("uniform").fit({function, config}), function, config);
  const auto inputs = make_stimulus({.name = stimulus, .length = length}, function, config);
  return run_lockstep(table, {&model}, *inputs, options);
}

/// Options with stalls on both sides, rewritten registers and resets.
inline LockstepOptions hard_options() {
  LockstepOptions options;
  options.stall = Stall::parse("random");
  options.rewrite = 0.3;
  options.reset = 0.005;
  return options;
}

}  // namespace pwlsim::tests
