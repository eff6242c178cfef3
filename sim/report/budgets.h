// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "sim/report/comparison.h"

namespace pwlsim::report {

/// A figure of a unit that budgets watch.
struct BudgetFigure {
  std::string key;   ///< in the file: "area_um2"
  std::string name;  ///< in tables: "um2"
  double tolerance;  ///< greatest relative change, for files that do not say otherwise
  double (*of)(const UnitReport&);
};

/// All watched figures, in the order of the columns of tables.
const std::vector<BudgetFigure>& budget_figures();

/// The figures that a comparison is expected to give, and its conditions.
struct Budgets {
  std::string file;
  std::string function, method, stimulus, storage;
  std::string library, corner;             ///< of the cells, as CostConditions has them
  std::string areas, wires, clock_buffer;  ///< as there
  std::string tools;                       ///< versions of those that made the figures
  std::uint64_t seed = 1;
  double clock_ns = 10;
  std::string of = {};  ///< the unit that a user's RTL is to equal; empty: `units` are the project's
  std::map<std::string, double> tolerances;  ///< by the figure's key
  struct Unit {
    std::string name;                       ///< of a user's RTL that of its top module
    std::map<std::string, double> figures;  ///< by key
  };
  std::vector<Unit> units;
};

/// Reads a file of budgets. Throws InputError with file and place for anything that does not belong there. `to_update`:
/// figures, their tolerances and what they were made with may be missing, as in a file of an older version.
Budgets read_budgets(const std::string& file, bool to_update = false);

/// Budgets without figures, for a file that does not exist yet: of a user's RTL with that top module, which is to equal
/// `unit`, with the usual tolerances, and the usual conditions but for function and stimulus, which are to be set.
Budgets new_budgets(const std::string& file, const std::string& top, const UnitConfig& unit);

/// The text of a file of budgets.
std::string budgets_json(const Budgets& budgets);

/// The same budgets with the figures of these reports, which are of the same units in the same order, and with the
/// library, corner, layout and tools that they were made with.
Budgets updated(const Budgets& budgets, const std::vector<UnitReport>& reports, const CostConditions& made_with);

/// What differs between the library, corner, areas, wires and clock tree of the figures and these, as "areas LEF x.lef,
/// here Liberty"; figures of others are not comparable. Empty when nothing does.
std::string other_library(const Budgets& budgets, const CostConditions& cost);

/// A figure outside its tolerance.
struct Drift {
  std::string unit, figure;
  double expected, measured, tolerance;
};

/// Every figure that differs by more than its tolerance, to either side.
std::vector<Drift> find_drift(const Budgets& budgets, const std::vector<UnitReport>& reports);

/// "int8_8 GE: expected 2325, measured 2401 (+3.3 %, tolerance 2 %)", one a line.
std::string drift_text(const std::vector<Drift>& drift);

/// A case for each unit and figure, which fails when the figure drifts.
std::vector<CheckCase> budget_cases(const Budgets& budgets, const std::vector<Drift>& drift);

/// A line that names tools of other versions than those which made the figures; empty when all are the same. Other
/// versions alone do not fail a check.
std::string tools_text(const Budgets& budgets, const std::string& tools);

/// Each figure of these reports with its budget, for programs.
DataTable budgets_table(const Budgets& budgets, const std::vector<UnitReport>& reports);

/// The figures themselves, for people: a row a unit, and what INT8 saves.
Document budgets_document(const Budgets& budgets);

}  // namespace pwlsim::report
