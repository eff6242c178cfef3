// SPDX-License-Identifier: Apache-2.0
//
// The library that is compiled at run time from this file and Verilator's code for the top module of sweep_model.cpp:
// two copies of a unit that count through their inputs themselves. No port is driven from here while they run, so a
// cycle is two calls of eval and two results.

#include <cstddef>
#include <cstdint>

#include "Vunit.h"
#include "verilated_hooks.h"
#include "verilated_unit.h"

namespace {

class Model {
 public:
  explicit Model(unsigned seed) : unit_(seed, false) {
    Vunit& unit = unit_.ports();
    unit.rst_ni = 1;
    unit.wr_en_i = 0;
    unit.start_i = 0;
  }
  Model(const Model&) = delete;
  Model& operator=(const Model&) = delete;

  void write(std::uint32_t address, std::uint64_t data) {
    Vunit& unit = unit_.ports();
    unit_.done = 0;
    unit.wr_en_i = 1;
    unit.wr_addr_i = address;
    unit.wr_data_i = data;
    clock();
    unit.wr_en_i = 0;
  }

  /// Empties the pipelines. The next cycle takes the input `first`.
  void start(std::uint64_t first) {
    Vunit& unit = unit_.ports();
    unit_.done = 0;
    unit.rst_ni = 0;
    unit.x_i = first;
    unit.start_i = 1;
    clock();
    unit.rst_ni = 1;
    unit.start_i = 0;
  }

  /// Runs cycles in which both copies are ready and both have a result, or with results = false neither has one. Stops
  /// before the first cycle that is otherwise. Returns the number of cycles run.
  std::size_t run(bool results, std::uint64_t* y, std::uint8_t* segment, std::size_t cycles) {
    Vunit& unit = unit_.ports();
    const int expected = results ? 7 : 4;
    for (std::size_t i = 0; i < cycles; ++i) {
      unit_.done = i;
      if (unit.state_o != expected) return i;
      y[2 * i] = unit.y0_o;
      y[2 * i + 1] = unit.y1_o;
#ifdef PWL_HAS_SEGMENT
      segment[2 * i] = unit.segment0_o;
      segment[2 * i + 1] = unit.segment1_o;
#endif
      clock();
    }
    hooks::pass_on();
    return cycles;
  }

  void end() { unit_.end(); }
  const volatile std::size_t* done() const { return &unit_.done; }

 private:
  void clock() {
    unit_.ports().clk_i = 0;
    unit_.begin_cycle();
    unit_.half_a_cycle(0);
    unit_.half_a_cycle(1);
  }

  Unit unit_;
};

}  // namespace

PWL_EXPORT void* pwl_sweep_create(unsigned seed) { return new Model(seed); }
PWL_EXPORT const volatile std::size_t* pwl_done(void* model) { return static_cast<Model*>(model)->done(); }
PWL_EXPORT void pwl_end(void* model) { static_cast<Model*>(model)->end(); }
PWL_EXPORT void pwl_sweep_destroy(void* model) { delete static_cast<Model*>(model); }
PWL_EXPORT void pwl_sweep_write(void* model, std::uint32_t address, std::uint64_t data) {
  static_cast<Model*>(model)->write(address, data);
}
PWL_EXPORT void pwl_sweep_start(void* model, std::uint64_t first) { static_cast<Model*>(model)->start(first); }
PWL_EXPORT std::size_t pwl_sweep_run(void* model, int results, std::uint64_t* y, std::uint8_t* segment,
                                     std::size_t cycles) {
  return static_cast<Model*>(model)->run(results != 0, y, segment, cycles);
}
