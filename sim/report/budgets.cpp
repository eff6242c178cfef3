// SPDX-License-Identifier: Apache-2.0
#include "sim/report/budgets.h"

#include <fmt/format.h>
#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <set>

#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/base/find_named.h"
#include "sim/function/function.h"
#include "sim/unit/unit_config.h"

namespace pwlsim::report {
namespace {

using Json = nlohmann::ordered_json;

// Of the clock's period, ns, as --clock takes them.
constexpr double kLeastClock = 0.01, kMostClock = 1e6;

double milliwatts(const Power& power) { return power.total() * 1e3; }

/// Reads one object of the file and refuses keys that nobody asked for.
class Reader {
 public:
  Reader(const std::string& file, std::string place, const Json& json)
      : file_(file), place_(std::move(place)), json_(json) {
    if (!json.is_object()) fail("is no object");
  }

  [[noreturn]] void fail(const std::string& reason) const {
    throw InputError(fmt::format("{}: {} {}", file_, place_, reason));
  }
  bool has(const std::string& key) const { return json_.contains(key); }
  const Json& at(const std::string& key) {
    const auto found = json_.find(key);
    if (found == json_.end()) fail("lacks \"" + key + "\"");
    used_.insert(key);
    return *found;
  }
  std::string text(const std::string& key) {
    const Json& value = at(key);
    if (!value.is_string()) fail("\"" + key + "\" is no text");
    return value;
  }
  double number(const std::string& key) {
    const Json& value = at(key);
    if (!value.is_number() || !std::isfinite(value.get<double>()) || value.get<double>() < 0) {
      fail("\"" + key + "\" is not a number from 0 on");
    }
    return value;
  }
  double number(const std::string& key, double least, double most) {
    const double value = number(key);
    if (value < least || value > most) fail(fmt::format("\"{}\" is not a number from {} to {}", key, least, most));
    return value;
  }
  /// A text that `check`, which throws InputError, has nothing against.
  template <class Check>
  std::string text(const std::string& key, const Check& check) {
    std::string value = text(key);
    try {
      check(value);
    } catch (const InputError& error) {
      fail("\"" + key + "\": " + error.what());
    }
    return value;
  }
  std::uint64_t whole(const std::string& key) {
    const Json& value = at(key);
    if (!value.is_number_unsigned()) fail("\"" + key + "\" is not a whole number from 0 on");
    return value;
  }
  void done() const {
    for (const auto& [key, value] : json_.items()) {
      if (used_.count(key) == 0) fail("has \"" + printable(key) + "\", which is not known");
    }
  }

