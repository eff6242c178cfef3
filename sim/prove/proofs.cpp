// SPDX-License-Identifier: Apache-2.0
#include "sim/prove/proofs.h"

#include <fmt/format.h>
#include <fnmatch.h>
#include <algorithm>
#include <sstream>
#include <utility>

#include "sim/base/cache_entry.h"
#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/cost/liberty/liberty_writer.h"
#include "sim/cost/netlist/cell_models.h"
#include "sim/cost/netlist/netlist_writer.h"
#include "sim/prove/gates_circuit.h"
#include "sim/rooms.h"
#include "sim/unit/common/statements.h"
#include "sim/unit/structures.h"

namespace pwlsim::prove {
namespace {

using Parameters = Statement::Parameters;

// Number of gates of a netlist that are inverted, one at a time.
constexpr int kGateMutants = 10;

Parameters join_parameters(Parameters a, const Parameters& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

Verilog design(std::vector<Verilog::File> files, const std::string& top, const Parameters& parameters) {
  Verilog result{.files = std::move(files), .top = top, .parameters = {}};
  for (const auto& [name, value] : parameters) result.parameters.emplace_back(name, value.text);
  return result;
}

std::string text_of(const std::string& top, const Parameters& parameters) {
  std::string text = top;
  for (const auto& [name, value] : parameters) text += fmt::format(" {}={}", name, value.text);
  return text;
}

std::filesystem::path log_folder() { return default_cache(); }

/// The shortest of a register's names.
std::string shortest_name(const Circuit::Register& reg) {
  std::string shortest;
  for (const std::string& name : reg.names) {
    if (shortest.empty() || name.size() < shortest.size()) shortest = name;
  }
  return shortest;
}

/// The inputs without effect in a unit whose words are all constants: its write port, which every unit has.
std::vector<std::string> unused_inputs(const UnitConfig& unit) {
  if (unit.write_bits() != 0) return {};
  return {"wr_en_i", "wr_addr_i", "wr_data_i"};
}

/// The reference without the `unused` inputs. The implementation keeps its own, so the proof shows that it does not
/// depend on them.
Circuit without_inputs(Circuit reference, const std::vector<std::string>& unused) {
  const auto is_unused = [&](const Circuit::Signal& input) {
    return std::count(unused.begin(), unused.end(), word_name(input.name)) != 0;
  };
  std::vector<Literal> roots;
  for (const Circuit::Signal& output : reference.outputs) roots.push_back(output.literal);
  const std::vector<bool> reached = reference.aig.support(roots);
  for (const Circuit::Signal& input : reference.inputs) {
    if (is_unused(input) && reached[node_of(input.literal)]) {
      throw InputError(fmt::format("the reference depends on {}, though no register can be written", input.name));
    }
  }
  reference.inputs.erase(std::remove_if(reference.inputs.begin(), reference.inputs.end(), is_unused),
                         reference.inputs.end());
  return reference;
}

/// The miter of one step of two designs, cut at their registers. Registers of `implementation` get the names of their
/// partners.
Miter join_steps(const Circuit& implementation, const Circuit& reference,
                 const std::vector<std::pair<std::string, std::string>>& renamed,
                 const std::vector<std::string>& unused) {
  const std::vector<int> partners = match_registers(implementation, reference, renamed);
  std::vector<std::string> names, partner_names(partners.size());
  for (std::size_t i = 0; i < partners.size(); ++i) {
    names.push_back(shortest_name(reference.registers[i]));
    partner_names[partners[i]] = names.back();
  }
  return join(cut(implementation, partner_names), without_inputs(cut(reference, names), unused));
}

/// The run of a statement, for unroll().
Run run_of(const Statement& statement) {
  Run run;
  run.cycles = statement.cycles;
  run.constants.insert(statement.constants.begin(), statement.constants.end());
  for (const Statement::Observed& one : statement.observed) {
    run.outputs.push_back({.name = one.name, .cycle = one.cycle, .as = one.as});
  }
  run.registers = statement.registers;
  return run;
}

/// The modules besides those of the RTL that a statement uses.
struct OwnModules {
  std::vector<Verilog::File> reference, frame;
};

OwnModules modules_of(const Statement& statement, const ProofTexts& texts) {
  OwnModules modules = {files_of({statement.reference}, texts.references), files_of({statement.top}, texts.frames)};
  if (modules.reference.empty()) {
    throw InputError(
        fmt::format("{}: no reference.v in sim/unit has the module {}", statement.name, statement.reference));
  }
  return modules;
}

Miter both_sides(const Statement& statement, const std::vector<std::string>& unused, const OwnModules& modules,
                 std::vector<Verilog::File> files) {
  files.insert(files.end(), modules.frame.begin(), modules.frame.end());
  const Parameters parameters = join_parameters(statement.parameters, statement.own);
  Circuit implementation = read_verilog(design(std::move(files), statement.top, parameters), log_folder());
  const Circuit reference = read_verilog(
      design(modules.reference, statement.reference, join_parameters(statement.parameters, statement.reference_own)),
      log_folder());
  if (statement.step) return join_steps(implementation, reference, statement.partners, unused);
  if (!statement.observed.empty()) implementation = unroll(implementation, run_of(statement));
  if (!implementation.registers.empty()) throw InputError(statement.top + ": has registers");
  return join(implementation, reference);
}

/// The parameters of a unit's top module, with bits as numbers.
Parameters rtl_parameters(const UnitConfig& unit) {
  Parameters parameters;
  for (const std::string& parameter : unit.rtl_parameters()) {
    const std::size_t equals = parameter.find('=');
    const std::string value = parameter.substr(equals + 1);
    const bool bit = value == "1'b0" || value == "1'b1";
    parameters.emplace_back(parameter.substr(0, equals), bit ? value.substr(value.size() - 1) : value);
  }
  return parameters;
}

/// The mutants for files that the proof's modules use, without those that are not a fault here (`no_fault`). Mutants
/// for a file that rtl/ does not have stay, so that an error reports them.
std::vector<ProofMutant> mutants_of(const Proof& proof, const std::vector<std::string>& no_fault,
                                    const ProofTexts& texts) {
  const std::vector<Verilog::File> used = files_of(proof.modules, texts.rtl);
  const auto has = [](const std::vector<Verilog::File>& files, const std::string& name) {
    return std::any_of(files.begin(), files.end(), [&](const Verilog::File& file) { return file.name == name; });
  };
  std::vector<ProofMutant> mutants = mutants_for(proof.name, texts.mutants);
  const auto leaves = [&](const ProofMutant& mutant) {
    return std::count(no_fault.begin(), no_fault.end(), mutant.name) != 0 ||
           (!has(used, mutant.file) && has(texts.rtl, mutant.file));
  };
  mutants.erase(std::remove_if(mutants.begin(), mutants.end(), leaves), mutants.end());
  return mutants;
}

}  // namespace

Proof proof_of(const Statement& statement, const ProofTexts& texts, const std::vector<std::string>& unused) {
  Proof proof;
  proof.group = statement.group;
  proof.name = statement.name;
  proof.states = statement.states;
  proof.covers = statement.covers;
  proof.inputs = statement.inputs;
  proof.outputs = statement.outputs;
  proof.unsettled = statement.unsettled;
  proof.modules = statement.modules;
  proof.content = {text_of(statement.top, join_parameters(statement.parameters, statement.own)),
                   text_of(statement.reference, statement.reference_own), statement.step ? "step" : "run"};
  const OwnModules modules = modules_of(statement, texts);
  for (const auto* files : {&modules.reference, &modules.frame}) {
    for (const Verilog::File& file : *files) proof.content.push_back(file.text);
  }
  for (const auto& [name, value] : statement.constants) proof.content.push_back(fmt::format("{}={}", name, value));
  for (const Statement::Observed& output : statement.observed) {
    proof.content.push_back(fmt::format("{}@{} {}", output.name, output.cycle, output.as));
  }
  for (const auto& [from, to] : statement.registers) proof.content.push_back(from + " " + to);
  for (const auto& [from, to] : statement.partners) proof.content.push_back(from + " = " + to);
  proof.mutants = mutants_of(proof, statement.no_fault, texts);
  proof.build = [statement, unused, modules](const std::vector<Verilog::File>& rtl, const ProofMutant*) {
    return both_sides(statement, unused, modules, rtl);
  };
  return proof;
}

std::vector<ProofMutant> mutants_for(const std::string& proof, const std::string& mutants) {
  std::vector<ProofMutant> result;
  std::istringstream lines(mutants);
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line[0] == '#') continue;
    std::vector<std::string> cells;
    std::istringstream stream(line + "\t");
    for (std::string cell; std::getline(stream, cell, '\t');) cells.push_back(cell);
    if (cells.size() != 5)
      throw InputError(fmt::format("a line of a mutants.txt has {} texts in place of 5: {}", cells.size(), line));
    std::istringstream patterns(cells[0]);
    for (std::string pattern; std::getline(patterns, pattern, ',');) {
      const bool left_out = pattern[0] == '!';
      if (fnmatch(pattern.c_str() + (left_out ? 1 : 0), proof.c_str(), 0) != 0) continue;
      if (!left_out) {
        result.push_back({.name = cells[1], .file = cells[2], .text = cells[3], .faulty = cells[4], .gate = -1});
      }
      break;
    }
  }
  return result;
}

