// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <systemc>

#include "hw/lzc.h"
#include "sim/number/word.h"

namespace pwlsim::hw {

/// Twin of rtl/pwl_reduce_int.sv: an input word as a code for the table and a power of two. One right shift of an
/// operand serves all modes; the operand and its shift amount are registered, the results are not.
template <int XWidth, int Width>
class ReduceInt : public sc_core::sc_module {
 public:
  static constexpr int kExponent = log2_of(XWidth) + 3;

  sc_core::sc_in<bool> clk_i{"clk_i"};
  sc_core::sc_in<unsigned> load_i{"load_i"};           ///< bit 0: the register takes a new operand
  sc_core::sc_in<Word> x_i{"x_i"};                     ///< XWidth bits; signed for exp, else unsigned
  sc_core::sc_in<unsigned> mode_i{"mode_i"};           ///< 0: exp, 1: 1/x, 2 and 3: 1/sqrt(x)
  sc_core::sc_in<unsigned> scale_i{"scale_i"};         ///< of the inputs of exp
  sc_core::sc_out<Word> code_o{"code_o"};              ///< Width bits, signed
  sc_core::sc_out<unsigned> exponent_o{"exponent_o"};  ///< kExponent bits, signed

  SC_HAS_PROCESS(ReduceInt);
  explicit ReduceInt(sc_core::sc_module_name name) : sc_module(name) {
    SC_METHOD(take);
    sensitive << clk_i.pos();
    dont_initialize();
    SC_METHOD(shift);
    sensitive << operand_q_ << amount_q_ << mode_q_ << zero_q_;
  }

 private:
  static constexpr int kFraction = Width + log2_of(XWidth) + 5;
  static constexpr int kOperand = XWidth + 1 + Width;
  static constexpr Word kLog2e = 0xb8aa'3b29'5c17'f0bb >> (63 - kFraction);

  /// x times log2 e, a row for each one of the constant; the bits that can reach a result.
  static Word product(Word x) {
    const auto row = static_cast<Word>(sign_extend(x, XWidth));
    Word sum = 0;
    for (int i = 0; i <= kFraction; ++i) {
      if ((kLog2e >> i & 1) != 0) sum += row << i;
    }
    return (sum >> (kFraction - Width)) & low_bits(kOperand);
  }

  void take() {
    if ((load_i.read() & 1U) == 0) return;
    const Word x = x_i.read();
    const unsigned mode = mode_i.read();
    const int zeros = leading_zeros(x, XWidth);
    unsigned place = static_cast<unsigned>(XWidth - 1 - zeros) % XWidth;
    if (mode >= 2) place &= ~1U;  // the root takes pairs of bits
    operand_q_.write(mode == 0 ? product(x) : mode == 1 ? x << Width : x << (Width - 2));
    amount_q_.write(mode == 0 ? scale_i.read() : place);
    mode_q_.write(mode);
    zero_q_.write(zeros == XWidth);
  }

  void shift() {
    const std::int64_t shifted = sign_extend(operand_q_.read(), kOperand) >> amount_q_.read();
    code_o.write((static_cast<Word>(shifted) ^ Word{1} << (Width - 1)) & low_bits(Width));
    const unsigned mode = mode_q_.read();
    constexpr auto kGreatest = static_cast<std::int64_t>(low_bits(kExponent - 1));
    std::int64_t exponent = shifted >> Width;
    if (exponent > kGreatest) exponent = kGreatest;
    if (exponent < ~kGreatest) exponent = ~kGreatest;
    if (mode != 0) exponent = zero_q_.read() ? kGreatest : ~static_cast<std::int64_t>(amount_q_.read() >> (mode >> 1));
    exponent_o.write(static_cast<unsigned>(static_cast<Word>(exponent) & low_bits(kExponent)));
  }

  sc_core::sc_signal<Word> operand_q_{"operand_q"};
  sc_core::sc_signal<unsigned> amount_q_{"amount_q"}, mode_q_{"mode_q"};
  sc_core::sc_signal<bool> zero_q_{"zero_q"};
};

}  // namespace pwlsim::hw
