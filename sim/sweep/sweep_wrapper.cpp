// SPDX-License-Identifier: Apache-2.0
//
// Compiled at run time together with the code that Verilator makes of sweep_top (sweep_model.cpp): two copies of a unit
// that count through their inputs themselves. Nothing is driven from here while they run, so a cycle is two calls of
// eval and two results.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>

#include "Vunit.h"
#include "verilated.h"

namespace {

/// What a $finish, $stop, $fatal or failed assertion of the unit does instead of ending the program.
[[noreturn]] void stop(const char* file, int line, const std::string& what) {
  throw std::runtime_error(std::string(file) + ":" + std::to_string(line) + ": " + what);
}

class Model {
 public:
  explicit Model(unsigned seed) {
    context_.randReset(2);  // registers start with random contents, as in hardware
    context_.randSeed(static_cast<int>(seed));
    unit_ = std::make_unique<Vunit>(&context_, "unit");
    unit_->rst_ni = 1;
    unit_->wr_en_i = 0;
    unit_->start_i = 0;
  }
  ~Model() { unit_->final(); }
  Model(const Model&) = delete;
  Model& operator=(const Model&) = delete;

  void write(std::uint32_t address, std::uint64_t data) {
    unit_->wr_en_i = 1;
    unit_->wr_addr_i = address;
    unit_->wr_data_i = data;
    clock();
    unit_->wr_en_i = 0;
  }

  /// Empties the pipelines; `first` is what the next cycle takes.
  void start(std::uint64_t first) {
    unit_->rst_ni = 0;
    unit_->x_i = first;
    unit_->start_i = 1;
    clock();
    unit_->rst_ni = 1;
    unit_->start_i = 0;
  }

  /// Returns the number of cycles that were as expected, one after another: both copies ready, and both with a result
  /// or (results = false) both without one. Stops at the first that is not.
  std::size_t run(bool results, std::uint64_t* y, std::uint8_t* segment, std::size_t cycles) {
    Vunit& unit = *unit_;
    const int expected = results ? 7 : 4;
    for (std::size_t i = 0; i < cycles; ++i) {
      if (unit.state_o != expected) return i;
      y[2 * i] = unit.y0_o;
      y[2 * i + 1] = unit.y1_o;
#ifdef PWL_HAS_SEGMENT
      segment[2 * i] = unit.segment0_o;
      segment[2 * i + 1] = unit.segment1_o;
#endif
      clock();
    }
    return cycles;
  }

 private:
  void clock() {
    unit_->clk_i = 0;
    unit_->eval();
    unit_->clk_i = 1;
    unit_->eval();
  }

  VerilatedContext context_;
  std::unique_ptr<Vunit> unit_;
};

}  // namespace

// The run-time code is compiled without its own versions of these.
void vl_finish(const char* file, int line, const char* /*scope*/) { stop(file, line, "the unit called $finish"); }
void vl_stop(const char* file, int line, const char* /*scope*/) {
  stop(file, line, "the unit called $stop, or an assertion of it failed");
}
void vl_fatal(const char* file, int line, const char* /*scope*/, const char* message) {
  stop(file, line, std::string("the unit called $fatal: ") + message);
}

#define PWL_EXPORT extern "C" __attribute__((visibility("default")))

PWL_EXPORT void* pwl_sweep_create(unsigned seed) { return new Model(seed); }
PWL_EXPORT void pwl_sweep_destroy(void* model) { delete static_cast<Model*>(model); }
PWL_EXPORT void pwl_sweep_write(void* model, std::uint32_t address, std::uint64_t data) {
  static_cast<Model*>(model)->write(address, data);
}
PWL_EXPORT void pwl_sweep_start(void* model, std::uint64_t first) { static_cast<Model*>(model)->start(first); }
PWL_EXPORT std::size_t pwl_sweep_run(void* model, int results, std::uint64_t* y, std::uint8_t* segment,
                                     std::size_t cycles) {
  return static_cast<Model*>(model)->run(results != 0, y, segment, cycles);
}
