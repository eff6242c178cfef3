// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/function/function.h"
#include "sim/lockstep/rtl_source.h"
#include "sim/number/word.h"
#include "sim/rooms.h"
#include "sim/unit/unit_table.h"

namespace pwlsim::sweep {

/// One unit with one table, and the range of inputs to sweep.
struct SweepItem {
  std::string label;  ///< "gelu int8_8 s=5"
  UnitTable registers;
  const Function* function;
  RtlSource rtl;
  int latency;
  Word from, to;        ///< first and last input word
  std::string command;  ///< command line that sweeps this item alone, for messages
  std::string run;      ///< command line that runs this item, without its stimulus

  const UnitConfig& config() const { return registers.config; }
  std::uint64_t inputs() const { return to - from + 1; }

  /// Inputs that are multiples of this are judged by their error. Units with up to 20 bits of input are judged at every
  /// input, wider ones at the multiples of a prime number, because the exact function takes as long as the unit.
  std::uint64_t judge_each() const { return config().x_width() <= 20 ? 1 : 1021; }
};

/// The part of a sweep that one process does: every `count`-th chunk, beginning with chunk `index` - 1.
struct Shard {
  int index = 1;  ///< 1 to count
  int count = 1;

  bool has(std::size_t chunk) const {
    return chunk % static_cast<std::size_t>(count) + 1 == static_cast<std::size_t>(index);
  }
};

/// Recording smaller chunks would take longer than sweeping them.
constexpr std::uint64_t kLeastChunk = 1024;
constexpr std::uint64_t kDefaultChunk = 1 << 24;  // takes one or two seconds of a core

/// A range of inputs of one item that is swept and recorded as a whole.
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

/// Hash that names the results of a sweep. It covers this executable (which contains the golden model) and each item's
/// unit, registers, inputs and RTL by content. Chunks, shards and cores do not count, because results do not depend on
/// them.
std::string key_of(const SweepPlan& plan);

}  // namespace pwlsim::sweep
