// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <algorithm>
#include <chrono>
#include <iterator>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>

#include "sim/base/cache_entry.h"
#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/base/find_named.h"
#include "sim/base/random.h"
#include "sim/base/source_folder.h"
#include "sim/base/threads.h"
#include "sim/cli/command.h"
#include "sim/cli/commands.h"
#include "sim/cli/document_options.h"
#include "sim/cli/option_use.h"
#include "sim/cli/options.h"
#include "sim/cli/progress.h"
#include "sim/mutate/extra_mutants.h"
#include "sim/mutate/survivors.h"
#include "sim/mutate/verdict_store.h"
#include "sim/report/evidence.h"
#include "sim/report/mutate_report.h"
#include "sim/rooms.h"

namespace pwlsim::cli {
namespace {

using Clock = std::chrono::steady_clock;

struct MutateCommand {
  std::vector<std::string> models = {"rtl", "systemc"};
  std::vector<std::string> files;
  std::string id;
  std::optional<std::uint64_t> sample;
  std::uint64_t seed = 1;
  std::string rtl_survivors = (source_folder() / "tests/rtl/survivors.txt").string();
  std::string systemc_survivors = (source_folder() / "tests/hw/survivors.txt").string();
  std::string rtl_extra = (source_folder() / "tests/rtl/extra_mutants.txt").string();
  std::string systemc_extra = (source_folder() / "tests/hw/extra_mutants.txt").string();
  bool list = false, extra = false, fresh = false, harmless = false, verbose = false;
  std::string junit, evidence;
  DocumentOptions document;
  std::string judge, trial, unit, folder;  // of a judge
};

/// The mutants of one language.
struct Model {
  const char* name;
  Language language;
  Sources sources;
  std::vector<Survivor> survivors;
  std::vector<JudgedMutant> mutants;
  std::vector<std::string> stale;
  std::map<const JudgedMutant*, std::int64_t> kept;  ///< those whose verdict is of an earlier run, with its time
};

Language language_of(const std::string& model) {
  if (model == "rtl") return Language::kSystemVerilog;
  if (model == "systemc") return Language::kCpp;
  throw unknown_name("model", model, {"rtl", "systemc"});
}

/// A change that changes nothing.
Mutant harmless_mutant(const std::string& file) {
  Mutant mutant;
  mutant.file = file;
  mutant.rule = "harmless";
  mutant.line = mutant.column = 1;
  mutant.at = mutant.size = 0;
  mutant.to = " ";
  mutant.id = file + ":1:1 harmless";
  return mutant;
}

bool is_extra(const Mutant& mutant) { return mutant.rule == kExtraRule; }

Model read_model(const MutateCommand& command, const std::string& name) {
  Model model{};
  model.language = language_of(name);
  const bool rtl = model.language == Language::kSystemVerilog;
  model.name = rtl ? "RTL" : "SystemC";
  model.sources = read_sources(model.language);
  model.survivors = read_survivors(rtl ? command.rtl_survivors : command.systemc_survivors);
  for (Survivor& survivor : survivors_of_structures(model.language)) model.survivors.push_back(std::move(survivor));
  const std::vector<Mutant> extra = read_extra_mutants(rtl ? command.rtl_extra : command.systemc_extra, model.sources);
  for (const auto& [file, text] : model.sources) {
    const bool wanted = std::find(command.files.begin(), command.files.end(), file) != command.files.end();
    if (!command.files.empty() && !wanted) continue;
    std::vector<Mutant> mutants =
        command.harmless ? std::vector<Mutant>{harmless_mutant(file)} : make_mutants(model.language, file, text);
    if (!command.harmless) {
      std::copy_if(extra.begin(), extra.end(), std::back_inserter(mutants),
                   [&, name = file](const Mutant& mutant) { return mutant.file == name; });
    }
    for (Mutant& mutant : mutants) {
      const bool judged = (command.id.empty() || command.id == mutant.id) && (!command.extra || is_extra(mutant));
      model.mutants.push_back({std::move(mutant), judged, {}, nullptr});
    }
  }
  for (const Survivor& survivor : model.survivors) {
    if (model.sources.count(survivor.file) != 0) continue;
    model.stale.push_back(fmt::format("{}:{}: there is no {}", survivor.list, survivor.line, survivor.file));
  }
  return model;
}

/// Leaves so many of the mutants to be judged, drawn with the seed.
void draw_sample(Model& model, std::size_t count, std::uint64_t seed) {
  std::vector<JudgedMutant*> drawn;
  for (JudgedMutant& mutant : model.mutants) drawn.push_back(&mutant);
  Random random(seed);
  for (std::size_t i = drawn.size(); i > 1; --i) {
    std::swap(drawn[i - 1], drawn[random.below(static_cast<std::uint32_t>(i))]);
  }
  for (std::size_t i = count; i < drawn.size(); ++i) drawn[i]->judged = false;
}

/// Sees to it that nothing is judged by a unit which would not let its own, sound sources live.
class SoundUnits {
 public:
  SoundUnits(const Model& model, VerdictStore& store) : model_(model), store_(store) {}

