// SPDX-License-Identifier: Apache-2.0
//
// Results per second of one core in a sweep, with each result compared with the golden model. The bare Verilated code
// of the same unit ("of_raw") and the golden part alone are measured in turns with it. Times are CPU seconds, so that
// other load on the machine does not count.
//
//   build/release/tests/bench/pwl_bench --benchmark_filter=sweep

#include <benchmark/benchmark.h>
#include <algorithm>
#include <atomic>
#include <ctime>
#include <limits>
#include <vector>

#include "sim/fit/fit.h"
#include "sim/lockstep/rtl_loader.h"
#include "sim/sweep/chunk.h"
#include "sim/unit/golden.h"
#include "tests/rooms.h"

namespace pwlsim::tests {
namespace {

constexpr std::uint64_t kChunk = 1 << 21;

double core_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

template <class Work>
double seconds_of(const Work& work) {
  const double begin = core_seconds();
  work();
  return core_seconds() - begin;
}

/// Chunks from all over the words: of FP32, all exponents and both signs.
void run_sweep(benchmark::State& state, const char* name) {
  const UnitConfig& config = find_unit(name);
  const Function& function = find_function("gelu");
  const UnitTable table = quantise(fit_table("uniform", {function, config}), function, config);
  const auto rtl = RtlLoader().load(own_rtl(config), config, 1);
  SweepModel model(RtlLoader(), own_rtl(config), config, 1);
  model.load(table);
  const SweepWork work{.table = &table, .function = &function, .latency = config.latency(), .judge_each = 1021};
  const GoldenUnit golden(table);
  std::vector<Word> y(2048);
  std::vector<std::uint8_t> segment(2048);
  const std::atomic<bool> stop{false};
  const Word chunks = (low_bits(config.x_width()) + 1) / kChunk;
  double own = 0, raw = 0, golden_alone = 0, least = std::numeric_limits<double>::max();
  Word chunk = 0;
  for (auto _ : state) {
    const Word first = chunk * 167 % chunks * kChunk;
    ++chunk;
    const double time = seconds_of([&] {
      if (sweep_chunk(model, work, first, kChunk, stop)->mismatches != 0) state.SkipWithError("the models differ");
    });
    state.SetIterationTime(time);
    own += time;
    least = std::min(least, time);
    raw += seconds_of([&] { run_raw_verilated(*rtl, kChunk); });
    golden_alone += seconds_of([&] {
      for (Word x = 0; x < kChunk; x += y.size()) golden.evaluate_block(first + x, y.size(), y.data(), segment.data());
      benchmark::DoNotOptimize(y.data());
    });
  }
  const double results = static_cast<double>(kChunk) * static_cast<double>(state.iterations());
  state.counters["Mresults/s"] = results / own * 1e-6;
  state.counters["best_Mresults/s"] = static_cast<double>(kChunk) / least * 1e-6;  // the run with the least disturbance
  state.counters["raw_Mcycle/s"] = results / raw * 1e-6;
  state.counters["golden_Mresults/s"] = results / golden_alone * 1e-6;
  state.counters["of_raw"] = raw / own;
}

BENCHMARK_CAPTURE(run_sweep, fp32, "fp32_8")->Name("fp32_8/sweep")->UseManualTime()->MinTime(3);
BENCHMARK_CAPTURE(run_sweep, int32w, "int32w_8")->Name("int32w_8/sweep")->UseManualTime()->MinTime(3);

}  // namespace
}  // namespace pwlsim::tests
