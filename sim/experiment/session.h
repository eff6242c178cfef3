// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/experiment/choice.h"
#include "sim/experiment/feedback.h"
#include "sim/experiment/run_request.h"
#include "sim/experiment/unit_models.h"
#include "sim/experiment/unit_report.h"
#include "sim/fit/table_file.h"
#include "sim/lockstep/recording.h"
#include "sim/lockstep/stimulus.h"
#include "sim/rooms.h"

namespace pwlsim::experiment {

/// All lockstep runs of one request: checks it, builds and loads the models, runs every function on every unit.
class Session {
 public:
  /// `feedback` has to live as long as this does. Throws InputError for anything in the request that cannot be run.
  Session(RunRequest request, Feedback& feedback);

  /// Runs all, once. Throws UnitStopped when a model ends its own simulation.
  std::vector<UnitReport> run();

  RunConditions conditions() const;

  const std::vector<const UnitConfig*>& units() const { return units_; }

  /// Names the waveforms that were written, if any.
  const std::string& trace_text() const { return waveform_text_; }

 private:
  void check_lacks();
  std::string default_stimulus() const;
  StimulusRequest stimulus_request();
  std::vector<std::string> function_names() const;
  std::vector<std::string> unit_names() const;
  void check_single() const;
  void choose_pairs();
  std::pair<Table, UnitTable> make_table(const Function& function, const UnitConfig& unit) const;
  CostConditions cost_conditions() const;
  UnitCost cost_of(const UnitModels& models, std::uint64_t operations) const;
  /// What is built for a pair: the unit, or that with the function's table in it.
  const UnitConfig& built_for(const FunctionOnUnit& pair) const;
  UnitReport run_one(const FunctionOnUnit& pair, const UnitModels& models, const std::string& label);

  RunRequest request_;
  Feedback& feedback_;
  std::vector<FittedTable> tables_;  // of --table
  RtlSource::Lacks lacks_;           // of foreign RTL
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

}  // namespace pwlsim::experiment
