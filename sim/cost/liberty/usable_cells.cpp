// SPDX-License-Identifier: Apache-2.0
#include "sim/cost/liberty/usable_cells.h"

#include <fmt/format.h>
#include <algorithm>
#include <array>
#include <cstdint>

#include "sim/base/file.h"
#include "sim/base/first_few.h"

namespace pwlsim::cost {
namespace {

constexpr std::size_t kMostNamed = 3;

bool is_output(const LibertyPin& pin) { return pin.direction == LibertyPin::Direction::kOutput; }

bool is_state(const LibertyCell& cell, const std::string& name) {
  return std::any_of(cell.states.begin(), cell.states.end(),
                     [&](const LibertyState& state) { return state.name == name || state.inverted_name == name; });
}

/// The reason why no unit can use such a cell; empty when a unit can.
std::string misfit_of(const LibertyCell& cell) {
  if (std::none_of(cell.pins.begin(), cell.pins.end(), is_output)) return "has no output";
  for (const LibertyPin& pin : cell.pins) {
    if (pin.direction == LibertyPin::Direction::kInout) return fmt::format("has a pin {} of both directions", pin.name);
    if (pin.three_state) return fmt::format("has an output {} of high impedance", pin.name);
    if (is_output(pin) && pin.function.empty() && cell.clock_gate.empty()) {
      return fmt::format("has no function of {}", pin.name);
    }
  }
  return "";
}

std::string unknown_name(const LibertyCell& cell) {
  const auto missing = [&](const BooleanFunction& function) -> std::string {
    for (const std::string& name : function.inputs) {
      if (cell.pin(name) == nullptr && !is_state(cell, name)) return name;
    }
    return "";
  };
  for (const LibertyPin& pin : cell.pins) {
    if (std::string name = missing(pin.function); !name.empty()) return name;
    for (const TimingArc& arc : pin.arcs) {
      if (cell.pin(arc.related_pin) == nullptr) return arc.related_pin;
    }
    for (const TimingCheck& check : pin.checks) {
      if (cell.pin(check.clock) == nullptr) return check.clock;
    }
  }
  for (const LibertyState& state : cell.states) {
    for (const BooleanFunction* function : {&state.data, &state.clock, &state.clear, &state.preset}) {
      if (std::string name = missing(*function); !name.empty()) return name;
    }
  }
  return "";
}

/// Whether arcs from an input, or with "" from any input, give delay and transition of both edges.
bool timed(const LibertyPin& output, const std::string& input) {
  std::array<bool, 2> found = {false, false};
  for (const TimingArc& arc : output.arcs) {
    if (!input.empty() && arc.related_pin != input) continue;
    for (const int edge : {0, 1}) {
      found[edge] = found[edge] || (!arc.delay[edge].empty() && !arc.transition[edge].empty());
    }
  }
  return found[0] && found[1];
}

/// Whether a change of that input can change the function. Assumed to be so for functions with very many inputs.
bool depends(const BooleanFunction& function, std::size_t input) {
  constexpr std::size_t kMostInputs = 16;
  if (function.inputs.size() > kMostInputs) return true;
  const std::uint64_t bit = std::uint64_t{1} << input;
  for (std::uint64_t values = 0; values < std::uint64_t{1} << function.inputs.size(); ++values) {
    if ((values & bit) == 0 && evaluate(function, values) != evaluate(function, values | bit)) return true;
  }
  return false;
}

/// Whether a cell's name clashes with others in the tools: the module of the netlist is `unit`, names of pwlsim begin
/// with pwl_, those of Yosys with $.
bool name_taken(const std::string& name) {
  return name == "unit" || name.rfind("pwl_", 0) == 0 || name.rfind('$', 0) == 0;
}

/// The reason why the mapper cannot use a cell's functions: a constant output among others, or an input without effect.
/// Empty when it can.
std::string function_fault(const LibertyCell& cell) {
  if (name_taken(cell.name)) return "has a name that is needed for modules";
  for (const LibertyPin& pin : cell.pins) {
    if (!is_output(pin) || cell.sequential()) continue;
    const BooleanFunction& function = pin.function;
    const bool constant = std::any_of(function.nodes.begin(), function.nodes.end(),
                                      [](const auto& node) { return node.kind == '0' || node.kind == '1'; });
    if (constant && function.nodes.size() > 1) return fmt::format("has a constant in the function of {}", pin.name);
    for (std::size_t i = 0; i < function.inputs.size(); ++i) {
      if (!depends(function, i))
        return fmt::format("has an input {} that does not change {}", function.inputs[i], pin.name);
    }
  }
  return "";
}

std::string timing_fault(const LibertyCell& cell) {
  for (const LibertyPin& pin : cell.pins) {
    for (const TimingArc& arc : pin.arcs) {
      for (const int edge : {0, 1}) {
        if (arc.delay[edge].empty() != arc.transition[edge].empty()) {
          return fmt::format("gives delay without transition, or the other way round, from {} to {}", arc.related_pin,
                             pin.name);
        }
      }
    }
    if (!is_output(pin)) continue;
    if (cell.sequential() || !cell.clock_gate.empty()) {
      if (!timed(pin, "")) return fmt::format("gives no delay of {}", pin.name);
      continue;
    }
    for (std::size_t i = 0; i < pin.function.inputs.size(); ++i) {
      const std::string& input = pin.function.inputs[i];
      if (!timed(pin, input)) {
        return fmt::format("gives no delay from {} to {}", input, pin.name);
      }
    }
  }
  const bool flop = std::any_of(cell.states.begin(), cell.states.end(), [](const auto& state) { return state.flop; });
  const bool setup = std::any_of(cell.pins.begin(), cell.pins.end(), [](const LibertyPin& pin) {
    return std::any_of(pin.checks.begin(), pin.checks.end(),
                       [](const TimingCheck& check) { return check.kind == TimingCheck::Kind::kSetup; });
  });
  return flop && !setup ? "gives no setup time" : "";
}

}  // namespace

void leave_out_unusable(Library& library) {
  for (LibertyCell& cell : library.cells) {
    if (!cell.unusable.empty() && cell.unusable != kHasNoArea) continue;
    if (std::string misfit = misfit_of(cell); !misfit.empty()) {
      cell.unusable = std::move(misfit);
    } else if (cell.unusable.empty()) {
      const std::string name = unknown_name(cell);
      std::string fault = name.empty() ? function_fault(cell) : fmt::format("names {}, which is not a pin", name);
      if (fault.empty()) fault = timing_fault(cell);
      if (fault.empty()) continue;
      cell.unusable = fmt::format("{} ({})", printable(fault, 200), cell.place);
      cell.faulty = true;
    }
  }
}

std::string left_out_text(const Library& library) {
  std::vector<std::string> cells;
  for (const LibertyCell& cell : library.cells) {
    if (!cell.faulty && cell.unusable != kHasNoArea) continue;
    cells.push_back(printable(cell.name) + " " + cell.unusable);
  }
  if (cells.empty()) return "";
  return fmt::format("{}: {} cell{} left out: {}", library.file, cells.size(), cells.size() == 1 ? " is" : "s are",
                     first_few(cells, kMostNamed));
}

}  // namespace pwlsim::cost
