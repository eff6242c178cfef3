// SPDX-License-Identifier: Apache-2.0
//
// Cycles per second of each model and of the full lockstep. "of_raw" is the ratio to the bare Verilated code of the
// same unit, measured in the same minute. The ratio is stable on a noisy machine, where absolute figures are not.
//
//   build/release/tests/bench/pwl_bench

#include <benchmark/benchmark.h>
#include <unistd.h>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <map>
#include <memory>

#include "sim/fit/fit.h"
#include "sim/lockstep/lockstep.h"
#include "sim/lockstep/rtl_loader.h"
#include "sim/lockstep/systemc_model.h"
#include "sim/unit/golden.h"
#include "tests/rooms.h"

namespace pwlsim::tests {
namespace {

constexpr std::size_t kBlock = 8192;

/// One unit in all models. SystemC needs all models made before the first one runs.
struct Bench {
  explicit Bench(const char* name)
      : config(find_unit(name)),
        golden(std::make_unique<GoldenModel>(config)),
        systemc(make_systemc_model(config)),
        rtl(RtlLoader().load(own_rtl(config), config, 1)),
        inputs(kBlock),
        outputs(kBlock) {
    const Function& function = find_function("gelu");
    table = quantise(find_fit_method("uniform").fit({function, config}), function, config);
    const auto stimulus = make_stimulus({.name = "uniform", .length = kBlock}, function, config);
    std::vector<StimulusInput> samples(kBlock);
    stimulus->next(table, samples.data(), kBlock);
    for (std::size_t i = 0; i < kBlock; ++i) {
      inputs[i] = {};
      inputs[i].x = samples[i].word;
      inputs[i].valid = inputs[i].ready = inputs[i].rst_n = 1;
    }
  }

  /// Loads the table into each model. Call it when all benches are made, because the first run ends SystemC's
  /// elaboration.
  void load_table() {
    std::vector<CycleInputs> setup;
    for (const RegisterWrite& write : table.writes()) {
      CycleInputs in{};
      in.rst_n = setup.empty() ? 0 : 1;
      in.wr_en = 1;
      in.wr_addr = static_cast<std::uint16_t>(write.address);
      in.wr_data = write.data;
      setup.push_back(in);
    }
    for (UnitModel* model : {golden.get(), systemc.get(), rtl.get()}) {
      model->run(setup.data(), outputs.data(), setup.size());
    }
  }

  const UnitConfig& config;
  std::unique_ptr<UnitModel> golden, systemc, rtl;
  UnitTable table;
  std::vector<CycleInputs> inputs;
  std::vector<CycleOutputs> outputs;
};

std::map<std::string, std::unique_ptr<Bench>>& benches() {
  static std::map<std::string, std::unique_ptr<Bench>> all;
  return all;
}

double seconds(const std::function<void()>& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// Runs `work`, which simulates `cycles`, in turns with as many cycles of bare Verilated code.
void compare_with_raw(benchmark::State& state, const std::string& unit, std::size_t cycles,
                      const std::function<void(Bench&)>& work) {
  Bench& bench = *benches().at(unit);
  double own = 0;
  double raw = 0;
  for (auto _ : state) {
    const double time = seconds([&] { work(bench); });
    state.SetIterationTime(time);
    own += time;
    raw += seconds([&] { run_raw_verilated(*bench.rtl, cycles); });
  }
  const double total = static_cast<double>(cycles) * static_cast<double>(state.iterations());
  state.counters["Mcycle/s"] = total / own * 1e-6;
  state.counters["raw_Mcycle/s"] = total / raw * 1e-6;
  state.counters["of_raw"] = raw / own;
}

/// Resident memory of this process in bytes.
double resident_bytes() {
  std::ifstream statm("/proc/self/statm");
  double total = 0;
  double resident = 0;
  statm >> total >> resident;
  return resident * static_cast<double>(sysconf(_SC_PAGESIZE));
}

LockstepResult full_lockstep(Bench& bench, std::uint64_t cycles) {
  const auto stimulus = make_stimulus({.name = "uniform", .length = cycles}, find_function("gelu"), bench.config);
  return run_lockstep(bench.table, {bench.systemc.get(), bench.rtl.get()}, *stimulus, {});
}

void add_benchmarks(const std::string& unit) {
  const auto add_model = [&](const char* name, std::unique_ptr<UnitModel> Bench::*model) {
    benchmark::RegisterBenchmark((unit + "/" + name).c_str(), [unit, model](benchmark::State& state) {
      constexpr std::size_t kBlocks = 16;
      compare_with_raw(state, unit, kBlocks * kBlock, [model](Bench& bench) {
        for (std::size_t i = 0; i < kBlocks; ++i)
          (bench.*model)->run(bench.inputs.data(), bench.outputs.data(), kBlock);
      });
    })->UseManualTime();
  };
  add_model("golden", &Bench::golden);
  add_model("systemc", &Bench::systemc);
  add_model("rtl", &Bench::rtl);
  benchmark::RegisterBenchmark((unit + "/lockstep").c_str(),
                               [unit](benchmark::State& state) {
                                 constexpr std::uint64_t kCycles = 1'000'000;
                                 compare_with_raw(state, unit, kCycles, [&state](Bench& bench) {
                                   if (!full_lockstep(bench, kCycles).passed())
                                     state.SkipWithError("the models differ");
                                 });
                               })
      ->UseManualTime()
      ->MinTime(2.0);
}

/// 100 million cycles of full lockstep: how much memory grows after the first million.
void add_memory_benchmark(const std::string& unit) {
  benchmark::RegisterBenchmark((unit + "/lockstep_100M_memory").c_str(),
                               [unit](benchmark::State& state) {
                                 Bench& bench = *benches().at(unit);
                                 for (auto _ : state) {
                                   full_lockstep(bench, 1'000'000);
                                   const double before = resident_bytes();
                                   const LockstepResult result = full_lockstep(bench, 100'000'000);
                                   if (!result.passed()) state.SkipWithError("the models differ");
                                   state.counters["growth_KiB"] = (resident_bytes() - before) / 1024;
                                   state.counters["Mcycles"] = static_cast<double>(result.cycles) * 1e-6;
                                 }
                               })
      ->Iterations(1)
      ->Unit(benchmark::kSecond);
}

}  // namespace
}  // namespace pwlsim::tests

int main(int argc, char** argv) {
  setenv("SYSTEMC_DISABLE_COPYRIGHT_MESSAGE", "1", 1);
  for (const char* unit : {"int8_8", "fp32_8"}) {
    pwlsim::tests::benches()[unit] = std::make_unique<pwlsim::tests::Bench>(unit);
    pwlsim::tests::add_benchmarks(unit);
  }
  for (const auto& [name, bench] : pwlsim::tests::benches()) bench->load_table();
  pwlsim::tests::add_memory_benchmark("int8_8");
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  pwlsim::tests::benches().clear();
  return 0;
}
