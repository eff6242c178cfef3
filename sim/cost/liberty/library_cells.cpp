// SPDX-License-Identifier: Apache-2.0
#include "sim/cost/liberty/library_cells.h"

#include <fmt/format.h>
#include <algorithm>
#include <cstdint>
#include <functional>
#include <tuple>
#include <vector>

#include "sim/base/error.h"
#include "sim/base/file.h"

namespace pwlsim::cost {
namespace {

constexpr std::size_t kMostInputs = 8;

constexpr const char* kNone = "no cell of that function";

using Pins = std::vector<std::string>;

/// The pins of a cell that matter for its function.
struct Shape {
  Pins inputs, outputs;
  bool plain;  ///< whether it has no bidirectional pins and no high-impedance outputs
};

Shape shape_of(const LibertyCell& cell) {
  Shape shape{.inputs = {}, .outputs = {}, .plain = true};
  for (const LibertyPin& pin : cell.pins) {
    if (pin.direction == LibertyPin::Direction::kInput) shape.inputs.push_back(pin.name);
    if (pin.direction == LibertyPin::Direction::kOutput) shape.outputs.push_back(pin.name);
    if (pin.direction == LibertyPin::Direction::kInout || pin.three_state) shape.plain = false;
  }
  return shape;
}

/// Whether the function, with the tied inputs at their values, has the truth table `table`: its bit k is the value for
/// used[i] = bit i of k.
bool matches(const BooleanFunction& function, const Pins& used, const std::map<std::string, bool>& tied,
             std::uint64_t table) {
  if (function.empty()) return false;
  for (std::uint64_t k = 0; k < std::uint64_t{1} << used.size(); ++k) {
    std::uint64_t values = 0;
    for (std::size_t i = 0; i < function.inputs.size(); ++i) {
      const auto place =
          static_cast<std::size_t>(std::find(used.begin(), used.end(), function.inputs[i]) - used.begin());
      const auto constant = tied.find(function.inputs[i]);
      if (place == used.size() && constant == tied.end()) return false;  // another name, such as the cell's own state
      if (place < used.size() ? (k >> place & 1) != 0 : constant->second) values |= std::uint64_t{1} << i;
    }
    if (evaluate(function, values) != ((table >> k & 1) != 0)) return false;
  }
  return true;
}

/// The cell in a combinational role if its outputs have these truth tables, in some order of the inputs.
std::optional<RoleCell> logic_role(const LibertyCell& cell, const Pins& input_roles,
                                   const std::vector<std::pair<std::string, std::uint64_t>>& output_roles) {
  Shape shape = shape_of(cell);
  if (cell.sequential() || !shape.plain || shape.inputs.size() != input_roles.size()) return std::nullopt;
  // A tie cell may have both constants as outputs. For any other role an extra output means another function.
  if (!input_roles.empty() && shape.outputs.size() != output_roles.size()) return std::nullopt;
  std::sort(shape.inputs.begin(), shape.inputs.end());
  do {
    RoleCell role{.name = cell.name, .area = cell.area};
    for (std::size_t i = 0; i < input_roles.size(); ++i) role.pins[input_roles[i]] = shape.inputs[i];
    for (const auto& [name, table] : output_roles) {
      const auto output =
          std::find_if(shape.outputs.begin(), shape.outputs.end(), [&, wanted = table](const std::string& pin) {
            return matches(cell.pin(pin)->function, shape.inputs, {}, wanted);
          });
      if (output != shape.outputs.end()) role.pins[name] = *output;
    }
    if (role.pins.size() == input_roles.size() + output_roles.size()) return role;
  } while (std::next_permutation(shape.inputs.begin(), shape.inputs.end()));
  return std::nullopt;
}

/// Calls `accept` for every way to assign the roles to distinct inputs and to tie the others, until it returns true.
bool any_assignment(const Pins& inputs, const Pins& roles, RoleCell& role, const std::function<bool()>& accept) {
  if (roles.empty()) {
    Pins others;
    for (const std::string& input : inputs) {
      const bool used =
          std::any_of(role.pins.begin(), role.pins.end(), [&](const auto& p) { return p.second == input; });
      if (!used) others.push_back(input);
    }
    for (std::uint64_t values = 0; values < std::uint64_t{1} << others.size(); ++values) {
      for (std::size_t i = 0; i < others.size(); ++i) role.tied[others[i]] = (values >> i & 1) != 0;
      if (accept()) return true;
    }
    role.tied.clear();
    return false;
  }
  for (const std::string& input : inputs) {
    const bool used = std::any_of(role.pins.begin(), role.pins.end(), [&](const auto& p) { return p.second == input; });
    if (used) continue;
    role.pins[roles.front()] = input;
    if (any_assignment(inputs, Pins(roles.begin() + 1, roles.end()), role, accept)) return true;
    role.pins.erase(roles.front());
  }
  return false;
}

constexpr std::uint64_t kSame = 0b10, kInverse = 0b01;

/// The value of an output while the state is 0, if the output has the opposite value while the state is 1; else
/// nothing.
std::optional<bool> value_at_zero(const BooleanFunction& function, const LibertyState& state) {
  if (function.inputs.size() != 1 || evaluate(function, 0) == evaluate(function, 1)) return std::nullopt;
  if (function.inputs[0] == state.name) return evaluate(function, 0);
  if (function.inputs[0] == state.inverted_name) return evaluate(function, 1);
  return std::nullopt;
}

/// The cell in the role of a flop or latch. Its clock or enable must be active as `clock_table` says. Of its outputs
/// the one is taken that needs the fewest inverters.
std::optional<RoleCell> state_role(const LibertyCell& cell, bool flop, const std::string& clock,
                                   std::uint64_t clock_table, bool clear) {
  const Shape shape = shape_of(cell);
  if (cell.states.size() != 1 || cell.states[0].flop != flop || !shape.plain || shape.inputs.size() > kMostInputs ||
      !cell.clock_gate.empty()) {
    return std::nullopt;
  }
  const LibertyState& state = cell.states[0];
  std::optional<RoleCell> best;
  // Whether a pin clears or presets the state.
  enum class Act { kNothing, kClear, kPreset };
  for (const Act act : clear ? std::vector{Act::kClear, Act::kPreset} : std::vector{Act::kNothing}) {
    RoleCell role{.name = cell.name, .area = cell.area};
    bool data_inverted = false, active_high = false;
    Pins roles = {clock, "data"};
    if (clear) roles.emplace_back("clear");
    const bool found = any_assignment(shape.inputs, roles, role, [&] {
      Pins used;
      for (const std::string& name : roles) used.push_back(role.pins[name]);
      const auto is = [&](const BooleanFunction& function, const std::string& name, std::uint64_t table) {
        return matches(function, {role.pins[name]}, role.tied, table);
      };
      const auto off = [&](const BooleanFunction& function) {
        return function.empty() || matches(function, used, role.tied, 0);
      };
      data_inverted = is(state.data, "data", kInverse);
      if (!is(state.clock, clock, clock_table) || (!data_inverted && !is(state.data, "data", kSame))) return false;
      if (!clear) return off(state.clear) && off(state.preset);
      const BooleanFunction& acting = act == Act::kClear ? state.clear : state.preset;
      active_high = is(acting, "clear", kSame);
      return (active_high || is(acting, "clear", kInverse)) && off(act == Act::kClear ? state.preset : state.clear);
    });
    if (!found) continue;
    for (const std::string& output : shape.outputs) {
      const std::optional<bool> at_zero = value_at_zero(cell.pin(output)->function, state);
      if (!at_zero) continue;
      RoleCell with = role;
      with.pins["q"] = output;
      const bool invert_output = clear && *at_zero != (act == Act::kPreset);  // q must be 0 when cleared
      if (invert_output) with.inverted.insert("q");
      if (data_inverted != (*at_zero != invert_output)) with.inverted.insert("data");
      if (active_high) with.inverted.insert("clear");
      if (!best || with.inverted.size() < best->inverted.size()) best = std::move(with);
    }
  }
  return best;
}

/// The cell in the role of a full adder, whose outputs may be inverted.
std::optional<RoleCell> full_adder_role(const LibertyCell& cell) {
  constexpr std::uint64_t kSum = 0b10010110, kCarry = 0b11101000, kAll = 0b11111111;
  for (const bool sum : {false, true}) {
    for (const bool carry : {false, true}) {
      std::optional<RoleCell> role = logic_role(
          cell, {"a", "b", "c"}, {{"sum", sum ? kAll ^ kSum : kSum}, {"carry", carry ? kAll ^ kCarry : kCarry}});
      if (!role) continue;
      if (sum) role->inverted.insert("sum");
      if (carry) role->inverted.insert("carry");
      return role;
    }
  }
  return std::nullopt;
}

std::optional<RoleCell> clock_gate_role(const LibertyCell& cell) {
  // Clock gates with an observation output are left out, because its function is not given.
  if (cell.clock_gate.rfind("latch_posedge", 0) != 0 || cell.clock_gate.find("obs") != std::string::npos) {
    return std::nullopt;
  }
  RoleCell role{.name = cell.name, .area = cell.area};
  for (const LibertyPin& pin : cell.pins) {
    if (pin.direction == LibertyPin::Direction::kInput) {
      if (pin.clock_gate_role == "clock" || pin.clock_gate_role == "enable") {
        role.pins[pin.clock_gate_role] = pin.name;
      } else {
        role.tied[pin.name] = false;  // test enable
      }
    } else if (pin.clock_gate_role == "out") {
      role.pins["gated"] = pin.name;
    }
  }
  return role.pins.size() == 3 ? std::optional(role) : std::nullopt;
}

double input_capacitance(const LibertyCell& cell) {
  double sum = 0;
  for (const LibertyPin& pin : cell.pins) {
    if (pin.direction == LibertyPin::Direction::kInput) sum += pin.capacitance[0] + pin.capacitance[1];
  }
  return sum;
}

/// The smallest usable cell for a role, including its inverters; among equal ones that with the least input
/// capacitance. If there is none, `reason` says why.
std::optional<RoleCell> smallest(const Library& library,
                                 const std::function<std::optional<RoleCell>(const LibertyCell&)>& role_of,
                                 double inverter_area, std::string& reason) {
  std::optional<RoleCell> best;
  std::tuple<double, double, std::string> best_rank;
  reason = kNone;
  for (const LibertyCell& cell : library.cells) {
    std::optional<RoleCell> role = role_of(cell);
    if (!role) continue;
    if (!cell.unusable.empty()) {
      reason = fmt::format("{} {}", printable(cell.name), cell.unusable);
      continue;
    }
    std::tuple<double, double, std::string> rank(cell.area + static_cast<double>(role->inverted.size()) * inverter_area,
                                                 input_capacitance(cell), cell.name);
    if (!best || rank < best_rank) {
      best = std::move(role);
      best_rank = std::move(rank);
    }
  }
  return best;
}

}  // namespace

LibraryCells find_library_cells(const Library& library) {
  LibraryCells cells;
  const auto find = [&](const std::string& role, const auto& role_of) {
    std::string reason;
    std::optional<RoleCell> found = smallest(library, role_of, cells.inverter.area, reason);
    if (!found) cells.missing[role] = reason;
    return found;
  };
  const auto need = [&](const std::string& role, const auto& role_of, const char* what) {
    const std::optional<RoleCell> found = find(role, role_of);
    if (!found) {
      const auto faulty =
          std::find_if(library.cells.begin(), library.cells.end(), [](const LibertyCell& cell) { return cell.faulty; });
      std::string& reason = cells.missing[role];
      if (faulty != library.cells.end() && reason == kNone) {
        reason += fmt::format("; {} {}", printable(faulty->name), faulty->unusable);
      }
      throw InputError(fmt::format("{}: library {} has no {} ({})", library.file, printable(library.name), what,
                                   cells.missing[role]));
    }
    return *found;
  };
  const auto logic = [](const Pins& inputs, const std::vector<std::pair<std::string, std::uint64_t>>& outputs) {
    return [=](const LibertyCell& cell) { return logic_role(cell, inputs, outputs); };
  };
  const auto state = [](bool flop, const std::string& clock, std::uint64_t table, bool clear) {
    return [=](const LibertyCell& cell) { return state_role(cell, flop, clock, table, clear); };
  };
  cells.nand2 = need("nand2", logic({"a", "b"}, {{"y", 0b0111}}), "two-input NAND, the unit of gate equivalents");
  cells.inverter = need("inverter", logic({"a"}, {{"y", kInverse}}), "inverter");
  const auto flop = [&](const char* role, bool clear, const char* what) {
    const auto falling = std::find_if(library.cells.begin(), library.cells.end(), [&](const LibertyCell& cell) {
      return state_role(cell, true, "clock", kInverse, clear).has_value();
    });
    try {
      return need(role, state(true, "clock", kSame, clear), what);
    } catch (const InputError& error) {
      if (cells.missing[role] != kNone || falling == library.cells.end()) throw;
      throw InputError(fmt::format("{}; {} takes the falling edge", error.what(), printable(falling->name)));
    }
  };
  cells.flop = flop("flop", false, "positive-edge D flop, needed for pipeline and table");
  cells.flop_clear =
      flop("flop_clear", true, "positive-edge D flop with asynchronous clear or preset, needed for the valid bits");
  cells.or_and_invert = find("or_and_invert", logic({"a", "b", "c"}, {{"y", 0b00011111}}));
  cells.buffer = find("buffer", logic({"a"}, {{"y", kSame}}));
  cells.tie_high = find("tie_high", logic({}, {{"y", 1}}));
  cells.tie_low = find("tie_low", logic({}, {{"y", 0}}));
  cells.half_adder = find("half_adder", logic({"a", "b"}, {{"sum", 0b0110}, {"carry", 0b1000}}));
  cells.full_adder = find("full_adder", full_adder_role);
  cells.latch_high = find("latch_high", state(false, "enable", kSame, false));
  cells.latch_low = find("latch_low", state(false, "enable", kInverse, false));
  cells.clock_gate = find("clock_gate", clock_gate_role);
  return cells;
}

}  // namespace pwlsim::cost