std::vector<Proof> part_proofs(const ProofTexts& texts) {
  std::vector<Proof> proofs;
  const auto add = [&](const std::vector<Statement>& statements) {
    for (const Statement& statement : statements) proofs.push_back(proof_of(statement, texts));
  };
  add(common_statements());
  for (const Structure* structure : structures()) add(structure->part_statements());
  return proofs;
}

std::vector<Proof> unit_proofs(const UnitConfig& unit, const ProofTexts& texts) {
  std::vector<Proof> proofs;
  for (const Statement& statement : unit.structure->statements(unit)) {
    proofs.push_back(proof_of(statement, texts, unused_inputs(unit)));
  }
  return proofs;
}

std::vector<Proof> trees_proofs(const UnitConfig& unit, const ProofTexts& texts) {
  std::vector<Proof> proofs;
  for (const Statement& statement : unit.structure->statements(unit)) {
    if (!statement.step) continue;
    Proof proof = proof_of(statement, texts, unused_inputs(unit));
    proof.group = "trees";
    proof.name = "trees/" + unit.name;
    proof.states = "RTL with sums as trees = RTL as written, in every cycle";
    proof.mutants = mutants_of(proof, statement.no_fault, texts);
    const std::vector<Verilog::File> original = files_of(proof.modules, texts.rtl);
    proof.content.clear();
    for (const Verilog::File& file : original) proof.content.push_back(file.text);
    const Parameters parameters = rtl_parameters(unit);
    proof.content.push_back(text_of(unit.rtl_top(), parameters));
    proof.build = [unit, original, parameters](const std::vector<Verilog::File>& rtl, const ProofMutant*) {
      Verilog trees = design(original, unit.rtl_top(), parameters);
      trees.trees = true;
      return join_steps(read_verilog(design(rtl, unit.rtl_top(), parameters), log_folder()),
                        read_verilog(trees, log_folder()), {}, unused_inputs(unit));
    };
    proofs.push_back(proof);
  }
  return proofs;
}

