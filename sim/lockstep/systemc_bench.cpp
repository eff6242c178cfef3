// SPDX-License-Identifier: Apache-2.0
#include "sim/lockstep/systemc_bench.h"

#include <utility>

#include "sim/unit/plain_name.h"

namespace pwlsim::lockstep {

SystemcBench::SystemcBench(const sc_core::sc_module_name& name, std::unique_ptr<hw::Unit> unit,
                           const UnitConfig& config, const std::string& trace_path)
    : sc_module(name), unit_(std::move(unit)) {
  unit_->clk_i(clk_);
  unit_->rst_ni(rst_n_);
  unit_->valid_i(valid_in_);
  unit_->ready_o(ready_out_);
  unit_->x_i(x_);
  unit_->segment_o(segment_);
  unit_->valid_o(valid_out_);
  unit_->ready_i(ready_in_);
  unit_->y_o(y_);
  unit_->wr_en_i(wr_en_);
  unit_->wr_addr_i(wr_addr_);
  unit_->wr_data_i(wr_data_);

  SC_METHOD(half_cycle);
  sensitive << start_ << edge_;
  dont_initialize();

  if (!trace_path.empty()) open_trace(config, trace_path);
}

SystemcBench::~SystemcBench() {
  if (trace_file_ != nullptr) sc_core::sc_close_vcd_trace_file(trace_file_);
}

void SystemcBench::run(const CycleInputs* in, CycleOutputs* out, std::size_t cycles) {
  in_ = in;
  out_ = out;
  cycle_ = 0;
  cycles_ = cycles;
  if (cycles == 0) return;
  start_.notify(sc_core::SC_ZERO_TIME);
  sc_core::sc_start();  // runs until no event is left, that is, for `cycles` cycles
}

/// One edge of the clock. Before a rising edge the outputs of the cycle that it ends are sampled; with the falling edge
/// the inputs of the next cycle change.
void SystemcBench::half_cycle() {
  switch (phase_) {
    case Phase::kRise:
      sample(out_[cycle_++]);
      clk_.write(true);
      phase_ = Phase::kFall;
      edge_.notify(high_time_);
      return;
    case Phase::kFall:
      clk_.write(false);
      phase_ = Phase::kStart;
      if (cycle_ == cycles_) return;  // waits for the next block
      break;
    case Phase::kStart:
      break;
  }
  drive(in_[cycle_]);
  phase_ = Phase::kRise;
  edge_.notify(low_time_);
}

void SystemcBench::drive(const CycleInputs& in) {
  rst_n_.write(in.rst_n != 0);
  valid_in_.write(in.valid != 0);
  x_.write(in.x);
  ready_in_.write(in.ready != 0);
  wr_en_.write(in.wr_en != 0);
  wr_addr_.write(in.wr_addr);
  wr_data_.write(in.wr_data);
}

void SystemcBench::sample(CycleOutputs& out) const {
  out = {};
  out.y = y_.read();
  out.segment = static_cast<std::uint16_t>(segment_.read());
  out.valid = valid_out_.read() ? 1 : 0;
  out.ready = ready_out_.read() ? 1 : 0;
}

void SystemcBench::open_trace(const UnitConfig& config, const std::string& path) {
  high_time_ = low_time_ = period_ / 2;
  sc_core::sc_report_handler::set_actions(sc_core::SC_INFO,
                                          sc_core::SC_DO_NOTHING);  // suppresses the message about the time scale
  trace_file_ = sc_core::sc_create_vcd_trace_file(path.c_str());
  trace_file_->set_time_unit(1, sc_core::SC_NS);
  const std::string scope = plain_name(config) + ".";
  const auto add = [&](const auto& signal, const char* port, int width) {
    sc_core::sc_trace(trace_file_, signal.read(), scope + port, width);
  };
  const auto add_bit = [&](const sc_core::sc_signal<bool>& signal, const char* port) {
    sc_core::sc_trace(trace_file_, signal, scope + port);
  };
  add_bit(clk_, "clk_i");
  add_bit(rst_n_, "rst_ni");
  add_bit(valid_in_, "valid_i");
  add_bit(ready_out_, "ready_o");
  add(x_, "x_i", config.x_width());
  add(segment_, "segment_o", config.index_bits());
  add_bit(valid_out_, "valid_o");
  add_bit(ready_in_, "ready_i");
  add(y_, "y_o", config.y_width());
  add_bit(wr_en_, "wr_en_i");
  add(wr_addr_, "wr_addr_i", config.address_bits);
  add(wr_data_, "wr_data_i", config.data_bits);
}

}  // namespace pwlsim::lockstep
