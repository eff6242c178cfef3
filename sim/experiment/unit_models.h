// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/cost/map/synthesis.h"
#include "sim/experiment/feedback.h"
#include "sim/experiment/run_request.h"
#include "sim/lockstep/rtl_loader.h"
#include "sim/lockstep/waveform.h"
#include "sim/rooms.h"

namespace pwlsim::experiment {

/// The models of a unit that stand beside the golden one: SystemC (but for a foreign latency, which it does not have),
/// RTL, and gates where they are wanted.
struct UnitModels {
  const UnitConfig* unit;
  int latency;
  RtlSource::Lacks lacks = {};         ///< of foreign RTL
  std::optional<Synthesis> synthesis;  ///< that the gates come from
  std::unique_ptr<WaveformPipe> vcd;   ///< before the model that writes to it, so that it goes after it
  std::unique_ptr<UnitModel> systemc, rtl;
  std::unique_ptr<GatesModel> gates;
  std::vector<std::string> waveforms;  ///< files that the models write as long as they live; then check_waveforms()

  std::vector<UnitModel*> all() const;
};

/// Ends the simulation of all, after the last cycle: final blocks run. Throws UnitStopped, which tells the command that
/// shows it again.
void end_models(const std::vector<UnitModels>& models, const std::string& again);

/// Names the waveforms of all, if any.
std::string waveform_text(const std::vector<UnitModels>& models);

/// What the request asks for: nothing without request.cost.wanted. Throws InputError.
std::optional<Technology> technology_of(const RunRequest& request, Feedback& feedback);

/// Builds and loads the models of these units, on all cores. A non-empty request.trace writes waveforms; with a
/// technology the units are synthesised and their gates come along. Throws InputError.
std::vector<UnitModels> load_unit_models(const RunRequest& request, const std::vector<const UnitConfig*>& units,
                                         const std::optional<Technology>& technology, Feedback& feedback);

}  // namespace pwlsim::experiment
