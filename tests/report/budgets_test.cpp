// SPDX-License-Identifier: Apache-2.0
#include "sim/report/budgets.h"

#include <gtest/gtest.h>
#include <cmath>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "sim/base/error.h"
#include "sim/report/document_markdown.h"
#include "tests/report/made_up_budgets.h"
#include "tests/report/made_up_reports.h"
#include "tests/rooms.h"
#include "tests/scratch_folder.h"

namespace pwlsim::tests {
namespace {

using Json = nlohmann::ordered_json;

const CostConditions kMadeWith = *made_up_conditions().cost;
const std::vector<std::string> kUnits = {"int8_8", "fp32_8"};

std::vector<UnitReport> reports_of(const MadeUp& figures = {}) {
  std::vector<UnitReport> reports;
  for (const std::string& unit : kUnits) reports.push_back(made_up_report(unit, figures));
  return reports;
}

class BudgetsFile : public testing::Test {
 protected:
  /// The message for a file with that text.
  std::string complaint(const std::string& text) const {
    const std::string file = folder_.write("budgets.json", text);
    try {
      read_budgets(file);
    } catch (const InputError& error) {
      const std::string what = error.what();
      EXPECT_EQ(what.rfind(file + ": ", 0), 0U) << what;
      return what.substr(std::min(what.size(), file.size() + 2));
    }
    return "accepted";
  }

