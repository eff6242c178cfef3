// SPDX-License-Identifier: Apache-2.0
//
// The contract between driver, golden model and comparison also holds for units that are not pipelines: rows of inputs
// that last_i closes, results after any number of cycles, fewer results than inputs.
#include <gtest/gtest.h>
#include <algorithm>
#include <deque>
#include <map>
#include <utility>
#include <vector>

#include "sim/fit/fit.h"
#include "sim/lockstep/input_recorder.h"
#include "sim/lockstep/lockstep.h"
#include "tests/lockstep/spoilt_model.h"
#include "tests/rooms.h"

namespace pwlsim::tests {
namespace {

constexpr Word kMask = 0xff;

/// A function from a row to its results.
using Operator = std::vector<Word> (*)(const std::vector<Word>& row);

std::vector<Word> below_maximum(const std::vector<Word>& row) {
  const Word most = *std::max_element(row.begin(), row.end());
  std::vector<Word> results;
  for (const Word x : row) results.push_back(most - x);
  return results;
}

std::vector<Word> sum(const std::vector<Word>& row) {
  Word total = 0;
  for (const Word x : row) total += x;
  return {total & kMask};
}

std::vector<Word> squares(const std::vector<Word>& row) {
  std::vector<Word> results;
  for (const Word x : row) results.push_back(x * x & kMask);
  return results;
}

/// A unit that takes a row and then gives its results, each after 1 to 7 cycles that depend on it. Without rows each
/// input is a row of its own, and up to `room` inputs wait.
class SlowUnit : public UnitModel {
 public:
  SlowUnit(Operator make, bool rows, std::size_t room) : make_(make), rows_(rows), room_(room) {}

  std::string name() const override { return "slow"; }
  bool has_last() const override { return rows_; }

  void run(const CycleInputs* in, CycleOutputs* out, std::size_t cycles) override {
    for (std::size_t i = 0; i < cycles; ++i) {
      if (in[i].rst_n == 0) {
        row_.clear();
        results_.clear();
        waits_ = 0;
      }
      out[i] = {};
      out[i].ready = results_.size() < room_ ? 1 : 0;
      out[i].valid = !results_.empty() && waits_ == 0 ? 1 : 0;
      if (out[i].valid != 0) {
        y_ = results_.front().first;
        out[i].last = rows_ && results_.front().second ? 1 : 0;
      }
      out[i].y = y_;
      if (in[i].rst_n != 0) advance(in[i], out[i]);
    }
  }

 private:
  void advance(const CycleInputs& in, const CycleOutputs& out) {
    const bool was_empty = results_.empty();
    if (out.valid != 0 && in.ready != 0) {
      results_.pop_front();
      waits_ = results_.empty() ? 0 : wait();
    } else if (waits_ > 0) {
      --waits_;
    }
    if (in.valid == 0 || out.ready == 0) return;
    row_.push_back(in.x);
    if (rows_ && in.last == 0) return;
    const std::vector<Word> results = make_(row_);
    for (const Word y : results) results_.emplace_back(y, false);
    results_.back().second = true;
    if (was_empty) waits_ = wait();
    row_.clear();
  }

  int wait() const { return static_cast<int>(results_.front().first % 7); }

  Operator make_;
  bool rows_;
  std::size_t room_;
  std::vector<Word> row_;
  std::deque<std::pair<Word, bool>> results_;  ///< with whether it is the last of its row
  int waits_ = 0;
  Word y_ = 0;
};

/// Random words in rows of 1 to 40.
class Rows : public Stimulus {
 public:
  explicit Rows(std::size_t count) : left_(count) {}

  std::size_t next(const UnitTable& /*table*/, StimulusInput* inputs, std::size_t count) override {
    const std::size_t taken = std::min(count, left_);
    left_ -= taken;
    for (std::size_t i = 0; i < taken; ++i) {
      const Word x = random_.bits() & kMask;
      inputs[i] = {.x = static_cast<double>(x), .word = x, .last = random_.chance(0.05)};
    }
    return taken;
  }

