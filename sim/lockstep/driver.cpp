// SPDX-License-Identifier: Apache-2.0
#include "sim/lockstep/driver.h"

#include <algorithm>

namespace pwlsim::lockstep {
namespace {

constexpr std::uint64_t kResetCycles = 3;
constexpr std::uint64_t kIdleCycles =
    40;  // cycles after the last result, which show whether a model gives one too many
constexpr std::uint64_t kIdleWriteCycles = 16;
constexpr std::uint64_t kQuietPrelude = 64;  // cycles of noise that compensate for the quiet ones

void write(CycleInputs& in, RegisterWrite write) {
  in.wr_en = 1;
  in.wr_addr = static_cast<std::uint16_t>(write.address);
  in.wr_data = write.data;
}

}  // namespace

Driver::Driver(const UnitTable& table, UnitModel& golden, Stimulus& stimulus, const LockstepOptions& options)
    : table_(table),
      writes_(table.writes()),
      golden_(golden),
      rows_(golden.has_last()),
      stimulus_(stimulus),
      options_(options),
      stall_(options.stall),
      random_(options.seed ^ 0x5354'414c'4c53'0000),
      in_flight_(rows_) {}

void Driver::fill(Block& block) {
  block.cycles = 0;
  while (block.cycles < Block::kMostCycles && !done()) {
    const std::size_t i = block.cycles++;
    block.at_output[i] = in_flight_.at_output();
    block.in[i] = cycle();
    golden_.run(&block.in[i], &block.golden[i], 1);
    advance(block.in[i], block.golden[i]);
  }
}

bool Driver::done() const { return flow_ended_ && idle_ == kIdleCycles; }

std::uint64_t Driver::flow_cycles() const { return last_accept_ + 1 - std::min(last_accept_ + 1, data_from()); }

std::uint64_t Driver::table_loaded_at() const { return kResetCycles + writes_.size(); }

std::uint64_t Driver::data_from() const { return table_loaded_at() + (options_.quiet_idle ? kQuietPrelude : 0); }

CycleInputs Driver::cycle() {
  CycleInputs in{};
  in.rst_n = cycle_ < kResetCycles ? 0 : 1;
  in.ready = 1;
  if (cycle_ >= data_from()) {
    flow(in);
    in.counted = in.rst_n != 0 && (is_pending_ || more_to_come()) ? 1 : 0;
  } else if (cycle_ >= kResetCycles && cycle_ < table_loaded_at()) {
    write(in, writes_[cycle_ - kResetCycles]);
  }
  if (options_.quiet_idle && in.counted != 0) {
    hold_idle(in);
  } else {
    add_noise(in);
  }
  return in;
}

void Driver::flow(CycleInputs& in) {
  if (options_.reset > 0 && random_.chance(options_.reset)) in.rst_n = 0;
  const Stall::Sides sides = stall_.next(random_);
  in.ready = sides.accept ? 1 : 0;
  const bool ending = options_.max_cycles && cycle_ + 1 - data_from() >= *options_.max_cycles;
  if (flow_ended_ && !is_pending_) {
    idle_ += in_flight_.empty() ? 1 : 0;
  } else if (!is_pending_ && sides.offer) {
    is_pending_ = fetch(ending);
  }
  in.valid = is_pending_ ? 1 : 0;
  if (options_.rewrite > 0 && random_.chance(options_.rewrite)) {
    const std::uint32_t address = random_address();
    write(in, {address, random_register(random_, table_.config)});
  }
  if (ending && !row_open_) flow_ended_ = true;
}

/// Puts random bits on idle inputs, which must have no effect. The write port changes only now and then, because each
/// change takes time.
void Driver::add_noise(CycleInputs& in) {
  if (cycle_ % kIdleWriteCycles == 0) {
    write(idle_write_, {random_address(), random_.bits() & low_bits(table_.config.data_bits)});
  }
  if (in.wr_en == 0) {
    in.wr_addr = idle_write_.wr_addr;
    in.wr_data = idle_write_.wr_data;
  }
  in.x = in.valid != 0 ? pending_.word : random_.bits() & low_bits(table_.config.x_width());
  if (rows_) in.last = (in.valid != 0 ? pending_.last : random_.chance(0.5)) ? 1 : 0;
}

/// Idle inputs keep the values of the cycle before.
void Driver::hold_idle(CycleInputs& in) const {
  in.x = in.valid != 0 ? pending_.word : previous_.x;
  if (rows_) in.last = (in.valid != 0 ? pending_.last : previous_.last != 0) ? 1 : 0;
  if (in.wr_en != 0) return;
  in.wr_addr = previous_.wr_addr;
  in.wr_data = previous_.wr_data;
}

/// Takes the next input of the stimulus; false at its end. The last input closes its row, and so does one that ends the
/// flow (`ending`).
bool Driver::fetch(bool ending) {
  if (!refill()) {
    flow_ended_ = true;
    return false;
  }
  pending_ = buffer_[fetched_++];
  if (rows_ && (ending || !refill())) pending_.last = true;
  row_open_ = rows_ && !pending_.last;
  return true;
}

/// Whether the stimulus has another input.
bool Driver::refill() {
  if (fetched_ == available_ && !stimulus_ended_) {
    available_ = stimulus_.next(table_, buffer_.data(), buffer_.size());
    fetched_ = 0;
    stimulus_ended_ = available_ == 0;
  }
  return fetched_ < available_;
}

/// The clock edge: updates the state of the handshake.
void Driver::advance(const CycleInputs& in, const CycleOutputs& out) {
  if (in.rst_n == 0) {  // inputs in flight are lost; an input on offer stays
    dropped_ += in_flight_.drop();
  } else {
    if (out.valid != 0 && in.ready != 0) in_flight_.deliver(out.last != 0);
    if (in.valid != 0 && out.ready != 0) {
      in_flight_.take(pending_);
      is_pending_ = false;
      ++accepted_;
      last_accept_ = cycle_;
    }
  }
  previous_ = in;
  ++cycle_;
}

std::uint32_t Driver::random_address() { return random_.below(static_cast<std::uint32_t>(table_.config.addresses())); }

}  // namespace pwlsim::lockstep
