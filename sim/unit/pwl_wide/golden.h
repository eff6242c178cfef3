// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>

#include "sim/number/word.h"
#include "sim/rooms.h"
#include "sim/unit/lines/line_fields.h"
#include "sim/unit/pwl_int/golden.h"
#include "sim/unit/pwl_wide/pwl_wide.h"
#include "sim/unit/pwl_wide/range_reduction.h"
#include "sim/unit/unit_table.h"

namespace pwlsim::unit {

/// The stages of a wide unit: 0 and 1 reduce x to a code and an exponent, 2 and 3 are those of the integer unit within,
/// 4 expands its accumulator. Mode and scale are read when the input is taken.
class WideCore {
 public:
  /// The data registers; see golden_pipeline.h for the members of a core.
  struct Slot {
    IntCore::Slot line;  ///< of the unit within: x is the reduced code
    int exponent;        ///< by which the result is expanded
    Word y;              ///< the accumulator, then the result
  };

  static constexpr int kStages = 5,  ///< pipeline registers
      kLineStage = 2,                ///< reads the line
      kAccStage = 3,                 ///< accumulates
      kExpandStage = 4;              ///< expands

  /// All registers zero.
  explicit WideCore(const UnitConfig& config) : p_(wide_parameters(config.values)), inner_(p_.inner) {}

  /// Registers of the table and the shifts are those of the unit within; the rest are mode, base and scale.
  void write(RegisterWrite write) {
    inner_.write(write);
    const int bits = p_.inner.index_bits();
    if (static_cast<Field>(write.address >> bits) != Field::kShift) return;
    switch (write.address & low_bits(bits)) {
      case kRequantShift:
        base_ = static_cast<int>(write.data & low_bits(log2_of(p_.inner.acc_width)));
        break;
      case kMode:
        mode_ = static_cast<unsigned>(write.data & 3);
        break;
      case kExpScale:
        exp_scale_ = static_cast<int>(write.data & low_bits(log2_of(p_.x_width)));
        break;
      default:
        break;
    }
  }

  int stages() const { return kStages; }  ///< whatever the unit's parameters

  /// Reduces x with the mode and scale of this cycle.
  void take(Word x, Slot& slot) const {
    const ReducedInput reduced = reduce(x);
    slot.line.x = reduced.code;
    slot.exponent = reduced.exponent;
  }

  /// Stages 0 and 1 pass on what take() has reduced.
  void stage(int i, Slot& slot) const {
    if (i == kLineStage) inner_.take_line(slot.line);
    if (i == kAccStage) slot.y = slot.line.y = inner_.accumulate(slot.line);
    if (i == kExpandStage) slot.y = expand(slot);
  }

  int segment(Word x) const { return inner_.segment(reduce(x).code); }  ///< of the code that x is reduced to now

  /// segment_o belongs to the code at the table, which the stage before the table holds.
  int segment(Word x, const Slot* slots, int count) const {
    const int stage = std::min(kLineStage, count - 1);
    return stage == 0 ? segment(x) : inner_.segment(slots[stage - 1].line.x);
  }

  const IntCore& inner() const { return inner_; }                ///< the unit within, for the mantissa
  const LineRegisters& lines() const { return inner_.lines(); }  ///< of the unit within
  unsigned mode_word() const { return mode_; }                   ///< 0 to 3
  int exp_scale() const { return exp_scale_; }                   ///< input scale s of exp
  int base() const { return base_; }                             ///< exponent that the expansion subtracts

  /// With the mode and scale that the registers have now; mode 3 is kRsqrt.
  ReducedInput reduce(Word x) const {
    return reduce_range(p_, static_cast<RangeMode>(std::min(mode_, 2U)), exp_scale_, x);
  }
  /// The result word for the slot's accumulator and exponent.
  Word expand(const Slot& slot) const {
    return expand_range(p_, sign_extend(slot.line.y, p_.inner.acc_width), slot.exponent, base_);
  }

 private:
  WideParameters p_;
  IntCore inner_;
  unsigned mode_ = 0;
  int exp_scale_ = 0, base_ = 0;
};

}  // namespace pwlsim::unit