  const ScratchFolder folder_;
  const Json sound_ = Json::parse(budgets_json(made_up_budgets(reports_of())));
};

TEST_F(BudgetsFile, RoundTrips) {
  const Budgets budgets = made_up_budgets(reports_of());
  const std::string text = budgets_json(budgets);
  const Budgets read = read_budgets(folder_.write("budgets.json", text));
  EXPECT_EQ(read.function, "gelu");
  EXPECT_EQ(read.method, "uniform");
  EXPECT_EQ(read.stimulus, "codes8");
  EXPECT_EQ(read.storage, "flop");
  EXPECT_EQ(read.library, "tiny");
  EXPECT_EQ(read.corner, "process 1, 1.8 V, 25 C");
  EXPECT_EQ(read.areas, "Liberty");
  EXPECT_EQ(read.wires, "w.txt (0.1 fF/um)");
  EXPECT_EQ(read.clock_buffer, "BUF");
  EXPECT_EQ(read.tools, "Yosys 1, OpenSTA 2");
  EXPECT_EQ(read.seed, 1U);
  EXPECT_EQ(read.clock_ns, 10);
  EXPECT_EQ(read.tolerances, budgets.tolerances);
  ASSERT_EQ(read.units.size(), kUnits.size());
  for (std::size_t i = 0; i < kUnits.size(); ++i) {
    EXPECT_EQ(read.units[i].name, kUnits[i]);
    EXPECT_EQ(read.units[i].figures, budgets.units[i].figures);
    EXPECT_EQ(read.units[i].figures.size(), 12U);
  }
  EXPECT_EQ(budgets_json(read), text);
  EXPECT_TRUE(find_drift(read, reports_of()).empty());
}

TEST_F(BudgetsFile, OfAUsersRtlNamesItsTopModuleAndTheUnitThatItIs) {
  Budgets made = new_budgets("my.json", "my_act", find_unit("int8_8"));
  made.function = "gelu";
  made.stimulus = "codes8";
  const Budgets now = updated(made, {made_up_report("int8_8", {})}, kMadeWith);
  Json json = Json::parse(budgets_json(now));
  EXPECT_EQ(json["conditions"]["unit"], "int8_8");
  const Budgets read = read_budgets(folder_.write("my.json", json.dump()));
  EXPECT_EQ(read.of, "int8_8");
  ASSERT_EQ(read.units.size(), 1U);
  EXPECT_EQ(read.units[0].name, "my_act");
  EXPECT_TRUE(find_drift(read, {made_up_report("int8_8", {})}).empty());
  EXPECT_NE(document_markdown(budgets_document(read)).find("my_act"), std::string::npos);
  json["units"]["other_act"] = json["units"]["my_act"];
  EXPECT_NE(complaint(json.dump()).find("has several units, but RTL of a user is one"), std::string::npos);
  json["units"].erase("other_act");
  json["conditions"]["unit"] = "int9_9";
  EXPECT_NE(complaint(json.dump()).find("conditions.unit"), std::string::npos);
  json["conditions"].erase("unit");  // no unit of the project has that name
  EXPECT_NE(complaint(json.dump()).find("my_act"), std::string::npos);
}

// A third of a millionth more is the same figure, so it makes neither noise in the history of the file nor drift.
TEST_F(BudgetsFile, FiguresHaveSixDigits) {
  MadeUp figures;
  figures.area = 24e6;
  const Budgets budgets = made_up_budgets(reports_of(figures));
  figures.area *= 1 + 0.3e-6;
  EXPECT_EQ(budgets_json(updated(budgets, reports_of(figures), kMadeWith)), budgets_json(budgets));
}

TEST_F(BudgetsFile, EveryKeyIsNeededOnceAndNoOtherAllowed) {
  ASSERT_EQ(complaint(sound_.dump()), "accepted");
  for (const char* path : {"/conditions", "/tolerances", "/units", "/units/fp32_8"}) {
    const Json::json_pointer place(path);
    std::string name = std::string(path).substr(1);
    std::replace(name.begin(), name.end(), '/', '.');
    name = "line 1: " + name + ": ";
    for (const auto& [key, value] : sound_.at(place).items()) {
      if (std::string(path) == "/units") continue;  // units are named as the user likes
      Json changed = sound_;
      changed.at(place).erase(key);
      EXPECT_EQ(complaint(changed.dump()), name + "key '" + key + "' is missing");
    }
    Json changed = sound_;
    changed.at(place)["typo"] = 1;
    const bool unit = std::string(path) == "/units";
    const std::string start =
        unit ? "line 1: units.typo: unknown unit 'typo'" : name + "key 'typo' is not known here; known: ";
    EXPECT_EQ(complaint(changed.dump()).substr(0, start.size()), start);
    changed = sound_;
    changed.at(place) = 3;
    EXPECT_EQ(complaint(changed.dump()), name + "is not an object {…}");
  }
  for (const auto& [key, value] : sound_.items()) {
    Json changed = sound_;
    changed.erase(key);
    EXPECT_EQ(complaint(changed.dump()), "key '" + key + "' is missing");
  }
  Json changed = sound_;
  changed["note"] = "";
  EXPECT_EQ(complaint(changed.dump()), "line 1: key 'note' is not known here; known: conditions, tolerances, units");
  changed = sound_;
  changed["units"] = Json::object();
  EXPECT_EQ(complaint(changed.dump()), "line 1: units: has no unit");
  EXPECT_EQ(complaint("[]"), "is not an object {…}");
}

TEST_F(BudgetsFile, ValuesAreOfTheirTypes) {
  for (const char* key :
       {"function", "method", "stimulus", "storage", "library", "corner", "areas", "wires", "clock_buffer", "tools"}) {
    Json changed = sound_;
    changed["conditions"][key] = 7;
    EXPECT_EQ(complaint(changed.dump()), "line 1: conditions." + std::string(key) + ": is not a text");
  }
  for (const Json& wrong : {Json("1"), Json(nullptr), Json(true), Json(-1), Json::array()}) {
    for (const char* path : {"/conditions/clock_ns", "/conditions/seed", "/tolerances/mse", "/units/fp32_8/area_um2"}) {
      Json changed = sound_;
      changed.at(Json::json_pointer(path)) = wrong;
      const std::string text = complaint(changed.dump());
      const std::string key = std::string(path).substr(std::string(path).rfind('/') + 1);
      EXPECT_NE(text.find(key + ": is not a "), std::string::npos) << text;
    }
  }
  for (const double wrong : {1.5, 1e30}) {
    Json changed = sound_;
    changed["conditions"]["seed"] = wrong;
    EXPECT_EQ(complaint(changed.dump()), "line 1: conditions.seed: is not a whole number below 2^64");
  }
  Json changed = sound_;
  for (const double wrong : {0., 0.009, 1e-9, 1.1e6, 1e12}) {
    changed["conditions"]["clock_ns"] = wrong;
    EXPECT_EQ(complaint(changed.dump()), "line 1: conditions.clock_ns: is not a number from 0.01 to 1000000");
  }
  // 2^64 - 1 is read back exactly.
  changed = sound_;
  changed["conditions"]["seed"] = UINT64_MAX;
  EXPECT_EQ(read_budgets(folder_.write("budgets.json", changed.dump())).seed, UINT64_MAX);
}

TEST_F(BudgetsFile, ConditionsTolerancesAndUnitsAreThoseThatARunTakes) {
  // All functions at once are more reports than units.
  for (const char* wrong : {"all", "gelu,exp", "", "Gelu"}) {
    Json changed = sound_;
    changed["conditions"]["function"] = wrong;
    EXPECT_EQ(complaint(changed.dump()), "line 1: conditions.function: has to name one function");
  }
  Json changed = sound_;
  changed["conditions"]["function"] = Json::array({"gelu"});
  EXPECT_EQ(complaint(changed.dump()), "line 1: conditions.function: is not a text");
  changed = sound_;
  changed["conditions"]["storage"] = "flip";
  EXPECT_EQ(complaint(changed.dump()),
            "line 1: conditions.storage: unknown table storage 'flip' (did you mean flop?); known: flop, gated, latch");
  changed = sound_;
  changed["tolerances"]["power_mw"] = 1.01;
  EXPECT_EQ(complaint(changed.dump()), "line 1: tolerances.power_mw: is not a number from 0 to 1");
  changed = sound_;
  changed["units"]["int9_8"] = changed["units"]["int8_8"];
  EXPECT_EQ(complaint(changed.dump()).rfind("line 1: units.int9_8: unknown unit 'int9_8'", 0), 0U)
      << complaint(changed.dump());
}

TEST_F(BudgetsFile, KeyThatStandsTwiceIsRefused) {
  const std::string text = budgets_json(made_up_budgets(reports_of()));
  for (const char* key : {"\"mse\": ", "\"int8_8\": ", "\"tolerances\": ", "\"seed\": "}) {
    std::string changed = text;
    changed.insert(changed.find(key), std::string(key) + "{}, ");
    const std::string name = std::string(key).substr(1, std::string(key).find("\":") - 1);
    EXPECT_NE(complaint(changed).find(": key '" + name + "' stands twice in one object"), std::string::npos)
        << complaint(changed);
  }
}

// JSON has no NaN. Texts that stand for it are refused with their line.
TEST_F(BudgetsFile, WhatIsNoJsonIsRefusedWithItsPlace) {
  std::string text = budgets_json(made_up_budgets(reports_of()));
  const std::string figure = "\"area_um2\": 24000.0";
  for (const char* wrong : {"NaN", "nan", "Infinity", "1e999", "0x10", ""}) {
    std::string changed = text;
    changed.replace(changed.find(figure), figure.size(), std::string("\"area_um2\": ") + wrong);
    const std::string says = complaint(changed);
    EXPECT_TRUE(says.find("line 36") != std::string::npos || says.find("1e999") != std::string::npos) << says;
  }
  EXPECT_NE(complaint(""), "accepted");
  EXPECT_NE(complaint(text.substr(0, text.size() / 2)), "accepted");
  EXPECT_NE(complaint(text + "}"), "accepted");
  EXPECT_THROW(read_budgets((folder_.path() / "none.json").string()), InputError);
}

/// The made-up report of a unit with one figure multiplied.
UnitReport with_change(const std::string& unit, const std::string& key, double factor) {
  MadeUp figures;
  if (key == "mse") figures.mse *= factor;
  UnitReport report = made_up_report(unit, figures);
  UnitCost& cost = *report.cost;
  const auto scale_power = [factor](Power& power) {
    power = {power.internal * factor, power.switching * factor, power.clock * factor, power.leakage * factor};
  };
  if (key == "latency") report.latency = static_cast<int>(std::lround(report.latency * factor + (factor > 1 ? 1 : -1)));
  if (key == "cells") cost.cells = static_cast<int>(std::lround(cost.cells * factor));
  if (key == "gate_equivalents") cost.gate_equivalents *= factor;
  if (key == "area_um2") cost.area *= factor;
  if (key == "fmax_mhz") cost.timing.fmax *= factor;
  if (key == "power_mw") scale_power(cost.power->active);
  if (key == "energy_pj") cost.power->energy_per_operation *= factor;
  if (key == "idle_mw") scale_power(cost.power->idle);
  if (key == "idle_gated_mw") scale_power(cost.power->idle_gated);
  if (key == "layout_um2") cost.layout.area *= factor;
  if (key == "layout_mw") scale_power(cost.layout.power->active);
  return report;
}

TEST(Drift, OfEachFigureInEitherDirectionIsFoundAndNamed) {
  const Budgets budgets = made_up_budgets(reports_of());
  for (const BudgetFigure& figure : budget_figures()) {
    for (const double factor : {0.5, 0.93, 1.07, 3.0}) {
      const std::vector<UnitReport> reports = {made_up_report("int8_8"), with_change("fp32_8", figure.key, factor)};
      const std::vector<Drift> drift = find_drift(budgets, reports);
      ASSERT_EQ(drift.size(), 1U) << figure.key << " " << factor;
      EXPECT_EQ(drift[0].unit, "fp32_8");
      EXPECT_EQ(drift[0].figure, figure.name);
      EXPECT_EQ(drift[0].tolerance, figure.tolerance);
      EXPECT_EQ(drift[0].measured > drift[0].expected, factor > 1);
    }
  }
}

TEST(Drift, ToleranceIsObeyedAtItsBorder) {
  // Numbers that are not binary fractions: 2 % of 24000 is 480, but 24480 / 24000 - 1 is more than 0.02.
  for (const double area : {24000., 100., 7.3, 55800., 0.123, 312000.}) {
    for (const double tolerance : {0.02, 0.03, 0.05, 0.1, 0.07}) {
      MadeUp figures;
      figures.area = area;
      Budgets budgets = made_up_budgets(reports_of(figures));
      for (auto& [key, value] : budgets.tolerances) value = tolerance;
      for (const double sign : {-1., 1.}) {
        const auto drifts = [&](double change) {
          std::vector<UnitReport> reports = reports_of(figures);
          for (UnitReport& report : reports) report.cost->area = area + sign * change * area;
          return find_drift(budgets, reports).size();
        };
        // The limit itself, and the nearest figures that differ from it in six digits.
        EXPECT_EQ(drifts(tolerance), 0U) << area << " " << sign * tolerance;
        EXPECT_EQ(drifts(tolerance + 2e-5), 2U) << area << " " << sign * tolerance;
      }
    }
  }
}

TEST(Drift, WithoutToleranceEveryChangeCountsAndOfZeroToo) {
  Budgets budgets = made_up_budgets(reports_of());
  budgets.tolerances["area_um2"] = 0;
  EXPECT_TRUE(find_drift(budgets, reports_of()).empty());
  MadeUp figures;
  figures.area = 24000.1;
  budgets.tolerances["gate_equivalents"] = 1;
  EXPECT_EQ(find_drift(budgets, reports_of(figures)).size(), 2U);
  figures = {};
  figures.idle_gated = 0;
  Budgets none = made_up_budgets(reports_of(figures));
  EXPECT_TRUE(find_drift(none, reports_of(figures)).empty());
  none.tolerances["idle_gated_mw"] = 1e6;
  const std::vector<Drift> drift = find_drift(none, reports_of());
  EXPECT_EQ(drift.size(), 2U) << "from nothing to something is no small change";
  EXPECT_EQ(drift_text(drift).find("inf"), std::string::npos) << drift_text(drift);
}

TEST(Drift, FigureThatIsNoNumberIsDrift) {
  const Budgets budgets = made_up_budgets(reports_of());
  std::vector<UnitReport> reports = reports_of();
  reports[0].cost->area = NAN;
  reports[1].cost->timing.fmax = INFINITY;
  const std::vector<Drift> drift = find_drift(budgets, reports);
  ASSERT_EQ(drift.size(), 2U);
  EXPECT_EQ(drift[0].figure, "um2");
  EXPECT_EQ(drift[1].figure, "fmax MHz");
}

TEST(Drift, TextNamesUnitFigureBothValuesAndTolerance) {
  EXPECT_EQ(drift_text({}), "");
  EXPECT_EQ(drift_text({{"int8_8", "GE", 2325, 2401, 0.02},
                        {"fp32_8", "mW", 44.2, 22.1, 0.03},
                        {"fp32_8", "latency", 4, 5, 0},
                        {"int8_8", "MSE", 0, 3.7e-5, 0.01}}),
            "int8_8 GE: expected 2325, measured 2401 (+3.3 %, tolerance 2 %)\n"
            "fp32_8 mW: expected 44.2, measured 22.1 (-50.0 %, tolerance 3 %)\n"
            "fp32_8 latency: expected 4, measured 5 (+25.0 %, tolerance 0 %)\n"
            "int8_8 MSE: expected 0, measured 3.7e-05 (tolerance 1 %)\n");
}

TEST(Drift, FailsTheCaseOfItsUnitAndFigure) {
  const Budgets budgets = made_up_budgets(reports_of());
  const Drift drift{
      .unit = "fp32_8", .figure = budget_figures()[2].name, .expected = 100, .measured = 110, .tolerance = 0.02};
  const std::vector<CheckCase> cases = budget_cases(budgets, {drift});
  ASSERT_EQ(cases.size(), 2 * budget_figures().size());
  for (const CheckCase& c : cases) {
    const bool drifted = c.group == "check.fp32_8" && c.name == drift.figure;
    EXPECT_EQ(c.passed, !drifted) << c.group << " " << c.name;
    EXPECT_EQ(c.message, drifted ? drift_text({drift}) : "");
  }
}

TEST(Drift, OtherToolsAreNamedAndOtherLibrariesTold) {
  const Budgets budgets = made_up_budgets(reports_of());
  EXPECT_EQ(tools_text(budgets, "Yosys 1, OpenSTA 2"), "");
  EXPECT_EQ(tools_text(budgets, "Yosys 2, OpenSTA 2"),
            "the figures of budgets.json were made with Yosys 1, OpenSTA 2, this is Yosys 2, OpenSTA 2\n");
  CostConditions other = kMadeWith;
  EXPECT_EQ(other_library(budgets, other), "");
  other.tools = "Yosys 2, OpenSTA 2";
  EXPECT_EQ(other_library(budgets, other), "");
  other.corner = "process 1, 1.6 V, 100 C";
  EXPECT_EQ(other_library(budgets, other), "corner process 1, 1.8 V, 25 C, here process 1, 1.6 V, 100 C");
  EXPECT_EQ(other_library(updated(budgets, reports_of(), other), other), "");
  other = kMadeWith;
  other.library = "huge";
  EXPECT_EQ(other_library(budgets, other), "library tiny, here huge");
  other = kMadeWith;
  other.areas = "LEF x.lef";
  other.wires = "none";
  other.clock_buffer = "";
  EXPECT_EQ(other_library(budgets, other),
            "areas Liberty, here LEF x.lef; wires w.txt (0.1 fF/um), here none; clock tree of BUF, here none");
}

TEST(Drift, UpdatedBudgetsHaveNone) {
  const Budgets budgets = made_up_budgets(reports_of());
  std::vector<UnitReport> reports = {with_change("int8_8", "area_um2", 2), with_change("fp32_8", "power_mw", 0.3)};
  EXPECT_EQ(find_drift(budgets, reports).size(), 2U);
  const Budgets now = updated(budgets, reports, kMadeWith);
  EXPECT_TRUE(find_drift(now, reports).empty());
  EXPECT_EQ(now.tolerances, budgets.tolerances);
  EXPECT_EQ(now.units[0].figures.at("area_um2"), 48000);
  EXPECT_EQ(find_drift(now, reports_of()).size(), 2U) << "and the old figures are drift now";
}

std::string shown(const Budgets& budgets) { return document_markdown(budgets_document(budgets)); }

TEST(BudgetsMarkdown, HasARowAUnitAndTheSavingsOfInt8OfAsManyEntriesOnly) {
  std::vector<UnitReport> reports;
  MadeUp small, large;
  large.area = 4 * small.area;
  large.active = 8 * small.active;
  reports.push_back(made_up_report("int8_8", small));
  reports.push_back(made_up_report("fp32_8", large));
  reports.push_back(made_up_report("fp32_16", large));  // without an INT8 unit of 16 entries
  EXPECT_EQ(
      shown(made_up_budgets(reports)),
      "| unit | MSE | latency | cells | GE | um2 | fmax MHz | mW | pJ/op | idle mW | gated mW | um2 with tree | "
      "mW with wires, tree | INT8 saves area | power | area with tree | power with wires, tree |\n"
      "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: "
      "| "
      "---: |\n"
      "| int8_8 | 0.04 | 2 | 1000 | 1000 | 24000 | 200 | 10 | 100 | 6 | 1 | 24480 | 12.5 | | | | |\n"
      "| fp32_8 | 0.04 | 4 | 1000 | 4000 | 96000 | 200 | 80 | 800 | 6 | 1 | 97920 | 100 | 75.0 % | 87.5 % | 75.0 % | "
      "87.5 % |\n"
      "| fp32_16 | 0.04 | 4 | 1000 | 4000 | 96000 | 200 | 80 | 800 | 6 | 1 | 97920 | 100 | | | | |\n");
  const std::vector<UnitReport> wide = {made_up_report("int8_8", small), made_up_report("wide16_8", large, "exp")};
  EXPECT_EQ(shown(made_up_budgets(wide)).find(" %"), std::string::npos) << "wide units do more";
}

// A unit that misses the clock is marked, and no unit is compared with it.
TEST(BudgetsMarkdown, UnitThatMissesTheClockSavesNothing) {
  MadeUp slow;
  slow.fmax = 99.9;
  std::string text = shown(made_up_budgets({made_up_report("int8_8"), made_up_report("fp32_8", slow)}));
  EXPECT_NE(text.find("| fp32_8 (misses the clock) | 0.04 |"), std::string::npos) << text;
  EXPECT_NE(text.find(" | - | - | - | - |\n"), std::string::npos) << text;
  EXPECT_EQ(text.find(" % |"), std::string::npos) << text;
  text = shown(made_up_budgets({made_up_report("int8_8", slow), made_up_report("fp32_8")}));
  EXPECT_EQ(text.find(" % |"), std::string::npos) << "nor with an INT8 unit that misses it: " << text;
}

// A file of an older version lacks newer figures. Only an update accepts it.
TEST_F(BudgetsFile, UpdateTakesAFileThatLacksNewerFigures) {
  Json old = sound_;
  for (const char* key : {"areas", "wires", "clock_buffer"}) old["conditions"].erase(key);
  for (const char* key : {"layout_um2", "layout_mw"}) {
    old["tolerances"].erase(key);
    for (const std::string& unit : kUnits) old["units"][unit].erase(key);
  }
  EXPECT_EQ(complaint(old.dump()), "line 1: conditions: key 'areas' is missing");
  const Budgets budgets = read_budgets(folder_.write("old.json", old.dump()), true);
  EXPECT_EQ(other_library(budgets, kMadeWith), "");
  EXPECT_EQ(find_drift(budgets, reports_of()).size(), 4U) << "a figure that is not there is none that fits";
  EXPECT_EQ(Json::parse(budgets_json(updated(budgets, reports_of(), kMadeWith))), sound_);
}

}  // namespace
}  // namespace pwlsim::tests
