// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <fnmatch.h>
#include <unistd.h>
#include <algorithm>
#include <atomic>
#include <chrono>
#include <list>
#include <memory>
#include <mutex>
#include <set>

#include "sim/base/cache_entry.h"
#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/base/threads.h"
#include "sim/cli/command.h"
#include "sim/cli/commands.h"
#include "sim/cli/document_options.h"
#include "sim/cli/option_use.h"
#include "sim/cli/options.h"
#include "sim/cli/progress.h"
#include "sim/cost/map/synthesis.h"
#include "sim/prove/proofs.h"
#include "sim/report/evidence.h"
#include "sim/report/prove_report.h"
#include "sim/rooms.h"

namespace pwlsim::cli {
namespace {

struct ProveOptions {
  std::vector<std::string> units;
  bool all = false, parts = false, gates = false, fresh = false, hard = false, list = false;
  std::string only;
  double timeout = 120;
  std::vector<std::string> liberty;
  std::string evidence, junit;
  DocumentOptions document;
  LayoutOptions layout;
};

constexpr double kClockNs = 10;

/// Units whose gates are proven by --all.
const std::vector<std::string>& gate_units() { return units_of_role("gates"); }

/// Proofs, and what those of gates are about.
struct ProofList {
  std::vector<Proof> proofs;
  std::unique_ptr<Technology> technology;
  std::list<Synthesis> syntheses;
};

std::vector<const UnitConfig*> units_of(const ProveOptions& options) {
  std::vector<std::string> names = options.units;
  if (options.all) {
    const std::vector<std::string>& proven = units_of_role("prove");
    names.insert(names.end(), proven.begin(), proven.end());
    names.insert(names.end(), gate_units().begin(), gate_units().end());
  }
  return find_units(names);
}

ProofList make_proofs(const ProveOptions& options) {
  const ProofTexts texts = read_proof_texts();
  ProofList list;
  const auto wanted = [&](const std::string& name) {
    return options.only.empty() || fnmatch(options.only.c_str(), name.c_str(), 0) == 0;
  };
  const auto add = [&](std::vector<Proof> proofs) {
    for (Proof& proof : proofs) {
      if (wanted(proof.name)) list.proofs.push_back(std::move(proof));
    }
  };
  const std::vector<const UnitConfig*> units = units_of(options);
  const bool everything = options.all || (units.empty() && !options.parts && !options.gates);
  for (const UnitConfig* unit : units) {
    if (!options.gates || options.all) add(unit_proofs(*unit, texts));
  }
  std::set<std::string> gates;
  for (const UnitConfig* unit : units) {
    const bool standard = std::find(gate_units().begin(), gate_units().end(), unit->name) != gate_units().end();
    if ((!options.all || standard) && (wanted("gates/" + unit->name) || wanted("trees/" + unit->name)))
      gates.insert(unit->name);
  }
  for (const UnitConfig* unit : units) {
    if (gates.count(unit->name) == 0) continue;
    add(trees_proofs(*unit, texts));
    if (options.list) {
      add({gates_proof(*unit, {}, {}, texts)});
      continue;
    }
    if (!list.technology) {
      list.technology = std::make_unique<Technology>(technology_of(options.liberty, options.layout));
    }
    const Synthesis& synthesis = list.syntheses.emplace_back(
        synthesise({unit, list.technology.get(), kClockNs, TableStorage::kFlop}, default_cache()));
    add({gates_proof(*unit, synthesis.netlist, list.technology->library, texts)});
  }
  if (everything || options.parts) {
    add(part_proofs(texts));
  }
  if (list.proofs.empty()) throw InputError("prove: nothing to prove (pwlsim prove --list)");
  const bool can_end =
      std::any_of(list.proofs.begin(), list.proofs.end(), [](const Proof& proof) { return proof.unsettled.empty(); });
  if (!can_end && !options.hard && !options.list) {
    throw InputError(
        fmt::format("prove: {}: {}; --hard tries all the same", list.proofs[0].name, list.proofs[0].unsettled));
  }
  return list;
}

/// All proofs and all their mutants on all cores.
std::vector<ProofResult> run_proofs(const std::vector<Proof>& proofs, const ProofOptions& options, bool hard) {
  const std::vector<Verilog::File> rtl = read_rtl();
  struct Task {
    std::size_t proof;
    int mutant;  // -1: the proof itself
  };
  std::vector<Task> tasks;
  std::vector<std::vector<Attempt>> attempts(proofs.size());
  for (std::size_t i = 0; i < proofs.size(); ++i) {
    if (!proofs[i].unsettled.empty() && !hard) continue;
    attempts[i].resize(proofs[i].mutants.size() + 1);
    for (int mutant = -1; mutant < static_cast<int>(proofs[i].mutants.size()); ++mutant) tasks.push_back({i, mutant});
  }
  // The units' own proofs are the longest.
  std::stable_partition(tasks.begin(), tasks.end(), [](const Task& task) { return task.mutant < 0; });
  Progress progress;
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
    // What is known not to end is no failure.
    if (results.back().standing == Standing::kUndecided && !proofs[i].unsettled.empty()) {
      results.back().standing = Standing::kSimulated;
      results.back().message = proofs[i].unsettled;
    }
  }
  return results;
}

std::string unit_options(const ProveOptions& options) {
  std::string text;
  if (!options.units.empty()) text += fmt::format(" --units {}", fmt::join(options.units, ","));
  if (options.all) text += " --all";
  if (options.parts) text += " --parts";
  if (options.gates) text += " --gates";
  if (!options.only.empty()) text += " --only '" + printable(options.only) + "'";
  return text;
}

int prove(const CLI::App& app, const ProveOptions& options) {
  const ProofList list = make_proofs(options);
  say_idle(app,
           idle_when(options.list,
                     {"--timeout", "--fresh", "--hard", "--liberty", "--lef", "--wire-load", "--evidence", "--junit"},
                     "with --list nothing is proven") +
               idle_when(!options.list && !list.technology, {"--liberty", "--lef", "--wire-load"},
                         "no gates are proven; name units") +
               idle_when(options.all, {"--parts", "--gates"}, "--all has them"));
  if (options.list) {
    write_document(proofs_document(list.proofs), options.document);
    return 0;
  }
  const std::vector<ProofResult> results =
      run_proofs(list.proofs, {options.timeout, options.fresh, default_cache()}, options.hard);
  const std::string conditions = fmt::format("{}, {}; {} cores; for all values of all inputs and registers",
                                             yosys_version(), abc_version(), cores());
  write_document(prove_document(results, conditions, true), options.document);
  if (!options.evidence.empty()) {
    const Evidence evidence =
        evidence_of("prove", "pwlsim prove" + unit_options(options), prove_document(results, conditions, false));
    write_file(options.evidence, evidence_json(evidence), "--evidence");
  }
  write_junit(options.junit, "prove", prove_cases(results));
  return std::any_of(results.begin(), results.end(), is_failure) ? 1 : 0;
}

}  // namespace

