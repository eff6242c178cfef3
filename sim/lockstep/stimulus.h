// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/base/random.h"
#include "sim/function/function.h"
#include "sim/lockstep/recording.h"
#include "sim/unit/unit_table.h"

namespace pwlsim::lockstep {

/// One input: the number that the stimulus means, and the word that a unit gets for it.
struct StimulusInput {
  double x;
  Word word;
  bool last = false;  ///< it closes its row, for units that take rows (UnitModel::has_last)
};

/// A sequence of inputs. Stimuli of real numbers are the same for every unit, which rounds them to its own words;
/// stimuli of words ("codes", "words") take each unit's own.
class Stimulus {
 public:
  virtual ~Stimulus() = default;

  /// Writes up to `count` further inputs for a unit with that table; returns how many, fewer only at the end.
  virtual std::size_t next(const UnitTable& table, StimulusInput* inputs, std::size_t count) = 0;
};

/// What a user can ask for.
struct StimulusKind {
  std::string name;
  std::string description;
};

/// All named stimuli, for people.
const std::vector<StimulusKind>& stimulus_kinds();

/// A stimulus on the command line.
struct StimulusRequest {
  std::string name = "recorded";  ///< a named stimulus or a file
  std::uint64_t seed = 1;
  std::optional<std::uint64_t> length;  ///< number of inputs; default: once through, 100000 for endless ones
  std::optional<int> scale;             ///< grid of codes8 and codes16; default: the function's finest for that width
  std::string recordings;               ///< folder of the bundled recordings, <function>.npy
  std::string column = {};              ///< of a file with several columns: name or number of the one to take
  Recordings* read = nullptr;           ///< where stimuli that share recordings keep them
};

/// Makes it. Throws InputError for an unknown name, an unreadable file, a column of what is no file, or "codes" on a
/// unit of more than 16 bits.
std::unique_ptr<Stimulus> make_stimulus(const StimulusRequest& request, const Function& function,
                                        const UnitConfig& config);

/// A random input word of a unit. Integers: uniform, with the extremes more often, wide ones of all magnitudes. Floats:
/// mixed such that special values, subnormals, cancellation, ties and carries come up all the time.
Word random_word(Random& random, const UnitConfig& config);

/// A random word for a register of a unit.
Word random_register(Random& random, const UnitConfig& config);

}  // namespace pwlsim::lockstep
