// SPDX-License-Identifier: Apache-2.0
#include "sim/coverage/functional_coverage.h"

#include <algorithm>
#include <cstdlib>

#include "sim/lockstep/stall.h"
#include "sim/number/float_arithmetic.h"
#include "sim/rooms.h"

namespace pwlsim::coverage {
namespace {

/// The name of a kind of stall without its argument: "random" of "random[:P]" and "random:0.5".
std::string stall_name(const std::string& stall) { return stall.substr(0, stall.find_first_of("[:")); }

/// How far a code lies above a breakpoint in steps of the format: -1, 0 or 1, else something greater. A flushed
/// subnormal is a zero, so the neighbours of zero are then the least normal numbers.
std::int64_t steps_above(Word code, Word breakpoint, const UnitConfig& config) {
  if (!config.is_float()) return sign_extend(code, config.width) - sign_extend(breakpoint, config.width);
  const auto rank = [&](Word word) {
    const Word flushed = float_flush(word, config.format);
    const auto magnitude = static_cast<std::int64_t>(flushed & low_bits(config.width - 1));
    const std::int64_t gap = config.format.subnormals ? 0 : static_cast<std::int64_t>(low_bits(config.format.mantissa));
    const std::int64_t steps = magnitude == 0 ? 0 : magnitude - gap;
    return (flushed >> (config.width - 1) & 1) != 0 ? -steps : steps;
  };
  return rank(code) - rank(breakpoint);
}

}  // namespace

FunctionalCoverage::FunctionalCoverage(const UnitConfig& config)
    : config_(config), golden_(config), occupancy_(config.latency()) {
  golden_.set_observer(this);
  add_bins();
  numbers_ = config.is_float() ? make_float_coverage(config, bins_) : make_integer_coverage(config, bins_);
}

void FunctionalCoverage::add_bins() {
  segments_ = bins_.add_range("segment", 0, config_.entries);
  breakpoints_ = bins_.all().size();
  for (int j = 0; j < config_.entries - 1; ++j) {
    for (const char* place : {".step_below", ".exact", ".step_above"}) {
      bins_.add("breakpoint." + std::to_string(j) + place);
    }
  }

  const int depth = config_.latency();
  flow_.states = bins_.all().size();
  for (unsigned state = 0; state < 4U << depth; ++state) {
    std::string stages;
    for (int i = 0; i < depth; ++i) stages += (state >> (i + 2) & 1U) != 0 ? '1' : '0';
    bins_.add("handshake.stages_" + stages + ((state & 2U) != 0 ? ".offered" : ".idle") +
              ((state & 1U) != 0 ? ".taken" : ".refused"));
  }
  flow_.starved = bins_.add("flow.input_starved");
  flow_.output_stalled = bins_.add("flow.output_stalled");
  flow_.both = bins_.add("flow.both_stalled");
  flow_.blocked = bins_.add("flow.full_pipe_blocks_input");
  flow_.bubble_closes = bins_.add("flow.bubble_closes_in_stall");
  flow_.back_to_back = bins_.add("flow.back_to_back");
  flow_.stalls = bins_.all().size();
  for (const Stall::Kind& kind : Stall::kinds()) bins_.add("stall." + stall_name(kind.name));

  // While data are in flight; an address each.
  writes_ = bins_.all().size();
  const char* fields[] = {"breakpoint", "slope", "intercept", "shift"};
  for (const char* field : fields) bins_.add_range(std::string("write.") + field, 0, config_.entries);
  writes_in_use_ = bins_.all().size();
  for (const char* field : {"breakpoint", "slope", "intercept"}) {
    bins_.add(std::string("write.") + field + "_of_the_segment_in_use");
  }
  resets_ = bins_.add_range("reset.results_in_flight", 0, depth + 1);
}

void FunctionalCoverage::stalls_follow(const std::string& stall) {
  const std::vector<Stall::Kind>& kinds = Stall::kinds();
  const auto found = std::find_if(kinds.begin(), kinds.end(),
                                  [&](const Stall::Kind& kind) { return stall_name(kind.name) == stall_name(stall); });
  stall_ = static_cast<std::size_t>(found - kinds.begin());
}

void FunctionalCoverage::run(const CycleInputs* in, CycleOutputs* out, std::size_t cycles) {
  for (std::size_t i = 0; i < cycles; ++i) {
    cycle_ = &in[i];
    meet_handshake(in[i]);
    golden_.run(&in[i], &out[i], 1);
    if (in[i].wr_en != 0) meet_write(in[i]);
    if (in[i].rst_n != 0) occupancy_.step(in[i].valid != 0, in[i].ready != 0);
  }
}

void FunctionalCoverage::meet_handshake(const CycleInputs& in) {
  if (in.rst_n == 0) {
    bins_.hit(resets_ + static_cast<std::size_t>(__builtin_popcount(occupancy_.stages())));
    occupancy_.reset();
    accepted_before_ = delivered_before_ = false;
    return;
  }
  const bool offered = in.valid != 0;
  const bool taken = in.ready != 0;
  const bool input_ready = occupancy_.input_ready(taken);
  const bool output_valid = occupancy_.output_valid();
  bins_.hit(flow_.states + (occupancy_.stages() << 2 | (offered ? 2U : 0U) | (taken ? 1U : 0U)));
  const bool stalled = output_valid && !taken;
  bins_.hit_if(input_ready && !offered, flow_.starved);
  bins_.hit_if(stalled, flow_.output_stalled);
  bins_.hit_if(stalled && !offered, flow_.both);
  bins_.hit_if(offered && !input_ready, flow_.blocked);
  bins_.hit_if(stalled && offered && input_ready, flow_.bubble_closes);
  const bool accepted = offered && input_ready;
  const bool delivered = output_valid && taken;
  bins_.hit_if(accepted && delivered && accepted_before_ && delivered_before_, flow_.back_to_back);
  bins_.hit_if(accepted && stall_ < Stall::kinds().size(), flow_.stalls + stall_);
  accepted_before_ = accepted;
  delivered_before_ = delivered;
}

void FunctionalCoverage::meet_write(const CycleInputs& in) {
  bins_.hit_if(!occupancy_.empty() && in.rst_n != 0, writes_ + in.wr_addr);
  const auto index = static_cast<std::size_t>(in.wr_addr & low_bits(config_.index_bits()));
  const auto field = static_cast<Field>(in.wr_addr >> config_.index_bits());
  if (field == Field::kBreakpoint) registers_.breakpoints[index] = in.wr_data;
  if (field == Field::kShift) registers_.shifts[index] = in.wr_data;
}

void FunctionalCoverage::meet_breakpoints(Word code) {
  for (int j = 0; j < config_.entries - 1; ++j) {
    const std::int64_t steps = steps_above(code, registers_.breakpoints[static_cast<std::size_t>(j)], config_);
    if (std::abs(steps) <= 1) bins_.hit(breakpoints_ + static_cast<std::size_t>(3 * j + 1 + steps));
  }
}

void FunctionalCoverage::on_input(Word x, const ReducedInput& code) { numbers_->on_input(x, code, registers_); }

void FunctionalCoverage::on_line(int segment, const GoldenUnit::Line& line) {
  bins_.hit(segments_ + static_cast<std::size_t>(segment));
  meet_breakpoints(line.x);
  if (cycle_->wr_en != 0 && (cycle_->wr_addr & low_bits(config_.index_bits())) == static_cast<Word>(segment)) {
    const unsigned field = static_cast<unsigned>(cycle_->wr_addr) >> config_.index_bits();
    if (field < 3) bins_.hit(writes_in_use_ + field);
  }
  numbers_->on_line(line);
}

void FunctionalCoverage::on_accumulate(const GoldenUnit::Line& line, Word acc) {
  numbers_->on_accumulate(line, acc, registers_);
}

void FunctionalCoverage::on_finish(const GoldenUnit::Line& line, Word acc, Word y) {
  numbers_->on_finish(line, acc, y, registers_);
}

}  // namespace pwlsim::coverage
