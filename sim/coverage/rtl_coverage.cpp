// SPDX-License-Identifier: Apache-2.0
#include "sim/coverage/rtl_coverage.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <sstream>
#include <tuple>

#include "sim/base/error.h"
#include "sim/base/file.h"

namespace pwlsim::coverage {
namespace {

constexpr const char* kWhat = "Verilator's coverage data";

template <class Number>
Number parse_number(const std::string& text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) {
    throw InputError(std::string(kWhat) + ": " + printable(text) + " is not a number");
  }
  return number;
}

/// The value of a key in "\1key\2value\1key\2value"; empty if the key is missing.
std::string value_of(const std::string& fields, const std::string& key) {
  const std::string start = "\1" + key + "\2";
  const std::size_t at = fields.find(start);
  if (at == std::string::npos) return "";
  const std::size_t from = at + start.size();
  return fields.substr(from, fields.find('\1', from) - from);
}

std::string trimmed(const std::string& text) {
  const std::size_t from = text.find_first_not_of(" \t\r");
  return from == std::string::npos ? "" : text.substr(from, text.find_last_not_of(" \t\r") + 1 - from);
}

/// Whether a pattern, in which * stands for any characters, matches a whole text.
bool fits(const char* pattern, const char* text) {
  for (; *pattern != '\0' && *pattern != '*'; ++pattern, ++text) {
    if (*pattern != *text) return false;
  }
  if (*pattern == '\0') return *text == '\0';
  do {
    if (fits(pattern + 1, text)) return true;
  } while (*text++ != '\0');
  return false;
}

/// The text of a point that patterns of waivers are matched with.
std::string label(const CoveragePoint& point) {
  return point.toggle ? point.name : std::to_string(point.line) + ":" + point.name;
}

bool waives(const std::string& pattern, const Waiver& waiver, const CoveragePoint& point) {
  return waiver.file == point.file && waiver.toggle == point.toggle && fits(pattern.c_str(), label(point).c_str());
}

/// The patterns that signal[2..8/3] stands for; any other pattern stands for itself.
std::vector<std::string> expanded(const std::string& pattern) {
  constexpr int kMost = 10'000;  // more bits than any signal has
  const std::size_t bracket = pattern.find('[');
  int first = 0, last = 0, step = 1, end = 0;
  if (bracket == std::string::npos) return {pattern};
  const char* const range = pattern.c_str() + bracket;
  const auto whole = [&] { return end > 0 && range[end] == '\0'; };
  if (std::sscanf(range, "[%5d..%5d]%n", &first, &last, &end) != 2 || !whole()) {
    end = 0;
    if (std::sscanf(range, "[%5d..%5d/%5d]%n", &first, &last, &step, &end) != 3 || !whole()) return {pattern};
  }
  if (first < 0 || last < first || last > kMost || step < 1) return {};
  std::vector<std::string> patterns;
  for (int bit = first; bit <= last; bit += step) {
    patterns.push_back(pattern.substr(0, bracket) + "[" + std::to_string(bit) + "]");
  }
  return patterns;
}

/// All patterns of a waiver; empty when one of them is malformed.
std::vector<std::string> parse_patterns(const std::string& text) {
  std::vector<std::string> patterns;
  std::istringstream parts(text);
  for (std::string part; std::getline(parts, part, ',');) {
    const std::vector<std::string> more = trimmed(part).empty() ? std::vector<std::string>() : expanded(trimmed(part));
    if (more.empty()) return {};
    patterns.insert(patterns.end(), more.begin(), more.end());
  }
  return patterns;
}

std::vector<CoveragePoint> merged(const std::vector<CoveragePoint>& points) {
  std::map<std::tuple<std::string, bool, int, int, std::string>, CoveragePoint> merged;
  for (const CoveragePoint& point : points) {
    const auto [place, is_new] =
        merged.try_emplace({point.file, point.toggle, point.line, point.column, point.name}, point);
    // The greatest count and not the sum, because a bit that rises once in each of two instances never falls.
    if (is_new) continue;
    place->second.count = std::max(place->second.count, point.count);
    place->second.constant &= point.constant;
  }
  std::vector<CoveragePoint> result;
  for (auto& [key, point] : merged) result.push_back(std::move(point));
  return result;
}

/// A bit's path below the top module: "u_table.slope_o[3]" for a bit of "unit.TOP.u_table".
std::string place_in_unit(const CoveragePoint& point) {
  const std::size_t top = point.instance.find('.');
  const std::size_t below = top == std::string::npos ? top : point.instance.find('.', top + 1);
  return below == std::string::npos ? point.name : point.instance.substr(below + 1) + "." + point.name;
}

/// Texts for bits, one for each signal: "first[1,3,32..63]", or just the signal's name.
std::vector<std::string> signal_texts(const std::vector<std::string>& bits) {
  std::map<std::string, std::set<int>> numbers;
  for (const std::string& bit : bits) {
    const std::size_t bracket = bit.find('[');
    std::set<int>& of_signal = numbers[bit.substr(0, bracket)];
    if (bracket != std::string::npos)
      of_signal.insert(parse_number<int>(bit.substr(bracket + 1, bit.size() - bracket - 2)));
  }
  std::vector<std::string> texts;
  for (const auto& [signal, of_signal] : numbers) {
    std::string ranges;
    for (auto bit = of_signal.begin(); bit != of_signal.end();) {
      const int first = *bit;
      int last = first;
      while (++bit != of_signal.end() && *bit == last + 1) ++last;
      if (!ranges.empty()) ranges += ",";
      ranges += std::to_string(first);
      if (last > first) ranges += ".." + std::to_string(last);
    }
    texts.push_back(ranges.empty() ? signal : signal + "[" + ranges + "]");
  }
  return texts;
}

}  // namespace

