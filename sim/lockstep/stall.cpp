// SPDX-License-Identifier: Apache-2.0
#include "sim/lockstep/stall.h"

#include <charconv>

#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/base/nearest_name.h"

namespace pwlsim::lockstep {

const std::vector<Stall::Kind>& Stall::kinds() {
  static const std::vector<Kind> all = {
      {"none", "an input in every cycle, every result taken at once"},
      {"random[:P]", "either side stalls with probability P (default 0.3)"},
      {"input[:P]", "inputs come late with probability P (default 0.3)"},
      {"output[:P]", "results are not taken with probability P (default 0.3)"},
      {"burst[:N]", "both sides run and stall in turns of N cycles on average (default 8)"},
      {"alternate", "an input in even cycles, a result taken in odd ones"},
  };
  return all;
}

Stall Stall::parse(std::string_view text) {
  const std::size_t colon = text.find(':');
  const std::string_view name = text.substr(0, colon);
  const bool has_argument = colon != std::string_view::npos;
  const auto argument = [&](auto fallback, auto least, auto most, const char* wanted) {
    if (!has_argument) return fallback;
    const std::string_view digits = text.substr(colon + 1);
    auto value = least;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc() || end != digits.data() + digits.size() || !(value >= least && value <= most)) {
      throw InputError("stall '" + printable(text) + "' needs " + wanted + " after the colon");
    }
    return value;
  };

  Stall stall;
  // A side that always stalls would never end.
  const auto probability = [&] { return argument(0.3, 0.0, 0.99, "a probability from 0 to 0.99"); };
  if (name == "random") {
    stall.input_stall_ = stall.output_stall_ = probability();
  } else if (name == "input") {
    stall.input_stall_ = probability();
  } else if (name == "output") {
    stall.output_stall_ = probability();
  } else if (name == "burst") {
    stall.pattern_ = Pattern::kBurst;
    stall.burst_length_ = argument(8U, 1U, 1000U, "a whole number from 1 to 1000");
  } else if (name == "alternate" && !has_argument) {
    stall.pattern_ = Pattern::kAlternate;
  } else if (name != "none" || has_argument) {
    std::vector<std::string> names;
    std::string known;
    for (const Kind& kind : kinds()) {
      names.push_back(kind.name.substr(0, kind.name.find('[')));
      known += (known.empty() ? "" : ", ") + kind.name;
    }
    throw InputError("unknown stall '" + printable(text) + "'" + suggestion(name, names) + "; known: " + known);
  }
  return stall;
}

bool Stall::Burst::next(Random& random, std::uint32_t length) {
  if (left == 0) {
    running = !running;
    left = 1 + random.below(2 * length - 1);
  }
  --left;
  return running;
}

Stall::Sides Stall::next(Random& random) {
  Sides sides = of_pattern(random);
  sides.accept |= takes_all_;
  return sides;
}

Stall::Sides Stall::of_pattern(Random& random) {
  switch (pattern_) {
    case Pattern::kRandom:
      return {input_stall_ == 0 || !random.chance(input_stall_), output_stall_ == 0 || !random.chance(output_stall_)};
    case Pattern::kBurst:
      return {input_burst_.next(random, burst_length_), output_burst_.next(random, burst_length_)};
    case Pattern::kAlternate:
      even_ = !even_;
      return {even_, !even_};
  }
  return {true, true};
}

}  // namespace pwlsim::lockstep
