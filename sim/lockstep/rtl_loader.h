// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "sim/base/cache_entry.h"
#include "sim/lockstep/rtl_source.h"
#include "sim/unit/unit_config.h"
#include "sim/unit/unit_model.h"

namespace pwlsim::lockstep {

/// A Verilated netlist that counts the toggles of its nets.
class GatesModel : public UnitModel {
 public:
  /// Toggles of each counted signal in the cycles marked as CycleInputs::counted: changes of its settled value, in the
  /// clock's high and in its low half. A clock has two a cycle. Zero delay: there are no glitches.
  virtual std::vector<std::uint64_t> toggles() const = 0;
  virtual std::uint64_t counted_cycles() const = 0;
  /// Starts again from zero; the state of the unit stays.
  virtual void reset_counts() = 0;
};

/// The RTL of one of the project's units: the files that it is made of, and no others.
RtlSource own_rtl(const UnitConfig& config);

/// Folder of the project's RTL: $PWLSIM_RTL, or the one the program was built with.
std::filesystem::path rtl_folder();

/// All files of the project's RTL, one module each, in that folder or in folders below it, in the order of their plain
/// names. Throws InputError when the folder is not there.
std::vector<std::filesystem::path> rtl_files();

/// The model that Verilator makes of an RTL unit, as a library that this process can load.
class RtlLoader {
 public:
  /// Keeps the libraries in `cache`; it is made when missing.
  explicit RtlLoader(const std::filesystem::path& cache = default_cache());
  /// The same with what all of them share, the tools' own code, in a cache of its own.
  RtlLoader(const std::filesystem::path& cache, const std::filesystem::path& shared);

  /// Verilates and compiles, unless the cache holds the same texts (rtl_texts()), top, parameters, tool versions and
  /// tracing. What Verilator warns of in a user's files goes to standard error, once in a process, also when the cache
  /// has the model.
  /// Returns the library's path. Safe to call from several processes and threads at once: one builds, the others wait;
  /// the library appears in the cache whole or not at all. Throws InputError with the tool's message for sources that
  /// do not compile, and with the port's name for a top whose ports are not those of `config`.
  std::filesystem::path build(const RtlSource& source, const UnitConfig& config, bool trace = false) const;

  /// Loads it as a model. The seed sets what registers hold before their first write. A non-empty trace_path writes an
  /// FST waveform.
  std::unique_ptr<UnitModel> load(const RtlSource& source, const UnitConfig& config, std::uint64_t seed,
                                  const std::string& trace_path = "") const;

  /// The same for a netlist, whose `counted` signals it counts. Throws InputError for one that is not there.
  std::unique_ptr<GatesModel> load_netlist(const RtlSource& source, const UnitConfig& config, std::uint64_t seed,
                                           const std::string& trace_path = "") const;

  const std::filesystem::path& cache() const { return cache_; }

 private:
  std::filesystem::path cache_, shared_;
};

/// Versions of Verilator and the compiler, which are part of the names of what comes from them. Throws InputError when
/// one of them is missing.
const std::string& rtl_tool_versions();

/// How often the lines of `model` ran and its signals changed, in the format of Verilator's coverage.dat, a count for
/// each instance. The change from a signal's random first value counts, too. RtlLoader::load has to have made the model
/// of a source with `coverage`; throws InputError for another.
std::string coverage_data(UnitModel& model);

/// The C++ code that Verilator makes of a source. Throws InputError with the tool's message.
std::string verilated_code(const RtlSource& source);

/// Cycles of bare Verilated code on `model`, which RtlLoader::load returned: the benchmarks' yardstick.
void run_raw_verilated(UnitModel& model, std::size_t cycles);

}  // namespace pwlsim::lockstep
