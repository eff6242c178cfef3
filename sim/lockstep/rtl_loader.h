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
  /// high and in the low half of the clock. A clock has two per cycle. The simulation has no delays, so there are no
  /// glitches.
  virtual std::vector<std::uint64_t> toggles() const = 0;
  virtual std::uint64_t counted_cycles() const = 0;
  /// Sets the counts to zero. The state of the unit stays.
  virtual void reset_counts() = 0;
};

/// The RTL of one of the project's units, with only the files that it needs.
RtlSource own_rtl(const UnitConfig& config);

/// Folder of the project's RTL: $PWLSIM_RTL, or the one the program was built with.
std::filesystem::path rtl_folder();

/// All files of the project's RTL, one module each, in that folder or in folders below it, sorted by their names
/// without folders. Throws InputError when the folder does not exist.
std::vector<std::filesystem::path> rtl_files();

/// Builds the models that Verilator makes from RTL units, as libraries, and loads them into this process.
class RtlLoader {
 public:
  /// Keeps the libraries in the folder `cache`, which is made when missing.
  explicit RtlLoader(const std::filesystem::path& cache = default_cache());
  /// The same with the tools' own code, which all libraries share, in the folder `shared`.
  RtlLoader(const std::filesystem::path& cache, const std::filesystem::path& shared);

  /// Verilates and compiles, unless the cache holds the same texts (rtl_texts()), top, parameters, tool versions and
  /// tracing. Verilator's warnings about a user's files go to standard error, once per process, also when the cache has
  /// the model. Returns the library's path. Safe to call from several processes and threads at once: one builds, the
  /// others wait, and the library appears in the cache as a whole or not at all. Throws InputError with the tool's
  /// message for sources that do not compile, and with the port's name for a top module whose ports are not those of
  /// `config`.
  std::filesystem::path build(const RtlSource& source, const UnitConfig& config, bool trace = false) const;

  /// Builds and loads a model. The seed sets the content of registers before their first write. With a non-empty
  /// trace_path the model writes an FST waveform.
  std::unique_ptr<UnitModel> load(const RtlSource& source, const UnitConfig& config, std::uint64_t seed,
                                  const std::string& trace_path = "") const;

  /// The same for a netlist. Counts the toggles of source.counted; throws InputError for a signal that does not exist.
  std::unique_ptr<GatesModel> load_netlist(const RtlSource& source, const UnitConfig& config, std::uint64_t seed,
                                           const std::string& trace_path = "") const;

  const std::filesystem::path& cache() const { return cache_; }

 private:
  std::filesystem::path cache_, shared_;
};

/// Versions of Verilator and the compiler. Part of the cache keys of their results. Throws InputError when one of them
/// is missing.
const std::string& rtl_tool_versions();

/// Counts of how often the lines of `model` ran and its signals changed, for each instance, in the format of
/// Verilator's coverage.dat. The change from a signal's random first value counts too. The model must come from
/// RtlLoader::load() of a source with `coverage`; throws InputError for another model.
std::string coverage_data(UnitModel& model);

/// The C++ code that Verilator makes from a source. Throws InputError with the tool's message.
std::string verilated_code(const RtlSource& source);

/// Runs cycles of bare Verilated code on `model`, which RtlLoader::load() returned. Benchmarks compare with it.
void run_raw_verilated(UnitModel& model, std::size_t cycles);

}  // namespace pwlsim::lockstep
