// SPDX-License-Identifier: Apache-2.0
#include "sim/stress/shrink.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace pwlsim::stress {
namespace {

class Shrinker {
 public:
  Shrinker(Scenario scenario, const std::function<bool(const Scenario&)>& fails, int most)
      : best_(std::move(scenario)), fails_(fails), left_(most) {}

  Scenario run() {
    bool smaller = true;
    while (smaller && left_ > 0) {
      smaller = take_out_cycles();
      smaller = simplify_cycles() || smaller;
    }
    return std::move(best_);
  }

 private:
  bool accept(Scenario candidate) {
    if (left_ <= 0) return false;
    --left_;
    if (!fails_(candidate)) return false;
    best_ = std::move(candidate);
    return true;
  }

  bool take_out_cycles() {
    bool smaller = false;
    for (std::size_t piece = best_.cycles.size(); piece > 0; piece /= 2) {
      // From the end on, because the last cycles can be removed most often.
      for (std::size_t end = best_.cycles.size(); end > 0 && left_ > 0;) {
        const std::size_t begin = end - std::min(piece, end);
        if (end - begin == best_.cycles.size()) break;  // a file of cycles has at least one
        Scenario candidate = best_;
        candidate.cycles.erase(candidate.cycles.begin() + static_cast<std::ptrdiff_t>(begin),
                               candidate.cycles.begin() + static_cast<std::ptrdiff_t>(end));
        smaller = accept(std::move(candidate)) || smaller;
        end = begin;
      }
    }
    return smaller;
  }

  bool change(std::size_t cycle, const CycleInputs& to) {
    if (std::memcmp(&best_.cycles[cycle], &to, sizeof to) == 0) return false;
    Scenario candidate = best_;
    candidate.cycles[cycle] = to;
    return accept(std::move(candidate));
  }

  bool simplify_cycles() {
    bool smaller = false;
    for (std::size_t i = 0; i < best_.cycles.size() && left_ > 0; ++i) {
      const auto try_with = [&](auto edit) {
        CycleInputs in = best_.cycles[i];
        edit(in);
        smaller = change(i, in) || smaller;
      };
      try_with([](CycleInputs& in) { in = quiet_cycle(); });
      try_with([](CycleInputs& in) { in.wr_en = 0, in.wr_addr = 0, in.wr_data = 0; });
      try_with([](CycleInputs& in) { in.valid = 0, in.x = 0; });
      try_with([](CycleInputs& in) { in.ready = 1; });
      try_with([](CycleInputs& in) { in.rst_n = 1; });
      try_with([](CycleInputs& in) { in.x = 0; });
      try_with([](CycleInputs& in) { in.wr_data = 0; });
      for (Word CycleInputs::*const word : {&CycleInputs::x, &CycleInputs::wr_data}) {
        for (int bit = 63; bit >= 0; --bit) {
          if ((best_.cycles[i].*word >> bit & 1U) == 0) continue;
          try_with([&](CycleInputs& in) { in.*word &= ~(Word{1} << bit); });
        }
      }
    }
    return smaller;
  }

  Scenario best_;
  const std::function<bool(const Scenario&)>& fails_;
  int left_;
};

}  // namespace

Scenario shrink(Scenario scenario, const std::function<bool(const Scenario&)>& fails, int most) {
  return Shrinker(std::move(scenario), fails, most).run();
}

}  // namespace pwlsim::stress
