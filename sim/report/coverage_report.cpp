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
  return result;
}

Json points_json(const std::vector<CoveragePoint>& points) {
  Json list = Json::array();
  for (const CoveragePoint& point : points) list.push_back(place(point));
  return list;
}

Json share_json(const CoverageShare& share) {
  return {{"covered", share.covered}, {"total", share.total}, {"waived", share.waived}};
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
    shares.expect_keys({"lines", "toggles"});
    floor.rtl[name] = {shares.at("lines").number(0, 100), shares.at("toggles").number(0, 100)};
  }
  for (const std::string& name : functional.keys()) floor.functional[name] = functional.at(name).number(0, 100);
  return floor;
}

std::string coverage_floor_json(const CoverageFloor& floor) {
  Json rtl = Json::object();
  for (const auto& [name, file] : floor.rtl) rtl[name] = {{"lines", file.lines}, {"toggles", file.toggles}};
  Json functional = Json::object();
  for (const auto& [name, share] : floor.functional) functional[name] = share;
  const Json json = {{"units", floor.units}, {"rtl", rtl}, {"functional", functional}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

CoverageFloor floor_of(const CoverageReport& report) {
  CoverageFloor floor;
  for (const UnitCoverage& unit : report.units) {
    floor.units.push_back(unit.unit);
    floor.functional[unit.unit] = rounded_down(percent_of(summarise(unit.bins)));
  }
  for (const FileCoverage& file : report.rtl.files) {
    floor.rtl[file.file] = {rounded_down(file.lines.percent()), rounded_down(file.toggles.percent())};
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

Evidence coverage_evidence(const CoverageReport& report, const std::string& command, const std::string& conditions) {
  Evidence evidence;
  evidence.check = "coverage";
  evidence.command = command;
  evidence.conditions = conditions;
  evidence.columns = {"of", "lines and branches", "toggles", "waived", "functional bins", "unreachable"};
  CoverageShare lines, toggles;
  const auto add = [](CoverageShare& sum, const CoverageShare& share) {
    sum.covered += share.covered;
    sum.total += share.total;
    sum.waived += share.waived;
  };
  for (const FileCoverage& file : report.rtl.files) {
    evidence.rows.push_back({"rtl/" + file.file, share_text(file.lines), share_text(file.toggles),
                             std::to_string(file.lines.waived + file.toggles.waived), "-", "-"});
    add(lines, file.lines);
    add(toggles, file.toggles);
  }
  std::size_t hit = 0, reachable = 0;
  for (const UnitCoverage& unit : report.units) {
    const BinSummary summary = summarise(unit.bins);
    evidence.rows.push_back(
        {unit.unit, share_text(share_of(unit.points, false)), share_text(share_of(unit.points, true)), "-",
         fmt::format("{} of {}", summary.hit, summary.reachable), std::to_string(summary.unreachable)});
    hit += summary.hit;
    reachable += summary.reachable;
  }
  evidence.summary = fmt::format(
      "{:.2f} % of {} lines and branches, {:.2f} % of {} toggles ({} points waived), {} of {} bins of {} units",
      lines.percent(), lines.total, toggles.percent(), toggles.total, lines.waived + toggles.waived, hit, reachable,
      report.units.size());
  return evidence;
}

std::string coverage_holes_text(const CoverageReport& report) {
  std::string text;
  for (const FileCoverage& file : report.rtl.files) {
    for (const CoveragePoint& point : file.open) text += "open: " + place(point) + "\n";
  }
  for (const UnitCoverage& unit : report.units) {
    const BinSummary summary = summarise(unit.bins);
    for (const std::string& bin : summary.missed) text += "not met: " + unit.unit + " " + bin + "\n";
    for (const std::string& bin : summary.contradicted) {
      text += "met though listed as unreachable: " + unit.unit + " " + bin + "\n";
    }
  }
  return text;
}

std::string coverage_json(const CoverageReport& report) {
  Json files = Json::array();
  for (const FileCoverage& file : report.rtl.files) {
    files.push_back({{"file", file.file},
                     {"lines", share_json(file.lines)},
                     {"toggles", share_json(file.toggles)},
                     {"open", points_json(file.open)}});
  }
  Json units = Json::array();
  for (const UnitCoverage& unit : report.units) {
    Json bins = Json::object();
    Json unreachable = Json::object();
    for (const Bin& bin : unit.bins) {
      bins[bin.name] = bin.hits;
      if (!bin.unreachable.empty()) unreachable[bin.name] = bin.unreachable;
    }
    units.push_back({{"unit", unit.unit},
                     {"cycles", unit.cycles},
                     {"inputs", unit.inputs},
                     {"mismatch", unit.mismatch},
                     {"lines", share_json(share_of(unit.points, false))},
                     {"toggles", share_json(share_of(unit.points, true))},
                     {"bins", bins},
                     {"unreachable", unreachable}});
  }
  const Json json = {{"rtl", files}, {"stale_waivers", report.rtl.stale_waivers}, {"units", units}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace pwlsim::report
