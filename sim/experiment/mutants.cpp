// SPDX-License-Identifier: Apache-2.0
#include "sim/experiment/mutants.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <algorithm>
#include <chrono>
#include <filesystem>
#include <functional>
#include <iterator>
#include <memory>
#include <mutex>
#include <set>

#include "sim/base/cache_entry.h"
#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/base/find_named.h"
#include "sim/base/random.h"
#include "sim/base/temporary_folder.h"
#include "sim/base/threads.h"
#include "sim/experiment/command_text.h"
#include "sim/experiment/foreign_data_path.h"
#include "sim/experiment/tables.h"
#include "sim/mutate/extra_mutants.h"
#include "sim/mutate/foreign_files.h"
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

/// The mutants of these of the model's sources, with further ones.
void make_all(const MutateRequest& request, const std::vector<Mutant>& extra, const Sources& sources,
              ModelMutants& model) {
  for (const auto& [file, text] : sources) {
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
}

ModelMutants read_model(const MutateRequest& request, const std::string& name) {
  ModelMutants model{};
  model.language = language_of(name);
  const bool rtl = model.language == Language::kSystemVerilog;
  model.name = rtl ? "RTL" : "SystemC";
  model.sources = read_sources(model.language);
  model.survivors =
      read_survivors(lists(rtl ? request.rtl_survivors : request.systemc_survivors, kSurvivors), model.language);
  make_all(request,
           read_extra_mutants(lists(rtl ? request.rtl_extra : request.systemc_extra, kExtraMutants), model.language,
                              model.sources),
           model.sources, model);
  return model;
}

const UnitConfig& foreign_unit_of(const MutateRequest& request) {
  const UnitConfig& unit = find_unit(request.unit.empty() ? "int8_8" : request.unit);
  check_rtl_request(request.rtl, {&unit});
  return unit;
}

/// Of a foreign unit there are no lists but those that are named.
ModelMutants read_foreign(const MutateRequest& request) {
  ModelMutants model{};
  const RtlSource rtl = rtl_source(request.rtl, foreign_unit_of(request));
  model.language = Language::kSystemVerilog;
  model.name = rtl.label;
  model.places = mutate::own_files(rtl);
  for (const auto& [file, place] : model.places) model.sources[file] = read_file(place);
  const auto named = [](const std::string& list) {
    return list.empty() ? std::vector<std::string>{} : std::vector<std::string>{list};
  };
  model.survivors = read_survivors(named(request.rtl_survivors), {});
  Sources changeable;
  for (const auto& [file, place] : mutate::mutable_files(rtl, model.places)) changeable[file] = model.sources.at(file);
  make_all(request, read_extra_mutants(named(request.rtl_extra), {}, changeable), changeable, model);
  return model;
}

/// Leaves so many of the mutants to be judged, drawn with the seed.
void draw_sample(ModelMutants& model, std::size_t count, std::uint64_t seed) {
  std::vector<JudgedMutant*> drawn;
  for (JudgedMutant& mutant : model.mutants) {
    if (mutant.judged) drawn.push_back(&mutant);
  }
  Random random(seed);
  for (std::size_t i = drawn.size(); i > 1; --i) {
    std::swap(drawn[i - 1], drawn[random.below(static_cast<std::uint32_t>(i))]);
  }
  for (std::size_t i = count; i < drawn.size(); ++i) drawn[i]->judged = false;
}

/// Judges the mutants of one model. Safe to use from several threads.
class ModelJudge {
 public:
  ModelJudge(const ModelMutants& model, VerdictStore& store) : model_(model), store_(store) {}
  ModelJudge(const ModelJudge&) = delete;
  ModelJudge& operator=(const ModelJudge&) = delete;
  virtual ~ModelJudge() = default;

  virtual Verdict judge(const std::string& file, const std::string& text, Trial trial) = 0;

 protected:
  /// Sees to it that nothing is judged by a unit which would not let its own, sound sources live. `attempt` judges
  /// these; what is known of them is not judged again. Throws InputError for a unit that is not sound.
  void check_sound(const std::string& unit, const std::string& advice, const std::function<Verdict()>& attempt) {
    std::unique_lock lock(mutex_);
    std::mutex& one = mutexes_[unit];
    lock.unlock();
    const std::lock_guard guard(one);
    const std::string key = store_.key(unit, "", Trial::kSound);
    if (store_.find(key)) return;
    const Verdict verdict = attempt();
    if (verdict.fate != Fate::kSurvived) {
      throw InputError(fmt::format("{}: {} without a mutant was {}: {}{}", model_.name, unit,
                                   verdict.fate == Fate::kKilled ? "killed" : "rejected", verdict.how, advice));
    }
    store_.add(key, verdict);
  }

  const ModelMutants& model() const { return model_; }

 private:
  const ModelMutants& model_;
  VerdictStore& store_;
  std::mutex mutex_;
  std::map<std::string, std::mutex> mutexes_;
};

/// The project's RTL or SystemC, by the units that use a mutant's file.
class OwnJudge : public ModelJudge {
 public:
  OwnJudge(const ModelMutants& model, VerdictStore& store) : ModelJudge(model, store) {
    for (const JudgedMutant& mutant : model.mutants) {
      if (!mutant.judged) continue;
      const auto [entry, is_new] = units_.try_emplace(mutant.mutant.file);
      if (is_new) entry->second = units_using(model.language, model.sources, entry->first);
    }
  }

  Verdict judge(const std::string& file, const std::string& text, Trial trial) override {
    return mutate::judge(model().language, model().sources, file, text, units_.at(file), trial,
                         [&](const UnitConfig& unit) { check(unit); });
  }

 private:
  void check(const UnitConfig& unit) {
    check_sound(unit.name, "", [&] {
      const auto& [file, text] = *model().sources.begin();
      return mutate::judge(model().language, model().sources, file, text, {&unit}, Trial::kSound);
    });
  }

  std::map<std::string, std::vector<const UnitConfig*>> units_;  // that a file is judged by
};

/// A foreign unit.
class ForeignJudge : public ModelJudge {
 public:
  ForeignJudge(const MutateRequest& request, const ModelMutants& model, VerdictStore& store)
      : ModelJudge(model, store), again_(rtl_arguments(request.rtl)) {
    sources_.unit = foreign_unit_of(request).name;
    sources_.arguments = {"--unit", sources_.unit};
    for (const std::string& word : rtl_words(request.rtl)) sources_.arguments.push_back(word);
    sources_.places = model.places;
    sources_.texts = model.sources;
  }

  Verdict judge(const std::string& file, const std::string& text, Trial trial) override {
    check_sound(sources_.unit, fmt::format("; see pwlsim stress --unit {}{}", sources_.unit, again_), [&] {
      const auto& [first, original] = *sources_.texts.begin();
      return mutate::judge(sources_, first, original, Trial::kSound);
    });
    return mutate::judge(sources_, file, text, trial);
  }

 private:
  ForeignSources sources_;
  std::string again_;
};

/// What the verdicts about a foreign unit depend on, besides the mutant.
std::vector<std::string> content_of(const MutateRequest& request) {
  std::vector<std::string> content = rtl_words(request.rtl);
  content.push_back(foreign_unit_of(request).name);
  std::vector<std::string> files = rtl_files(request.rtl);
  if (!request.rtl.fixed_table.empty()) files.push_back(request.rtl.fixed_table);
  for (const std::string& file : files) content.insert(content.end(), {file, read_file(file)});
  return content;
}

void judge_all(const MutateRequest& request, ModelMutants& model, Feedback& feedback) {
  const bool foreign = request.rtl.has_rtl();
  VerdictStore store = foreign ? VerdictStore(default_cache(), content_of(request), request.fresh)
                               : VerdictStore(default_cache(), model.language, model.sources, request.fresh);
  const std::unique_ptr<ModelJudge> judge =
      foreign ? std::unique_ptr<ModelJudge>(std::make_unique<ForeignJudge>(request, model, store))
              : std::make_unique<OwnJudge>(model, store);
  const Trial trial = request.harmless ? Trial::kHarmless : Trial::kMutant;
  std::vector<JudgedMutant*> todo;
  for (JudgedMutant& mutant : model.mutants) {
    if (mutant.judged) todo.push_back(&mutant);
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
      verdict = judge->judge(file, text, trial);
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

void prove_survivors(const MutateRequest& request, ModelMutants& model, Feedback& feedback) {
  std::vector<JudgedMutant*> survivors;
  for (JudgedMutant& mutant : model.mutants) {
    if (mutant.judged && mutant.verdict.fate == Fate::kSurvived) survivors.push_back(&mutant);
  }
  if (survivors.empty()) return;
  const UnitConfig& unit = foreign_unit_of(request);
  const RtlSource rtl = rtl_source(request.rtl, unit);
  const ForeignSources sources{{}, unit.name, model.places, model.sources};
  const auto line = [&](std::size_t done) { return fmt::format("proofs: {} of {}", done, survivors.size()); };
  for_each_with_progress(survivors.size(), feedback, line, [&](std::size_t i) {
    const Mutant& mutant = survivors[i]->mutant;
    const TemporaryFolder folder;
    write_copies(sources, mutant.file, mutated(model.sources.at(mutant.file), mutant), folder.path());
    survivors[i]->verdict.how = data_path_text(copied_source(rtl, folder.path()), request.rtl, unit, feedback);
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

ForeignSubject foreign_subject(const MutateRequest& request, Feedback& feedback) {
  const UnitConfig& config = foreign_unit_of(request);
  ForeignSubject subject{TrialUnit(config), rtl_source(request.rtl, config)};
  subject.unit.latency = request.rtl.latency.value_or(config.latency());
  subject.unit.lacks = subject.rtl.lacks;
  subject.unit.compare_idle = false;
  if (!request.rtl.fixed_table.empty()) subject.unit.fixed = fixed_table(request.rtl, config, feedback).registers;
  return subject;
}

std::vector<ModelMutants> mutants_of(const MutateRequest& request) {
  std::vector<ModelMutants> models;
  if (request.rtl.has_rtl()) {
    models.push_back(read_foreign(request));
  } else {
    check_rtl_request(request.rtl, {});
    if (!request.unit.empty()) {
      throw InputError("--unit is that of --rtl; the project's mutants are judged by the units that use their file");
    }
    for (const std::string& name : std::set<std::string>(request.models.begin(), request.models.end())) {
      models.push_back(read_model(request, name));  // RTL first
    }
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
    if (request.prove && request.rtl.has_rtl()) prove_survivors(request, model, feedback);
    std::vector<std::string> stale = explain(model.mutants, model.survivors);
    model.stale.insert(model.stale.end(), stale.begin(), stale.end());
  }
}

std::string mutate_command(const MutateRequest& request) {
  std::string text = "pwlsim mutate";
  if (request.rtl.has_rtl()) {
    text += " --unit " + foreign_unit_of(request).name + rtl_arguments(request.rtl);
    if (request.prove) text += " --prove";
  } else if (request.models.size() == 1) {
    text += " --models " + request.models[0];
  }
  if (!request.files.empty()) text += fmt::format(" --files {}", fmt::join(request.files, ","));
  if (!request.id.empty()) text += fmt::format(" --id '{}'", request.id);
  if (request.extra) text += " --extra";
  if (request.harmless) text += " --harmless";
  if (request.sample) text += fmt::format(" --sample {} --seed {}", *request.sample, request.seed);
  return text;
}

}  // namespace pwlsim::experiment
