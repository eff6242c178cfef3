// SPDX-License-Identifier: Apache-2.0
#include "sim/mutate/judge.h"

#include <sys/resource.h>
#include <algorithm>
#include <array>
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <systemc>
#include <utility>

#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/base/files_below.h"
#include "sim/base/process.h"
#include "sim/base/temporary_folder.h"
#include "sim/lockstep/rtl_loader.h"
#include "sim/lockstep/rtl_modules.h"
#include "sim/mutate/detector.h"
#include "sim/mutate/foreign_files.h"
#include "sim/mutate/systemc_mutant.h"
#include "sim/rooms.h"
#include "sim/unit/structures.h"

namespace pwlsim::mutate {
namespace fs = std::filesystem;
namespace {

constexpr std::array<const char*, 4> kFates = {"rejected", "killed", "same", "survived"};
constexpr std::array<const char*, 3> kTrials = {"mutant", "harmless", "sound"};
constexpr const char* kBuilt = "built";
constexpr const char* kBuiltFolder = "built";  // of models in the folder of a mutant
/// Limits of CPU seconds for a step of a build and for a judge; an unchanged unit needs a few.
constexpr rlim_t kMostBuildSeconds = 300, kMostSeconds = 30;
/// The same for a user's unit, of which nobody knows how long it takes. That the unit itself ends in time is seen
/// before its first mutant.
constexpr rlim_t kMostForeignSeconds = 200;
/// Of the watchdog (sim/lockstep/watchdog.h), which ends a judge whose model does not end a cycle.
constexpr const char* kCycleSeconds = "PWLSIM_CYCLE_SECONDS";
constexpr int kEndedByWatchdog = 1;
/// Signals of a crash. Other signals except SIGXCPU come from outside and say nothing about a mutant.
constexpr std::array<int, 6> kCrashes = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP};

/// The files that a unit is made of.
std::set<std::string> files_of(Language language, const Sources& sources, const UnitConfig& unit) {
  if (language == Language::kSystemVerilog) {
    std::map<std::string, std::string> texts;
    for (const auto& [file, text] : sources) texts[fs::path(file).stem().string()] = text;
    std::set<std::string> files;
    for (const std::string& module : modules_used({unit.rtl_top()}, texts)) files.insert(module + ".sv");
    return files;
  }
  std::set<std::string> files;
  std::vector<std::string> open = {unit.rtl_top().substr(4) + ".h"};  // without "pwl_"
  while (!open.empty()) {
    const std::string next = open.back();
    open.pop_back();
    if (sources.count(next) == 0 || !files.insert(next).second) continue;
    for (const auto& [file, unused] : sources) {
      if (sources.at(next).find("/" + file + "\"\n") != std::string::npos) open.push_back(file);
    }
  }
  return files;
}

std::vector<fs::path> source_files(Language language) {
  if (language == Language::kSystemVerilog) return rtl_files();
  if (!fs::is_directory(hw_folder())) throw InputError(hw_folder().string() + ": the SystemC model is not there");
  return files_below(hw_folder(), ".h");
}

/// Writes the sources: headers below folder/hw, because they include one another by path; RTL into the folder itself,
/// because modules are found by name.
void write_sources(Language language, const Sources& sources, const fs::path& folder) {
  for (const fs::path& file : source_files(language)) {
    fs::path place = folder / file.filename();
    if (language == Language::kCpp) place = folder / "hw" / fs::relative(file, hw_folder());
    fs::create_directories(place.parent_path());
    write_file(place, sources.at(file.filename()), "mutant");
  }
}

RtlSource rtl_of(const fs::path& folder, const UnitConfig& config) {
  RtlSource source = own_rtl(config);
  for (fs::path& file : source.files) file = folder / file.filename();
  source.quick = true;
  return source;
}

void take_out(std::string& text, const std::string& part) {
  for (std::size_t at = 0; !part.empty() && (at = text.find(part, at)) != std::string::npos;) {
    text.erase(at, part.size());
  }
}

/// One unit built from one set of sources.
class Subject {
 public:
  explicit Subject(TrialUnit unit) : unit_(std::move(unit)) {}
  Subject(const Subject&) = delete;
  Subject& operator=(const Subject&) = delete;
  virtual ~Subject() = default;

