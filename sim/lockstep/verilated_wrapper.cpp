// SPDX-License-Identifier: Apache-2.0
//
// Compiled by the RTL loader together with the code that Verilator makes of a unit: runs blocks of cycles without
// a call across the library border for each. PWL_HAS_SEGMENT is set when the top module has a segment_o port,
// PWL_TRACE when a waveform was asked for.

#include <cstddef>
#include <memory>
#include <stdexcept>
#include <string>

#include "Vunit.h"
#include "cycle.h"
#include "verilated.h"
#ifdef PWL_TRACE
#include "verilated_fst_c.h"
#endif

namespace {

/// What a $finish, $stop, $fatal or failed assertion of the unit does instead of ending the program.
[[noreturn]] void stop(const char* file, int line, const std::string& what) {
  throw std::runtime_error(std::string(file) + ":" + std::to_string(line) + ": " + what);
}

class Model {
 public:
  Model(unsigned seed, const char* trace_path) {
    context_.randReset(2);  // registers start with random contents, as in hardware
    context_.randSeed(static_cast<int>(seed));
    context_.traceEverOn(trace_path != nullptr);
    context_.timeunit(-9);  // waveforms count nanoseconds, as those of SystemC do
    context_.timeprecision(-9);
    unit_ = std::make_unique<Vunit>(&context_, "unit");
#ifdef PWL_TRACE
    trace_ = std::make_unique<VerilatedFstC>();
    unit_->trace(trace_.get(), 99);
    trace_->open(trace_path);
#endif
  }

  ~Model() {
    unit_->final();
#ifdef PWL_TRACE
    trace_->close();
#endif
  }

  Model(const Model&) = delete;
  Model& operator=(const Model&) = delete;

  void run(const pwlsim::CycleInputs* in, pwlsim::CycleOutputs* out, std::size_t cycles) {
    Vunit& unit = *unit_;
    for (std::size_t i = 0; i < cycles; ++i) {
      drive(unit.rst_ni, in[i].rst_n);
      drive(unit.valid_i, in[i].valid);
      drive(unit.x_i, in[i].x);
      drive(unit.ready_i, in[i].ready);
      drive(unit.wr_en_i, in[i].wr_en);
      drive(unit.wr_addr_i, in[i].wr_addr);
      drive(unit.wr_data_i, in[i].wr_data);
      edge(0);
      out[i] = {};
      out[i].ready = unit.ready_o;
      out[i].valid = unit.valid_o;
      out[i].y = unit.y_o;
#ifdef PWL_HAS_SEGMENT
      out[i].segment = unit.segment_o;
#endif
      edge(1);
    }
  }

  /// Nothing but the Verilated code: one new input a cycle, no stalls. The yardstick of the benchmarks.
  std::uint64_t free_run(std::size_t cycles) {
    Vunit& unit = *unit_;
    std::uint64_t x = 1;
    std::uint64_t sum = 0;
    drive(unit.rst_ni, 1);
    drive(unit.valid_i, 1);
    drive(unit.ready_i, 1);
    drive(unit.wr_en_i, 0);
    for (std::size_t i = 0; i < cycles; ++i) {
      x = x * 6364136223846793005U + 1442695040888963407U;
      drive(unit.x_i, x >> 32);
      unit.clk_i = 0;
      unit.eval();
      unit.clk_i = 1;
      unit.eval();
      sum += unit.y_o;
    }
    return sum;
  }

 private:
  template <class Port>
  static void drive(Port& port, std::uint64_t value) {
    // Verilated code expects that bits beyond a port's width are zero; the caller's words are.
    port = static_cast<Port>(value);
  }

  void edge(int level) {
    unit_->clk_i = level;
    unit_->eval();
#ifdef PWL_TRACE
    trace_->dump(time_);
    time_ += 5;  // 10 ns a cycle
#endif
  }

  VerilatedContext context_;
  std::unique_ptr<Vunit> unit_;
#ifdef PWL_TRACE
  std::unique_ptr<VerilatedFstC> trace_;
  std::uint64_t time_ = 0;
#endif
};

}  // namespace

// The run-time code is compiled without its own versions of these.
void vl_finish(const char* file, int line, const char* /*scope*/) { stop(file, line, "the unit called $finish"); }
void vl_stop(const char* file, int line, const char* /*scope*/) {
  stop(file, line, "the unit called $stop, or an assertion of it failed");
}
void vl_fatal(const char* file, int line, const char* /*scope*/, const char* message) {
  stop(file, line, std::string("the unit called $fatal: ") + message);
}

#define PWL_EXPORT extern "C" __attribute__((visibility("default")))

PWL_EXPORT void* pwl_create(unsigned seed, const char* trace_path) { return new Model(seed, trace_path); }

PWL_EXPORT void pwl_destroy(void* model) { delete static_cast<Model*>(model); }

PWL_EXPORT void pwl_run(void* model, const pwlsim::CycleInputs* in, pwlsim::CycleOutputs* out, std::size_t cycles) {
  static_cast<Model*>(model)->run(in, out, cycles);
}

PWL_EXPORT std::uint64_t pwl_free_run(void* model, std::size_t cycles) {
  return static_cast<Model*>(model)->free_run(cycles);
}
