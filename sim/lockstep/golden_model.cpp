// SPDX-License-Identifier: Apache-2.0
#include "sim/lockstep/golden_model.h"

#include <algorithm>

#include "sim/pwl/error.h"

namespace pwlsim {

GoldenModel::GoldenModel(const UnitConfig& config) : GoldenModel(config, config.latency()) {}

GoldenModel::GoldenModel(const UnitConfig& config, int latency)
    : unit_(config),
      occupancy_(latency),
      accumulate_stage_(std::min(1, latency - 1)),
      requantise_stage_(config.requantise ? std::min(2, latency - 1) : -1) {
  if (latency < 1 || latency > kMaxLatency) {
    throw InputError("latency " + std::to_string(latency) + " is out of range: 1 to " + std::to_string(kMaxLatency));
  }
}

void GoldenModel::run(const CycleInputs* in, CycleOutputs* out, std::size_t cycles) {
  for (std::size_t i = 0; i < cycles; ++i) {
    if (in[i].rst_n == 0) occupancy_.reset();
    out[i] = {};
    out[i].ready = occupancy_.input_ready(in[i].ready != 0) ? 1 : 0;
    out[i].valid = occupancy_.output_valid() ? 1 : 0;
    out[i].segment = static_cast<std::uint16_t>(unit_.segment(in[i].x));
    out[i].y = slots_[occupancy_.depth() - 1].y;
    advance(in[i]);
  }
}

/// The clock edge. Stages move from the last to the first, and a write shows from the next cycle on.
void GoldenModel::advance(const CycleInputs& in) {
  if (in.rst_n != 0) {
    const unsigned load = occupancy_.step(in.valid != 0, in.ready != 0);
    for (int stage = occupancy_.depth() - 1; stage >= 0; --stage) {
      if ((load >> stage & 1U) == 0) continue;
      Slot& slot = slots_[stage];
      if (stage == 0) {
        slot.line = unit_.line(in.x);
      } else {
        slot = slots_[stage - 1];
      }
      // The shift registers are read where the unit reads them: the intercept's when the accumulator is taken, the
      // requantiser's one stage later.
      if (stage == accumulate_stage_) slot.y = unit_.accumulate(slot.line);
      if (stage == requantise_stage_) slot.y = unit_.requantise(slot.y);
    }
  }
  if (in.wr_en != 0) unit_.write({in.wr_addr, in.wr_data});
}

}  // namespace pwlsim
