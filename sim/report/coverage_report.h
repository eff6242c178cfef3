// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "sim/coverage/unit_coverage.h"
#include "sim/report/document.h"
#include "sim/report/junit.h"
#include "sim/rooms.h"

namespace pwlsim::report {

/// Shares in percent that coverage must not fall below, and the bits that it need not cover.
struct CoverageFloor {
  struct File {
    double lines = 100, toggles = 100;
    std::vector<std::string> constants = {};  ///< see FileCoverage
  };
  std::string file;
  std::vector<std::string> units;            ///< whose runs together the shares of the RTL are of
  std::map<std::string, File> rtl;           ///< by file name
  std::map<std::string, double> functional;  ///< by unit
};

/// Reads a file of floors. Throws InputError with file and place for anything that does not belong there.
CoverageFloor read_coverage_floor(const std::string& file);

/// The text of a file of floors.
std::string coverage_floor_json(const CoverageFloor& floor);

/// What all units of a run met.
struct CoverageReport {
  std::vector<UnitCoverage> units;
  RtlCoverage rtl;
};

/// The floor that a report just reaches, shares rounded down to hundredths of a percent.
CoverageFloor floor_of(const CoverageReport& report);

/// A case for each RTL file, unit and waiver that is held against the floor. What the floor does not know has to be
/// covered in full. Other constant bits than the floor's fail: a bit that has become constant may be a mistake. Units
/// other than those of the floor fail; when they are a part that someone chose
/// (`of_part`), only their bins and mismatches are judged.
std::vector<CheckCase> judge_coverage(const CoverageReport& report, const CoverageFloor& floor, bool of_part = false);

/// The report: for people a table of files and units, then every bin and every point that is not as it should be; for
/// programs all bins with their hits, all shares, all open points.
Document coverage_document(const CoverageReport& report, const std::string& conditions);

}  // namespace pwlsim::report
