// SPDX-License-Identifier: Apache-2.0
#include "sim/lockstep/lockstep.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <future>
#include <memory>
#include <string_view>

#include "sim/base/random.h"
#include "sim/lockstep/output_rule.h"
#include "sim/lockstep/watchdog.h"
#include "sim/unit/golden.h"
#include "sim/unit/occupancy.h"

namespace pwlsim::lockstep {
namespace {

constexpr std::size_t kBlock = 8192;
constexpr std::uint64_t kResetCycles = 3;
constexpr std::uint64_t kIdleCycles = 40;  // after the last result: nothing more may come out of the longest pipeline
constexpr std::size_t kMostInFlight = 32;
constexpr std::uint64_t kIdleWriteCycles = 16;
constexpr std::uint64_t kQuietPrelude = 64;  // cycles of noise that make up for the quiet ones

/// A block of cycles: what goes in, and which input the golden result at the output belongs to.
struct Block {
  std::array<CycleInputs, kBlock> in;
  std::array<StimulusInput, kBlock> at_output;
  std::size_t cycles = 0;
};

/// Makes the inputs of each cycle. It follows the handshake in its own occupancy, so that an input stays until it is
/// taken.
class Driver {
 public:
  Driver(const UnitTable& table, int latency, Stimulus& stimulus, const LockstepOptions& options)
      : table_(table),
        writes_(table.writes()),
        stimulus_(stimulus),
        options_(options),
        stall_(options.stall),
        random_(options.seed ^ 0x5354'414c'4c53'0000),
        occupancy_(latency) {}

  void fill(Block& block) {
    block.cycles = 0;
    while (block.cycles < kBlock && !done()) {
      const std::size_t i = block.cycles++;
      block.at_output[i] = in_flight_[first_ % kMostInFlight];
      block.in[i] = cycle();
    }
  }

  bool done() const { return flow_ended_ && idle_ == kIdleCycles; }
  std::uint64_t inputs() const { return accepted_; }
  std::uint64_t dropped() const { return dropped_; }
  std::uint64_t flow_cycles() const { return last_accept_ + 1 - std::min(last_accept_ + 1, data_from()); }

  /// The first cycle with a loaded table.
  std::uint64_t table_loaded_at() const { return kResetCycles + writes_.size(); }

  /// The first cycle that may offer an input.
  std::uint64_t data_from() const { return table_loaded_at() + (options_.quiet_idle ? kQuietPrelude : 0); }

 private:
  CycleInputs cycle() {
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
    advance(in);
    previous_ = in;
    ++cycle_;
    return in;
  }

  void add_noise(CycleInputs& in) {
    // Whatever idle inputs carry must not matter. The write port changes now and then: each change costs time.
    if (cycle_ % kIdleWriteCycles == 0) {
      write(idle_write_, {random_address(), random_.bits() & low_bits(table_.config.data_bits)});
    }
    if (in.wr_en == 0) {
      in.wr_addr = idle_write_.wr_addr;
      in.wr_data = idle_write_.wr_data;
    }
    in.x = in.valid != 0 ? pending_.word : random_.bits() & low_bits(table_.config.x_width());
  }

  /// Idle inputs keep the values of the cycle before.
  void hold_idle(CycleInputs& in) const {
    in.x = in.valid != 0 ? pending_.word : previous_.x;
    if (in.wr_en != 0) return;
    in.wr_addr = previous_.wr_addr;
    in.wr_data = previous_.wr_data;
  }

  void flow(CycleInputs& in) {
    if (options_.reset > 0 && random_.chance(options_.reset)) in.rst_n = 0;
    const Stall::Sides sides = stall_.next(random_);
    in.ready = sides.accept ? 1 : 0;
    if (flow_ended_ && !is_pending_) {
      idle_ += occupancy_.empty() ? 1 : 0;
    } else if (!is_pending_ && sides.offer) {
      is_pending_ = fetch();
    }
    in.valid = is_pending_ ? 1 : 0;
    if (options_.rewrite > 0 && random_.chance(options_.rewrite)) {
      const std::uint32_t address = random_address();
      write(in, {address, random_register(random_, table_.config)});
    }
    if (options_.max_cycles && cycle_ + 1 - data_from() >= *options_.max_cycles) flow_ended_ = true;
  }

  std::uint32_t random_address() { return random_.below(static_cast<std::uint32_t>(table_.config.addresses())); }

  static void write(CycleInputs& in, RegisterWrite write) {
    in.wr_en = 1;
    in.wr_addr = static_cast<std::uint16_t>(write.address);
    in.wr_data = write.data;
  }

  /// Takes the next input of the stimulus; false at its end.
  bool fetch() {
    if (!refill()) {
      flow_ended_ = true;
      return false;
    }
    pending_ = buffer_[fetched_++];
    return true;
  }

  /// Whether the stimulus has another input.
  bool refill() {
    if (fetched_ == available_ && !stimulus_ended_) {
      available_ = stimulus_.next(table_, buffer_.data(), buffer_.size());
      fetched_ = 0;
      stimulus_ended_ = available_ == 0;
    }
    return fetched_ < available_;
  }

  /// Whether a later cycle will offer a new input.
  bool more_to_come() { return !flow_ended_ && refill(); }

  /// The clock edge of the handshake.
  void advance(const CycleInputs& in) {
    if (in.rst_n == 0) {  // what is in flight is lost; an input on offer stays
      dropped_ += last_ - first_;
      first_ = last_;
      occupancy_.reset();
      return;
    }
    const bool taken = in.valid != 0 && occupancy_.input_ready(in.ready != 0);
    const bool delivered = occupancy_.output_valid() && in.ready != 0;
    occupancy_.step(in.valid != 0, in.ready != 0);
    if (delivered) ++first_;
    if (taken) {
      in_flight_[last_++ % kMostInFlight] = pending_;
      is_pending_ = false;
      ++accepted_;
      last_accept_ = cycle_;
    }
  }

  const UnitTable& table_;
  std::vector<RegisterWrite> writes_;
  Stimulus& stimulus_;
  const LockstepOptions& options_;
  Stall stall_;
  Random random_;
  Occupancy occupancy_;

  std::array<StimulusInput, 1024> buffer_;
  std::size_t fetched_ = 0, available_ = 0;
  StimulusInput pending_{};
  CycleInputs idle_write_{}, previous_{};
  bool is_pending_ = false, flow_ended_ = false, stimulus_ended_ = false;
  std::array<StimulusInput, kMostInFlight> in_flight_{};
  std::size_t first_ = 0, last_ = 0;
  std::uint64_t cycle_ = 0, accepted_ = 0, dropped_ = 0, last_accept_ = 0, idle_ = 0;
};

/// Compares one model with the golden outputs.
class Comparison {
 public:
  Comparison(const UnitModel& model, const UnitTable& table, std::uint64_t table_loaded_at, bool compare_idle)
      : table_(table),
        table_loaded_at_(table_loaded_at),
        rule_(model.has_segment(), table.config.segment_stage > 0, compare_idle) {
    verdict_.model = model.name();
  }