std::vector<CoveragePoint> read_coverage(const std::string& data) {
  std::istringstream lines(data);
  std::string line;
  if (!std::getline(lines, line) || line.rfind("# SystemC::Coverage-3", 0) != 0) {
    throw InputError(std::string(kWhat) + " has not the header of Verilator 5");
  }
  std::vector<CoveragePoint> points;
  while (std::getline(lines, line)) {
    const std::size_t end = line.rfind("' ");
    if (line.rfind("C '", 0) != 0 || end == std::string::npos || end < 3) {
      throw InputError(std::string(kWhat) + ": " + printable(line) + " is not a point");
    }
    const std::string fields = line.substr(3, end - 3);
    const std::string page = value_of(fields, "page");
    CoveragePoint point;
    point.toggle = page.rfind("v_toggle", 0) == 0;
    if (!point.toggle && page.rfind("v_line", 0) != 0 && page.rfind("v_branch", 0) != 0) {
      throw InputError(std::string(kWhat) + ": " + printable(page) + " is not a kind of point");
    }
    const std::string file = value_of(fields, "f");
    point.file = file.substr(file.rfind('/') + 1);
    point.line = parse_number<int>(value_of(fields, "l"));
    point.column = parse_number<int>(value_of(fields, "n"));
    point.name = value_of(fields, "o");
    point.instance = value_of(fields, "h");
    point.count = parse_number<std::uint64_t>(line.substr(end + 2));
    points.push_back(std::move(point));
  }
  return points;
}

void mark_constants(std::vector<CoveragePoint>& points, const std::set<std::string>& constants) {
  for (CoveragePoint& point : points) point.constant = point.toggle && constants.count(place_in_unit(point)) != 0;
}

std::vector<CoveragePoint> changing_constants(const std::vector<CoveragePoint>& points) {
  std::vector<CoveragePoint> changing;
  std::copy_if(points.begin(), points.end(), std::back_inserter(changing),
               [](const CoveragePoint& point) { return point.constant && point.count > 1; });
  return changing;
}

