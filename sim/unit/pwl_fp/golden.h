// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/number/float_arithmetic.h"
#include "sim/number/word.h"
#include "sim/rooms.h"
#include "sim/unit/lines/line_fields.h"
#include "sim/unit/lines/line_registers.h"
#include "sim/unit/pwl_fp/pwl_fp.h"
#include "sim/unit/unit_table.h"

namespace pwlsim::unit {

/// The stages of a floating-point unit: RN(RN(k*x) + b), with RN rounding to nearest even, in the host's IEEE
/// arithmetic (float_arithmetic.h).
class FpCore {
 public:
  /// The data registers; see golden_pipeline.h for the members of a core.
  struct Slot {
    Word x,         ///< the input
        slope,      ///< k of x's segment
        intercept;  ///< b of x's segment
    Word y;         ///< the result
  };

  static constexpr int kStages = 4,  ///< pipeline registers
      kLineStage = 0,                ///< reads the line
      kSumStage = 1;                 ///< calculates the result, which later stages pass on

  /// All registers zero.
  explicit FpCore(const UnitConfig& config) : p_(fp_parameters(config.values)), lines_(p_.entries) {}

  /// Addresses are a Field above an index; those beyond the table are ignored.
  void write(RegisterWrite write) {
    const auto index = static_cast<int>(write.address & low_bits(p_.index_bits()));
    switch (static_cast<Field>(write.address >> p_.index_bits())) {
      case Field::kBreakpoint:
        lines_.set_breakpoint(index, float_order(write.data, p_.format));
        break;
      case Field::kSlope:
        lines_.set_slope(index, write.data);
        break;
      case Field::kIntercept:
        lines_.set_intercept(index, write.data);
        break;
      case Field::kShift:
        break;
    }
  }

  int stages() const { return kStages; }               ///< whatever the unit's parameters
  void take(Word x, Slot& slot) const { slot.x = x; }  ///< without a change: NaNs and subnormals too

  /// Stages but kLineStage and kSumStage pass the data on.
  void stage(int i, Slot& slot) const {
    if (i == kLineStage) take_line(slot);
    if (i == kSumStage) slot.y = accumulate(slot);
  }

  int segment(Word x) const { return lines_.segment(float_order(x, p_.format)); }  ///< by the order of float_order()
  /// Of x_i in the same cycle.
  int segment(Word x, const Slot* /*slots*/, int /*count*/) const { return segment(x); }

  const LineRegisters& lines() const { return lines_; }  ///< the table, breakpoints in the order of float_order()
  FloatFormat format() const { return p_.format; }       ///< of all words

  /// Puts slope and intercept of x's segment into the slot.
  void take_line(Slot& slot) const {
    const int i = segment(slot.x);
    slot.slope = lines_.slope(i);
    slot.intercept = lines_.intercept(i);
  }

  /// RN(RN(k*x) + b) of the slot.
  Word accumulate(const Slot& slot) const {
    return float_add(float_multiply(slot.slope, slot.x, p_.format), slot.intercept, p_.format);
  }

 private:
  FpParameters p_;
  LineRegisters lines_;
};

}  // namespace pwlsim::unit
