// SPDX-License-Identifier: Apache-2.0
#include "sim/cost/liberty/wire_load.h"

#include <fmt/format.h>
#include <charconv>
#include <map>
#include <set>
#include <sstream>
#include <vector>

#include "sim/base/error.h"
#include "sim/base/file.h"

namespace pwlsim::cost {
namespace {

constexpr std::size_t kMostBytes = std::size_t{1} << 20;
constexpr double kMostLength = 1e7;  // um
constexpr double kMostPins = 1e6;
// A wire of 1 um has some 1e-4 pF and 1e-4 kOhm. Numbers beyond these limits are in another unit.
constexpr double kMostCapacitance = 0.01, kMostResistance = 1;

class Reader {
 public:
  explicit Reader(std::string file) : file_(std::move(file)) {}

  WireLoad read() {
    std::istringstream lines(read_file(file_, kMostBytes));
    for (std::string text; std::getline(lines, text);) {
      ++line_;
      std::istringstream words(text.substr(0, text.find('#')));
      std::vector<std::string> found;
      for (std::string word; words >> word;) found.push_back(word);
      if (!found.empty()) read_line(found);
    }
    if (values_.count("capacitance") == 0) fail("capacitance is missing, pF a um");
    if (wires_.lengths.empty()) fail("no length; at least one is needed, as in: length 1 15.8");
    return std::move(wires_);
  }

 private:
  [[noreturn]] void fail(const std::string& reason) const {
    throw InputError(fmt::format("{}:{}: {}", file_, line_, reason));
  }

  void read_line(const std::vector<std::string>& words) {
    if (words[0] == "length") {
      if (words.size() != 3) fail("length needs a fanout and um, as in: length 1 15.8");
      const double pins = number(words[1], kMostPins), length = number(words[2], kMostLength);
      if (pins < 1) fail("a fanout below 1");
      if (!wires_.lengths.empty() && pins <= wires_.lengths.back().first) fail("fanouts must rise from line to line");
      wires_.lengths.emplace_back(pins, length);
      return;
    }
    const std::map<std::string, std::pair<double*, double>> known = {
        {"capacitance", {&wires_.capacitance, kMostCapacitance}},
        {"resistance", {&wires_.resistance, kMostResistance}},
        {"slope", {&wires_.slope, kMostLength}},
        {"clock_leaf", {&wires_.clock_leaf, kMostLength}}};
    const auto value = known.find(words[0]);
    if (value == known.end()) {
      fail(fmt::format("{} is not known; capacitance, resistance, slope, clock_leaf and length are",
                       printable(words[0])));
    }
    if (words.size() != 2) fail(words[0] + " needs one number");
    if (!values_.insert(words[0]).second) fail(words[0] + " stands twice");
    *value->second.first = number(words[1], value->second.second);
  }

  double number(const std::string& word, double most) const {
    double value = 0;
    const char* const end = word.data() + word.size();
    const auto [stopped, error] = std::from_chars(word.data(), end, value);
    if (error != std::errc() || stopped != end || !(value >= 0 && value <= most)) {
      fail(fmt::format("'{}' is not a number from 0 to {:g}", printable(word), most));
    }
    return value;
  }

  std::string file_;
  int line_ = 0;
  WireLoad wires_;
  std::set<std::string> values_;
};

}  // namespace

WireLoad read_wire_load(const std::filesystem::path& path) {
  WireLoad wires = Reader(path.string()).read();
  wires.source = path.filename().string();
  return wires;
}

std::string wires_text(const WireLoad& wires) {
  if (wires.capacitance == 0) return kNoWires;
  return fmt::format("{} ({:.3g} fF/um)", printable(wires.source), wires.capacitance * 1e3);
}

}  // namespace pwlsim::cost
