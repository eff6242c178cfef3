// SPDX-License-Identifier: Apache-2.0
#include "sim/cost/liberty/exchangeable.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <map>
#include <string>

namespace pwlsim::cost {
namespace {

constexpr std::size_t kMostInputs = 10;

using Names = std::map<std::string, std::string>;

/// Whether two functions agree for all values of their inputs. `names` maps names of b's inputs to those of a's.
bool same_function(const BooleanFunction& a, const BooleanFunction& b, const Names& names = {}) {
  if (a.empty() || b.empty()) return a.empty() && b.empty();
  if (a.inputs.size() != b.inputs.size() || a.inputs.size() > kMostInputs) return false;
  std::vector<std::size_t> place;
  for (const std::string& input : a.inputs) {
    const auto other = names.find(input);
    const auto found = std::find(b.inputs.begin(), b.inputs.end(), other == names.end() ? input : other->second);
    if (found == b.inputs.end()) return false;
    place.push_back(static_cast<std::size_t>(found - b.inputs.begin()));
  }
  for (std::uint64_t values = 0; values < std::uint64_t{1} << place.size(); ++values) {
    std::uint64_t of_b = 0;
    for (std::size_t i = 0; i < place.size(); ++i) of_b |= (values >> i & 1) << place[i];
    if (evaluate(a, values) != evaluate(b, of_b)) return false;
  }
  return true;
}

double limit_of(const LibertyPin& output) {
  if (output.max_capacitance > 0) return output.max_capacitance;
  double most = 0;
  for (const TimingArc& arc : output.arcs) {
    for (const LibertyTable& table : arc.delay) {
      if (!table.columns.empty()) most = std::max(most, table.columns.back());
    }
  }
  return most > 0 ? most : std::numeric_limits<double>::infinity();
}

}  // namespace

bool exchangeable(const LibertyCell& a, const LibertyCell& b) {
  if (a.pins.size() != b.pins.size() || a.states.size() != b.states.size() || a.clock_gate != b.clock_gate ||
      a.has_state_table != b.has_state_table || (a.has_state_table && a.clock_gate.empty())) {
    return false;
  }
  Names states;
  for (std::size_t i = 0; i < a.states.size(); ++i) {
    states[a.states[i].name] = b.states[i].name;
    states[a.states[i].inverted_name] = b.states[i].inverted_name;
  }
  for (std::size_t i = 0; i < a.pins.size(); ++i) {
    const LibertyPin &p = a.pins[i], &q = b.pins[i];
    if (p.name != q.name || p.direction != q.direction || p.three_state != q.three_state ||
        p.clock_gate_role != q.clock_gate_role || !same_function(p.function, q.function, states)) {
      return false;
    }
  }
  for (std::size_t i = 0; i < a.states.size(); ++i) {
    const LibertyState &s = a.states[i], &t = b.states[i];
    if (s.flop != t.flop || !same_function(s.data, t.data, states) || !same_function(s.clock, t.clock, states) ||
        !same_function(s.clear, t.clear, states) || !same_function(s.preset, t.preset, states)) {
      return false;
    }
  }
  return true;
}

std::vector<const LibertyCell*> exchangeable_cells(const Library& library, const LibertyCell& cell) {
  std::vector<const LibertyCell*> found;
  for (const LibertyCell& other : library.cells) {
    if (other.unusable.empty() && exchangeable(cell, other)) found.push_back(&other);
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const LibertyCell* a, const LibertyCell* b) { return a->area < b->area; });
  return found;
}

bool swappable(const LibertyCell& cell, int a, int b) {
  const std::string &first = cell.pins[a].name, &second = cell.pins[b].name;
  if (a == b || cell.sequential()) return false;
  return std::all_of(cell.pins.begin(), cell.pins.end(), [&](const LibertyPin& pin) {
    if (pin.direction == LibertyPin::Direction::kInput) return true;
    if (pin.function.empty() || pin.three_state) return false;
    BooleanFunction swapped = pin.function;
    for (std::string& input : swapped.inputs) {
      if (input == first) {
        input = second;
      } else if (input == second) {
        input = first;
      }
    }
    return same_function(pin.function, swapped);
  });
}

std::vector<BufferCell> find_buffers(const Library& library) {
  std::vector<BufferCell> buffers;
  for (const LibertyCell& cell : library.cells) {
    if (!cell.unusable.empty() || cell.sequential() || cell.pins.size() != 2) continue;
    const int first = cell.pins[0].direction == LibertyPin::Direction::kInput ? 0 : 1;
    const LibertyPin &input = cell.pins[first], &output = cell.pins[1 - first];
    if (input.direction != LibertyPin::Direction::kInput || output.direction != LibertyPin::Direction::kOutput ||
        output.three_state || output.function.empty()) {
      continue;
    }
    if (output.function.inputs == std::vector<std::string>{input.name} && evaluate(output.function, 1) &&
        !evaluate(output.function, 0)) {
      buffers.push_back({.cell = &cell, .input = first, .output = 1 - first, .limit = limit_of(output)});
    }
  }
  std::stable_sort(buffers.begin(), buffers.end(),
                   [](const BufferCell& a, const BufferCell& b) { return a.cell->area < b.cell->area; });
  return buffers;
}

}  // namespace pwlsim::cost
