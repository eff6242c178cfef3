// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace pwlsim::coverage {

/// A block, branch or bit in the source whose runs or changes Verilator counts, in one instance of one unit.
struct CoveragePoint {
  std::string file;  ///< without folders
  int line = 0, column = 0;
  bool toggle = false;
  std::string name;      ///< the bit, "sum_q[3]", or the kind of block: "block", "if", "else", "case"
  std::string instance;  ///< "unit.TOP.u_table", from the model on
  std::uint64_t count = 0;
  bool constant = false;  ///< a bit that cannot change in this instance
  std::string path = {};  ///< of the file, in the repository or as the user gave it; empty: unknown

  /// Whether a block ran, or a bit rose and fell. A bit needs three changes, as the first one may be from its random
  /// first value.
  bool covered() const { return count >= (toggle ? 3U : 1U); }
};

/// Parses the result of coverage_data(). Throws InputError for anything else.
std::vector<CoveragePoint> read_coverage(const std::string& data);

/// Marks the bits that constant_bits() names as constant.
void mark_constants(std::vector<CoveragePoint>& points, const std::set<std::string>& constants);

/// The points marked as constant that change after their first value nevertheless.
std::vector<CoveragePoint> changing_constants(const std::vector<CoveragePoint>& points);

/// A reason why points cannot be covered.
struct Waiver {
  std::string file;
  bool toggle = false;
  std::vector<std::string> patterns;  ///< "signal[3]" for toggles, "30:else" for lines; * stands for any characters
  std::string reason;
  int line = 0;  ///< in the file of waivers
};

/// Reads a file of waivers with lines "file | line or toggle | pattern | reason"; # begins a comment. Throws InputError
/// with file and line.
std::vector<Waiver> read_waivers(const std::string& file);

/// How many of the points that are neither constant nor waived are covered.
struct CoverageShare {
  std::size_t covered = 0, total = 0, waived = 0, constant = 0;

  double percent() const {
    return total == 0 ? 100 : 100.0 * static_cast<double>(covered) / static_cast<double>(total);
  }
};

/// Coverage of one source file.
struct FileCoverage {
  std::string file;
  std::string path;  ///< as in CoveragePoint; the file's name if it is not known
  CoverageShare lines, toggles;
  std::vector<CoveragePoint> open;  ///< neither covered nor constant nor waived
  /// Bits that are constant in all instances, a text for each signal: "first[1,3,32..63]".
  std::vector<std::string> constants;
};

/// Coverage of all source files.
struct RtlCoverage {
  std::vector<FileCoverage> files;  ///< by name
  /// Waivers with a pattern that matches nothing, or a covered or constant point.
  std::vector<std::string> stale_waivers;
};

/// Merges the points of all instances and units. A point that is covered in any of them is covered; one that is
/// constant in all of them is constant.
RtlCoverage merge_coverage(const std::vector<CoveragePoint>& points, const std::vector<Waiver>& waivers);

/// Share of covered toggles or lines of one unit, with each instance counted by itself and nothing waived.
CoverageShare share_of(const std::vector<CoveragePoint>& points, bool toggle);

}  // namespace pwlsim::coverage
