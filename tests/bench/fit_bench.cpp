// SPDX-License-Identifier: Apache-2.0
//
// One run of each method that searches or trains, with all its defaults; a new seed each time.
//
//   build/release/tests/bench/pwl_bench --benchmark_filter=fit

#include <benchmark/benchmark.h>

#include "sim/fit/fit.h"

namespace pwlsim {
namespace {

void run_fit(benchmark::State& state, const char* method, const char* unit) {
  FitRequest request{find_function("gelu"), find_unit(unit)};
  for (auto _ : state) {
    benchmark::DoNotOptimize(fit(method, request));
    ++request.seed;
  }
}

BENCHMARK_CAPTURE(run_fit, gqa_int8_8, "gqa", "int8_8")->Name("fit/gqa/int8_8")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(run_fit, gqa_int8_16, "gqa", "int8_16")->Name("fit/gqa/int8_16")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(run_fit, nnlut_int8_16, "nnlut", "int8_16")->Name("fit/nnlut/int8_16")->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace pwlsim
