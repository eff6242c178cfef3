// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <systemc>

#include "sim/number/word.h"

namespace pwlsim::hw {

/// The ports that all units have, so that one bench can hold any of them. Widths and meanings of the words are the
/// unit's; a word that is narrower than its signal stands in the low bits, the others are 0.
class Unit : public sc_core::sc_module {
 public:
  sc_core::sc_in<bool> clk_i{"clk_i"};
  sc_core::sc_in<bool> rst_ni{"rst_ni"};  ///< asynchronous, active low; touches the valid bits only
  sc_core::sc_in<bool> valid_i{"valid_i"};
  sc_core::sc_out<bool> ready_o{"ready_o"};
  sc_core::sc_in<Word> x_i{"x_i"};                   ///< input word
  sc_core::sc_out<unsigned> segment_o{"segment_o"};  ///< segment of the word at the table
  sc_core::sc_out<bool> valid_o{"valid_o"};
  sc_core::sc_in<bool> ready_i{"ready_i"};
  sc_core::sc_out<Word> y_o{"y_o"};  ///< result word
  sc_core::sc_in<bool> wr_en_i{"wr_en_i"};
  sc_core::sc_in<unsigned> wr_addr_i{"wr_addr_i"};  ///< {field, index}
  sc_core::sc_in<Word> wr_data_i{"wr_data_i"};      ///< word to be written

 protected:
  explicit Unit(const sc_core::sc_module_name& name) : sc_module(name) {}
};

}  // namespace pwlsim::hw
