// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>
#include <algorithm>
#include <string>
#include <vector>

#include "sim/base/error.h"
#include "sim/base/random.h"
#include "sim/lockstep/stimulus.h"
#include "sim/unit/golden.h"
#include "sim/unit/structures.h"
#include "tests/rooms.h"

namespace pwlsim::tests {

/// A unit of that structure, its parameters drawn from their ranges. Ranges are cut to `most`, so that codes are few.
inline const UnitConfig& random_unit(const std::string& structure, Random& random, int most) {
  for (;;) {
    std::string name = structure;
    for (const Parameter& parameter : find_structure(structure).parameters()) {
      const int greatest = std::max(parameter.least, std::min(parameter.greatest, most));
      const auto value =
          parameter.least + static_cast<int>(random.below(static_cast<std::uint32_t>(greatest - parameter.least + 1)));
      name += (name == structure ? ":" : ",") + parameter.name + "=" + std::to_string(value);
    }
    try {
      return find_unit(name);
    } catch (const InputError&) {  // values that do not go together
    }
  }
}

/// All registers written, then anything.
inline std::vector<CycleInputs> random_cycles(const UnitConfig& unit, Random& random, std::size_t count) {
  const std::uint32_t addresses = 4U << unit.index_bits();
  std::vector<CycleInputs> cycles(count);
  for (std::size_t i = 0; i < count; ++i) {
    CycleInputs& in = cycles[i];
    const bool loading = i < addresses;
    in.x = random_word(random, unit);
    in.valid = random.chance(0.7) ? 1 : 0;
    in.ready = loading || random.chance(0.7) ? 1 : 0;
    in.rst_n = i == 0 || random.chance(0.01) ? 0 : 1;
    in.wr_en = loading || random.chance(0.2) ? 1 : 0;
    in.wr_addr = static_cast<std::uint16_t>(loading ? i : random.below(addresses));
    in.wr_data = random_register(random, unit);
  }
  return cycles;
}

/// Where a model first differs from the golden one in handshake, segment or result; empty: nowhere. What was never
/// written or loaded may be anything.
inline std::string difference(const UnitConfig& unit, UnitModel& model, std::uint64_t seed, std::size_t count) {
  Random random(seed);
  const std::vector<CycleInputs> in = random_cycles(unit, random, count);
  std::vector<CycleOutputs> expected(count), actual(count);
  GoldenModel(unit).run(in.data(), expected.data(), count);
  model.run(in.data(), actual.data(), count);
  const std::size_t loaded = std::size_t{8} << unit.index_bits();
  std::size_t results = 0;
  for (std::size_t i = 1; i < count; ++i) {
    const bool settled = i >= loaded, result = settled && expected[i].valid != 0;
    const char* const port = actual[i].ready != expected[i].ready                  ? "ready_o"
                             : actual[i].valid != expected[i].valid                ? "valid_o"
                             : settled && actual[i].segment != expected[i].segment ? "segment_o"
                             : result && actual[i].y != expected[i].y              ? "y_o"
                                                                                   : "";
    if (*port != 0) return unit.name + ": " + port + " in cycle " + std::to_string(i);
    results += result ? 1 : 0;
  }
  return results > count / 3 ? "" : unit.name + ": only " + std::to_string(results) + " results";
}

/// A structure, and how far its parameters go.
struct Kind {
  const char* structure;
  int most;
};
inline constexpr Kind kKinds[] = {{"pwl_int", 9}, {"pwl_int", 33}, {"pwl_fp", 11}, {"pwl_fp", 64}, {"pwl_wide", 16}};

}  // namespace pwlsim::tests