 private:
  const std::string& file_;
  std::string place_;
  const Json& json_;
  std::set<std::string> used_;
};

/// Six digits: enough for every tolerance, and no noise in the history of the file.
double rounded(double value) { return std::strtod(fmt::format("{:.6g}", value).c_str(), nullptr); }

/// What binary fractions make of a change that is the tolerance exactly: 102 / 100 - 1 is more than 0.02.
constexpr double kNoise = 1e-9;

double change(double expected, double measured) {
  return expected == measured ? 0 : expected == 0 ? INFINITY : measured / expected - 1;
}

/// Reads the file; a key that stands twice in one object is refused, because a reader sees one of the two.
Json parse(const std::string& file) {
  std::vector<std::set<std::string>> open;  // keys so far of each object that is not closed yet
  const auto check = [&](int, Json::parse_event_t event, Json& parsed) {
    if (event == Json::parse_event_t::object_start) open.emplace_back();
    if (event == Json::parse_event_t::object_end) open.pop_back();
    if (event == Json::parse_event_t::key && !open.back().insert(parsed.get<std::string>()).second) {
      throw InputError(file + ": \"" + printable(parsed.get<std::string>()) + "\" stands twice in one object");
    }
    return true;
  };
  try {
    return Json::parse(read_file(file), check);
  } catch (const Json::exception& error) {
    throw InputError(file + ": " + error.what());
  }
}

}  // namespace

namespace {

/// What figures are made with, by its key in the file and in CostConditions.
struct Made {
  const char* key;
  const char* name;
  std::string Budgets::*text;
  std::string CostConditions::*of;
  bool comparable;  ///< figures that were made with another one are no measure
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
  const Json json = parse(file);
  Budgets budgets;
  budgets.file = file;
  Reader top(file, "the file", json);
  Reader conditions(file, "conditions", top.at("conditions"));
  budgets.function = conditions.text("function", [](const std::string& name) {
    const std::vector<Function>& known = functions();
    if (std::none_of(known.begin(), known.end(), [&](const Function& function) { return function.name == name; })) {
      throw InputError("has to name one function");
    }
  });
  budgets.method = conditions.text("method");
  budgets.stimulus = conditions.text("stimulus");
  budgets.storage =
      conditions.text("storage", [](const std::string& name) { find_named(table_storages(), "table storage", name); });
  for (const Made& made : kMadeWith) {
    if (!to_update || conditions.has(made.key)) budgets.*made.text = conditions.text(made.key);
  }
  budgets.seed = conditions.whole("seed");
  budgets.clock_ns = conditions.number("clock_ns", kLeastClock, kMostClock);
  conditions.done();
  Reader tolerances(file, "tolerances", top.at("tolerances"));
  for (const BudgetFigure& figure : budget_figures()) {
    const bool missing = to_update && !tolerances.has(figure.key);
    budgets.tolerances[figure.key] = missing ? figure.tolerance : tolerances.number(figure.key, 0, 1);
  }
  tolerances.done();
  Reader units(file, "units", top.at("units"));
  for (const auto& [name, value] : top.at("units").items()) {
    Reader reader(file, "unit " + printable(name), value);
    try {
      find_unit(name);
    } catch (const InputError& error) {
      reader.fail(error.what());
    }
    Budgets::Unit unit{name, {}};
    for (const BudgetFigure& figure : budget_figures()) {
      const bool missing = to_update && !reader.has(figure.key);
      unit.figures[figure.key] = missing ? NAN : reader.number(figure.key);
    }
    reader.done();
    budgets.units.push_back(std::move(unit));
  }
  if (budgets.units.empty()) units.fail("has no unit");
  top.done();
  return budgets;
}

std::string budgets_json(const Budgets& budgets) {
  Json json;
  json["conditions"] = {{"function", budgets.function}, {"method", budgets.method}, {"stimulus", budgets.stimulus},
                        {"storage", budgets.storage},   {"seed", budgets.seed},     {"clock_ns", budgets.clock_ns}};
  for (const Made& made : kMadeWith) json["conditions"][made.key] = budgets.*made.text;
  for (const BudgetFigure& figure : budget_figures())
    json["tolerances"][figure.key] = budgets.tolerances.at(figure.key);
  for (const Budgets::Unit& unit : budgets.units) {
    for (const BudgetFigure& figure : budget_figures()) {
      json["units"][unit.name][figure.key] = rounded(unit.figures.at(figure.key));
    }
  }
  return json.dump(2) + "\n";
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
  if (budgets.tools == tools) return "";
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

std::string budgets_markdown(const Budgets& budgets) {
  std::string text = "| unit |";
  std::string rule = "| --- |";
  const auto column = [&](const std::string& name) {
    text += " " + name + " |";
    rule += " ---: |";
  };
  for (const BudgetFigure& figure : budget_figures()) column(figure.name);
  column("INT8 saves area");
  column("power");
  column("area with tree");
  column("power with wires, tree");
  text += "\n" + rule + "\n";
  for (const Budgets::Unit& unit : budgets.units) {
    text += "| " + unit.name + (misses_clock(budgets, unit) ? " (misses the clock) |" : " |");
    for (const BudgetFigure& figure : budget_figures()) {
      const double value = unit.figures.at(figure.key);
      text += value >= 1000 ? fmt::format(" {:.0f} |", value) : fmt::format(" {:.3g} |", value);
    }
    // INT8 of as many entries.
    const std::string int8 = "int8" + unit.name.substr(std::min(unit.name.find('_'), unit.name.size()));
    const auto found = std::find_if(budgets.units.begin(), budgets.units.end(),
                                    [&](const Budgets::Unit& other) { return other.name == int8; });
    const UnitConfig& config = find_unit(unit.name);
    const bool comparable = !config.output_scale && !config.reduces_range;  // others do more than INT8 does
    const bool saves = comparable && found != budgets.units.end() && found->name != unit.name;
    const bool in_time = saves && !misses_clock(budgets, unit) && !misses_clock(budgets, *found);
    for (const char* key : {"area_um2", "power_mw", "layout_um2", "layout_mw"}) {
      text += in_time ? fmt::format(" {:.1f} % |", 100 * (1 - found->figures.at(key) / unit.figures.at(key)))
              : saves ? " - |"
                      : " |";
    }
    text += "\n";
  }
  return text;
}

std::string with_block(const std::string& text, const std::string& name, const std::string& block,
                       const std::string& file) {
  const std::string begin = fmt::format("<!-- {}: begin -->\n", name);
  const std::string end = fmt::format("<!-- {}: end -->", name);
  const std::size_t from = text.find(begin);
  const std::size_t to = from == std::string::npos ? from : text.find(end, from);
  if (to == std::string::npos) {
    throw InputError(
        fmt::format("{}: has no place for the table, from <!-- {}: begin --> to <!-- {}: end -->", file, name, name));
  }
  return text.substr(0, from + begin.size()) + block + text.substr(to);
}

}  // namespace pwlsim::report