  virtual void build() = 0;
  virtual std::unique_ptr<UnitModel> load() const = 0;
  /// What the tools make of it.
  virtual std::string code() const = 0;
  /// The same unit from the original sources.
  virtual std::unique_ptr<Subject> sound() const = 0;
  virtual bool foreign() const { return false; }
  /// A message with the names that people know.
  virtual std::string named(std::string message) const { return message; }

  const TrialUnit& unit() const { return unit_; }

 private:
  TrialUnit unit_;
};

/// A unit of the project from sources in a folder.
class OwnSubject : public Subject {
 public:
  OwnSubject(Language language, fs::path folder, const UnitConfig& config)
      : Subject(TrialUnit(config)), language_(language), folder_(std::move(folder)), config_(config) {}

  void build() override {
    if (is_rtl()) {
      loader().build(rtl_of(folder_, config_), config_);
    } else {
      library_ = build_systemc_mutant(folder_, config_, default_cache());
    }
  }

  std::unique_ptr<UnitModel> load() const override {
    if (!is_rtl()) return load_systemc_mutant(library_, config_);
    return loader().load(rtl_of(folder_, config_), config_, 1);
  }

  std::string code() const override {
    return is_rtl() ? verilated_code(rtl_of(folder_, config_)) : systemc_mutant_code(folder_, config_, default_cache());
  }

  std::unique_ptr<Subject> sound() const override {
    auto original = std::make_unique<OwnSubject>(language_, "", config_);
    original->folder_ = original->kept_.emplace().path();
    write_sources(language_, read_sources(language_), original->folder_);
    return original;
  }

 private:
  bool is_rtl() const { return language_ == Language::kSystemVerilog; }
  RtlLoader loader() const { return RtlLoader(folder_ / kBuiltFolder, default_cache()); }

  Language language_;
  std::optional<TemporaryFolder> kept_;  // of original sources
  fs::path folder_, library_;
  const UnitConfig& config_;
};

/// A user's unit, with copies of its files in a folder.
class CopiedSubject : public Subject {
 public:
  CopiedSubject(const ForeignSubject& subject, const fs::path& copies, fs::path folder)
      : Subject(subject.unit),
        subject_(subject),
        rtl_(copied_source(subject.rtl, copies)),
        copies_(copies.string()),
        folder_(std::move(folder)) {
    rtl_.quick = true;
  }

  void build() override { loader().build(rtl_, *unit().config); }
  std::unique_ptr<UnitModel> load() const override { return loader().load(rtl_, *unit().config, 1); }
  std::string code() const override { return named(verilated_code(rtl_)); }
  bool foreign() const override { return true; }

  std::string named(std::string message) const override {
    take_out(message, copies_);
    return message;
  }

  std::unique_ptr<Subject> sound() const override {
    return std::make_unique<CopiedSubject>(subject_, "", folder_ / "sound");
  }

 private:
  RtlLoader loader() const { return RtlLoader(folder_ / kBuiltFolder, default_cache()); }