Proof gates_proof(const UnitConfig& unit, const Netlist& netlist, const Library& library, const ProofTexts& texts) {
  Proof proof;
  proof.group = "gates";
  proof.name = "gates/" + unit.name;
  proof.states = "every register and output of the netlist = those of the RTL, sums as trees, in every cycle";
  proof.covers = unit.name;
  if (!unit.structure->gates_proof_ends(unit)) {
    proof.unsettled = "SAT has not ended after ten minutes at this width; compare runs the gates in lockstep";
  }
  if (netlist.cells.empty()) return proof;
  proof.covers += fmt::format(": {} cells of {}", netlist.cells.size(), library.name);
  int registers = 0;
  for (const Netlist::Cell& cell : netlist.cells) {
    const LibertyCell* const type = library.cell(cell.type);
    if (type != nullptr && !type->states.empty()) ++registers;
  }
  proof.inputs = unit.input_bits() + registers;
  proof.outputs = unit.output_bits() + registers;
  proof.modules = {unit.rtl_top()};
  const Parameters parameters = rtl_parameters(unit);
  proof.content = {text_of(unit.rtl_top(), parameters), netlist_json(netlist),
                   liberty_text(library, LibertyDetail::kFunctions, cell_types(netlist))};
  std::vector<std::string> no_fault;
  for (const Statement& statement : unit.structure->statements(unit)) {
    no_fault.insert(no_fault.end(), statement.no_fault.begin(), statement.no_fault.end());
  }
  proof.mutants = mutants_of(proof, no_fault, texts);
  for (int i = 0; i < kGateMutants; ++i) {
    const int cell = static_cast<int>(netlist.cells.size()) * (2 * i + 1) / (2 * kGateMutants);
    proof.mutants.push_back({.name = fmt::format("{} {} inverted", netlist.cells[cell].type, netlist.cells[cell].name),
                             .file = "",
                             .text = "",
                             .faulty = "",
                             .gate = cell});
  }
  proof.build = [unit, &netlist, &library, parameters](const std::vector<Verilog::File>& rtl,
                                                       const ProofMutant* mutant) {
    Verilog trees = design(rtl, unit.rtl_top(), parameters);
    trees.trees = true;
    Circuit gates = gates_circuit(netlist, library, mutant == nullptr ? -1 : mutant->gate);
    // Synthesis leaves out registers that hold the same as another one.
    const Circuit source = without_merged(read_verilog(trees, log_folder()), gates);
    return join_steps(source, gates, {}, unused_inputs(unit));
  };
  return proof;
}

}  // namespace pwlsim::prove