  void block(std::uint64_t first_cycle, const Block& block, const CycleOutputs* golden, const CycleOutputs* actual) {
    // Once all outputs count in all cycles, equal blocks are equal bytes.
    if (rule_.everything_counts(first_cycle >= table_loaded_at_) &&
        std::memcmp(golden, actual, block.cycles * sizeof(CycleOutputs)) == 0) {
      count_results(block, actual);
      return;
    }
    for (std::size_t i = 0; i < block.cycles; ++i) cycle(first_cycle + i, block, i, golden[i], actual[i]);
    count_results(block, actual);
  }

  ModelVerdict take_verdict() { return std::move(verdict_); }

 private:
  void count_results(const Block& block, const CycleOutputs* actual) {
    for (std::size_t i = 0; i < block.cycles; ++i) {
      verdict_.results += static_cast<std::uint64_t>((actual[i].valid & block.in[i].ready) & block.in[i].rst_n);
    }
  }

  void cycle(std::uint64_t cycle, const Block& block, std::size_t i, const CycleOutputs& golden,
             const CycleOutputs& actual) {
    if (cycle == 0) return;  // before its first clock edge a unit may be in any state
    const char* const port = rule_.differing_port(cycle >= table_loaded_at_, golden, actual);
    if (port == nullptr) return;
    const CycleInputs& in = block.in[i];
    const bool of_output = golden.valid != actual.valid ? golden.valid != 0 : port == std::string_view("y_o");
    const StimulusInput at_input{table_.decode_input(in.x), in.x};
    report(cycle, port, of_output ? block.at_output[i] : at_input, value_of(port, golden), value_of(port, actual));
  }

