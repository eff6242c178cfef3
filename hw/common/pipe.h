// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <systemc>

namespace pwlsim::hw {

/// Twin of rtl/common/pwl_pipe.sv: valid/ready handshake of a pipeline whose bubbles close up while the output is
/// stalled. Only the valid bits are reset. ready_o depends combinationally on ready_i.
class Pipe : public sc_core::sc_module {
 public:
  sc_core::sc_in<bool> clk_i{"clk_i"};
  sc_core::sc_in<bool> rst_ni{"rst_ni"};  ///< asynchronous, active low
  sc_core::sc_in<bool> valid_i{"valid_i"};
  sc_core::sc_out<bool> ready_o{"ready_o"};
  sc_core::sc_out<bool> valid_o{"valid_o"};
  sc_core::sc_in<bool> ready_i{"ready_i"};
  sc_core::sc_out<unsigned> load_o{"load_o"};  ///< bit i: stage i takes new data at the end of this cycle

  SC_HAS_PROCESS(Pipe);
  Pipe(const sc_core::sc_module_name& name, unsigned depth) : sc_module(name), depth_(depth), all_((1U << depth) - 1) {
    SC_METHOD(advance);
    sensitive << clk_i.pos() << rst_ni.neg();
    dont_initialize();
    SC_METHOD(handshake);
    sensitive << valid_i << ready_i << valid_q_;
  }

 private:
  /// Bit i: stage i can take, because the output moves or a stage from i on is empty.
  unsigned free_stages() const {
    if (ready_i.read()) return all_;
    unsigned free = 0;
    bool gap = false;
    for (unsigned stage = depth_; stage-- > 0;) {
      gap = gap || (valid_q_.read() >> stage & 1U) == 0;
      free |= static_cast<unsigned>(gap) << stage;
    }
    return free;
  }

  /// Bit i: the stage before i, or the input, offers data.
  unsigned offered() const { return (valid_q_.read() << 1 | static_cast<unsigned>(valid_i.read())) & all_; }

  void advance() {
    if (!rst_ni.read()) {
      valid_q_.write(0);
    } else {
      const unsigned free = free_stages();
      valid_q_.write((offered() & free) | (valid_q_.read() & ~free));
    }
  }

  void handshake() {
    const unsigned free = free_stages();
    ready_o.write((free & 1U) != 0);
    valid_o.write((valid_q_.read() >> (depth_ - 1)) != 0);
    load_o.write(free & offered());
  }

  const unsigned depth_, all_;
  sc_core::sc_signal<unsigned> valid_q_{"valid_q"};
};

}  // namespace pwlsim::hw
