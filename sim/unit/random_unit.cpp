// SPDX-License-Identifier: Apache-2.0
#include "sim/unit/random_unit.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>

#include "sim/base/error.h"
#include "sim/unit/structures.h"

namespace pwlsim::unit {
namespace {

constexpr double kGiven = 0.75;    // probability that a parameter is drawn; otherwise it has its default
constexpr int kTries = 8;          // tries to find a value that fits the earlier ones
constexpr int kRepetitions = 100;  // draws of known units after which a structure counts as having no more

std::uint32_t below(Random& random, std::size_t bound) { return random.below(static_cast<std::uint32_t>(bound)); }

/// A random value of any magnitude. Sizes near the least are as frequent as sizes near the greatest, and cheaper.
int random_value(const Parameter& parameter, Random& random) {
  const auto span = static_cast<std::uint64_t>(std::int64_t{parameter.greatest} - parameter.least);
  if (span == 0) return parameter.least;
  int bits = 1;
  while (span >> bits != 0) ++bits;
  for (;;) {
    const std::uint64_t above = random.bits() & low_bits(1 + static_cast<int>(below(random, bits)));
    if (above <= span) return static_cast<int>(parameter.least + static_cast<std::int64_t>(above));
  }
}

bool go_together(const Structure& structure, const Values& values) {
  try {
    structure.configure(values);
    return true;
  } catch (const InputError&) {
    return false;
  }
}

}  // namespace

const UnitConfig& random_unit(const Structure& structure, Random& random) {
  // In any order, because each value limits those after it.
  std::vector<Parameter> parameters = structure.parameters();
  for (std::size_t i = parameters.size(); i > 1; --i) std::swap(parameters[i - 1], parameters[below(random, i)]);
  Values values;
  for (const Parameter& parameter : parameters) {
    if (!random.chance(kGiven)) continue;
    for (int i = 0; i < kTries; ++i) {
      Values more = values;
      more[parameter.name] = random_value(parameter, random);
      if (!go_together(structure, more)) continue;
      values = std::move(more);
      break;
    }
  }
  std::string name = structure.name();
  for (const auto& [parameter, value] : values) {
    name += (name == structure.name() ? ":" : ",") + parameter + "=" + std::to_string(value);
  }
  return find_unit(name);
}

UnitConfig with_random_constants(UnitConfig unit, std::uint64_t seed) {
  Random random(seed);
  for (std::size_t f = 0; f < unit.constants.size(); ++f) {
    for (Word& word : unit.constants[f]) word = random.bits() & low_bits(unit.registers[f].word.width);
  }
  return unit;
}

std::vector<const UnitConfig*> random_units(std::size_t of_each, std::uint64_t seed) {
  std::vector<const UnitConfig*> units;
  for (const Structure* structure : structures()) {
    Random random(seed);
    const std::size_t before = units.size();
    for (int repetitions = 0; units.size() < before + of_each && repetitions < kRepetitions;) {
      const UnitConfig* const unit = &random_unit(*structure, random);
      if (std::find(units.begin(), units.end(), unit) == units.end()) {
        units.push_back(unit);
      } else {
        ++repetitions;
      }
    }
  }
  return units;
}

}  // namespace pwlsim::unit
