// SPDX-License-Identifier: Apache-2.0
#include "sim/lockstep/lockstep.h"

#include <algorithm>
#include <array>
#include <memory>

#include "sim/base/threads.h"
#include "sim/lockstep/comparison.h"
#include "sim/lockstep/driver.h"
#include "sim/lockstep/watchdog.h"
#include "sim/unit/golden.h"

namespace pwlsim::lockstep {
namespace {

/// A model in the run with its outputs and their comparison.
class Candidate {
 public:
  Candidate(UnitModel& model, const UnitTable& table, const ComparisonRule& rule)
      : model_(model), table_(table), comparison_(rule), outputs_(Block::kMostCycles) {}

  /// Runs a block. UnitStopped gets the cycle of the whole run.
  void run(const Block& block, std::uint64_t first_cycle) {
    try {
      model_.run(block.in.data(), outputs_.data(), block.cycles);
    } catch (const UnitStopped& stopped) {
      throw UnitStopped(stopped.what(), first_cycle + stopped.cycle());
    }
  }

  void compare(const Block& block, std::uint64_t first_cycle) {
    const bool equal_so_far = !comparison_.first();
    comparison_.block(CycleBlock{block.golden.data()}, CycleBlock{outputs_.data()}, block.cycles);
    if (equal_so_far && comparison_.first()) first_ = mismatch(block, first_cycle, *comparison_.first());
    for (std::size_t i = 0; i < block.cycles; ++i) {
      results_ += static_cast<std::uint64_t>((outputs_[i].valid & block.in[i].ready) & block.in[i].rst_n);
    }
  }

  ModelVerdict verdict() const {
    return {.model = model_.name(), .mismatches = comparison_.mismatches(), .results = results_, .first = first_};
  }

 private:
  Mismatch mismatch(const Block& block, std::uint64_t first_cycle, const OutputDifference& difference) const {
    const std::string port = difference.port;
    const bool of_output = difference.expected.valid != difference.actual.valid ? difference.expected.valid != 0
                                                                                : port == "y_o" || port == "last_o";
    const std::size_t i = difference.cycle - first_cycle;
    const Word x = block.in[i].x;
    const StimulusInput input = of_output ? block.at_output[i] : StimulusInput{table_.decode_input(x), x};
    return {.cycle = difference.cycle,
            .port = port,
            .input = input,
            .segment = GoldenUnit(table_).segment(input.word),
            .expected = value_of(port, difference.expected),
            .actual = value_of(port, difference.actual)};
  }

  UnitModel& model_;
  const UnitTable& table_;
  Comparison comparison_;
  std::vector<CycleOutputs> outputs_;
  std::uint64_t results_ = 0;
  std::optional<Mismatch> first_;
};

/// Hands out the results of a block with their inputs; returns how many there are.
std::uint64_t pass_samples(const Block& block, std::vector<LockstepSample>& samples, const SampleSink& sink) {
  std::uint64_t count = 0;
  samples.clear();
  for (std::size_t i = 0; i < block.cycles; ++i) {
    if ((block.golden[i].valid & block.in[i].ready) == 0) continue;
    ++count;
    if (sink) samples.push_back({block.at_output[i], block.golden[i].y});
  }
  if (!samples.empty()) sink(samples.data(), samples.size());
  return count;
}

}  // namespace

double LockstepResult::results_per_cycle() const {
  return flow_cycles == 0 ? 0 : static_cast<double>(inputs) / static_cast<double>(flow_cycles);
}

bool LockstepResult::passed() const {
  return answered + dropped == inputs && std::all_of(verdicts.begin(), verdicts.end(), [this](const ModelVerdict& v) {
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
  GoldenModel golden(table.config, options.latency.value_or(table.config.latency()));
  return run_against(golden, table, models, stimulus, options, on_samples, on_progress);
}

LockstepResult run_against(UnitModel& golden, const UnitTable& table, const std::vector<UnitModel*>& models,
                           Stimulus& stimulus, const LockstepOptions& options, const SampleSink& on_samples,
                           const ProgressSink& on_progress) {
  Driver driver(table, golden, stimulus, options);
  std::vector<Candidate> candidates;
  for (UnitModel* model : models) {
    candidates.emplace_back(*model, table,
                            rule_for(*model, table.config, options.compare_idle, driver.table_loaded_at()));
  }

  // Two blocks: while one is simulated, the next is prepared.
  const auto block_pair = std::make_unique<std::array<Block, 2>>();
  std::array<Block, 2>& blocks = *block_pair;
  std::vector<LockstepSample> samples;
  LockstepResult result;
  driver.fill(blocks[0]);
  for (int current = 0; blocks[current].cycles > 0; current = 1 - current) {
    const Block& block = blocks[current];
    watched_work().first_cycle = result.cycles;
    std::vector<Beside> others;
    const auto run_beside = [&](const auto& run) {
      others.emplace_back([run, work = watched_work()] {
        const WatchedScope scope(work);
        run();
      });
    };
    for (std::size_t m = 1; m < candidates.size(); ++m) {
      run_beside([&candidate = candidates[m], &block, &result] { candidate.run(block, result.cycles); });
    }
    run_beside([&] { driver.fill(blocks[1 - current]); });
    if (!candidates.empty()) candidates[0].run(block, result.cycles);
    for (Beside& other : others) other.wait();

    for (Candidate& candidate : candidates) candidate.compare(block, result.cycles);
    result.results += pass_samples(block, samples, on_samples);
    result.cycles += block.cycles;
    if (on_progress) on_progress(driver.inputs());
  }

  result.inputs = driver.inputs();
  result.answered = driver.answered();
  result.dropped = driver.dropped();
  result.data_from = driver.data_from();
  result.flow_cycles = driver.flow_cycles();
  for (const Candidate& candidate : candidates) result.verdicts.push_back(candidate.verdict());
  return result;
}

}  // namespace pwlsim::lockstep
