// SPDX-License-Identifier: Apache-2.0
//
// A unit from its first cycle to its final blocks. The RTL loader compiles it into each model, with PWL_ASSERT set if
// assertions count.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <stdexcept>

#include "Vunit.h"
#include "verilated.h"
#include "verilated_first_cycle.h"
#include "verilated_hooks.h"

namespace {

/// The time that $time returns: 10 ns per cycle, as in waveforms.
class Clock {
 public:
  /// Takes the finest `timescale of a unit that has been made.
  void begin(VerilatedContext& context) {
    std::uint64_t power = 1;
    for (int digits = std::abs(context.timeprecision() - kNanoseconds); digits > 0; --digits) power *= 10;
    const bool fine = context.timeprecision() <= kNanoseconds;
    step_ = fine ? kHalf * power : 0;
    coarse_ = fine ? 1 : power;
  }

  void half_a_cycle(VerilatedContext& context) {
    if (step_ != 0) {
      context.timeInc(step_);
    } else {
      nanoseconds_ += kHalf;
      context.time(nanoseconds_ / coarse_);
    }
  }

 private:
  static constexpr int kNanoseconds = -9;
  static constexpr std::uint64_t kHalf = 5;

  std::uint64_t step_ = 0, coarse_ = 1, nanoseconds_ = 0;
};

class Unit {
 public:
  Unit(unsigned seed, bool trace) {
    context_.randReset(2);  // registers start with random contents, as in hardware
    context_.randSeed(static_cast<int>(seed));
    context_.traceEverOn(trace);
    context_.commandArgs(0, static_cast<const char**>(nullptr));  // there are no plusargs
    unit_ = std::make_unique<Vunit>(&context_, "unit");
    clock_.begin(context_);
  }

  ~Unit() {
    try {
      end();
    } catch (const std::runtime_error&) {  // the failure of a unit has been reported
    }
    hooks::pass_on();
  }
  Unit(const Unit&) = delete;
  Unit& operator=(const Unit&) = delete;

  Vunit& ports() { return *unit_; }
  VerilatedContext& context() { return context_; }

  /// Call it when the inputs of a cycle are set and the clock is low, before the first evaluation.
  void begin_cycle() {
#ifdef PWL_ASSERT
    assertions_.cycle(*unit_, context_, unit_->rst_ni != 0);
#endif
  }

  void half_a_cycle(int clock) {
    unit_->clk_i = clock;
    unit_->eval();
    clock_.half_a_cycle(context_);
  }

  /// Runs the final blocks, once. A failure in them throws as one in a cycle does.
  void end() {
    if (ended_) return;
    ended_ = true;
    done = 0;
    unit_->final();
    hooks::pass_on();
  }

  /// Cycles that the current call has finished, for the watchdog and for messages about exceptions.
  volatile std::size_t done = 0;

 private:
  VerilatedContext context_;
  std::unique_ptr<Vunit> unit_;
  Clock clock_;
  bool ended_ = false;
#ifdef PWL_ASSERT
  Assertions assertions_;
#endif
};

}  // namespace
