// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/base/random.h"
#include "sim/lockstep/stimulus.h"
#include "sim/unit/golden.h"
#include "sim/unit/unit_model.h"
#include "tests/rooms.h"

namespace pwlsim::tests {

/// Cycles with a reset, writes of all registers, then random inputs. Nothing else happens during the reset, because a
/// unit may be in any state before the first edge of its clock.
inline std::vector<CycleInputs> random_cycles(const UnitConfig& unit, Random& random, std::size_t count) {
  const auto addresses = static_cast<std::uint32_t>(unit.addresses());
  std::vector<CycleInputs> cycles(count);
  for (std::size_t i = 0; i < count; ++i) {
    CycleInputs& in = cycles[i];
    const bool loading = i > 0 && i <= addresses;
    in.x = random_word(random, unit);
    in.valid = random.chance(0.7) ? 1 : 0;
    in.ready = loading || random.chance(0.7) ? 1 : 0;
    in.rst_n = i == 0 || random.chance(0.01) ? 0 : 1;
    in.wr_en = i > 0 && (loading || random.chance(0.2)) ? 1 : 0;
    in.wr_addr = static_cast<std::uint16_t>(loading ? i - 1 : random.below(addresses));
    in.wr_data = random_register(random, unit);
  }
  return cycles;
}

/// The first difference of a model from the golden one in handshake, segment or result, within `cycles` cycles after
/// all registers are written; empty if there is none. Values that were never written or loaded may differ.
inline std::string difference(const UnitConfig& unit, UnitModel& model, std::uint64_t seed, std::size_t cycles) {
  Random random(seed);
  constexpr std::size_t kDrained = 64;  // cycles after which no earlier result is left, whatever the stalls
  const std::size_t loaded = static_cast<std::size_t>(unit.addresses()) + kDrained, count = loaded + cycles;
  const std::string name = unit.name + ", seed " + std::to_string(seed) + ": ";
  const std::vector<CycleInputs> in = random_cycles(unit, random, count);
  std::vector<CycleOutputs> expected(count), actual(count);
  GoldenModel(unit).run(in.data(), expected.data(), count);
  model.run(in.data(), actual.data(), count);
  std::size_t results = 0;
  for (std::size_t i = 1; i < count; ++i) {
    const bool settled = i >= loaded, result = settled && expected[i].valid != 0;
    const char* const port = actual[i].ready != expected[i].ready                  ? "ready_o"
                             : actual[i].valid != expected[i].valid                ? "valid_o"
                             : settled && actual[i].segment != expected[i].segment ? "segment_o"
                             : result && actual[i].y != expected[i].y              ? "y_o"
                                                                                   : "";
    if (*port != 0) return name + port + " in cycle " + std::to_string(i);
    results += result ? 1 : 0;
  }
  return results > cycles / 3 ? "" : name + "only " + std::to_string(results) + " results";
}

}  // namespace pwlsim::tests
