// SPDX-License-Identifier: Apache-2.0
#include "sim/prove/foreign_proof.h"

#include <fmt/format.h>
#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <utility>

#include "sim/base/cache_entry.h"
#include "sim/base/error.h"
#include "sim/base/random.h"
#include "sim/rooms.h"
#include "sim/unit/statement.h"
#include "sim/unit/structure.h"

namespace pwlsim::prove {
namespace {

constexpr int kFaults = 10;  // gates that are inverted, one at a time

std::string bit_name(const std::string& word, int width, int bit) {
  return width == 1 ? word : fmt::format("{}[{}]", word, bit);
}

/// What the reference calls a field: its words side by side.
std::string reference_name(const RegisterField& field) { return field.name + (field.per_entry ? "s" : ""); }

/// The unit's own statement about its data path, which knows the reference.
Statement data_path(const UnitConfig& unit) {
  for (const Statement& statement : unit.structure->statements(unit)) {
    if (statement.group == "data path") return statement;
  }
  throw InputError(unit.name + ": has no data path in its reference, so that foreign RTL cannot be proven");
}

struct Write {
  const RegisterField* field;
  int index;
};

/// Each register once, in the order of their addresses. None where the table is fixed.
std::vector<Write> writes_of(const UnitConfig& unit, const ForeignUnit& foreign) {
  std::vector<Write> writes;
  if (foreign.fixed) return writes;
  for (const RegisterField& field : unit.registers) {
    for (int i = 0; i < field.count; ++i) writes.push_back({&field, i});
  }
  return writes;
}

/// One register a cycle is written, then one input comes, and its result is looked at.
Run run_of(const UnitConfig& unit, const ForeignUnit& foreign, const std::vector<Write>& writes) {
  const int at = static_cast<int>(writes.size());
  Run run;
  run.cycles = at + foreign.latency + 1;
  run.constants = {{"rst_ni", true}, {"ready_i", true}, {"wr_en_i", false}};
  run.constants[fmt::format("valid_i@{}", at)] = true;
  for (int cycle = 0; cycle < at; ++cycle) {
    run.constants[fmt::format("wr_en_i@{}", cycle)] = true;
    const unsigned address = static_cast<unsigned>(writes[cycle].field->address + writes[cycle].index);
    for (int bit = 0; bit < unit.address_bits; ++bit) {
      run.constants[fmt::format("wr_addr_i@{}{}", cycle, unit.address_bits == 1 ? "" : fmt::format("[{}]", bit))] =
          (address >> bit & 1U) != 0;
    }
  }
  run.outputs = {{.name = "segment_o", .cycle = at}, {.name = "y_o", .cycle = at + foreign.latency}};
  return run;
}

/// Gives the inputs that matter the names that they have in the reference.
void rename_inputs(Circuit& circuit, const UnitConfig& unit, const std::vector<Write>& writes) {
  const auto in_cycle = [](const std::string& word, std::size_t cycle, int width, int bit) {
    const std::string suffix = width == 1 ? "" : fmt::format("[{}]", bit);
    return cycle == 0 ? word + suffix : fmt::format("{}@{}{}", word, cycle, suffix);
  };
  std::map<std::string, std::string> names;
  for (std::size_t cycle = 0; cycle < writes.size(); ++cycle) {
    const RegisterField& field = *writes[cycle].field;
    for (int bit = 0; bit < field.word.width; ++bit) {
      names[in_cycle("wr_data_i", cycle, unit.data_bits, bit)] =
          bit_name(reference_name(field), field.count * field.word.width, writes[cycle].index * field.word.width + bit);
    }
  }
  for (int bit = 0; bit < unit.x_width(); ++bit) {
    names[in_cycle("x_i", writes.size(), unit.x_width(), bit)] = bit_name("x_i", unit.x_width(), bit);
  }
  for (Circuit::Signal& input : circuit.inputs) {
    const auto found = names.find(input.name);
    if (found != names.end()) {
      input.name = found->second;
    } else {
      input.name = kAside + input.name;  // an x_i of another cycle may have the name of the one that counts
    }
  }
}

/// The reference with the words of a table in place of its inputs for them.
Verilog::File with_table(const Statement& statement, const UnitTable& table) {
  const UnitConfig& unit = table.config;
  std::string ports;
  std::string words;
  for (std::size_t f = 0; f < unit.registers.size(); ++f) {
    const RegisterField& field = unit.registers[f];
    std::string bits;
    for (int i = field.count - 1; i >= 0; --i) {
      const Word word = i < static_cast<int>(table.words[f].size()) ? table.words[f][i] : 0;
      for (int bit = field.word.width - 1; bit >= 0; --bit) bits += (word >> bit & 1U) != 0 ? '1' : '0';
    }
    words += fmt::format(", .{}({}'b{})", reference_name(field), bits.size(), bits);
  }
  std::string parameters;
  for (const auto& [name, value] : statement.parameters) {
    parameters += fmt::format("{}.{}({})", parameters.empty() ? "" : ", ", name, value.text);
  }
  return {"reference_fixed.v",
          fmt::format("module reference_fixed (input wire [{}:0] x_i, output wire [{}:0] segment_o,\n"
                      "  output wire [{}:0] y_o);\n  {} #({}) u_reference (.x_i(x_i){}, .segment_o(segment_o), "
                      ".y_o(y_o));\nendmodule\n",
                      unit.x_width() - 1, unit.index_bits() - 1, unit.y_width() - 1, statement.reference, parameters,
                      words)};
}

/// A foreign unit need not show its segment.
bool shows_segment(const Circuit& circuit) {
  return std::any_of(circuit.outputs.begin(), circuit.outputs.end(),
                     [](const Circuit::Signal& output) { return word_name(output.name) == "segment_o"; });
}

/// The logic with the gate of one node inverted.
Circuit with_fault(const Circuit& circuit, int node) {
  Circuit faulty = circuit;
  faulty.aig = Aig();
  std::vector<Literal> known(circuit.aig.size(), kFalse);
  for (const int input : circuit.aig.inputs()) known[input] = faulty.aig.add_input();
  const auto at = [&](Literal a) { return known[node_of(a)] ^ (a & 1); };
  for (std::size_t i = 1; i < circuit.aig.size(); ++i) {
    const Aig::Node& gate = circuit.aig.node(static_cast<int>(i));
    if (gate.left < 0) continue;
    known[i] = faulty.aig.both(at(gate.left), at(gate.right));
    if (static_cast<int>(i) == node) known[i] = invert(known[i]);
  }
  for (auto* signals : {&faulty.inputs, &faulty.outputs, &faulty.claims}) {
    for (Circuit::Signal& signal : *signals) signal.literal = at(signal.literal);
  }
  for (Literal& literal : faulty.undefined) literal = at(literal);
  return faulty;
}

/// Gates, spread over the logic, whose inversion random inputs show.
std::vector<int> visible_gates(const Circuit& circuit) {
  std::vector<Literal> roots;
  for (const Circuit::Signal& output : circuit.outputs) roots.push_back(output.literal);
  const std::vector<bool> reached = circuit.aig.support(roots);
  std::vector<int> gates;
  for (std::size_t i = 1; i < circuit.aig.size(); ++i) {
    if (reached[i] && circuit.aig.node(static_cast<int>(i)).left >= 0) gates.push_back(static_cast<int>(i));
  }
  Random random(1);
  std::vector<std::uint64_t> inputs(circuit.aig.inputs().size());
  for (std::uint64_t& values : inputs) values = random.bits();
  const auto outputs_of = [&](const Circuit& one) {
    const std::vector<std::uint64_t> values = one.aig.simulate(inputs);
    std::vector<std::uint64_t> outputs;
    for (const Circuit::Signal& output : one.outputs) outputs.push_back(value_of(values, output.literal));
    return outputs;
  };
  const std::vector<std::uint64_t> expected = outputs_of(circuit);
  std::vector<int> visible;
  constexpr int kTries = 4 * kFaults;
  for (int i = 0; i < kTries && static_cast<int>(visible.size()) < kFaults && !gates.empty(); ++i) {
    // One of each part in turn: 0, 4, 8 … of 40, then 1, 5, 9 …
    const int place = i % kFaults * 4 + i / kFaults;
    const int gate = gates[gates.size() * static_cast<std::size_t>(place) / kTries];
    const bool is_new = std::find(visible.begin(), visible.end(), gate) == visible.end();
    if (is_new && outputs_of(with_fault(circuit, gate)) != expected) visible.push_back(gate);
  }
  return visible;
}

/// The gates of a proof's mutants: found once, by the first of them.
struct Faults {
  std::once_flag once;
  std::vector<int> gates;
};

}  // namespace

Proof foreign_proof(const UnitConfig& unit, const ForeignUnit& foreign, const ProofTexts& texts) {
  const Statement statement = data_path(unit);
  Verilog implementation{foreign.files, foreign.top, foreign.parameters};
  implementation.may_be_constant = {"ready_o", "valid_o"};  // without back-pressure, or where each cycle has a result
  Verilog reference{files_of({statement.reference}, texts.references), statement.reference, {}};
  if (foreign.fixed) {
    reference.files.push_back(with_table(statement, *foreign.fixed));
    reference.top = "reference_fixed";
  } else {
    for (const auto& [name, value] : statement.parameters) reference.parameters.emplace_back(name, value.text);
  }
  Proof proof;
  proof.group = "data path";
  proof.name = "foreign/" + foreign.label;
  proof.states = fmt::format("{} after {} cycles, {}, from any state", statement.reference, foreign.latency,
                             foreign.fixed ? "with its fixed table" : "after any writes of all registers");
  proof.covers = unit.name + (foreign.fixed ? ": all inputs" : ": all inputs, tables, shifts");
  proof.inputs = foreign.fixed ? unit.x_width() : statement.inputs;
  proof.outputs = statement.outputs;
  if (!shows_segment(read_verilog(implementation, default_cache()))) proof.outputs -= unit.index_bits();
  proof.unsettled = foreign.fixed ? "" : statement.unsettled;
  proof.content = {"foreign", unit.name, foreign.top, fmt::format("latency {}", foreign.latency), reference.top};
  for (const auto* design : {&implementation, &reference}) {
    for (const Verilog::File& file : design->files) proof.content.push_back(file.text);
    for (const auto& [name, value] : design->parameters) proof.content.push_back(name + "=" + value);
  }
  proof.content.insert(proof.content.end(), foreign.data.begin(), foreign.data.end());
  for (int i = 0; i < kFaults; ++i) {
    proof.mutants.push_back({.name = fmt::format("gate {} of {} inverted", i + 1, kFaults),
                             .file = "",
                             .text = "",
                             .faulty = "",
                             .gate = i});
  }
  const auto faults = std::make_shared<Faults>();
  proof.build = [unit, foreign, implementation, reference, faults](const std::vector<Verilog::File>& /*rtl*/,
                                                                   const ProofMutant* mutant) {
    const std::vector<Write> writes = writes_of(unit, foreign);
    Circuit circuit = unroll(read_verilog(implementation, default_cache()), run_of(unit, foreign, writes));
    rename_inputs(circuit, unit, writes);
    if (mutant != nullptr) {
      std::call_once(faults->once, [&] { faults->gates = visible_gates(circuit); });
      const std::vector<int>& gates = faults->gates;
      if (gates.empty()) throw VacuousError("no gate of " + foreign.label + " has an effect on its results");
      circuit = with_fault(circuit, gates[static_cast<std::size_t>(mutant->gate) % gates.size()]);
    }
    Circuit expected = read_verilog(reference, default_cache());
    if (!shows_segment(circuit)) {
      expected.outputs.erase(
          std::remove_if(expected.outputs.begin(), expected.outputs.end(),
                         [](const Circuit::Signal& output) { return word_name(output.name) == "segment_o"; }),
          expected.outputs.end());
    }
    return join(circuit, expected);
  };
  return proof;
}

}  // namespace pwlsim::prove
