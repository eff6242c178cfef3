// SPDX-License-Identifier: Apache-2.0
#include "sim/lockstep/stimulus.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <functional>
#include <system_error>
#include <utility>

#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/base/find_named.h"
#include "sim/base/random.h"
#include "sim/unit/line_format.h"
#include "sim/unit/quantise_lines.h"

namespace pwlsim::lockstep {
namespace {

constexpr std::uint64_t kDefaultLength = 100'000;
constexpr int kLogitsPerRow = 64;

/// A stimulus from a generator of single inputs, cut off after `length`.
class GeneratedStimulus : public Stimulus {
 public:
  using Generator = std::function<StimulusInput(const UnitTable&)>;

  GeneratedStimulus(std::uint64_t length, Generator generator) : left_(length), generator_(std::move(generator)) {}

  std::size_t next(const UnitTable& table, StimulusInput* inputs, std::size_t count) override {
    const auto taken = static_cast<std::size_t>(std::min<std::uint64_t>(count, left_));
    for (std::size_t i = 0; i < taken; ++i) inputs[i] = generator_(table);
    left_ -= taken;
    return taken;
  }

 private:
  std::uint64_t left_;
  Generator generator_;
};

std::unique_ptr<Stimulus> of_numbers(std::uint64_t length, std::function<double()> number) {
  return std::make_unique<GeneratedStimulus>(length, [number = std::move(number)](const UnitTable& table) {
    const double x = number();
    return StimulusInput{x, table.encode_input(x)};
  });
}

std::unique_ptr<Stimulus> of_words(std::uint64_t length, std::function<Word()> word) {
  return std::make_unique<GeneratedStimulus>(length, [word = std::move(word)](const UnitTable& table) {
    const Word w = word();
    return StimulusInput{table.decode_input(w), w};
  });
}

/// Numbers from a list, over and over.
std::unique_ptr<Stimulus> of_list(std::optional<std::uint64_t> length, Recordings::Numbers numbers) {
  const std::uint64_t count = length.value_or(numbers->size());
  return of_numbers(count, [numbers = std::move(numbers), i = std::size_t{0}]() mutable {
    const double x = (*numbers)[i];
    i = i + 1 == numbers->size() ? 0 : i + 1;
    return x;
  });
}

/// The values q * 2^-scale of all `width`-bit codes q, ascending, over and over.
std::unique_ptr<Stimulus> of_code_grid(std::optional<std::uint64_t> length, int width, int scale) {
  return of_numbers(length.value_or(std::uint64_t{1} << width), [width, scale, q = int_min(width)]() mutable {
    const double x = std::ldexp(static_cast<double>(q), -scale);
    q = q == int_max(width) ? int_min(width) : q + 1;
    return x;
  });
}

/// Attention logits less the maximum of their row, as EXP in a Softmax sees them.
std::function<double()> softmax_logits(std::uint64_t seed) {
  return [random = Random(seed), row = std::vector<double>(), i = std::size_t{0}]() mutable {
    if (i == row.size()) {
      row.resize(kLogitsPerRow);
      for (double& logit : row) logit = 3.0 * random.normal();
      const double most = *std::max_element(row.begin(), row.end());
      for (double& logit : row) logit -= most;
      i = 0;
    }
    return row[i++];
  };
}

}  // namespace

Word random_word(Random& random, const UnitConfig& config) {
  const Word word = number::random_word(random, config.x);
  if (!config.reduces_range) return word;
  // Words of all magnitudes, because the unit treats magnitudes differently.
  const int magnitude = static_cast<int>(random.below(static_cast<std::uint32_t>(config.x_width())));
  return static_cast<Word>(sign_extend(word, config.x_width()) >> magnitude) & low_bits(config.x_width());
}

Word random_register(Random& random, const UnitConfig& config) {
  for (const RegisterField& field : config.registers) {
    if (field.word.is_real()) return number::random_word(random, field.word);
  }
  return number::random_word(random, signed_word(config.data_bits));
}

const std::vector<StimulusKind>& stimulus_kinds() {
  static const std::vector<StimulusKind> all = {
      {"recorded", "activations recorded in a network, bundled for each function"},
      {"codes8", "every value of an INT8 code, ascending: the same numbers for all units"},
      {"codes16", "every value of an INT16 code, ascending: the same numbers for all units"},
      {"codes", "every word of the unit's own format, up to 16 bits"},
      {"words", "random words of the unit's own format; floats with NaNs, infinities, subnormals, ties"},
      {"uniform", "random, uniform over the function's range"},
      {"normal", "random, normal around the middle of the range, sigma a quarter of its width"},
      {"softmax", "random normal logits less the maximum of each row of 64"},
      {"ramp", "equal steps from one end of the range to the other"},
      {"FILE", "a recording: .npy, or text with a number a line or columns (--column); - is standard input"},
  };
  return all;
}

std::unique_ptr<Stimulus> make_stimulus(const StimulusRequest& request, const Function& function,
                                        const UnitConfig& config) {
  if (request.length == 0) throw InputError("the stimulus has length zero; at least one input is needed");
  const std::uint64_t endless = request.length.value_or(kDefaultLength);
  const double width = function.hi - function.lo;
  const std::string& name = request.name;
  Recordings unshared;
  Recordings& recordings = request.read != nullptr ? *request.read : unshared;

  std::error_code no_such_file;
  const auto& kinds = stimulus_kinds();
  const bool named =
      std::any_of(kinds.begin(), kinds.end(), [&](const StimulusKind& kind) { return kind.name == name; });
  const bool is_file = name == "-" || name.find_first_of("./") != std::string::npos ||
                       (!named && std::filesystem::exists(name, no_such_file));
  if (is_file) return of_list(request.length, recordings.of(name, request.column));
  if (!request.column.empty()) {
    throw InputError("--column " + printable(request.column) + ": stimulus '" + printable(name) + "' is not a file");
  }
  if (name == "recorded")
    return of_list(request.length, recordings.of(request.recordings + "/" + function.name + ".npy"));
  if (name == "codes8" || name == "codes16") {
    const int bits = name == "codes8" ? 8 : 16;
    LineTableFormat codes;
    codes.x_width = codes.slope_width = codes.intercept_width = bits;
    codes.acc_width = 2 * bits;
    return of_code_grid(request.length, bits, request.scale.value_or(default_scale(function, codes)));
  }
  if (name == "codes") {
    const int bits = config.x_width();
    if (bits > 16) {
      throw InputError("stimulus 'codes' has every word of a unit, too many for the " + std::to_string(bits) +
                       " bits of " + config.name + "; take codes16, uniform or words");
    }
    const Word first = config.x.is_real() ? 0 : Word{1} << (bits - 1);  // integers begin with the most negative one
    return of_words(request.length.value_or(std::uint64_t{1} << bits),
                    [word = first, mask = low_bits(bits)]() mutable { return word++ & mask; });
  }
  if (name == "words") {
    return of_words(endless, [random = Random(request.seed), config]() mutable { return random_word(random, config); });
  }
  if (name == "uniform") {
    return of_numbers(endless, [random = Random(request.seed), lo = function.lo, width]() mutable {
      return lo + width * random.uniform();
    });
  }
  if (name == "normal") {
    return of_numbers(endless, [random = Random(request.seed), middle = function.lo + width / 2, width]() mutable {
      return middle + width / 4 * random.normal();
    });
  }
  if (name == "softmax") return of_numbers(endless, softmax_logits(request.seed));
  if (name == "ramp") {
    const double last = std::max(1.0, static_cast<double>(endless) - 1);
    // The division comes first, so that the last quotient is exactly 1.
    return of_numbers(endless,
                      [lo = function.lo, width, last, i = 0.0]() mutable { return lo + width * (i++ / last); });
  }
  std::vector<std::string> known;
  for (const StimulusKind& kind : stimulus_kinds()) known.push_back(kind.name);
  const InputError unknown = unknown_name("stimulus", name, known);
  throw InputError(std::string(unknown.what()) + "; a file's name has a . or /");
}

}  // namespace pwlsim::lockstep
