// SPDX-License-Identifier: Apache-2.0
//
// One run of each method that searches or trains, with all its defaults; a new seed each time.
//
//   build/release/tests/bench/pwl_bench --benchmark_filter=fit

#include <benchmark/benchmark.h>
#include <utility>
#include <vector>

#include "sim/fit/fit.h"
#include "tests/rooms.h"

namespace pwlsim::tests {
namespace {

void run_fit(benchmark::State& state, const char* method, const char* unit) {
  FitRequest request{find_function("gelu"), find_unit(unit)};
  for (auto _ : state) {
    benchmark::DoNotOptimize(fit_table(method, request));
    ++request.seed;
  }
}

BENCHMARK_CAPTURE(run_fit, gqa_int8_8, "gqa", "int8_8")->Name("fit/gqa/int8_8")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(run_fit, gqa_int8_16, "gqa", "int8_16")->Name("fit/gqa/int8_16")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(run_fit, nnlut_int8_16, "nnlut", "int8_16")->Name("fit/nnlut/int8_16")->Unit(benchmark::kMillisecond);

/// The slowest of the optimal INT8 tables, because its range includes all 256 codes.
void run_optimal(benchmark::State& state, const char* unit, std::vector<int> scales) {
  FitRequest request{find_function("sigmoid"), find_unit(unit)};
  request.scales = std::move(scales);
  for (auto _ : state) benchmark::DoNotOptimize(fit_table("optimal", request));
}
BENCHMARK_CAPTURE(run_optimal, one, "int8_8", {4})->Name("fit/optimal/int8_8")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(run_optimal, one16, "int8_16", {4})->Name("fit/optimal/int8_16")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(run_optimal, shared, "int8_8", {0, 1, 2, 3, 4, 5, 6})
    ->Name("fit/optimal/int8_8_shared")
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(run_optimal, int16, "int16_16", {12})->Name("fit/optimal/int16_16")->Unit(benchmark::kMillisecond);

/// Tables of 12-bit inputs: all 4096 codes in range.
void run_twelve_bits(benchmark::State& state, const char* unit, Objective objective) {
  const FitRequest request{find_function("sigmoid"), find_unit(unit), {8}, {}, objective};
  for (auto _ : state) benchmark::DoNotOptimize(fit_table("optimal", request));
}
BENCHMARK_CAPTURE(run_twelve_bits, mse, "pwl_int:width=12,entries=16", Objective::kMse)
    ->Name("fit/optimal/width12_16")
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(run_twelve_bits, mse64, "pwl_int:width=12,entries=64", Objective::kMse)
    ->Name("fit/optimal/width12_64")
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(run_twelve_bits, greatest, "pwl_int:width=12,entries=16", Objective::kMaxError)
    ->Name("fit/optimal/width12_16_max_error")
    ->Unit(benchmark::kMillisecond);

/// 8 functions, 8 and 16 entries, 7 scales: 112 tables on one core.
void run_batch(benchmark::State& state) {
  for (auto _ : state) {
    for (const Function& function : functions()) {
      for (const char* unit : {"int8_8", "int8_16"}) {
        for (int scale = 0; scale <= 6; ++scale) {
          FitRequest request{function, find_unit(unit)};
          request.scales = {scale};
          benchmark::DoNotOptimize(fit_table("optimal", request));
        }
      }
    }
  }
}
BENCHMARK(run_batch)->Name("fit/optimal/batch_of_112")->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace pwlsim::tests
