// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/base/random.h"

namespace pwlsim::lockstep {

/// A pattern of when the input side offers data and when the output side takes them.
class Stall {
 public:
  /// For one cycle: whether a new input is on offer, and whether a result is taken.
  struct Sides {
    bool offer, accept;
  };

  struct Kind {
    std::string name;
    std::string description;
  };

  /// All kinds with their descriptions for people.
  static const std::vector<Kind>& kinds();

  /// Reads "none", "random[:P]", "input[:P]", "output[:P]" (stall probability P, default 0.3), "burst[:N]" (free and
  /// stalled phases of 1 to 2N-1 cycles, default 8) or "alternate". Throws InputError for any other text.
  static Stall parse(std::string_view text);

  /// From now on the output side takes every result.
  void take_all() { takes_all_ = true; }

  /// Both sides in the next cycle.
  Sides next(Random& random);

 private:
  Sides of_pattern(Random& random);

  enum class Pattern { kRandom, kBurst, kAlternate };

  /// A side that alternates between phases of running and stalling.
  struct Burst {
    bool running = false;
    std::uint32_t left = 0;
    bool next(Random& random, std::uint32_t length);
  };

  Pattern pattern_ = Pattern::kRandom;
  double input_stall_ = 0, output_stall_ = 0;
  std::uint32_t burst_length_ = 0;
  Burst input_burst_, output_burst_;
  bool even_ = false, takes_all_ = false;
};

}  // namespace pwlsim::lockstep
