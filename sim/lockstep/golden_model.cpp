// SPDX-License-Identifier: Apache-2.0
#include "sim/lockstep/golden_model.h"

#include <algorithm>

#include "sim/base/error.h"

namespace pwlsim::lockstep {

namespace {

/// The stages that take the accumulator and what is made of it. Those of an integer unit: with one stage all at once,
/// then line, accumulator and code are registered one after another, and with one stage more the product.
int finishing_stage(const UnitConfig& config) { return config.is_wide() ? 4 : config.stages - 1; }

int accumulator_stage(const UnitConfig& config) {
  if (config.is_wide()) return 3;
  if (config.is_float()) return 1;
  const int last = config.stages - 1;
  return config.requantise && config.stages > 2 ? last - 1 : last;
}

}  // namespace

GoldenModel::GoldenModel(const UnitConfig& config) : GoldenModel(config, config.latency()) {}

GoldenModel::GoldenModel(const UnitConfig& config, int latency)
    : unit_(config),
      occupancy_(latency),
      line_stage_(std::min(config.is_wide() ? 2 : 0, latency - 1)),
      accumulate_stage_(std::min(accumulator_stage(config), latency - 1)),
      finish_stage_(unit_.has_post_stage() ? std::min(finishing_stage(config), latency - 1) : -1) {
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
    const Word code = line_stage_ == 0 ? unit_.reduce(in[i].x).code : slots_[line_stage_ - 1].x.code;
    out[i].segment = static_cast<std::uint16_t>(unit_.segment_of_code(code));
    out[i].y = slots_[occupancy_.depth() - 1].y;
    advance(in[i]);
  }
}

/// The clock edge. Stages move from the last to the first, and a write shows from the next cycle on.
void GoldenModel::advance(const CycleInputs& in) {
  // In reset all stages are empty, and the first one takes what is offered, as data registers know nothing of it.
  const bool reset = in.rst_n == 0;
  const unsigned load = reset ? in.valid & 1U : occupancy_.step(in.valid != 0, in.ready != 0);
  for (int stage = occupancy_.depth() - 1; stage >= 0; --stage) {
    if ((load >> stage & 1U) == 0) continue;
    Slot& slot = slots_[stage];
    if (stage == 0) {
      slot.x = unit_.reduce(in.x);
    } else {
      slot = slots_[stage - 1];
    }
    // Registers are read where the unit reads them: a wide unit's mode and scale with the input, the table behind
    // its two stages of reduction (else with the input), the intercept's shift when the accumulator is taken, that of
    // the requantiser or the expansion one stage later.
    if (stage == line_stage_) slot.line = unit_.line(slot.x);
    if (stage == accumulate_stage_) slot.y = unit_.accumulate(slot.line);
    const Word acc = slot.y;
    if (stage == finish_stage_) slot.y = unit_.finish(slot.line, acc);
    if (observer_ != nullptr && !reset) tell(in, stage, slot, acc);
  }
  if (in.wr_en != 0) unit_.write({in.wr_addr, in.wr_data});
}

void GoldenModel::tell(const CycleInputs& in, int stage, const Slot& slot, Word acc) const {
  if (stage == 0) observer_->on_input(in.x, slot.x);
  if (stage == line_stage_) observer_->on_line(unit_.segment_of_code(slot.x.code), slot.line);
  if (stage == accumulate_stage_) observer_->on_accumulate(slot.line, acc);
  if (stage == finish_stage_) observer_->on_finish(slot.line, acc, slot.y);
}

}  // namespace pwlsim::lockstep
