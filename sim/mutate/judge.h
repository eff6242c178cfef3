// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "sim/mutate/mutant.h"
#include "sim/unit/unit_config.h"

namespace pwlsim::mutate {

/// What became of a mutant.
enum class Fate {
  kRejected,  ///< by Verilator or the compiler
  kKilled,    ///< a model that differs, stops, crashes or does not end
  kSameCode,  ///< Verilator or the compiler makes the very same program of it, in every unit
  kSurvived,
};

struct Verdict {
  Fate fate = Fate::kSurvived;
  std::string unit;  ///< in which it was rejected or killed
  std::string how;   ///< for people
};

/// How a verdict begins that no run has found, only Verilator's lint, which is part of the tests.
inline constexpr const char* kByLint = "lint: ";

/// The sources of one language: plain file name, text.
using Sources = std::map<std::string, std::string>;

/// All of rtl/*.sv or hw/*.h. Throws InputError.
Sources read_sources(Language language);

/// The units to try for a change of that file, which all of them use: the small ones first. Throws InputError when
/// there are none: nobody would judge its mutants.
std::vector<const UnitConfig*> units_using(Language language, const Sources& sources, const std::string& file);

/// What a judge does with sources that behave like the sound ones.
enum class Trial {
  kMutant,    ///< compares the code, too; asks the lint
  kHarmless,  ///< does neither: a change of nothing has to survive
  kSound,     ///< only looks for quick differences: there must be none
};

/// The judge of one unit, in a process of its own, as a mutant may crash or never end: builds the unit from the sources
/// in `folder`, looks for a difference and prints the verdict, for judge().
void judge_here(Language language, const std::filesystem::path& folder, const UnitConfig& config, Trial trial);

/// Called with each unit before something is judged by it.
using BeforeUnit = std::function<void(const UnitConfig& unit)>;

/// Builds the sources with one file replaced for each unit in turn, until one of them rejects or kills it; asks the
/// lint about RTL that all let live. Safe to call from several threads. Throws InputError when the tools fail for
/// another reason than the mutant.
Verdict judge(Language language, const Sources& sources, const std::string& file, const std::string& text,
              const std::vector<const UnitConfig*>& units, Trial trial, const BeforeUnit& before_unit = {});

/// For command lines.
std::string trial_name(Trial trial);
Trial find_trial(std::string_view name);

/// A verdict as one line of text, and back.
std::string verdict_text(const Verdict& verdict);
Verdict parse_verdict(std::string_view text);

}  // namespace pwlsim::mutate
