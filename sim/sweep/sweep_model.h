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

/// What a sweep runs: two copies of a Verilated unit side by side that take consecutive input words, x and x + 1 in one
/// cycle, x + 2 and x + 3 in the next, without a stall. The inputs come from counters in a generated top around the
/// unit, because driving them from outside would cost a tenth of the speed.
class SweepModel {
 public:
  static constexpr std::size_t kLanes = 2;

  /// Verilates and compiles what the cache does not hold. Throws InputError as RtlLoader::build() does. The seed sets
  /// what registers hold before their first write.
  SweepModel(const RtlLoader& loader, const RtlSource& source, const UnitConfig& config, std::uint64_t seed);
  ~SweepModel();
  SweepModel(const SweepModel&) = delete;
  SweepModel& operator=(const SweepModel&) = delete;

  /// Whether the unit has a segment_o; a foreign one may lack it.
  bool has_segment() const { return has_segment_; }

  void load(const UnitTable& table);

  /// Runs the final blocks, after which there is no other cycle. Throws UnitStopped.
  void end();

  /// Resets the unit. The next cycle is the one that takes `first`.
  void start(Word first);

  /// Runs cycles: y and segment get kLanes entries of each, as they are at its end; without segment_o, segment is left
  /// alone. Expects that inputs are taken in each, and that results leave in each (`results`) or in none. Returns how
  /// many cycles were so, and stops before the first that was not. Throws UnitStopped.
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