 private:
  std::size_t left_;
  Random random_{7};
};

struct SlowKind {
  const char* name;
  Operator make;
  bool rows;
  std::size_t room;

  SlowUnit unit() const { return SlowUnit(make, rows, room); }
};

const SlowKind kSlowKinds[] = {
    {"a result for each input of a row", below_maximum, true, 1},
    {"a result for each row", sum, true, 1},
    {"rows that are taken while others wait", below_maximum, true, 100},
    {"no rows", squares, false, 5},
};

const UnitTable& any_table() {
  static const UnitTable table = [] {
    const Function& gelu = find_function("gelu");
    return quantise(fit_table("uniform", {gelu, find_unit("int8_8")}), gelu, find_unit("int8_8"));
  }();
  return table;
}

struct SlowRun {
  LockstepResult result;
  std::vector<LockstepSample> samples;
  std::vector<CycleInputs> inputs;
  std::map<std::uint64_t, LockstepSample> deliveries;  ///< by cycle
};

SlowRun run_slow(
    const SlowKind& kind, const LockstepOptions& options, std::size_t inputs = 5000,
    const SpoiltModel::Spoil& spoil = [](auto, auto&, auto&) {}) {
  SlowUnit golden = kind.unit(), other = kind.unit();
  std::vector<std::uint64_t> cycles;
  SpoiltModel watched(other, [&](std::uint64_t cycle, const CycleInputs& in, CycleOutputs& out) {
    if (out.valid != 0 && in.ready != 0) cycles.push_back(cycle);
    spoil(cycle, in, out);
  });
  InputRecorder recorder(watched, SIZE_MAX);
  Rows stimulus(inputs);
  SlowRun run;
  run.result = run_against(golden, any_table(), {&recorder}, stimulus, options,
                           [&](const LockstepSample* samples, std::size_t count) {
                             run.samples.insert(run.samples.end(), samples, samples + count);
                           });
  run.inputs = recorder.inputs();
  EXPECT_EQ(cycles.size(), run.samples.size());
  for (std::size_t i = 0; i < cycles.size(); ++i) run.deliveries[cycles[i]] = run.samples[i];
  return run;
}

LockstepOptions with_stall(const char* stall) {
  LockstepOptions options;
  options.stall = Stall::parse(stall);
  return options;
}

TEST(VariableLatency, EveryResultComesWithItsInput) {
  for (const SlowKind& kind : kSlowKinds) {
    for (const char* stall : {"none", "random", "input:0.9", "output:0.9", "burst", "alternate"}) {
      const SlowRun run = run_slow(kind, with_stall(stall));
      EXPECT_TRUE(run.result.passed()) << kind.name << ", " << stall;
      EXPECT_EQ(run.result.inputs, 5000U);
      EXPECT_EQ(run.result.answered, 5000U);
      Rows again(5000);
      std::vector<StimulusInput> inputs(5000);
      again.next(any_table(), inputs.data(), inputs.size());
      inputs.back().last = true;
      std::vector<LockstepSample> expected;
      std::vector<Word> row;
      for (std::size_t i = 0; i < inputs.size(); ++i) {
        row.push_back(inputs[i].word);
        if (kind.rows && !inputs[i].last) continue;
        const std::vector<Word> results = kind.make(row);
        for (std::size_t k = 0; k < results.size(); ++k) {
          expected.push_back({inputs[i + 1 - row.size() + k], results[k]});
        }
        row.clear();
      }
      ASSERT_EQ(run.samples.size(), expected.size()) << kind.name << ", " << stall;
      for (std::size_t k = 0; k < expected.size(); ++k) {
        ASSERT_EQ(run.samples[k].input.word, expected[k].input.word) << kind.name << ", " << stall << ", result " << k;
        ASSERT_EQ(run.samples[k].y, expected[k].y) << kind.name << ", " << stall << ", result " << k;
      }
    }
  }
}

TEST(VariableLatency, WhatAResetLosesIsNoMissingResult) {
  for (const SlowKind& kind : kSlowKinds) {
    LockstepOptions options = with_stall("random");
    options.reset = 0.01;
    const SlowRun run = run_slow(kind, options, 20'000);
    EXPECT_TRUE(run.result.passed()) << kind.name;
    EXPECT_GT(run.result.dropped, 100U) << kind.name;
    EXPECT_EQ(run.result.answered + run.result.dropped, run.result.inputs) << kind.name;
  }
}

TEST(VariableLatency, AnInputStaysAsItIsUntilItIsTakenAndTheLastOneClosesItsRow) {
  for (const SlowKind& kind : kSlowKinds) {
    for (const std::uint64_t most : {std::uint64_t{1}, std::uint64_t{300}, std::uint64_t{100'000}}) {
      LockstepOptions options = with_stall("random");
      options.max_cycles = most;
      SlowUnit unit = kind.unit();
      const SlowRun run = run_slow(kind, options);
      EXPECT_TRUE(run.result.passed()) << kind.name << ", " << most;
      std::vector<CycleOutputs> outputs(run.inputs.size());
      unit.run(run.inputs.data(), outputs.data(), outputs.size());
      const CycleInputs* taken = nullptr;
      for (std::size_t i = run.result.data_from; i + 1 < run.inputs.size(); ++i) {
        const CycleInputs& in = run.inputs[i];
        if (in.valid == 0) continue;
        if (outputs[i].ready != 0) {
          taken = &in;
          continue;
        }
        EXPECT_EQ(run.inputs[i + 1].valid, 1) << kind.name << ", cycle " << i;
        EXPECT_EQ(run.inputs[i + 1].x, in.x) << kind.name << ", cycle " << i;
        EXPECT_EQ(run.inputs[i + 1].last, in.last) << kind.name << ", cycle " << i;
      }
      if (run.result.inputs > 0) {
        ASSERT_NE(taken, nullptr);
        EXPECT_EQ(taken->last != 0, kind.rows) << kind.name << ", " << most;
      }
    }
  }
}

/// The only mismatch of a run in which the model's outputs are changed in one cycle.
Mismatch only_mismatch(const SlowKind& kind, std::uint64_t when, void (*flip)(CycleOutputs&)) {
  const SlowRun run = run_slow(kind, with_stall("random"), 5000,
                               [&](std::uint64_t cycle, const CycleInputs& /*in*/, CycleOutputs& out) {
                                 if (cycle == when) flip(out);
                               });
  EXPECT_FALSE(run.result.passed()) << kind.name;
  EXPECT_EQ(run.result.mismatches(), 1U) << kind.name;
  return run.result.verdicts[0].first.value();
}

TEST(VariableLatency, OneWrongOutputIsFoundWithItsCycleAndInput) {
  const std::vector<std::pair<const char*, void (*)(CycleOutputs&)>> faults = {
      {"y_o", [](CycleOutputs& out) { out.y ^= 0x10; }},
      {"valid_o", [](CycleOutputs& out) { out.valid ^= 1; }},
      {"ready_o", [](CycleOutputs& out) { out.ready ^= 1; }},
      {"last_o", [](CycleOutputs& out) { out.last ^= 1; }},
  };
  for (const SlowKind& kind : kSlowKinds) {
    const SlowRun sound = run_slow(kind, with_stall("random"));
    ASSERT_GT(sound.deliveries.size(), 100U) << kind.name;
    std::size_t number = 0;
    for (const auto& [cycle, sample] : sound.deliveries) {
      if (number++ % 71 != 0) continue;
      for (const auto& [port, flip] : faults) {
        const Mismatch first = only_mismatch(kind, cycle, flip);
        EXPECT_EQ(first.cycle, cycle) << kind.name;
        EXPECT_EQ(first.port, port) << kind.name;
        const bool of_output = std::string(port) != "ready_o";
        EXPECT_EQ(first.input.word, of_output ? sample.input.word : sound.inputs[cycle].x) << kind.name << " " << port;
      }
    }
  }
}

}  // namespace
}  // namespace pwlsim::tests