  void report(std::uint64_t cycle, const char* port, const StimulusInput& input, Word expected, Word actual) {
    ++verdict_.mismatches;
    if (verdict_.first) return;
    verdict_.first = Mismatch{cycle, port, input, GoldenUnit(table_).segment(input.word), expected, actual};
  }

  const UnitTable& table_;
  std::uint64_t table_loaded_at_;
  OutputRule rule_;
  ModelVerdict verdict_;
};

/// A unit that stops does so in a cycle of the whole run.
void run_block(UnitModel& model, const Block& block, CycleOutputs* outputs, std::uint64_t first_cycle) {
  try {
    model.run(block.in.data(), outputs, block.cycles);
  } catch (const UnitStopped& stopped) {
    throw UnitStopped(stopped.what(), first_cycle + stopped.cycle());
  }
}

/// Hands out the results of a block with their inputs; returns how many there are.
std::uint64_t pass_samples(const Block& block, const CycleOutputs* golden, std::vector<LockstepSample>& samples,
                           const SampleSink& sink) {
  std::uint64_t count = 0;
  samples.clear();
  for (std::size_t i = 0; i < block.cycles; ++i) {
    if ((golden[i].valid & block.in[i].ready) == 0) continue;
    ++count;
    if (sink) samples.push_back({block.at_output[i], golden[i].y});
  }
  if (!samples.empty()) sink(samples.data(), samples.size());
  return count;
}

}  // namespace

double LockstepResult::results_per_cycle() const {
  return flow_cycles == 0 ? 0 : static_cast<double>(inputs) / static_cast<double>(flow_cycles);
}

bool LockstepResult::passed() const {
  return results + dropped == inputs && std::all_of(verdicts.begin(), verdicts.end(), [this](const ModelVerdict& v) {
           return v.mismatches == 0 && v.results == results;
         });
}

std::uint64_t LockstepResult::mismatches() const {
  std::uint64_t sum = 0;
  for (const ModelVerdict& verdict : verdicts) sum += verdict.mismatches;
  return sum;
}

LockstepResult run_lockstep(const UnitTable& table, const std::vector<UnitModel*>& models, Stimulus& stimulus,
                            const LockstepOptions& options, const SampleSink& on_samples,
                            const ProgressSink& on_progress) {
  const int latency = options.latency.value_or(table.config.latency());
  GoldenModel golden_model(table.config, latency);
  Driver driver(table, latency, stimulus, options);
  std::vector<Comparison> comparisons;
  for (const UnitModel* model : models) {
    comparisons.emplace_back(*model, table, driver.table_loaded_at(), options.compare_idle);
  }

  // Two blocks: while one is simulated, the next is prepared.
  const auto block_pair = std::make_unique<std::array<Block, 2>>();
  std::array<Block, 2>& blocks = *block_pair;
  std::vector<CycleOutputs> golden(kBlock);
  std::vector<std::vector<CycleOutputs>> outputs(models.size(), std::vector<CycleOutputs>(kBlock));
  std::vector<LockstepSample> samples;
  LockstepResult result;
  driver.fill(blocks[0]);
  for (int current = 0; blocks[current].cycles > 0; current = 1 - current) {
    const Block& block = blocks[current];
    watched_work().first_cycle = result.cycles;
    std::future<void> beside = std::async(std::launch::async | std::launch::deferred, [&, work = watched_work()] {
      watched_work() = work;
      golden_model.run(block.in.data(), golden.data(), block.cycles);
      for (std::size_t m = 1; m < models.size(); ++m) run_block(*models[m], block, outputs[m].data(), result.cycles);
      driver.fill(blocks[1 - current]);
    });
    if (!models.empty()) run_block(*models[0], block, outputs[0].data(), result.cycles);
    beside.get();

    for (std::size_t m = 0; m < models.size(); ++m) {
      comparisons[m].block(result.cycles, block, golden.data(), outputs[m].data());
    }
    result.results += pass_samples(block, golden.data(), samples, on_samples);
    result.cycles += block.cycles;
    if (on_progress) on_progress(driver.inputs());
  }

  result.inputs = driver.inputs();
  result.dropped = driver.dropped();
  result.data_from = driver.data_from();
  result.flow_cycles = driver.flow_cycles();
  for (Comparison& comparison : comparisons) result.verdicts.push_back(comparison.take_verdict());
  return result;
}

}  // namespace pwlsim::lockstep
