// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/cli/options.h"
#include "sim/cli/tables.h"
#include "sim/cli/unit_models.h"
#include "sim/fit/table_file.h"
#include "sim/lockstep/stimulus.h"
#include "sim/report/comparison.h"
#include "sim/rooms.h"

namespace pwlsim::cli {

/// All lockstep runs of one command: checks the options, builds and loads the models, runs every function on every
/// unit.
class Session {
 public:
  /// Throws InputError for anything in the options that cannot be run.
  explicit Session(const Options& options);

  std::vector<UnitReport> run();
  RunConditions conditions() const;

  const std::vector<const UnitConfig*>& units() const { return units_; }

  /// Names the waveforms that were written, if any.
  const std::string& trace_text() const { return waveform_text_; }

 private:
  StimulusRequest stimulus_request();
  std::vector<std::string> unit_names() const;
  void choose_pairs();
  std::pair<Table, UnitTable> make_table(const Function& function, const UnitConfig& unit) const;
  CostConditions cost_conditions() const;
  UnitCost cost_of(const UnitModels& models, std::uint64_t operations) const;
  /// What is built for a pair: the unit, or that with the function's table in it.
  const UnitConfig& built_for(const FunctionOnUnit& pair) const;
  UnitReport run_one(const FunctionOnUnit& pair, const UnitModels& models, const std::string& label);

  Options options_;
  std::vector<FittedTable> tables_;  // of --table
  ChosenPairs chosen_;
  std::vector<const UnitConfig*> units_;  // of the pairs
  /// What a pair runs with.
  struct Prepared {
    Table table;
    UnitTable registers;
    std::unique_ptr<Stimulus> stimulus;  ///< opened once, and gone when it has run
  };
  std::map<FunctionOnUnit, Prepared> prepared_;
  Recordings recordings_;
  std::optional<Technology> technology_;
  std::string waveform_text_;
};

/// What a command says of the reports.
using SessionDocument = Document (*)(const std::vector<UnitReport>&, const RunConditions&);

/// Runs a command, whose options these are, on a session: writes what `make` makes of the reports, then mismatches and
/// waveforms. Returns the exit code: 0 all equal, 1 a mismatch. `command` names the JUnit report.
int run_session(const CLI::App& app, const Options& options, SessionDocument make, const std::string& command);

}  // namespace pwlsim::cli
