// SPDX-License-Identifier: Apache-2.0
//
// Cycles per second of a synthesised unit, with and without counted toggles. "of_raw" is the ratio to the bare
// Verilated RTL of the same unit, measured in turns. Yosys maps the unit at the start, to the library of Debian's
// qflow-tech-osu018.
//
//   build/release/tests/bench/pwl_bench --benchmark_filter=gates

#include <benchmark/benchmark.h>
#include <chrono>
#include <vector>

#include "sim/cost/power/gates.h"
#include "sim/fit/fit.h"
#include "sim/lockstep/rtl_loader.h"
#include "sim/lockstep/stimulus.h"
#include "sim/unit/unit_table.h"
#include "tests/cost/mapped_unit.h"
#include "tests/rooms.h"

namespace pwlsim::tests {
namespace {

constexpr std::size_t kCycles = 8192;

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

void run_gates(benchmark::State& state, const char* name, bool counted) {
  const UnitConfig& config = find_unit(name);
  const MappedUnit unit(config);
  const auto gates = load_gates(RtlLoader(), {unit.verilog(), unit.netlist, unit.library}, config, 1);
  const auto rtl = RtlLoader().load(own_rtl(config), config, 1);

  const Function& function = find_function("gelu");
  const UnitTable table = quantise(find_fit_method("uniform").fit({function, config}), function, config);
  std::vector<CycleOutputs> outputs(kCycles);
  std::vector<CycleInputs> setup;
  for (const RegisterWrite& write : table.writes()) {
    CycleInputs in{};
    in.rst_n = setup.empty() ? 0 : 1;
    in.wr_en = 1;
    in.wr_addr = static_cast<std::uint16_t>(write.address);
    in.wr_data = write.data;
    setup.push_back(in);
  }
  gates->run(setup.data(), outputs.data(), setup.size());
  std::vector<StimulusInput> samples(kCycles);
  make_stimulus({.name = "uniform", .length = kCycles}, function, config)->next(table, samples.data(), kCycles);
  std::vector<CycleInputs> inputs(kCycles);
  for (std::size_t i = 0; i < kCycles; ++i) {
    inputs[i].x = samples[i].word;
    inputs[i].valid = inputs[i].ready = inputs[i].rst_n = 1;
    inputs[i].counted = counted ? 1 : 0;
  }

  double own = 0;
  double raw = 0;
  for (auto _ : state) {
    auto start = std::chrono::steady_clock::now();
    gates->run(inputs.data(), outputs.data(), kCycles);
    const double time = seconds_since(start);
    state.SetIterationTime(time);
    own += time;
    start = std::chrono::steady_clock::now();
    run_raw_verilated(*rtl, kCycles);
    raw += seconds_since(start);
  }
  state.counters["Mcycle/s"] = static_cast<double>(kCycles) * static_cast<double>(state.iterations()) / own * 1e-6;
  state.counters["of_raw"] = raw / own;
}

BENCHMARK_CAPTURE(run_gates, int8, "int8_8", false)->Name("int8_8/gates")->UseManualTime();
BENCHMARK_CAPTURE(run_gates, int8_counted, "int8_8", true)->Name("int8_8/gates_counted")->UseManualTime();
BENCHMARK_CAPTURE(run_gates, fp32, "fp32_8", false)->Name("fp32_8/gates")->UseManualTime();
BENCHMARK_CAPTURE(run_gates, fp32_counted, "fp32_8", true)->Name("fp32_8/gates_counted")->UseManualTime();

}  // namespace
}  // namespace pwlsim::tests