  const ForeignSubject& subject_;
  RtlSource rtl_;
  std::string copies_;
  fs::path folder_;
};

/// The complaints of Verilator's lint, which has none about the original sources; empty: none.
std::string lint(const fs::path& folder, const UnitConfig& config) {
  std::vector<std::string> command = {"verilator_bin", "--lint-only", "-Wall", "-I.", "--top-module", config.rtl_top()};
  for (const std::string& parameter : config.rtl_parameters()) command.push_back("-G" + parameter);
  command.push_back(config.rtl_top() + ".sv");
  const ProcessResult result = run_process(command, folder);
  check_machine(result, "Verilator's lint");
  // A complaint names its place; other output means that the tool failed.
  if (result.exit_code != 0 && result.output.find(".sv:") == std::string::npos) {
    throw MachineError("Verilator's lint failed:\n" + result.output);
  }
  return printable(result.output.substr(0, result.output.find(':')));
}

std::string first_error(const std::string& message) {
  const std::size_t error = message.find("rror");
  const std::size_t begin = error == std::string::npos ? 0 : message.rfind('\n', error) + 1;
  constexpr std::size_t kMost = 200;  // characters: names of files may be long
  return printable(message.substr(begin, message.find('\n', begin) - begin), kMost);
}

void print(Fate fate, const std::string& how) {
  // On a line of its own, whatever a unit printed before.
  std::cout << "\n" << kFates[static_cast<std::size_t>(fate)] << "\t" << how << std::endl;
}

/// The rest of judge_here().
void judge_subject(Subject& subject, Trial trial) {
  rlimit limit = {kMostBuildSeconds, kMostBuildSeconds + 5};  // the soft limit ends it with SIGXCPU
  setrlimit(RLIMIT_CPU, &limit);
  try {
    subject.build();
  } catch (const InputError& error) {                       // a MachineError says nothing about the mutant
    if (trial == Trial::kMutant) subject.sound()->build();  // throws if the cause is not the mutant
    print(Fate::kRejected, first_error(subject.named(error.what())));
    return;
  }
  std::cout << kBuilt << std::endl;
  limit.rlim_cur = subject.foreign() ? kMostForeignSeconds : kMostSeconds;
  setrlimit(RLIMIT_CPU, &limit);
  try {
    const std::unique_ptr<UnitModel> model = subject.load();
    const TrialUnit& unit = subject.unit();
    if (const auto found = find_fault(unit, *model, Effort::kQuick)) return print(Fate::kKilled, *found);
    if (trial == Trial::kSound && !subject.foreign()) return print(Fate::kSurvived, "");
    if (trial == Trial::kMutant && subject.code() == subject.sound()->code()) return print(Fate::kSameCode, "");
    if (const auto found = find_fault(unit, *model, Effort::kFull)) return print(Fate::kKilled, *found);
    print(Fate::kSurvived, "");
  } catch (const UnitStopped& stopped) {
    print(Fate::kKilled, "stopped: " + printable(subject.named(stopped.what())));
  } catch (const sc_core::sc_report& refused) {  // for example because of its ports
    print(Fate::kKilled, "stopped: " + printable(refused.what()));
  }
}

/// Judges in a process of its own, by pwlsim mutate with these arguments. `unit` is for the verdict.
Verdict judge_apart(const std::vector<std::string>& arguments, const fs::path& folder, Trial trial,
                    const std::string& file, const std::string& unit) {
  // Temporary files of a judge that crashes are removed with the folder.
  std::vector<std::string> command = {"env", "TMPDIR=" + folder.string()};
  if (std::getenv(kCycleSeconds) == nullptr) command.push_back(std::string(kCycleSeconds) + "=15");
  command.insert(command.end(), {fs::read_symlink("/proc/self/exe").string(), "mutate"});
  command.insert(command.end(), arguments.begin(), arguments.end());
  command.insert(command.end(), {"--trial", trial_name(trial), "--folder", folder.string()});
  const ProcessResult result = run_process(command, ".", {Variables::kAll});
  const bool built = result.output.find(std::string(kBuilt) + "\n") != std::string::npos;
  std::optional<Fate> fate;
  std::string how;
  for (std::size_t i = 0; i < kFates.size(); ++i) {
    const std::size_t at = ("\n" + result.output).find(std::string("\n") + kFates[i] + "\t");
    if (at == std::string::npos) continue;
    fate = static_cast<Fate>(i);
    const std::size_t begin = result.output.find('\t', at) + 1;
    how = result.output.substr(begin, result.output.find('\n', begin) - begin);
  }
  const bool crashed = std::find(kCrashes.begin(), kCrashes.end(), result.signal) != kCrashes.end();
  const bool endless = result.signal == SIGXCPU || result.exit_code == kEndedByWatchdog;
  if (!fate && built && (crashed || endless)) {
    fate = Fate::kKilled;
    how = crashed ? "signal " + std::to_string(result.signal) : "does not end";
  }
  if (!fate) {
    throw MachineError("a mutant of " + file + " in " + unit + " was not judged, its judge " + result.ending() + ":\n" +
                       result.output);
  }
  const bool ended = *fate == Fate::kRejected || *fate == Fate::kKilled;
  return {*fate, ended ? unit : "", how};
}

}  // namespace

Sources read_sources(Language language) {
  Sources sources;
  for (const fs::path& file : source_files(language)) sources[file.filename()] = read_file(file);
  return sources;
}

