// SPDX-License-Identifier: Apache-2.0
//
// The library that the RTL loader compiles from this file and Verilator's code for a unit. It runs blocks of cycles,
// without a call into the library for each cycle. PWL_HAS_SEGMENT is set when the top module has a segment_o port,
// PWL_TRACE when a waveform was asked for, PWL_NETLIST for a netlist whose nets' toggles are counted, PWL_LATCHES when
// it has latches, PWL_COVERAGE when lines and toggles are counted.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include "Vunit.h"
#include "cycle.h"
#include "verilated.h"
#include "verilated_hooks.h"
#include "verilated_unit.h"
#ifdef PWL_NETLIST
#include "verilated_sym_props.h"
#include "verilated_syms.h"
#endif
#ifdef PWL_TRACE
#include "verilated_fst_c.h"
#endif
#ifdef PWL_COVERAGE
#include "verilated_cov.h"
#endif

namespace {

#ifdef PWL_NETLIST
/// Counts the changes of one-bit signals. Verilator keeps each in a byte, all of them side by side, so all bytes of
/// that region are compared and counted, many at a time. Counts for other variables in it are not used.
class ToggleCounter {
 public:
  void watch(std::vector<const std::uint8_t*> signals) {
    signals_ = std::move(signals);
    if (signals_.empty()) return;
    const auto [first, last] = std::minmax_element(signals_.begin(), signals_.end());
    region_ = *first;
    const std::size_t size = *last - *first + 1;
    before_.assign(size, 0);
    recent_.assign(size, 0);
    reset();
  }

  void reset() {
    totals_.assign(recent_.size(), 0);
    std::fill(recent_.begin(), recent_.end(), 0);
    unflushed_ = 0;
  }

  /// Takes the values with which count() compares.
  void look() { std::memcpy(before_.data(), region_, before_.size()); }

  /// Counts each signal that differs from the last look or count.
  void count() {
    const std::uint8_t* const now = region_;
    std::uint8_t* const before = before_.data();
    std::uint8_t* const recent = recent_.data();
    const std::size_t size = before_.size();
#pragma GCC ivdep
    for (std::size_t i = 0; i < size; ++i) {
      const std::uint8_t value = now[i];
      recent[i] += value ^ before[i];
      before[i] = value;
    }
    if (++unflushed_ == 255) flush();
  }

  void totals(std::uint64_t* toggles) {
    flush();
    for (std::size_t i = 0; i < signals_.size(); ++i) toggles[i] = totals_[signals_[i] - region_];
  }

 private:
  void flush() {
    for (std::size_t i = 0; i < recent_.size(); ++i) totals_[i] += recent_[i];
    std::fill(recent_.begin(), recent_.end(), 0);
    unflushed_ = 0;
  }

  std::vector<const std::uint8_t*> signals_;
  const std::uint8_t* region_ = nullptr;
  std::vector<std::uint8_t> before_, recent_;
  std::vector<std::uint64_t> totals_;
  int unflushed_ = 0;
};
#endif

class Model {
 public:
  Model(unsigned seed, const char* trace_path) : unit_(seed, trace_path != nullptr) {
#ifdef PWL_TRACE
    trace_ = std::make_unique<VerilatedFstC>();
    trace_->set_time_unit("1ns");  // as in waveforms of SystemC
    trace_->set_time_resolution("1ns");
    unit_.ports().trace(trace_.get(), 99);
    trace_->open(trace_path);
#endif
  }

#ifdef PWL_TRACE
  ~Model() { trace_->close(); }
#endif

  Model(const Model&) = delete;
  Model& operator=(const Model&) = delete;

  void run(const pwlsim::unit::CycleInputs* in, pwlsim::unit::CycleOutputs* out, std::size_t cycles) {
    Vunit& unit = unit_.ports();
    for (std::size_t i = 0; i < cycles; ++i) {
      unit_.done = i;
#ifdef PWL_NETLIST
      if (in[i].counted != 0 && !counting_) counter_.look();
      counting_ = in[i].counted != 0;
#endif
      drive(unit.rst_ni, in[i].rst_n);
      drive(unit.valid_i, in[i].valid);
      drive(unit.x_i, in[i].x);
      drive(unit.ready_i, in[i].ready);
      drive(unit.wr_en_i, in[i].wr_en);
      drive(unit.wr_addr_i, in[i].wr_addr);
      drive(unit.wr_data_i, in[i].wr_data);
#ifdef PWL_NETLIST
      // Registers of the top take the inputs at the edge that begins the cycle, so that nets settle once a cycle, not
      // once for the inputs and once for the flops. In each half of the cycle each net changes at most once.
#ifdef PWL_LATCHES
      unit.open_latches_i = 0;
#endif
      edge(1);
#ifdef PWL_LATCHES
      unit.open_latches_i = 1;
      unit.eval();
#endif
      if (counting_) counter_.count();
#else
      unit.clk_i = 0;
      unit_.begin_cycle();
#endif
      edge(0);
#ifdef PWL_NETLIST
      if (counting_) {
        counter_.count();
        ++counted_cycles_;
      }
#endif
      out[i] = {};
      out[i].ready = unit.ready_o;
      out[i].valid = unit.valid_o;
      out[i].y = unit.y_o;
#ifdef PWL_HAS_SEGMENT
      out[i].segment = unit.segment_o;
#endif
#ifndef PWL_NETLIST
      edge(1);
#endif
    }
    hooks::pass_on();
  }

