// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "sim/rooms.h"

namespace pwlsim::unit {

/// One case that tests of a unit should meet, and how often they did.
struct Bin {
  std::string name;         ///< "segment.3", "requant.saturated_high"
  std::string unreachable;  ///< why no input can meet it; empty: tests must meet it
  std::uint64_t hits = 0;   ///< how often tests met it

  /// Whether the bin was met, or was not met and is unreachable.
  bool good() const { return (hits > 0) == unreachable.empty(); }
};

/// The cases of one unit. add() gives each a name and returns its number, by which hit() counts it.
class Bins {
 public:
  /// Adds a bin and returns its number. `unreachable`: why no input can meet it; empty: tests must.
  std::size_t add(std::string name, std::string unreachable = "") {
    all_.push_back({std::move(name), std::move(unreachable)});
    return all_.size() - 1;
  }
  /// Adds `count` bins "<name>.<first>" and so on, with consecutive numbers. Returns the number of the first one.
  std::size_t add_range(const std::string& name, int first, int count) {
    const std::size_t base = all_.size();
    for (int i = 0; i < count; ++i) add(name + "." + std::to_string(first + i));
    return base;
  }
  void hit(std::size_t bin) { ++all_[bin].hits; }                            ///< counts the bin of that number once
  void hit_if(bool met, std::size_t bin) { all_[bin].hits += met ? 1 : 0; }  ///< counts it once if `met`

  const std::vector<Bin>& all() const { return all_; }  ///< by their numbers

 private:
  std::vector<Bin> all_;
};

/// How many of the reachable bins were met, and the bins that are not as they should be.
struct BinSummary {
  std::size_t hit = 0,                    ///< reachable bins that were met
      reachable = 0,                      ///< bins that should be met
      unreachable = 0;                    ///< bins that no input can meet
  std::vector<std::string> missed;        ///< names of bins that should have been met
  std::vector<std::string> contradicted;  ///< names of bins that were met though listed as unreachable

  bool complete() const { return missed.empty() && contradicted.empty(); }  ///< whether each bin is as it should be
};

/// Counts the bins of a unit.
inline BinSummary summarise(const std::vector<Bin>& bins) {
  BinSummary summary;
  for (const Bin& bin : bins) {
    if (!bin.unreachable.empty()) {
      ++summary.unreachable;
      if (!bin.good()) summary.contradicted.push_back(bin.name);
      continue;
    }
    ++summary.reachable;
    if (bin.good()) {
      ++summary.hit;
    } else {
      summary.missed.push_back(bin.name);
    }
  }
  return summary;
}

}  // namespace pwlsim::unit
