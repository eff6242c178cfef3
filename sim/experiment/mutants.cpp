// SPDX-License-Identifier: Apache-2.0
#include "sim/experiment/mutants.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <algorithm>
#include <chrono>
#include <filesystem>
#include <iterator>
#include <mutex>
#include <set>

#include "sim/base/cache_entry.h"
#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/base/find_named.h"
#include "sim/base/random.h"
#include "sim/base/threads.h"
#include "sim/mutate/extra_mutants.h"
#include "sim/mutate/verdict_store.h"
#include "sim/unit/structure_files.h"

namespace pwlsim::experiment {
namespace {

using Clock = std::chrono::steady_clock;

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

/// The list that a request names, or this checkout's.
std::vector<std::string> lists(const std::string& named, const char* name) {
  return named.empty() ? mutant_lists(name) : std::vector<std::string>{named};
}

ModelMutants read_model(const MutateRequest& request, const std::string& name) {
  ModelMutants model{};
  model.language = language_of(name);
  const bool rtl = model.language == Language::kSystemVerilog;
  model.name = rtl ? "RTL" : "SystemC";
  model.sources = read_sources(model.language);
  model.survivors =
      read_survivors(lists(rtl ? request.rtl_survivors : request.systemc_survivors, kSurvivors), model.language);
  const std::vector<Mutant> extra = read_extra_mutants(
      lists(rtl ? request.rtl_extra : request.systemc_extra, kExtraMutants), model.language, model.sources);
  for (const auto& [file, text] : model.sources) {
    const bool wanted = std::find(request.files.begin(), request.files.end(), file) != request.files.end();
    if (!request.files.empty() && !wanted) continue;
    std::vector<Mutant> mutants = request.harmless ? std::vector<Mutant>{harmless_mutant(file)}
                                                   : mutate::make_mutants(model.language, file, text);
    if (!request.harmless) {
      std::copy_if(extra.begin(), extra.end(), std::back_inserter(mutants),
                   [&, name = file](const Mutant& mutant) { return mutant.file == name; });
    }
    for (Mutant& mutant : mutants) {
      const bool judged = (request.id.empty() || request.id == mutant.id) && (!request.extra || is_extra(mutant));
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
void draw_sample(ModelMutants& model, std::size_t count, std::uint64_t seed) {
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
  SoundUnits(const ModelMutants& model, VerdictStore& store) : model_(model), store_(store) {}

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
  const ModelMutants& model_;
  VerdictStore& store_;
  std::mutex mutex_;
  std::map<std::string, std::mutex> mutexes_;
};

void judge_all(const MutateRequest& request, ModelMutants& model, Feedback& feedback) {
  VerdictStore store(default_cache(), model.language, model.sources, request.fresh);
  SoundUnits sound(model, store);
  const Trial trial = request.harmless ? Trial::kHarmless : Trial::kMutant;
  std::vector<JudgedMutant*> todo;
  std::map<std::string, std::vector<const UnitConfig*>> units;  // that a file is judged by
  for (JudgedMutant& mutant : model.mutants) {
    if (!mutant.judged) continue;
    todo.push_back(&mutant);
    const auto [entry, is_new] = units.try_emplace(mutant.mutant.file);
    if (is_new) entry->second = units_using(model.language, model.sources, entry->first);
  }
  Progress progress(feedback);
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

}  // namespace

std::vector<std::string> mutant_lists(const std::string& name) {
  std::vector<std::string> lists;
  for (const std::filesystem::path& file : structure_files("tests/unit", name)) lists.push_back(file.string());
  return lists;
}

Language language_of(const std::string& model) {
  if (model == "rtl") return Language::kSystemVerilog;
  if (model == "systemc") return Language::kCpp;
  throw unknown_name("model", model, {"rtl", "systemc"});
}

std::vector<ModelMutants> mutants_of(const MutateRequest& request) {
  std::vector<ModelMutants> models;
  for (const std::string& name : std::set<std::string>(request.models.begin(), request.models.end())) {
    models.push_back(read_model(request, name));  // RTL first
  }
  for (const std::string& file : request.files) {
    const bool known = std::any_of(models.begin(), models.end(),
                                   [&](const ModelMutants& model) { return model.sources.count(file) != 0; });
    if (!known) throw InputError("--files: there is no source " + printable(file));
  }
  std::size_t count = 0;
  for (ModelMutants& model : models) {
    if (request.sample) draw_sample(model, *request.sample, request.seed);
    for (const JudgedMutant& mutant : model.mutants) count += mutant.judged ? 1 : 0;
  }
  if (count == 0) throw InputError("there is no such mutant; pwlsim mutate --list names them");
  return models;
}

void judge_mutants(const MutateRequest& request, std::vector<ModelMutants>& models, Feedback& feedback) {
  for (ModelMutants& model : models) {
    judge_all(request, model, feedback);
    if (request.harmless) continue;
    std::vector<std::string> stale = explain(model.mutants, model.survivors);
    model.stale.insert(model.stale.end(), stale.begin(), stale.end());
  }
}

std::string mutate_command(const MutateRequest& request) {
  std::string text = "pwlsim mutate";
  if (request.models.size() == 1) text += " --models " + request.models[0];
  if (!request.files.empty()) text += fmt::format(" --files {}", fmt::join(request.files, ","));
  if (!request.id.empty()) text += fmt::format(" --id '{}'", request.id);
  if (request.extra) text += " --extra";
  if (request.harmless) text += " --harmless";
  if (request.sample) text += fmt::format(" --sample {} --seed {}", *request.sample, request.seed);
  return text;
}

}  // namespace pwlsim::experiment
