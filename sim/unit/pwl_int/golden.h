// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>

#include "sim/number/word.h"
#include "sim/rooms.h"
#include "sim/unit/lines/line_fields.h"
#include "sim/unit/lines/line_registers.h"
#include "sim/unit/pwl_int/pwl_int.h"
#include "sim/unit/unit_table.h"

namespace pwlsim::unit {

/// The stages of an integer unit, in 64-bit integers: acc = k*q + (b << t) modulo 2^acc_width, then acc rounded to an
/// output code.
class IntCore {
 public:
  /// The data registers; see golden_pipeline.h for the members of a core.
  struct Slot {
    Word x,         ///< the code q
        slope,      ///< k of q's segment
        intercept;  ///< b of q's segment
    Word y;         ///< the accumulator, then the code
  };

  /// All registers zero.
  explicit IntCore(const IntParameters& parameters)
      : p_(parameters),
        lines_(parameters.entries),
        acc_stage_(parameters.requantise && parameters.stages > 2 ? parameters.stages - 2 : parameters.stages - 1) {}
  explicit IntCore(const UnitConfig& config) : IntCore(int_parameters(config.values)) {}  ///< of its values

  /// Addresses are a Field above an index; words are cut to their registers' bits.
  void write(RegisterWrite write) {
    const auto index = static_cast<int>(write.address & low_bits(p_.index_bits()));
    switch (static_cast<Field>(write.address >> p_.index_bits())) {
      case Field::kBreakpoint:
        lines_.set_breakpoint(index, breakpoint(write.data));
        break;
      case Field::kSlope:
        lines_.set_slope(index, write.data & low_bits(p_.slope_width));
        break;
      case Field::kIntercept:
        lines_.set_intercept(index, write.data & low_bits(p_.intercept_width));
        break;
      case Field::kShift:
        if (index == kInterceptShift) shift_ = static_cast<int>(write.data & low_bits(p_.shift_bits()));
        if (index == kRequantShift) requant_shift_ = static_cast<int>(write.data & low_bits(log2_of(p_.acc_width)));
        break;
    }
  }

  int stages() const { return p_.stages; }             ///< pipeline registers
  void take(Word x, Slot& slot) const { slot.x = x; }  ///< the code, before the table

  /// The intercept shift is read in the accumulator's stage, the requantiser's shift in the last one.
  void stage(int i, Slot& slot) const {
    if (i == 0) take_line(slot);
    if (i == acc_stage_) slot.y = accumulate(slot);
    if (p_.requantise && i == p_.stages - 1) slot.y = requantise(slot.y);
  }

  /// Of codes in their order as signed numbers.
  int segment(Word x) const { return lines_.segment(sign_extend(x, p_.width)); }
  /// Of x_i in the same cycle.
  int segment(Word x, const Slot* /*slots*/, int /*count*/) const { return segment(x); }

  const LineRegisters& lines() const { return lines_; }  ///< the table, breakpoints as codes
  int acc_stage() const { return acc_stage_; }           ///< the stage that accumulates, from 0
  int shift() const { return shift_; }                   ///< t: left shift of intercepts
  int requant_shift() const { return requant_shift_; }   ///< right shift of the accumulator

  /// Puts slope and intercept of q's segment into the slot.
  void take_line(Slot& slot) const {
    const int i = segment(slot.x);
    slot.slope = lines_.slope(i);
    slot.intercept = lines_.intercept(i);
  }

  /// k*q + (b << t) modulo 2^acc_width.
  Word accumulate(const Slot& slot) const {
    const std::int64_t product = sign_extend(slot.slope, p_.slope_width) * sign_extend(slot.x, p_.width);
    const Word intercept = static_cast<Word>(sign_extend(slot.intercept, p_.intercept_width)) << shift_;
    return (static_cast<Word>(product) + intercept) & low_bits(p_.acc_width);
  }

  /// The accumulator shifted right, rounded half up, and saturated to an output code.
  Word requantise(Word acc) const {
    std::int64_t value = sign_extend(acc, p_.acc_width);
    if (requant_shift_ > 0) {
      const std::int64_t half_bit = (value >> (requant_shift_ - 1)) & 1;
      value = (value >> requant_shift_) + half_bit;
    }
    value = std::clamp(value, int_min(p_.width), int_max(p_.width));
    return static_cast<Word>(value) & low_bits(p_.width);
  }

 private:
  /// A breakpoint with fewer bits than x stands for the last code with these top bits.
  std::int64_t breakpoint(Word word) const {
    const int missing = p_.width - p_.breakpoint_width;
    return sign_extend(missing == 0 ? word : word << missing | low_bits(missing), p_.width);
  }

  IntParameters p_;
  LineRegisters lines_;
  int acc_stage_;
  int shift_ = 0, requant_shift_ = 0;
};

}  // namespace pwlsim::unit