void add_prove(CLI::App& program, int& exit_code) {
  Command* const app = &add_command(
      program, "prove",
      "Prove by Yosys and abc that the RTL is what it should be, and the gates are the RTL, for all inputs");
  app->footer(
      "Examples: pwlsim prove --unit int8_8\n"
      "          pwlsim prove --all --evidence prove.json\n"
      "          pwlsim prove --units int8_8,int8_16 --gates\n"
      "Each proof has to refute its mutants, or it counts as vacuous. Without options: the parts. Exit code: 0 all "
      "proofs\n"
      "hold, 1 one is refuted, vacuous or not decided in time.");
  const auto options = std::make_shared<ProveOptions>();
  add_list(*app, "--unit,--units", options->units, "Units, or all: their data path, every cycle, and their gates",
           true);
  app->add_flag("--all", options->all,
                "Integer units with 8 and 16 entries, the gates of some units, the handshake and all parts");
  app->add_flag("--parts", options->parts, "The handshake and the parts, each for the widths of the units");
  app->add_flag("--gates", options->gates, "Of the units named: only that their gates are their RTL");
  app->add_option("--only", options->only, "Proofs whose names fit the pattern, such as 'mul_int/*'")
      ->check(check_name);
  app->add_flag("--list", options->list, "Show the names and statements, prove nothing");
  app->add_flag("--fresh", options->fresh, "Decide again what the cache knows");
  app->add_flag("--hard", options->hard, "Try what is known not to end, too");
  add_number(*app, "--timeout", options->timeout, "Seconds of CPU time for each proof and each mutant", 1, 1e6);
  add_liberty_option(*app, options->liberty);
  add_layout_options(*app, options->layout);
  add_document_options(*app, options->document);
  app->add_output("--evidence", options->evidence, "Write the table that is printed to FILE, for the README");
  app->add_report("--junit", options->junit, "Write a report for CI servers to FILE");
  app->callback([app, options, &exit_code] { exit_code = prove(*app, *options); });
}

}  // namespace pwlsim::cli