std::vector<Waiver> read_waivers(const std::string& file) {
  std::istringstream lines(read_file(file));
  std::vector<Waiver> waivers;
  int number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    if (trimmed(line).empty() || trimmed(line)[0] == '#') continue;
    std::vector<std::string> parts;
    std::size_t from = 0;
    for (; parts.size() < 3 && line.find('|', from) != std::string::npos;) {
      const std::size_t bar = line.find('|', from);
      parts.push_back(trimmed(line.substr(from, bar - from)));
      from = bar + 1;
    }
    parts.push_back(trimmed(line.substr(from)));
    const bool complete = parts.size() == 4 && !parts[0].empty() && !parts[3].empty();
    std::vector<std::string> patterns = complete ? parse_patterns(parts[2]) : std::vector<std::string>();
    if (patterns.empty() || (parts[1] != "toggle" && parts[1] != "line")) {
      throw InputError(file + ":" + std::to_string(number) +
                       ": a waiver is 'file | line or toggle | patterns | reason'");
    }
    waivers.push_back({.file = parts[0],
                       .toggle = parts[1] == "toggle",
                       .patterns = std::move(patterns),
                       .reason = parts[3],
                       .line = number});
  }
  return waivers;
}

RtlCoverage merge_coverage(const std::vector<CoveragePoint>& points, const std::vector<Waiver>& waivers) {
  RtlCoverage result;
  struct Use {
    const Waiver* waiver;
    std::string pattern;
    bool matched = false;
    std::string covered, constant;  // a covered and a constant point that match
  };
  std::vector<Use> uses;
  for (const Waiver& waiver : waivers) {
    for (const std::string& pattern : waiver.patterns) {
      uses.push_back({.waiver = &waiver, .pattern = pattern, .matched = false, .covered = "", .constant = ""});
    }
  }
  std::map<std::string, std::vector<std::string>> constants;  // by file
  for (const CoveragePoint& point : merged(points)) {
    if (result.files.empty() || result.files.back().file != point.file) {
      result.files.emplace_back();
      result.files.back().file = point.file;
      result.files.back().path = point.path.empty() ? point.file : point.path;
    }
    FileCoverage& file = result.files.back();
    CoverageShare& share = point.toggle ? file.toggles : file.lines;
    bool waived = false;
    for (Use& use : uses) {
      if (!waives(use.pattern, *use.waiver, point)) continue;
      waived = use.matched = true;
      if (point.covered()) use.covered = label(point);
      if (point.constant) use.constant = label(point);
    }
    if (point.constant) {
      ++share.constant;
      constants[point.file].push_back(point.name);
      continue;
    }
    if (waived) {
      ++share.waived;
      continue;
    }
    ++share.total;
    if (point.covered()) {
      ++share.covered;
    } else {
      file.open.push_back(point);
    }
  }
  std::stable_sort(result.files.begin(), result.files.end(),
                   [](const FileCoverage& a, const FileCoverage& b) { return a.path < b.path; });
  for (FileCoverage& file : result.files) file.constants = signal_texts(constants[file.file]);
  for (const Use& use : uses) {
    const std::string waiver =
        "the waiver of " + use.waiver->file + " " + use.pattern + " (line " + std::to_string(use.waiver->line) + ")";
    if (!use.matched) result.stale_waivers.push_back(waiver + " matches no point");
    if (!use.constant.empty()) {
      result.stale_waivers.push_back(waiver + " matches " + use.constant + ", which is known to be constant");
    }
    if (!use.covered.empty()) result.stale_waivers.push_back(waiver + " matches the covered point " + use.covered);
  }
  return result;
}

CoverageShare share_of(const std::vector<CoveragePoint>& points, bool toggle) {
  CoverageShare share;
  for (const CoveragePoint& point : points) {
    if (point.toggle != toggle) continue;
    if (point.constant) {
      ++share.constant;
      continue;
    }
    ++share.total;
    share.covered += point.covered() ? 1 : 0;
  }
  return share;
}

}  // namespace pwlsim::coverage