  /// Throws InputError for a unit that is not sound. Safe to call from several threads.
  void check(const UnitConfig& unit) {
    std::unique_lock lock(mutex_);
    std::mutex& one = mutexes_[unit.name];
    lock.unlock();
    const std::lock_guard guard(one);
    const std::string key = store_.key(unit.name, "", Trial::kSound);
    if (store_.find(key)) return;
    const auto& [file, text] = *model_.sources.begin();
    const Verdict verdict = judge(model_.language, model_.sources, file, text, {&unit}, Trial::kSound);
    if (verdict.fate != Fate::kSurvived) {
      throw InputError(fmt::format("{}: {} without a mutant was {}: {}", model_.name, unit.name,
                                   verdict.fate == Fate::kKilled ? "killed" : "rejected", verdict.how));
    }
    store_.add(key, verdict);
  }

 private:
  const Model& model_;
  VerdictStore& store_;
  std::mutex mutex_;
  std::map<std::string, std::mutex> mutexes_;
};

void judge_all(const MutateCommand& command, Model& model) {
  VerdictStore store(default_cache(), model.language, model.sources, command.fresh);
  SoundUnits sound(model, store);
  const Trial trial = command.harmless ? Trial::kHarmless : Trial::kMutant;
  std::vector<JudgedMutant*> todo;
  std::map<std::string, std::vector<const UnitConfig*>> units;  // that a file is judged by
  for (JudgedMutant& mutant : model.mutants) {
    if (!mutant.judged) continue;
    todo.push_back(&mutant);
    const auto [entry, is_new] = units.try_emplace(mutant.mutant.file);
    if (is_new) entry->second = units_using(model.language, model.sources, entry->first);
  }
  Progress progress;
  std::mutex mutex;
  std::size_t done = 0, known = 0, survived = 0;
  const auto start = Clock::now();
  for_each_on_all_cores(todo.size(), [&](std::size_t i) {
    JudgedMutant& mutant = *todo[i];
    const std::string& file = mutant.mutant.file;
    const std::string text = mutated(model.sources.at(file), mutant.mutant);
    const std::string key = store.key(file, text, trial);
    const std::optional<KeptVerdict> kept = store.find(key);
    std::optional<Verdict> verdict;
    if (kept) {
      verdict = kept->verdict;
    } else {
      verdict = judge(model.language, model.sources, file, text, units.at(file), trial,
                      [&](const UnitConfig& unit) { sound.check(unit); });
      store.add(key, *verdict);
    }
    mutant.verdict = *verdict;
    const std::lock_guard lock(mutex);
    ++done;
    known += kept ? 1 : 0;
    if (kept) model.kept[&mutant] = kept->time;
    survived += verdict->fate == Fate::kSurvived ? 1 : 0;
    const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
    const std::size_t fresh = done - known;
    const double left = fresh == 0 ? 0 : seconds / static_cast<double>(fresh) * static_cast<double>(todo.size() - done);
    progress.show(fmt::format("{}: {} of {} mutants, {} survive, about {:.0f} min left", model.name, done, todo.size(),
                              survived, left / 60));
  });
}

/// The command that makes the same report.
std::string command_text(const MutateCommand& command) {
  std::string text = "pwlsim mutate";
  if (command.models.size() == 1) text += " --models " + command.models[0];
  if (!command.files.empty()) text += fmt::format(" --files {}", fmt::join(command.files, ","));
  if (!command.id.empty()) text += fmt::format(" --id '{}'", command.id);
  if (command.extra) text += " --extra";
  if (command.harmless) text += " --harmless";
  if (command.sample) text += fmt::format(" --sample {} --seed {}", *command.sample, command.seed);
  return text;
}

std::vector<MutateResult> results_of(const std::vector<Model>& models) {
  std::vector<MutateResult> results;
  for (const Model& model : models) results.push_back({model.name, model.mutants, model.kept, model.stale});
  return results;
}

int mutate(MutateCommand& command) {
  if (!command.judge.empty()) {
    judge_here(language_of(command.judge), command.folder, find_unit(command.unit), find_trial(command.trial));
    return 0;
  }
  std::vector<Model> models;
  for (const std::string& name : std::set<std::string>(command.models.begin(), command.models.end())) {
    models.push_back(read_model(command, name));  // RTL first
  }
  for (const std::string& file : command.files) {
    const bool known =
        std::any_of(models.begin(), models.end(), [&](const Model& model) { return model.sources.count(file) != 0; });
    if (!known) throw InputError("--files: there is no source " + printable(file));
  }
  std::size_t count = 0;
  for (Model& model : models) {
    if (command.sample) draw_sample(model, *command.sample, command.seed);
    for (const JudgedMutant& mutant : model.mutants) count += mutant.judged ? 1 : 0;
  }
  if (count == 0) throw InputError("there is no such mutant; pwlsim mutate --list names them");
  if (command.list) {
    write_document(mutants_document(results_of(models)), command.document);
    return 0;
  }
  for (Model& model : models) {
    judge_all(command, model);
    if (command.harmless) continue;
    std::vector<std::string> stale = explain(model.mutants, model.survivors);
    model.stale.insert(model.stale.end(), stale.begin(), stale.end());
  }
  const std::string conditions =
      program_name() +
      ", rejected: by Verilator or the compiler; same code: they make the same program of it, in every unit; by lint: "
      "of the killed, those that only Verilator's lint notices; explained: nobody can see it, for the reason in "
      "survivors.txt; score: killed of the others";
  const std::vector<MutateResult> results = results_of(models);
  const MutateView view{command.harmless, command.verbose};
  const Document document = mutate_document(results, conditions, view);
  write_document(document, command.document);
  if (!command.evidence.empty()) {
    write_file(command.evidence, evidence_json(evidence_of("mutate", command_text(command), document)), "--evidence");
  }
  const std::vector<CheckCase> cases = mutate_cases(results, view);
  write_junit(command.junit, "pwlsim mutate", cases);
  return std::all_of(cases.begin(), cases.end(), [](const CheckCase& one) { return one.passed; }) ? 0 : 1;
}

}  // namespace

void add_mutate(CLI::App& program, int& exit_code) {
  Command* const app = &add_command(
      program, "mutate",
      "Small changes of the RTL and of the SystemC model, one at a time, each of which a test has to notice");
  app->footer(
      "Example: pwlsim mutate --files pwl_pipe.sv,pipe.h\n"
      "A part of all, for CI: pwlsim mutate --sample 50 --seed 7\n"
      "Survivors are explained in tests/rtl/survivors.txt, tests/hw/survivors.txt and survivors.txt of a structure's "
      "folder in tests/unit/. Verdicts are kept in the cache: "
      "a\n"
      "run that was ended goes on.\n"
      "Exit code: 0 all killed or explained, 1 an unexplained survivor or an explanation out of date, 2 wrong usage "
      "or\n"
      "bad input.");
  const auto command = std::make_shared<MutateCommand>();
  add_list(*app, "--models", command->models, "rtl, systemc", true);
  add_list(*app, "--files", command->files, "Only mutants of these files, such as pwl_pipe.sv", true);
  app->add_option("--id", command->id, "Only the mutant of that name; --list has the names")->check(check_name);
  add_whole<std::uint64_t>(*app, "--sample", command->sample, "Only so many mutants of each model, drawn at random", 1,
                           1'000'000);
  add_whole(*app, "--seed", command->seed, "Seed of the draw");
  app->add_input("--rtl-survivors", command->rtl_survivors, "File that explains survivors of the RTL")
      ->capture_default_str();
  app->add_input("--systemc-survivors", command->systemc_survivors, "File that explains those of the SystemC model")
      ->capture_default_str();
  app->add_input("--rtl-extra", command->rtl_extra, "File of mutants of the RTL to be judged besides")
      ->capture_default_str();
  app->add_input("--systemc-extra", command->systemc_extra, "File of those of the SystemC model")
      ->capture_default_str();
  app->add_flag("--extra", command->extra, "Only the mutants of these two files, all of which have to be killed");
  app->add_flag("--list", command->list, "List the mutants and judge none");
  app->add_flag("--fresh", command->fresh, "Judge again what the cache knows");
  app->add_flag("--verbose", command->verbose, "Say of each mutant what became of it");
  app->add_flag("--harmless", command->harmless,
                "In place of mutants a change of each file that changes nothing: a check of this check. "
                "Exit code: 0 all of them survive, 1 one does not");
  app->add_report("--junit", command->junit, "Write a JUnit report to FILE");
  add_document_options(*app, command->document);
  app->add_output("--evidence", command->evidence, "Write the table that is printed to FILE, for the README");
  // How this program calls itself to judge one unit of one mutant.
  app->add_option("--judge", command->judge)->group("");
  app->add_option("--trial", command->trial)->group("");
  app->add_option("--unit", command->unit)->group("");
  app->add_option("folder", command->folder)->group("");
  app->callback([app, command, &exit_code] {
    const auto judges = [&](const char* model) {
      return std::find(command->models.begin(), command->models.end(), model) != command->models.end();
    };
    say_idle(*app,
             idle_when(!command->sample, {"--seed"}, "all are judged; --sample draws some") +
                 idle_when(command->list,
                           {"--junit", "--evidence", "--verbose", "--fresh", "--rtl-survivors", "--systemc-survivors"},
                           "with --list none is judged") +
                 idle_when(!command->list && !judges("rtl"), {"--rtl-survivors", "--rtl-extra"}, "no RTL is judged") +
                 idle_when(!command->list && !judges("systemc"), {"--systemc-survivors", "--systemc-extra"},
                           "no SystemC model is judged") +
                 idle_when(command->harmless, {"--rtl-extra", "--systemc-extra", "--extra"},
                           "with --harmless only changes that change nothing are judged"));
    exit_code = mutate(*command);
  });
}

}  // namespace pwlsim::cli
