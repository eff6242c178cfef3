// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "sim/lockstep/rtl_source.h"
#include "sim/mutate/detector.h"
#include "sim/mutate/foreign_files.h"
#include "sim/mutate/tokens.h"
#include "sim/unit/unit_config.h"

namespace pwlsim::mutate {

/// The fate of a mutant.
enum class Fate {
  kRejected,  ///< Verilator or the compiler rejects it
  kKilled,    ///< its model differs, stops, crashes or does not end
  kSameCode,  ///< Verilator or the compiler makes the same program from it as from the original, in every unit
  kSurvived,
};

/// The judgement of a mutant.
struct Verdict {
  Fate fate = Fate::kSurvived;
  std::string unit;  ///< in which it was rejected or killed
  std::string how;   ///< for people
};

/// How the text of a verdict begins that only Verilator's lint, which is part of the tests, has found.
inline constexpr const char* kByLint = "lint: ";

/// The sources of one language: plain file name, text.
using Sources = std::map<std::string, std::string>;

/// The .sv files of rtl/ or the .h files of hw/. Throws InputError when they cannot be read.
Sources read_sources(Language language);

/// The units that use a file and so are to judge its mutants, small ones first. Throws InputError when there are none.
std::vector<const UnitConfig*> units_using(Language language, const Sources& sources, const std::string& file);

/// How a judge treats sources that behave like the original ones.
enum class Trial {
  kMutant,    ///< also compares the generated code, and runs the lint
  kHarmless,  ///< does neither, so that a change without effect survives
  kSound,     ///< only looks for differences, of which there must be none; quick ones, but for a user's unit
};

/// Judges in one unit: builds it from the sources in `folder`, looks for a difference and prints the verdict for
/// judge(). It runs in a process of its own, because a mutant may crash or never end.
void judge_here(Language language, const std::filesystem::path& folder, const UnitConfig& config, Trial trial);

/// A user's unit whose mutants are judged.
struct ForeignSubject {
  TrialUnit unit;
  RtlSource rtl;
};

/// Judges a user's unit in the same way, with the copies of its files that are below `folder` (copied_source).
void judge_here(const ForeignSubject& subject, const std::filesystem::path& folder, Trial trial);

/// Called with each unit before it judges.
using BeforeUnit = std::function<void(const UnitConfig& unit)>;

/// Judges the sources with `file` replaced by `text`: builds each unit in turn until one rejects or kills the mutant,
/// and runs the lint on RTL that survives in all of them. Safe to call from several threads. Throws InputError when the
/// tools fail for another reason than the mutant.
Verdict judge(Language language, const Sources& sources, const std::string& file, const std::string& text,
              const std::vector<const UnitConfig*>& units, Trial trial, const BeforeUnit& before_unit = {});

/// A user's unit for judge().
struct ForeignSources {
  std::vector<std::string> arguments;  ///< of the command line, which describe the unit
  std::string unit;                    ///< in verdicts
  ForeignFiles places;                 ///< own_files()
  Sources texts;                       ///< by the same names
};

/// Judges a user's unit with `file` replaced by `text`. No lint, about which nobody knows what it says of the original.
Verdict judge(const ForeignSources& sources, const std::string& file, const std::string& text, Trial trial);

/// Writes the user's files to where copied_source() finds them, with `file` replaced by `text`.
void write_copies(const ForeignSources& sources, const std::string& file, const std::string& text,
                  const std::filesystem::path& folder);

/// Names of trials on command lines.
std::string trial_name(Trial trial);
Trial find_trial(std::string_view name);

/// Converts a verdict to one line of text and back.
std::string verdict_text(const Verdict& verdict);
Verdict parse_verdict(std::string_view text);

}  // namespace pwlsim::mutate
