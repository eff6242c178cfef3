// SPDX-License-Identifier: Apache-2.0
#include "sim/experiment/proofs.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <fnmatch.h>
#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <mutex>
#include <set>

#include "sim/base/cache_entry.h"
#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/base/threads.h"
#include "sim/experiment/choice.h"
#include "sim/experiment/command_text.h"
#include "sim/experiment/tables.h"
#include "sim/lockstep/rtl_text.h"
#include "sim/prove/proofs.h"

namespace pwlsim::experiment {
namespace {

constexpr double kClockNs = 10;

/// Units whose gates are proven by --all.
const std::vector<std::string>& gate_units() { return units_of_role("gates"); }

std::vector<const UnitConfig*> units_of(const ProveRequest& request) {
  std::vector<std::string> names = request.units;
  if (request.all) {
    const std::vector<std::string>& proven = units_of_role("prove");
    names.insert(names.end(), proven.begin(), proven.end());
    names.insert(names.end(), gate_units().begin(), gate_units().end());
  }
  return find_units(names);
}

}  // namespace

// Yosys runs elsewhere, so files of data get their whole paths.
ForeignUnit foreign_unit(const RtlSource& source, const RtlRequest& request, const UnitConfig& unit,
                         Feedback& feedback) {
  ForeignUnit foreign;
  foreign.top = source.top;
  foreign.label = foreign_name(source);
  foreign.latency = request.latency.value_or(unit.latency());
  for (const RtlText& text : rtl_texts(source)) {
    if (!is_configuration(text.name)) foreign.files.push_back({text.name, text.content});
  }
  for (const std::string& data : data_of(source)) {
    foreign.data.push_back(read_file(data));
    for (Verilog::File& file : foreign.files) {
      const std::string from = "\"" + data + "\"";
      const std::string to = "\"" + std::filesystem::absolute(data).string() + "\"";
      for (std::size_t at = 0; (at = file.text.find(from, at)) != std::string::npos; at += to.size()) {
        file.text.replace(at, from.size(), to);
      }
    }
  }
  for (const std::string& parameter : source.parameters) {
    const std::size_t equals = parameter.find('=');
    foreign.parameters.emplace_back(parameter.substr(0, equals), parameter.substr(equals + 1));
  }
  if (!request.fixed_table.empty()) foreign.fixed = fixed_table(request, unit, feedback).registers;
  return foreign;
}

ProofList make_proofs(const ProveRequest& request, bool to_list, Feedback& feedback) {
  const ProofTexts texts = read_proof_texts();
  ProofList list;
  const auto wanted = [&](const std::string& name) {
    return request.only.empty() || fnmatch(request.only.c_str(), name.c_str(), 0) == 0;
  };
  const auto add = [&](std::vector<Proof> proofs) {
    for (Proof& proof : proofs) {
      if (wanted(proof.name)) list.proofs.push_back(std::move(proof));
    }
  };
  std::vector<const UnitConfig*> units = units_of(request);
  if (request.rtl.has_rtl() && units.empty()) units = find_units({"int8_8"});
  if (request.rtl.has_rtl() && (request.all || request.parts || request.gates)) {
    throw InputError("--all, --parts and --gates are about the project's RTL; of --rtl the data path is proven");
  }
  check_rtl_request(request.rtl, units);
  if (request.rtl.has_rtl()) {
    const UnitConfig& unit = *units.front();
    add({foreign_proof(unit, foreign_unit(rtl_source(request.rtl, unit), request.rtl, unit, feedback), texts)});
    if (list.proofs.empty()) throw InputError("prove: nothing to prove (pwlsim prove --list)");
    return list;
  }
  const bool everything = request.all || (units.empty() && !request.parts && !request.gates);
  for (const UnitConfig* unit : units) {
    if (!request.gates || request.all) add(unit_proofs(*unit, texts));
  }
  std::set<std::string> gates;
  for (const UnitConfig* unit : units) {
    const bool standard = std::find(gate_units().begin(), gate_units().end(), unit->name) != gate_units().end();
    if ((!request.all || standard) && (wanted("gates/" + unit->name) || wanted("trees/" + unit->name)))
      gates.insert(unit->name);
  }
  for (const UnitConfig* unit : units) {
    if (gates.count(unit->name) == 0) continue;
    add(trees_proofs(*unit, texts));
    if (to_list) {
      add({gates_proof(*unit, {}, {}, texts)});
      continue;
    }
    if (!list.technology) {
      list.technology = std::make_unique<Technology>(technology_of(request.library, feedback));
    }
    const Synthesis& synthesis = list.syntheses.emplace_back(
        synthesise({unit, list.technology.get(), kClockNs, TableStorage::kFlop}, default_cache()));
    add({gates_proof(*unit, synthesis.netlist, list.technology->library, texts)});
  }
  if (everything || request.parts) {
    add(part_proofs(texts));
  }
  if (list.proofs.empty()) throw InputError("prove: nothing to prove (pwlsim prove --list)");
  const bool can_end =
      std::any_of(list.proofs.begin(), list.proofs.end(), [](const Proof& proof) { return proof.unsettled.empty(); });
  if (!can_end && !request.hard && !to_list) {
    throw InputError(
        fmt::format("prove: {}: {}; --hard tries all the same", list.proofs[0].name, list.proofs[0].unsettled));
  }
  return list;
}

std::vector<ProofResult> run_proofs(const ProofList& list, const ProveRequest& request, Feedback& feedback) {
  const std::vector<Proof>& proofs = list.proofs;
  const ProofOptions options{.timeout = request.timeout, .fresh = request.fresh, .cache = default_cache()};
  const std::vector<Verilog::File> rtl = read_rtl();
  struct Task {
    std::size_t proof;
    int mutant;  // -1: the proof itself
  };
  std::vector<Task> tasks;
  std::vector<std::vector<Attempt>> attempts(proofs.size());
  for (std::size_t i = 0; i < proofs.size(); ++i) {
    if (!proofs[i].unsettled.empty() && !request.hard) continue;
    attempts[i].resize(proofs[i].mutants.size() + 1);
    for (int mutant = -1; mutant < static_cast<int>(proofs[i].mutants.size()); ++mutant) tasks.push_back({i, mutant});
  }
  // The units' own proofs are the longest.
  std::stable_partition(tasks.begin(), tasks.end(), [](const Task& task) { return task.mutant < 0; });
  Progress progress(feedback);
  std::mutex mutex;
  std::size_t done = 0;
  for_each_on_all_cores(tasks.size(), [&](std::size_t i) {
    const Task& task = tasks[i];
    const Proof& proof = proofs[task.proof];
    const ProofMutant* const mutant = task.mutant < 0 ? nullptr : &proof.mutants[task.mutant];
    const Attempt made = attempt(proof, mutant, rtl, options);
    const std::lock_guard lock(mutex);
    attempts[task.proof][task.mutant + 1] = made;
    progress.show(fmt::format("{} of {} proofs and mutants, {}", ++done, tasks.size(), proof.name));
  });
  std::vector<ProofResult> results;
  for (std::size_t i = 0; i < proofs.size(); ++i) {
    if (attempts[i].empty()) {
      results.push_back({&proofs[i], Standing::kSimulated, 0, 0, 0, 0, proofs[i].unsettled});
      continue;
    }
    const Attempt itself = attempts[i].front();
    attempts[i].erase(attempts[i].begin());
    results.push_back(judge(proofs[i], itself, attempts[i]));
    // A proof that is known not to end does not fail the check.
    if (results.back().standing == Standing::kUndecided && !proofs[i].unsettled.empty()) {
      results.back().standing = Standing::kSimulated;
      results.back().message = proofs[i].unsettled;
    }
  }
  return results;
}

std::string prove_command(const ProveRequest& request) {
  std::string text = "pwlsim prove";
  if (!request.units.empty()) text += fmt::format(" --units {}", fmt::join(request.units, ","));
  if (request.all) text += " --all";
  if (request.parts) text += " --parts";
  if (request.gates) text += " --gates";
  text += rtl_arguments(request.rtl);
  if (!request.only.empty()) text += " --only '" + printable(request.only) + "'";
  return text;
}

}  // namespace pwlsim::experiment
