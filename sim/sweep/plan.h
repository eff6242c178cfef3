// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/function/function.h"
#include "sim/lockstep/rtl_loader.h"
#include "sim/number/word.h"
#include "sim/rooms.h"
#include "sim/unit/unit_table.h"

namespace pwlsim::sweep {

/// One unit with one table, and the inputs that it gets.
struct SweepItem {
  std::string label;  ///< "gelu int8_8 s=5"
  UnitTable registers;
  const Function* function;
  RtlSource rtl;
  int latency;
  Word from, to;        ///< first and last input word
  std::string command;  ///< that sweeps this item alone, for messages
  std::string run;      ///< that runs this item, but for its stimulus

  const UnitConfig& config() const { return registers.config; }
  std::uint64_t inputs() const { return to - from + 1; }

  /// Up to 2^20 words of input, every input is judged by its error; beyond them those divisible by a prime number,
  /// because the exact function costs as much as the unit.
  std::uint64_t judge_each() const { return config().x_width() <= 20 ? 1 : 1021; }
};

/// Which part of a sweep a process does: every `count`-th chunk, beginning with chunk `index` - 1.
struct Shard {
  int index = 1;  ///< 1 to count
  int count = 1;

  bool has(std::size_t chunk) const {
    return chunk % static_cast<std::size_t>(count) + 1 == static_cast<std::size_t>(index);
  }
};

/// Smaller chunks would be more work to record than to do.
constexpr std::uint64_t kLeastChunk = 1024;
constexpr std::uint64_t kDefaultChunk = 1 << 24;  // one or two seconds of a core

/// A stretch of inputs of one item, the unit of work that is done and recorded as a whole.
struct SweepChunk {
  std::size_t item;
  Word first;
  std::uint64_t count;
};

/// All items of a sweep, cut into chunks.
struct SweepPlan {
  std::vector<SweepItem> items;
  std::uint64_t chunk_size;
  std::string program;  ///< name and version
};

/// The name of what a sweep finds: of this very program (the golden model is part of it), each item's unit, registers,
/// inputs and RTL, by content. Chunks, shards and cores do not count, because results do not depend on them.
std::string key_of(const SweepPlan& plan);

}  // namespace pwlsim::sweep
