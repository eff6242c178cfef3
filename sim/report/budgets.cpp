// SPDX-License-Identifier: Apache-2.0
#include "sim/report/budgets.h"

#include <fmt/format.h>
#include <algorithm>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <string_view>

#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/base/find_named.h"
#include "sim/base/json_place.h"
#include "sim/experiment/run_request.h"
#include "sim/function/function.h"
#include "sim/report/int8_beside.h"
#include "sim/unit/unit_config.h"

namespace pwlsim::report {
namespace {

using Json = nlohmann::ordered_json;

// Of the clock's period, ns, as --clock takes them.
constexpr double kLeastClock = 0.01, kMostClock = 1e6;

constexpr double kMostFigure = std::numeric_limits<double>::max();

/// Keys of an object of the file.
struct Keys {
  std::vector<std::string_view> required, optional;
};

double milliwatts(const Power& power) { return power.total() * 1e3; }

/// Six digits: enough for every tolerance, and no noise in the history of the file.
double rounded(double value) { return std::strtod(fmt::format("{:.6g}", value).c_str(), nullptr); }

/// What binary fractions make of a change that is the tolerance exactly: 102 / 100 - 1 is more than 0.02.
constexpr double kNoise = 1e-9;

double change(double expected, double measured) {
  return expected == measured ? 0 : expected == 0 ? INFINITY : measured / expected - 1;
}

/// What figures are made with, by its key in the file and in CostConditions.
struct Made {
  const char* key;
  const char* name;
  std::string Budgets::*text;
  std::string CostConditions::*of;
  bool comparable;  ///< whether figures made with another one mean nothing here
  bool layout;
};
constexpr Made kMadeWith[] = {
    {"library", "library", &Budgets::library, &CostConditions::library, true, false},
    {"corner", "corner", &Budgets::corner, &CostConditions::corner, true, false},
    {"areas", "areas", &Budgets::areas, &CostConditions::areas, true, true},
    {"wires", "wires", &Budgets::wires, &CostConditions::wires, true, true},
    {"clock_buffer", "clock tree of", &Budgets::clock_buffer, &CostConditions::clock_buffer, true, true},
    {"tools", "tools", &Budgets::tools, &CostConditions::tools, false, false}};

}  // namespace

const std::vector<BudgetFigure>& budget_figures() {
  // Power and speed move a little with the smallest change of the netlist; areas hardly.
  static const std::vector<BudgetFigure> figures = {
      {"mse", "MSE", 0.01, [](const UnitReport& r) { return r.errors.mse(); }},
      {"latency", "latency", 0, [](const UnitReport& r) { return static_cast<double>(r.latency); }},
      {"cells", "cells", 0.05, [](const UnitReport& r) { return static_cast<double>(r.cost->cells); }},
      {"gate_equivalents", "GE", 0.02, [](const UnitReport& r) { return r.cost->gate_equivalents; }},
      {"area_um2", "um2", 0.02, [](const UnitReport& r) { return r.cost->area; }},
      {"fmax_mhz", "fmax MHz", 0.05, [](const UnitReport& r) { return r.cost->timing.fmax; }},
      {"power_mw", "mW", 0.03, [](const UnitReport& r) { return milliwatts(r.cost->power->active); }},
      {"energy_pj", "pJ/op", 0.03, [](const UnitReport& r) { return r.cost->power->energy_per_operation * 1e12; }},
      {"idle_mw", "idle mW", 0.03, [](const UnitReport& r) { return milliwatts(r.cost->power->idle); }},
      {"idle_gated_mw", "gated mW", 0.03, [](const UnitReport& r) { return milliwatts(r.cost->power->idle_gated); }},
      {"layout_um2", "um2 with tree", 0.02, [](const UnitReport& r) { return r.cost->layout.area; }},
      {"layout_mw", "mW with wires, tree", 0.03,
       [](const UnitReport& r) { return milliwatts(r.cost->layout.power->active); }}};
  return figures;
}

Budgets read_budgets(const std::string& file, bool to_update) {
  const JsonFile json = read_json(file);
  const JsonPlace document = json.root();
  document.expect_keys({"conditions", "tolerances", "units"});
  Budgets budgets;
  budgets.file = file;

  const JsonPlace conditions = document.at("conditions");
  Keys keys{{"function", "method", "stimulus", "storage", "seed", "clock_ns"}, {"unit"}};
  for (const Made& made : kMadeWith) (to_update ? keys.optional : keys.required).emplace_back(made.key);
  conditions.expect_keys(keys.required, keys.optional);
  const JsonPlace function = conditions.at("function");
  budgets.function = function.any_text();
  // That of a user's RTL with a fixed table may be one of the user's, too.
  if (!conditions.has("unit") && built_in_function(budgets.function) == nullptr) {
    function.fail("has to name one function");
  }
  budgets.method = conditions.at("method").any_text();
  budgets.stimulus = conditions.at("stimulus").any_text();
  budgets.storage = conditions.at("storage").any_text();
  conditions.at("storage").placed([&] { find_named(table_storages(), "table storage", budgets.storage); });
  for (const Made& made : kMadeWith) {
    if (conditions.has(made.key)) budgets.*made.text = conditions.at(made.key).any_text();
  }
  budgets.seed = conditions.at("seed").whole();
  budgets.clock_ns = conditions.at("clock_ns").number(kLeastClock, kMostClock);

  Keys figures;
  for (const BudgetFigure& figure : budget_figures()) {
    (to_update ? figures.optional : figures.required).emplace_back(figure.key);
  }
  const JsonPlace tolerances = document.at("tolerances");
  tolerances.expect_keys(figures.required, figures.optional);
  for (const BudgetFigure& figure : budget_figures()) {
    budgets.tolerances[figure.key] =
        tolerances.has(figure.key) ? tolerances.at(figure.key).number(0, 1) : figure.tolerance;
  }
  if (conditions.has("unit")) {
    const JsonPlace unit = conditions.at("unit");
    budgets.of = unit.any_text();
    unit.placed([&] { return &find_unit(budgets.of); });
  }
  const JsonPlace units = document.at("units");
  for (const std::string& name : units.keys()) {
    const JsonPlace place = units.at(name);
    if (budgets.of.empty()) place.placed([&] { return &find_unit(name); });
    place.expect_keys(figures.required, figures.optional);
    Budgets::Unit unit{name, {}};
    for (const BudgetFigure& figure : budget_figures()) {
      unit.figures[figure.key] = place.has(figure.key) ? place.at(figure.key).number(0, kMostFigure) : NAN;
    }
    budgets.units.push_back(std::move(unit));
  }
  if (budgets.units.empty()) units.fail("has no unit");
  if (!budgets.of.empty() && budgets.units.size() > 1) units.fail("has several units, but RTL of a user is one");
  return budgets;
}

Budgets new_budgets(const std::string& file, const std::string& top, const UnitConfig& unit) {
  Budgets budgets;
  budgets.file = file;
  budgets.method = kDefaultMethod;
  budgets.storage = table_storages().front().name;
  budgets.of = unit.name;
  for (const BudgetFigure& figure : budget_figures()) budgets.tolerances[figure.key] = figure.tolerance;
  budgets.units.push_back({top, {}});
  for (const BudgetFigure& figure : budget_figures()) budgets.units.front().figures[figure.key] = NAN;
  return budgets;
}

std::string budgets_json(const Budgets& budgets) {
  Json json;
  json["conditions"] = {{"function", budgets.function}, {"method", budgets.method}, {"stimulus", budgets.stimulus},
                        {"storage", budgets.storage},   {"seed", budgets.seed},     {"clock_ns", budgets.clock_ns}};
  if (!budgets.of.empty()) json["conditions"]["unit"] = budgets.of;
  for (const Made& made : kMadeWith) json["conditions"][made.key] = budgets.*made.text;
  for (const BudgetFigure& figure : budget_figures())
    json["tolerances"][figure.key] = budgets.tolerances.at(figure.key);
  for (const Budgets::Unit& unit : budgets.units) {
    for (const BudgetFigure& figure : budget_figures()) {
      json["units"][unit.name][figure.key] = rounded(unit.figures.at(figure.key));
    }
  }
  return json_dump(json, 2) + "\n";
}

std::string other_library(const Budgets& budgets, const CostConditions& cost) {
  std::string text;
  for (const Made& made : kMadeWith) {
    const std::string &there = budgets.*made.text, &here = cost.*made.of;
    const bool unknown = budgets.areas.empty() && made.layout;  // a file of an older version does not say
    if (!made.comparable || unknown || there == here) continue;
    const auto named = [](const std::string& value) { return value.empty() ? "none" : printable(value); };
    text += fmt::format("{}{} {}, here {}", text.empty() ? "" : "; ", made.name, named(there), named(here));
  }
  return text;
}

std::string tools_text(const Budgets& budgets, const std::string& tools) {
  if (budgets.tools.empty() || budgets.tools == tools) return "";
  return fmt::format("the figures of {} were made with {}, this is {}\n", budgets.file, printable(budgets.tools),
                     tools);
}

Budgets updated(const Budgets& budgets, const std::vector<UnitReport>& reports, const CostConditions& made_with) {
  Budgets now = budgets;
  for (const Made& made : kMadeWith) now.*made.text = made_with.*made.of;
  for (std::size_t i = 0; i < reports.size(); ++i) {
    for (const BudgetFigure& figure : budget_figures())
      now.units[i].figures[figure.key] = rounded(figure.of(reports[i]));
  }
  return now;
}

std::vector<Drift> find_drift(const Budgets& budgets, const std::vector<UnitReport>& reports) {
  std::vector<Drift> drift;
  for (std::size_t i = 0; i < reports.size(); ++i) {
    for (const BudgetFigure& figure : budget_figures()) {
      const double expected = budgets.units[i].figures.at(figure.key);
      const double measured = rounded(figure.of(reports[i]));
      const double tolerance = budgets.tolerances.at(figure.key);
      if (!(std::fabs(change(expected, measured)) <= tolerance + kNoise)) {
        drift.push_back({budgets.units[i].name, figure.name, expected, measured, tolerance});
      }
    }
  }
  return drift;
}

std::string drift_text(const std::vector<Drift>& drift) {
  std::string text;
  for (const Drift& d : drift) {
    const std::string by = d.expected == 0 ? "" : fmt::format("{:+.1f} %, ", 100 * change(d.expected, d.measured));
    text += fmt::format("{} {}: expected {:.6g}, measured {:.6g} ({}tolerance {:.3g} %)\n", d.unit, d.figure,
                        d.expected, d.measured, by, 100 * d.tolerance);
  }
  return text;
}

std::vector<CheckCase> budget_cases(const Budgets& budgets, const std::vector<Drift>& drift) {
  std::vector<CheckCase> cases;
  for (const Budgets::Unit& unit : budgets.units) {
    for (const BudgetFigure& figure : budget_figures()) {
      CheckCase result{"check." + unit.name, figure.name, true, ""};
      for (const Drift& d : drift) {
        if (d.unit != unit.name || d.figure != figure.name) continue;
        result.passed = false;
        result.message = drift_text({d});
      }
      cases.push_back(std::move(result));
    }
  }
  return cases;
}

/// fmax is that with wires.
bool misses_clock(const Budgets& budgets, const Budgets::Unit& unit) {
  return unit.figures.at("fmax_mhz") < 1000 / budgets.clock_ns;
}

DataTable budgets_table(const Budgets& budgets, const std::vector<UnitReport>& reports) {
  DataTable table{"figures", {{"unit", ""}, {"figure", ""}, {"expected", ""}, {"measured", ""}, {"tolerance", ""}}};
  table.identity = 2;
  for (std::size_t i = 0; i < reports.size(); ++i) {
    for (const BudgetFigure& figure : budget_figures()) {
      table.rows.push_back({{budgets.units[i].name, figure.key, budgets.units[i].figures.at(figure.key),
                             figure.of(reports[i]), budgets.tolerances.at(figure.key)}});
    }
  }
  return table;
}

/// Whole numbers from a thousand on, else three digits.
std::string show_budget(double value) {
  return value >= 1000 ? fmt::format("{:.0f}", value) : fmt::format("{:.3g}", value);
}

Document budgets_document(const Budgets& budgets) {
  DataTable table{"", {{"", "unit"}}};
  for (const BudgetFigure& figure : budget_figures()) table.columns.push_back({"", figure.name, 1, show_budget});
  for (const char* head : {"INT8 saves area", "power", "area with tree", "power with wires, tree"}) {
    table.columns.push_back({"", head, 1, show_percent});
  }
  for (const Budgets::Unit& unit : budgets.units) {
    Row& row = table.rows.emplace_back();
    row.cells.push_back(unit.name + (misses_clock(budgets, unit) ? " (misses the clock)" : ""));
    for (const BudgetFigure& figure : budget_figures()) row.cells.emplace_back(unit.figures.at(figure.key));
    const std::string int8 = budgets.of.empty() ? int8_beside(find_unit(unit.name)) : "";
    const auto found = std::find_if(budgets.units.begin(), budgets.units.end(),
                                    [&](const Budgets::Unit& other) { return other.name == int8; });
    const bool saves = found != budgets.units.end();
    const bool in_time = saves && !misses_clock(budgets, unit) && !misses_clock(budgets, *found);
    for (const char* key : {"area_um2", "power_mw", "layout_um2", "layout_mw"}) {
      row.cells.push_back(in_time ? Cell(1 - found->figures.at(key) / unit.figures.at(key))
                          : saves ? Cell(NAN)
                                  : Cell());
    }
  }
  // A narrow terminal shows the first ones.
  for (std::size_t c = 1; c < table.columns.size(); ++c) table.columns[c].importance = static_cast<Importance>(c);
  Document document;
  document.sections.push_back({"", {}, {std::move(table)}});
  return document;
}

}  // namespace pwlsim::report
