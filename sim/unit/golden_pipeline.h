// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include "sim/rooms.h"
#include "sim/unit/golden.h"
#include "sim/unit/occupancy.h"
#include "sim/unit/unit_config.h"
#include "sim/unit/unit_model.h"

// The golden models of a structure, made from its stages. A structure provides a core:
//
//     struct Core {
//       struct Slot { Word y; … };                  // the data registers of a stage; y: the result in the end
//       // constructors make all registers zero
//       void write(RegisterWrite write);            // addresses without a register are ignored
//       int stages() const;                         // 1 to GoldenModel::kMostLatency
//       void take(Word x, Slot& slot) const;        // an input, before the first stage
//       void stage(int i, Slot& slot) const;        // stage i, on the data of the stage before it
//       int segment(Word x) const;                  // of the input x
//       // segment_o in a cycle, from x_i and the slots of all stages
//       int segment(Word x, const Slot* slots, int count) const;
//     };

namespace pwlsim::unit {

/// A core without time.
template <class Core>
class UntimedGolden : public Golden {
 public:
  explicit UntimedGolden(Core core) : core_(std::move(core)) {}  ///< with its registers as they are

  void write(RegisterWrite write) override { core_.write(write); }
  int segment(Word x) const override { return core_.segment(x); }

  Word evaluate(Word x) const override {
    typename Core::Slot slot{};
    core_.take(x, slot);
    for (int i = 0; i < core_.stages(); ++i) core_.stage(i, slot);
    return slot.y;
  }

 protected:
  Core core_;  ///< which has the registers
};

/// The observer that ignores everything. GoldenPipeline calls an observer's cycle() in each cycle, and its stage() for
/// each stage that takes data: with the core as it is in that cycle, the data of the stage before, and the data that
/// the stage makes of them.
struct NoObserver {
  void cycle(const CycleInputs& /*in*/) {}  ///< before the clock edge that ends the cycle
  /// Stage `i` took data.
  template <class Core, class Slot>
  void stage(int /*i*/, const Core& /*core*/, const Slot& /*before*/, const Slot& /*after*/) {}
};

/// A core with a latency, cycle by cycle. Stage i of the pipeline does stage i of the core. In a shorter pipeline the
/// last stage does all remaining ones; in a longer pipeline the stages beyond the core's only pass data on.
template <class Core, class Observer = NoObserver>
class GoldenPipeline : public UnitModel {
 public:
  /// `latency` in cycles, 1 to GoldenModel::kMostLatency.
  GoldenPipeline(Core core, int latency, Observer observer = {})
      : core_(std::move(core)), observer_(std::move(observer)), occupancy_(latency) {}

  std::string name() const override { return "golden"; }
  std::optional<unsigned> stages() const override { return occupancy_.stages(); }

  void run(const CycleInputs* in, CycleOutputs* out, std::size_t cycles) override {
    for (std::size_t i = 0; i < cycles; ++i) {
      if (in[i].rst_n == 0) occupancy_.reset();
      out[i] = {};
      out[i].ready = occupancy_.input_ready(in[i].ready != 0) ? 1 : 0;
      out[i].valid = occupancy_.output_valid() ? 1 : 0;
      out[i].segment = static_cast<std::uint16_t>(core_.segment(in[i].x, slots_.data(), occupancy_.depth()));
      out[i].y = slots_[occupancy_.depth() - 1].y;
      observer_.cycle(in[i]);
      advance(in[i]);
    }
  }

 private:
  using Slot = typename Core::Slot;

  /// The clock edge. Stages move from the last to the first. A write takes effect in the next cycle.
  void advance(const CycleInputs& in) {
    // In reset all stages are empty, but data registers have no reset, so the first one takes the input on offer.
    const bool reset = in.rst_n == 0;
    const unsigned load = reset ? in.valid & 1U : occupancy_.step(in.valid != 0, in.ready != 0);
    const int depth = occupancy_.depth();
    for (int stage = depth - 1; stage >= 0; --stage) {
      if ((load >> stage & 1U) == 0) continue;
      Slot& slot = slots_[stage];
      if (stage == 0) {
        core_.take(in.x, slot);
      } else {
        slot = slots_[stage - 1];
      }
      const int last = stage == depth - 1 ? core_.stages() - 1 : stage;
      for (int i = stage; i <= std::min(last, core_.stages() - 1); ++i) {
        if constexpr (std::is_same_v<Observer, NoObserver>) {
          core_.stage(i, slot);
        } else {
          const Slot before = slot;
          core_.stage(i, slot);
          if (!reset) observer_.stage(i, core_, before, slot);
        }
      }
    }
    if (in.wr_en != 0) core_.write({in.wr_addr, in.wr_data});
  }

  Core core_;
  Observer observer_;
  Occupancy occupancy_;
  std::array<Slot, GoldenModel::kMostLatency> slots_{};  ///< the data registers of each stage
};

}  // namespace pwlsim::unit
