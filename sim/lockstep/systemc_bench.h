// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <systemc>

#include "hw/common/unit.h"
#include "sim/unit/unit_config.h"
#include "sim/unit/unit_model.h"

namespace pwlsim::lockstep {

/// A bench that turns one SystemC unit into a UnitModel: clock, stimulus and sampling in one process. Inputs change
/// right after a rising edge, outputs are sampled right before the next one.
class SystemcBench : public UnitModel, public sc_core::sc_module {
 public:
  SC_HAS_PROCESS(SystemcBench);
  /// The bench for a twin of `config`. With a non-empty trace_path, without its ending .vcd, it writes a waveform.
  SystemcBench(const sc_core::sc_module_name& name, std::unique_ptr<hw::Unit> unit, const UnitConfig& config,
               const std::string& trace_path = "");
  ~SystemcBench() override;

  std::string name() const override { return "SystemC"; }
  void run(const CycleInputs* in, CycleOutputs* out, std::size_t cycles) override;

 private:
  void half_cycle();
  void drive(const CycleInputs& in);
  void sample(CycleOutputs& out) const;
  void open_trace(const UnitConfig& config, const std::string& path);

  const CycleInputs* in_ = nullptr;
  CycleOutputs* out_ = nullptr;
  std::size_t cycle_ = 0, cycles_ = 0;
  enum class Phase { kStart, kRise, kFall } phase_ = Phase::kStart;
  sc_core::sc_event start_{"start"}, edge_{"edge"};
  const sc_core::sc_time period_{10, sc_core::SC_NS};
  // The clock is high for one delta cycle only, which just a waveform can tell from half a period. One step of
  // simulated time less per cycle makes the simulation faster. Registers and inputs then change in the same delta
  // cycle, the one after the rising edge.
  sc_core::sc_time high_time_ = sc_core::SC_ZERO_TIME;
  sc_core::sc_time low_time_ = period_;
  sc_core::sc_trace_file* trace_file_ = nullptr;

  sc_core::sc_signal<bool> clk_{"clk"}, rst_n_{"rst_n"}, valid_in_{"valid_in"}, ready_in_{"ready_in"};
  sc_core::sc_signal<bool> ready_out_{"ready_out"}, valid_out_{"valid_out"}, wr_en_{"wr_en"};
  sc_core::sc_signal<Word> x_{"x"}, y_{"y"}, wr_data_{"wr_data"};
  sc_core::sc_signal<unsigned> segment_{"segment"}, wr_addr_{"wr_addr"};
  std::unique_ptr<hw::Unit> unit_;
};

}  // namespace pwlsim::lockstep
