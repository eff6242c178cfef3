// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <systemc>

#include "hw/common/lzc.h"
#include "sim/number/word.h"

namespace pwlsim::hw {

/// Twin of rtl/pwl_wide/pwl_reduce_int.sv: an input word as a code for the table and a power of two. One right shift of
/// an operand serves all modes; the operand and its shift amount are registered, the results are not.
class ReduceInt : public sc_core::sc_module {
 public:
  sc_core::sc_in<bool> clk_i{"clk_i"};
  sc_core::sc_in<unsigned> load_i{"load_i"};           ///< bit 0: the register takes a new operand
  sc_core::sc_in<Word> x_i{"x_i"};                     ///< x_width bits; signed for exp, else unsigned
  sc_core::sc_in<unsigned> mode_i{"mode_i"};           ///< 0: exp, 1: 1/x, 2 and 3: 1/sqrt(x)
  sc_core::sc_in<unsigned> scale_i{"scale_i"};         ///< of the inputs of exp
  sc_core::sc_out<Word> code_o{"code_o"};              ///< width bits, signed
  sc_core::sc_out<unsigned> exponent_o{"exponent_o"};  ///< log2 x_width + 3 bits, signed

  SC_HAS_PROCESS(ReduceInt);
  ReduceInt(const sc_core::sc_module_name& name, int x_width, int width)
      : sc_module(name),
        x_width_(x_width),
        width_(width),
        fraction_(width + log2_of(x_width) + 5),
        operand_width_(x_width + 1 + width),
        log2e_(0xb8aa'3b29'5c17'f0bb >> (63 - fraction_)),
        operand_mask_(low_bits(operand_width_)),
        code_mask_(low_bits(width)),
        code_middle_(Word{1} << (width - 1)),
        exponent_mask_(low_bits(log2_of(x_width) + 3)),
        greatest_(static_cast<std::int64_t>(exponent_mask_ >> 1)) {
    SC_METHOD(take);
    sensitive << clk_i.pos();
    dont_initialize();
    SC_METHOD(shift);
    sensitive << operand_q_ << amount_q_ << mode_q_ << zero_q_;
  }

 private:
  __extension__ using Wide = unsigned __int128;

  /// x times log2 e; the bits that can reach a result.
  Word product(Word x) const {
    const Wide exact = static_cast<Wide>(sign_extend(x, x_width_)) * log2e_;
    return static_cast<Word>(exact >> (fraction_ - width_)) & operand_mask_;
  }

  void take() {
    if ((load_i.read() & 1U) == 0) return;
    const Word x = x_i.read();
    const unsigned mode = mode_i.read();
    const int zeros = leading_zeros(x, x_width_);
    unsigned place = static_cast<unsigned>(x_width_ - 1 - zeros) & static_cast<unsigned>(x_width_ - 1);
    if (mode >= 2) place &= ~1U;  // the root takes pairs of bits
    operand_q_.write(mode == 0 ? product(x) : mode == 1 ? x << width_ : x << (width_ - 2));
    amount_q_.write(mode == 0 ? scale_i.read() : place);
    mode_q_.write(mode);
    zero_q_.write(zeros == x_width_);
  }

  void shift() {
    const std::int64_t shifted = sign_extend(operand_q_.read(), operand_width_) >> amount_q_.read();
    code_o.write((static_cast<Word>(shifted) ^ code_middle_) & code_mask_);
    const unsigned mode = mode_q_.read();
    std::int64_t exponent = shifted >> width_;
    if (exponent > greatest_) exponent = greatest_;
    if (exponent < ~greatest_) exponent = ~greatest_;
    if (mode != 0) exponent = zero_q_.read() ? greatest_ : ~static_cast<std::int64_t>(amount_q_.read() >> (mode >> 1));
    exponent_o.write(static_cast<unsigned>(static_cast<Word>(exponent) & exponent_mask_));
  }

  const int x_width_, width_, fraction_, operand_width_;
  const Word log2e_, operand_mask_, code_mask_, code_middle_, exponent_mask_;
  const std::int64_t greatest_;  ///< exponent
  sc_core::sc_signal<Word> operand_q_{"operand_q"};
  sc_core::sc_signal<unsigned> amount_q_{"amount_q"}, mode_q_{"mode_q"};
  sc_core::sc_signal<bool> zero_q_{"zero_q"};
};

}  // namespace pwlsim::hw
