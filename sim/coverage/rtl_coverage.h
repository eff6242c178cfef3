// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace pwlsim::coverage {

/// Something in the source that Verilator counts, in one instance of one unit: a block or branch that runs, or a bit
/// that changes.
struct CoveragePoint {
  std::string file;  ///< without folders
  int line = 0, column = 0;
  bool toggle = false;
  std::string name;      ///< the bit, "sum_q[3]", or the kind of block: "block", "if", "else", "case"
  std::string instance;  ///< "unit.pwl_unit_int.u_table", from the model on
  std::uint64_t count = 0;
  bool constant = false;  ///< a bit that cannot change in this instance
  std::string path = {};  ///< of the file, in the repository or as the user gave it; empty: not known

  /// A bit has to rise and to fall. The change before them may be that from its random first value.
  bool covered() const { return count >= (toggle ? 3U : 1U); }
};

/// Reads what coverage_data() returned. Throws InputError for anything else.
std::vector<CoveragePoint> read_coverage(const std::string& data);

/// Marks the bits that constant_bits() names.
void mark_constants(std::vector<CoveragePoint>& points, const std::set<std::string>& constants);

/// Those marked as constant that change all the same, once their first value is there.
std::vector<CoveragePoint> changing_constants(const std::vector<CoveragePoint>& points);

/// A reason why points cannot be covered.
struct Waiver {
  std::string file;
  bool toggle = false;
  std::vector<std::string> patterns;  ///< of toggles "signal[3]", of lines "30:else"; * stands for any characters
  std::string reason;
  int line = 0;  ///< in the file of waivers
};

/// Reads a file of waivers: "file | line or toggle | pattern | reason" a line; # begins a comment. Throws InputError
/// with file and line.
std::vector<Waiver> read_waivers(const std::string& file);

/// Points covered of those that there are, without constant and waived ones.
struct CoverageShare {
  std::size_t covered = 0, total = 0, waived = 0, constant = 0;

  double percent() const {
    return total == 0 ? 100 : 100.0 * static_cast<double>(covered) / static_cast<double>(total);
  }
};

struct FileCoverage {
  std::string file;
  std::string path;  ///< or the file's name again where it is not known
  CoverageShare lines, toggles;
  std::vector<CoveragePoint> open;  ///< neither covered nor constant nor waived
  /// Bits that are constant in all instances, a text for each signal: "first[1,3,32..63]".
  std::vector<std::string> constants;
};

struct RtlCoverage {
  std::vector<FileCoverage> files;  ///< by name
  /// Those with a pattern that matches nothing, or a covered or constant point.
  std::vector<std::string> stale_waivers;
};

/// Merges the points of all instances and units: one that is covered in any of them is covered, one that is constant in
/// all of them is constant.
RtlCoverage merge_coverage(const std::vector<CoveragePoint>& points, const std::vector<Waiver>& waivers);

/// Covered points of one unit, each instance by itself, nothing waived.
CoverageShare share_of(const std::vector<CoveragePoint>& points, bool toggle);

}  // namespace pwlsim::coverage
