// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "sim/lockstep/rtl_loader.h"
#include "sim/number/word.h"
#include "sim/rooms.h"
#include "sim/unit/unit_config.h"
#include "sim/unit/unit_table.h"

namespace pwlsim::sweep {

/// The model of a sweep: two copies of a Verilated unit side by side that take consecutive input words, x and x + 1 in
/// one cycle, x + 2 and x + 3 in the next, without a stall. Counters in a generated top module make the inputs, because
/// driving them from outside would cost a tenth of the speed.
class SweepModel {
 public:
  static constexpr std::size_t kLanes = 2;

  /// Verilates and compiles the model unless the cache has it. Throws InputError as RtlLoader::build() does. The seed
  /// sets the content of registers before their first write.
  SweepModel(const RtlLoader& loader, const RtlSource& source, const UnitConfig& config, std::uint64_t seed);
  ~SweepModel();
  SweepModel(const SweepModel&) = delete;
  SweepModel& operator=(const SweepModel&) = delete;

  /// Whether the unit has a segment_o, which a foreign unit may lack.
  bool has_segment() const { return has_segment_; }

  /// Writes a table to the registers.
  void load(const UnitTable& table);

  /// Runs the final blocks, after which no cycle may follow. Throws UnitStopped.
  void end();

  /// Resets the unit. The next cycle takes the input word `first`.
  void start(Word first);

  /// Runs cycles. `y` and `segment` get kLanes entries for each cycle, sampled at its end; without segment_o, `segment`
  /// is left unchanged. Inputs must be taken in every cycle, and results must leave in every cycle (with `results`) or
  /// in none. Stops before the first cycle that does otherwise, and returns the number of cycles before it. Throws
  /// UnitStopped.
  std::size_t run(bool results, Word* y, std::uint8_t* segment, std::size_t cycles);

 private:
  bool has_segment_;
  RtlSource source_;
  void* library_ = nullptr;
  void* model_ = nullptr;
  const volatile std::size_t* done_ = nullptr;
  void (*end_)(void*) = nullptr;
  void (*destroy_)(void*) = nullptr;
  void (*write_)(void*, std::uint32_t, std::uint64_t) = nullptr;
  void (*start_)(void*, std::uint64_t) = nullptr;
  std::size_t (*run_)(void*, int, std::uint64_t*, std::uint8_t*, std::size_t) = nullptr;
};

}  // namespace pwlsim::sweep