  void end() { unit_.end(); }
  const volatile std::size_t* done() const { return &unit_.done; }

#ifdef PWL_COVERAGE
  void write_coverage(const char* path) {
    unit_.context().coveragep()->forcePerInstance(true);
    unit_.context().coveragep()->write(path);
  }
#endif

  /// Runs just the Verilated code with one new input per cycle and no stalls, as a reference for benchmarks.
  std::uint64_t free_run(std::size_t cycles) {
    Vunit& unit = unit_.ports();
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

#ifdef PWL_NETLIST
  /// Returns the index of the first signal that was not found, or `count`.
  std::size_t watch(const char* const* scopes, const char* const* names, std::size_t count) {
    std::vector<const std::uint8_t*> signals;
    for (; signals.size() < count;) {
      const VerilatedScope* const scope = unit_.context().scopeFind(scopes[signals.size()]);
      const VerilatedVar* const signal = scope == nullptr ? nullptr : scope->varFind(names[signals.size()]);
      if (signal == nullptr || signal->vltype() != VLVT_UINT8) return signals.size();
      signals.push_back(static_cast<const std::uint8_t*>(signal->datap()));
    }
    counter_.watch(std::move(signals));
    return count;
  }

  std::uint64_t toggles(std::uint64_t* counts) {
    if (counts != nullptr) counter_.totals(counts);
    return counted_cycles_;
  }

  void reset_counts() {
    counter_.reset();
    counted_cycles_ = 0;
  }
#endif

 private:
  template <class Port>
  static void drive(Port& port, std::uint64_t value) {
    // Verilated code expects that bits beyond a port's width are zero; the caller's words are.
    port = static_cast<Port>(value);
  }

  void edge(int level) {
    unit_.half_a_cycle(level);
#ifdef PWL_TRACE
    trace_->dump(time_);
    time_ += 5;  // 10 ns a cycle
#endif
  }

  Unit unit_;
#ifdef PWL_NETLIST
  ToggleCounter counter_;
  bool counting_ = false;
  std::uint64_t counted_cycles_ = 0;
#endif
#ifdef PWL_TRACE
  std::unique_ptr<VerilatedFstC> trace_;
  std::uint64_t time_ = 0;
#endif
};

}  // namespace

#ifdef PWL_TRACE
extern "C" int pwl_write_error;  // see checked_writes.h

/// Returns errno of the first write that failed, or 0. Call it when the model is gone.
PWL_EXPORT int pwl_trace_error() { return pwl_write_error; }
#endif

PWL_EXPORT void* pwl_create(unsigned seed, const char* trace_path) {
#ifdef PWL_TRACE
  pwl_write_error = 0;
#endif
  return new Model(seed, trace_path);
}

PWL_EXPORT void pwl_destroy(void* model) { delete static_cast<Model*>(model); }

PWL_EXPORT void pwl_run(void* model, const pwlsim::unit::CycleInputs* in, pwlsim::unit::CycleOutputs* out,
                        std::size_t cycles) {
  static_cast<Model*>(model)->run(in, out, cycles);
}

PWL_EXPORT void pwl_end(void* model) { static_cast<Model*>(model)->end(); }

PWL_EXPORT const volatile std::size_t* pwl_done(void* model) { return static_cast<Model*>(model)->done(); }

PWL_EXPORT std::uint64_t pwl_free_run(void* model, std::size_t cycles) {
  return static_cast<Model*>(model)->free_run(cycles);
}

#ifdef PWL_COVERAGE
PWL_EXPORT void pwl_write_coverage(void* model, const char* path) { static_cast<Model*>(model)->write_coverage(path); }
#endif

#ifdef PWL_NETLIST
PWL_EXPORT std::size_t pwl_watch(void* model, const char* const* scopes, const char* const* names, std::size_t count) {
  return static_cast<Model*>(model)->watch(scopes, names, count);
}

PWL_EXPORT std::uint64_t pwl_toggles(void* model, std::uint64_t* counts) {
  return static_cast<Model*>(model)->toggles(counts);
}

PWL_EXPORT void pwl_reset_counts(void* model) { static_cast<Model*>(model)->reset_counts(); }
#endif
