// SPDX-License-Identifier: Apache-2.0
#include "sim/report/coverage_report.h"

#include <fmt/format.h>
#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <set>

#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/base/json_place.h"

namespace pwlsim::report {
namespace {

using Json = nlohmann::ordered_json;

/// A share as a floor, which the same share reaches.
double rounded_down(double percent) { return std::floor(percent * 100) / 100; }

double percent_of(const BinSummary& bins) {
  return bins.reachable == 0 ? 100 : 100.0 * static_cast<double>(bins.hit) / static_cast<double>(bins.reachable);
}

std::string share_text(const CoverageShare& share) {
  if (share.total == 0) return "-";
  return fmt::format("{} of {}", share.covered, share.total);
}

std::string place(const CoveragePoint& point) {
  return fmt::format("{}:{} {} {}", point.file, point.line, point.toggle ? "toggle" : "line", point.name);
}

/// What is wrong with a bit that is not constant after all.
std::string changes(const CoveragePoint& point) {
  return fmt::format("changes though Yosys calls it constant: {} in {}", place(point), point.instance);
}

bool same_units(const CoverageReport& report, const CoverageFloor& floor) {
  std::set<std::string> names;
  for (const UnitCoverage& unit : report.units) names.insert(unit.unit);
  return names == std::set<std::string>(floor.units.begin(), floor.units.end());
}

CheckCase judge_share(const std::string& file, const char* what, const CoverageShare& share, double floor,
                      const std::vector<CoveragePoint>& open) {
  CheckCase result{"coverage.rtl", file + " " + what, true, ""};
  if (share.percent() >= floor) return result;
  result.passed = false;
  result.message = fmt::format("{}: {:.2f} % of {} covered ({}), the floor is {:.2f} %", file, share.percent(), what,
                               share_text(share), floor);
  for (const CoveragePoint& point : open) result.message += "\n" + place(point);
  return result;
}

std::vector<CoveragePoint> only(const std::vector<CoveragePoint>& points, bool toggle) {
  std::vector<CoveragePoint> result;
  std::copy_if(points.begin(), points.end(), std::back_inserter(result),
               [&](const CoveragePoint& point) { return point.toggle == toggle; });
  return result;
}

CheckCase judge_constants(const FileCoverage& file, const std::vector<std::string>& known) {
  CheckCase result{"coverage.rtl", file.file + " constant bits", file.constants == known, ""};
  if (result.passed) return result;
  result.message =
      file.file + ": constant bits are not those of the floor; pwlsim coverage --update after a look at them";
  const auto add = [&](const char* what, const std::vector<std::string>& all, const std::vector<std::string>& without) {
    for (const std::string& bits : all) {
      if (std::find(without.begin(), without.end(), bits) == without.end()) result.message += what + bits;
    }
  };
  add("\nconstant: ", file.constants, known);
  add("\nof the floor: ", known, file.constants);
  return result;
}

CheckCase judge_unit(const UnitCoverage& unit, double floor) {
  CheckCase result{"coverage.functional", unit.unit, true, "", unit.seconds};
  const BinSummary summary = summarise(unit.bins);
  const auto fail = [&](const std::string& message) {
    result.passed = false;
    result.message += (result.message.empty() ? "" : "\n") + message;
  };
  if (!unit.mismatch.empty()) fail(unit.mismatch);
  if (percent_of(summary) < floor) {
    std::string message =
        fmt::format("{}: {} of {} bins met, the floor is {:.2f} %", unit.unit, summary.hit, summary.reachable, floor);
    for (const std::string& bin : summary.missed) message += "\nnot met: " + bin;
    fail(message);
  }
  for (const std::string& bin : summary.contradicted) fail(unit.unit + ": met though listed as unreachable: " + bin);
  for (const CoveragePoint& point : changing_constants(unit.points)) fail(unit.unit + ": " + changes(point));
  return result;
}

const Figures<CoverageShare>& share_figures() {
  static const Figures<CoverageShare> figures = {{{"covered", ""}, [](const CoverageShare& s) { return s.covered; }},
                                                 {{"total", ""}, [](const CoverageShare& s) { return s.total; }},
                                                 {{"waived", ""}, [](const CoverageShare& s) { return s.waived; }},
                                                 {{"constant", ""}, [](const CoverageShare& s) { return s.constant; }}};
  return figures;
}

/// The figures of a share that a record has.
template <class Record>
void add_share(Figures<Record>& figures, const std::string& key, CoverageShare (*share)(const Record&)) {
  for (const Figure<CoverageShare>& figure : share_figures()) {
    figures.push_back({{key + "." + figure.column.key, ""},
                       [share, of = figure.of](const Record& record) { return of(share(record)); }});
  }
}

Figures<FileCoverage> file_figures() {
  Figures<FileCoverage> figures = {{{"file", ""}, [](const FileCoverage& f) { return f.file; }}};
  add_share<FileCoverage>(figures, "lines", [](const FileCoverage& f) { return f.lines; });
  add_share<FileCoverage>(figures, "toggles", [](const FileCoverage& f) { return f.toggles; });
  figures.push_back({{"open", ""}, [](const FileCoverage& f) {
                       Cell::List places;
                       for (const CoveragePoint& point : f.open) places.emplace_back(place(point));
                       return Cell(std::move(places));
                     }});
  figures.push_back({{"constants", ""}, [](const FileCoverage& f) { return Cell::list(f.constants); }});
  return figures;
}

/// What `value` says of each bin, by its name.
DataTable bins_table(const UnitCoverage& unit, const char* key, Cell (*value)(const Bin&)) {
  DataTable table{key, {{"bin", ""}, {key, ""}}};
  table.form = DataTable::Form::kValues;
  for (const Bin& bin : unit.bins) {
    Cell cell = value(bin);
    if (!std::holds_alternative<std::monostate>(cell.value)) table.rows.push_back({{bin.name, std::move(cell)}});
  }
  return table;
}

Figures<UnitCoverage> unit_figures() {
  using Unit = const UnitCoverage&;
  Figures<UnitCoverage> figures = {{{"unit", ""}, [](Unit u) { return u.unit; }},
                                   {{"cycles", ""}, [](Unit u) { return u.cycles; }},
                                   {{"inputs", ""}, [](Unit u) { return u.inputs; }},
                                   {{"mismatch", ""}, [](Unit u) { return u.mismatch; }}};
  add_share<UnitCoverage>(figures, "lines", [](Unit u) { return share_of(u.points, false); });
  add_share<UnitCoverage>(figures, "toggles", [](Unit u) { return share_of(u.points, true); });
  figures.push_back(
      {{"bins", ""}, [](Unit u) { return bins_table(u, "hits", [](const Bin& bin) { return Cell(bin.hits); }); }});
  figures.push_back({{"unreachable", ""}, [](Unit u) {
                       return bins_table(u, "reason", [](const Bin& bin) {
                         return bin.unreachable.empty() ? Cell() : Cell(bin.unreachable);
                       });
                     }});
  return figures;
}

/// Every bin and every point that is not as it should be, a line each.
std::vector<std::string> holes(const CoverageReport& report) {
  std::vector<std::string> lines;
  for (const FileCoverage& file : report.rtl.files) {
    for (const CoveragePoint& point : file.open) lines.push_back("open: " + place(point));
  }
  for (const UnitCoverage& unit : report.units) {
    const BinSummary summary = summarise(unit.bins);
    for (const std::string& bin : summary.missed) lines.push_back("not met: " + unit.unit + " " + bin);
    for (const std::string& bin : summary.contradicted) {
      lines.push_back("met though listed as unreachable: " + unit.unit + " " + bin);
    }
    for (const CoveragePoint& point : changing_constants(unit.points))
      lines.push_back(unit.unit + " " + changes(point));
  }
  return lines;
}

/// Files, then units, as people see them.
DataTable shares_table(const CoverageReport& report) {
  DataTable table{"",
                  {{"", "of"},
                   {"", "lines and branches", 1},
                   {"", "toggles", 1},
                   {"", "constant", 3},
                   {"", "waived", 3},
                   {"", "functional bins", 1},
                   {"", "unreachable", 2}}};
  for (const FileCoverage& file : report.rtl.files) {
    table.rows.push_back({{file.path, share_text(file.lines), share_text(file.toggles), file.toggles.constant,
                           file.lines.waived + file.toggles.waived, "-", "-"}});
  }
  for (const UnitCoverage& unit : report.units) {
    const BinSummary summary = summarise(unit.bins);
    const CoverageShare toggles = share_of(unit.points, true);
    table.rows.push_back({{unit.unit, share_text(share_of(unit.points, false)), share_text(toggles), toggles.constant,
                           "-", fmt::format("{} of {}", summary.hit, summary.reachable), summary.unreachable}});
  }
  return table;
}

std::string summary_line(const CoverageReport& report) {
  CoverageShare lines, toggles;
  const auto add = [](CoverageShare& sum, const CoverageShare& share) {
    sum.covered += share.covered;
    sum.total += share.total;
    sum.waived += share.waived;
    sum.constant += share.constant;
  };
  for (const FileCoverage& file : report.rtl.files) {
    add(lines, file.lines);
    add(toggles, file.toggles);
  }
  std::size_t hit = 0, reachable = 0;
  for (const UnitCoverage& unit : report.units) {
    const BinSummary summary = summarise(unit.bins);
    hit += summary.hit;
    reachable += summary.reachable;
  }
  return fmt::format(
      "{:.2f} % of {} lines and branches, {:.2f} % of {} toggles ({} bits constant, {} points waived), {} of {} bins "
      "of "
      "{} units",
      lines.percent(), lines.total, toggles.percent(), toggles.total, toggles.constant, lines.waived + toggles.waived,
      hit, reachable, report.units.size());
}

}  // namespace

CoverageFloor read_coverage_floor(const std::string& file) {
  const JsonFile json = read_json(file);
  const JsonPlace document = json.root();
  document.expect_keys({"units", "rtl", "functional"});
  CoverageFloor floor;
  floor.file = file;
  floor.units = document.at("units").any_texts();
  const JsonPlace rtl = document.at("rtl"), functional = document.at("functional");
  for (const std::string& name : rtl.keys()) {
    const JsonPlace shares = rtl.at(name);
    shares.expect_keys({"lines", "toggles", "constants"});
    floor.rtl[name] = {shares.at("lines").number(0, 100), shares.at("toggles").number(0, 100),
                       shares.at("constants").any_texts()};
  }
  for (const std::string& name : functional.keys()) floor.functional[name] = functional.at(name).number(0, 100);
  return floor;
}

std::string coverage_floor_json(const CoverageFloor& floor) {
  Json rtl = Json::object();
  for (const auto& [name, file] : floor.rtl) {
    rtl[name] = {{"lines", file.lines}, {"toggles", file.toggles}, {"constants", file.constants}};
  }
  Json functional = Json::object();
  for (const auto& [name, share] : floor.functional) functional[name] = share;
  const Json json = {{"units", floor.units}, {"rtl", rtl}, {"functional", functional}};
  return json_dump(json, 2) + "\n";
}

CoverageFloor floor_of(const CoverageReport& report) {
  CoverageFloor floor;
  for (const UnitCoverage& unit : report.units) {
    floor.units.push_back(unit.unit);
    floor.functional[unit.unit] = rounded_down(percent_of(summarise(unit.bins)));
  }
  for (const FileCoverage& file : report.rtl.files) {
    floor.rtl[file.file] = {rounded_down(file.lines.percent()), rounded_down(file.toggles.percent()), file.constants};
  }
  return floor;
}

std::vector<CheckCase> judge_coverage(const CoverageReport& report, const CoverageFloor& floor, bool of_part) {
  std::vector<CheckCase> cases;
  for (const UnitCoverage& unit : report.units) {
    const auto known = floor.functional.find(unit.unit);
    cases.push_back(judge_unit(unit, known == floor.functional.end() ? 100 : known->second));
  }
  if (!same_units(report, floor)) {
    CheckCase files{"coverage.rtl", "all files", of_part, "the units are not those of " + floor.file};
    files.skipped = of_part;
    if (!of_part) files.message += "; pwlsim coverage --update measures it anew";
    cases.push_back(files);
    return cases;
  }
  std::map<std::string, CoverageFloor::File> expected = floor.rtl;
  for (const FileCoverage& file : report.rtl.files) {
    const CoverageFloor::File least = expected[file.file];
    expected.erase(file.file);
    cases.push_back(judge_share(file.file, "lines", file.lines, least.lines, only(file.open, false)));
    cases.push_back(judge_share(file.file, "toggles", file.toggles, least.toggles, only(file.open, true)));
    cases.push_back(judge_constants(file, least.constants));
  }
  for (const auto& [name, least] : expected) {
    CheckCase missing{"coverage.rtl", name, true, ""};
    missing.passed = false;
    missing.message = name + " of " + floor.file + " is in none of the units";
    cases.push_back(missing);
  }
  CheckCase waivers{"coverage.waivers", "all waivers", true, ""};
  for (const std::string& stale : report.rtl.stale_waivers) {
    waivers.message += (waivers.passed ? "" : "\n") + stale;
    waivers.passed = false;
  }
  cases.push_back(waivers);
  return cases;
}

Document coverage_document(const CoverageReport& report, const std::string& conditions) {
  Document document;
  document.facts = {{"stale_waivers", Cell::list(report.rtl.stale_waivers)}};
  document.conditions = {conditions};
  document.sections.push_back({"",
                               {},
                               {shares_table(report), table_of("rtl", file_figures(), report.rtl.files),
                                table_of("units", unit_figures(), report.units)},
                               {summary_line(report)}});
  document.sections.push_back({"", {}, {}, holes(report)});
  return document;
}

}  // namespace pwlsim::report