/// The units of the role, and the standard unit of each structure that has none there.
std::vector<const UnitConfig*> judging_units() {
  std::vector<const UnitConfig*> units;
  for (const std::string& name : units_of_role("mutate")) units.push_back(&find_unit(name));
  for (const Structure* structure : structures()) {
    const auto is_of = [&](const UnitConfig* unit) { return unit->structure == structure; };
    if (std::none_of(units.begin(), units.end(), is_of)) units.push_back(&find_unit(structure->name()));
  }
  return units;
}

std::vector<const UnitConfig*> units_using(Language language, const Sources& sources, const std::string& file) {
  std::vector<const UnitConfig*> units;
  for (const UnitConfig* const judging : judging_units()) {
    if (files_of(language, sources, *judging).count(file) != 0) units.push_back(judging);
  }
  if (units.empty()) throw InputError(printable(file) + ": no unit uses it, so its mutants cannot be judged");
  return units;
}

void judge_here(Language language, const fs::path& folder, const UnitConfig& config, Trial trial) {
  OwnSubject subject(language, folder, config);
  judge_subject(subject, trial);
}

void judge_here(const ForeignSubject& foreign, const fs::path& folder, Trial trial) {
  CopiedSubject subject(foreign, folder, folder);
  judge_subject(subject, trial);
}

Verdict judge(Language language, const Sources& sources, const std::string& file, const std::string& text,
              const std::vector<const UnitConfig*>& units, Trial trial, const BeforeUnit& before_unit) {
  Sources changed = sources;
  changed.at(file) = text;
  bool all_same = true;
  for (const UnitConfig* const unit : units) {
    if (before_unit) before_unit(*unit);
    const TemporaryFolder folder;
    write_sources(language, changed, folder.path());
    const char* const kind = language == Language::kCpp ? "systemc" : "rtl";
    Verdict verdict = judge_apart({"--judge", kind, "--unit", unit->name}, folder.path(), trial, file, unit->name);
    if (verdict.fate == Fate::kRejected || verdict.fate == Fate::kKilled) return verdict;
    all_same = all_same && verdict.fate == Fate::kSameCode;
  }
  for (const UnitConfig* const unit : units) {
    if (language == Language::kCpp || trial == Trial::kHarmless) break;
    const TemporaryFolder folder;
    write_sources(language, changed, folder.path());
    const std::string complaint = lint(folder.path(), *unit);
    if (!complaint.empty()) return {Fate::kKilled, unit->name, kByLint + complaint};
  }
  return {all_same ? Fate::kSameCode : Fate::kSurvived, "", ""};
}

Verdict judge(const ForeignSources& sources, const std::string& file, const std::string& text, Trial trial) {
  const TemporaryFolder folder;
  write_copies(sources, file, text, folder.path());
  std::vector<std::string> arguments = {"--judge", "rtl"};
  arguments.insert(arguments.end(), sources.arguments.begin(), sources.arguments.end());
  return judge_apart(arguments, folder.path(), trial, file, sources.unit);
}

void write_copies(const ForeignSources& sources, const std::string& file, const std::string& text,
                  const fs::path& folder) {
  for (const auto& [name, place] : sources.places) {
    const fs::path copy = copy_place(folder, place);
    fs::create_directories(copy.parent_path());
    write_file(copy, name == file ? text : sources.texts.at(name), "mutant");
  }
}

std::string trial_name(Trial trial) { return kTrials[static_cast<std::size_t>(trial)]; }

Trial find_trial(std::string_view name) {
  const auto* const trial = std::find(kTrials.begin(), kTrials.end(), name);
  if (trial == kTrials.end()) throw InputError("unknown trial '" + printable(name) + "'");
  return static_cast<Trial>(trial - kTrials.begin());
}

std::string verdict_text(const Verdict& verdict) {
  return std::string(kFates[static_cast<std::size_t>(verdict.fate)]) + "\t" + verdict.unit + "\t" + verdict.how;
}

Verdict parse_verdict(std::string_view text) {
  const std::size_t first = text.find('\t');
  const std::size_t second = text.find('\t', first + 1);
  const auto* const fate = std::find(kFates.begin(), kFates.end(), text.substr(0, first));
  if (second == std::string_view::npos || fate == kFates.end()) throw InputError("not a verdict: " + printable(text));
  return {static_cast<Fate>(fate - kFates.begin()), std::string(text.substr(first + 1, second - first - 1)),
          std::string(text.substr(second + 1))};
}

}  // namespace pwlsim::mutate
