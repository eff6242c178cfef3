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
  bool last = false;  ///< whether it closes its row, for units that take rows (UnitModel::has_last)
};

/// A sequence of inputs. Stimuli of real numbers are the same for every unit, which rounds them to its own words;
/// stimuli of words ("codes", "words") differ between units.
class Stimulus {
 public:
  virtual ~Stimulus() = default;

  /// Writes the next inputs, up to `count`, for a unit with that table. Returns how many; fewer than `count` only at
  /// the end.
  virtual std::size_t next(const UnitTable& table, StimulusInput* inputs, std::size_t count) = 0;
};

/// A stimulus that a user can ask for.
struct StimulusKind {
  std::string name;
  std::string description;
};

/// All named stimuli with their descriptions for people.
const std::vector<StimulusKind>& stimulus_kinds();

/// A stimulus as the command line asks for it.
struct StimulusRequest {
  std::string name = "recorded";  ///< a named stimulus or a file
  std::uint64_t seed = 1;
  std::optional<std::uint64_t> length = {};  ///< number of inputs; default: all once, or 100000 of an endless stimulus
  std::optional<int> scale = {};  ///< grid of codes8 and codes16; default: the function's finest for that width
  std::string recordings = {};    ///< folder of the bundled recordings, <function>.npy
  std::string column = {};        ///< name or number of the column to take from a file with several
  Recordings* read = nullptr;     ///< keeps recordings that several stimuli share; null: each reads its own
};

/// Makes a stimulus. Throws InputError for an unknown name, an unreadable file, a column with a stimulus that is not a
/// file, or "codes" for a unit of more than 16 bits.
std::unique_ptr<Stimulus> make_stimulus(const StimulusRequest& request, const Function& function,
                                        const UnitConfig& config);

/// A random input word for a unit. Integers are uniform with the extremes more often, and wide ones have all
/// magnitudes. Floats are mixed such that special values, subnormals, cancellation, ties and carries are frequent.
Word random_word(Random& random, const UnitConfig& config);

/// A random word for a register of a unit.
Word random_register(Random& random, const UnitConfig& config);

}  // namespace pwlsim::lockstep
