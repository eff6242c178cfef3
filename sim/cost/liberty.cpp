// SPDX-License-Identifier: Apache-2.0
#include "sim/cost/liberty.h"

#include <fmt/format.h>
#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <optional>
#include <utility>

#include "sim/cost/gzip.h"
#include "sim/cost/liberty_group.h"
#include "sim/pwl/error.h"
#include "sim/pwl/file.h"

namespace pwlsim::cost {
namespace {

constexpr double kMostVolts = 20;
constexpr std::size_t kMostBytes = std::size_t{512} << 20;

const std::vector<std::string_view> kWantedGroups = {"cell",
                                                     "pin",
                                                     "bus",
                                                     "bundle",
                                                     "ff",
                                                     "latch",
                                                     "statetable",
                                                     "ff_bank",
                                                     "latch_bank",
                                                     "leakage_power",
                                                     "timing",
                                                     "pg_pin",
                                                     "internal_power",
                                                     "rise_power",
                                                     "fall_power",
                                                     "power",
                                                     "cell_rise",
                                                     "cell_fall",
                                                     "rise_transition",
                                                     "fall_transition",
                                                     "rise_constraint",
                                                     "fall_constraint",
                                                     "lu_table_template",
                                                     "power_lut_template",
                                                     "operating_conditions",
                                                     "wire_load"};

// Cells of these kinds are no plain logic.
const std::vector<std::pair<const char*, const char*>> kSpecialCells = {{"dont_use", "dont_use"},
                                                                        {"dont_touch", "dont_touch"},
                                                                        {"pad_cell", "a pad"},
                                                                        {"is_isolation_cell", "an isolation cell"},
                                                                        {"is_level_shifter", "a level shifter"},
                                                                        {"always_on", "an always-on cell"},
                                                                        {"is_macro_cell", "a macro"}};

enum class Axis { kSlew, kLoad, kClockSlew, kDataSlew };

/// What a table may depend on, rows first.
struct Axes {
  Axis rows, columns;
  const char* names;
};
constexpr Axes kOfOutput = {Axis::kSlew, Axis::kLoad, "input slew nor output load"};
constexpr Axes kOfConstraint = {Axis::kClockSlew, Axis::kDataSlew, "slew of the clock nor of the data"};

using TemplateName = std::pair<bool, std::string>;  // of power_lut_template, whose names are a kind of their own

struct Template {
  std::vector<Axis> axes;
  std::vector<std::vector<double>> values;
};

std::string_view skip_front(std::string_view text, const char* characters) {
  text.remove_prefix(std::min(text.find_first_not_of(characters), text.size()));
  return text;
}

class Reader {
 public:
  explicit Reader(Library& library) : library_(library) {}

  void read() {
    const LibertyGroup root = parse_liberty(library_.text, library_.file, kWantedGroups);
    library_.name = root.arguments;
    read_units(root);
    for (const LibertyGroup& group : root.groups) {
      if (group.name == "wire_load" && group.arguments == text(root, "default_wire_load")) read_wire_load(group);
      if (group.name == "lu_table_template" || group.name == "power_lut_template") read_template(group);
    }
    library_.cells.reserve(root.groups.size());
    for (const LibertyGroup& group : root.groups) {
      if (group.name == "cell") read_cell(group);
    }
    if (library_.cells.empty()) throw InputError(library_.file + ": a library without cells");
  }

 private:
  [[noreturn]] void fail(int line, const std::string& reason) const {
    throw InputError(fmt::format("{}:{}: {}", library_.file, line, reason));
  }

  /// The number that a text begins with, and what follows it.
  std::optional<std::pair<double, std::string_view>> leading_number(std::string_view text) const {
    text = skip_front(text, " \t\r\n\\\"+");
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || !std::isfinite(number)) return std::nullopt;
    return std::pair(number, text.substr(end - text.data()));
  }
  double number(const LibertyAttribute& attribute) const {
    const auto found = leading_number(attribute.value);
    if (!found || !skip_front(found->second, " \t\r\n").empty()) {
      fail(attribute.line, fmt::format("{}: {} is no number", printable(attribute.name), printable(attribute.value)));
    }
    return found->first;
  }
  double number(const LibertyGroup& group, std::string_view attribute, double otherwise) const {
    const LibertyAttribute* found = group.find(attribute);
    return found == nullptr ? otherwise : number(*found);
  }
  /// Of what is no less than nothing in any cell.
  double amount(const LibertyGroup& group, std::string_view attribute, double otherwise) const {
    const double found = number(group, attribute, otherwise);
    if (group.find(attribute) != nullptr && found < 0) {
      fail(group.find(attribute)->line, fmt::format("{}: a negative {}", printable(attribute), found));
    }
    return found;
  }
  std::vector<double> numbers(const LibertyAttribute& attribute) const {
    std::vector<double> list;
    std::string_view rest = skip_front(attribute.value, " \t\r\n\\\",");
    while (!rest.empty()) {
      const auto found = leading_number(rest);
      if (!found) fail(attribute.line, fmt::format("{}: {} is no number", printable(attribute.name), printable(rest)));
      list.push_back(found->first);
      rest = skip_front(found->second, " \t\r\n\\\",");
      if (!rest.empty() && rest.data() == found->second.data()) {
        fail(attribute.line, fmt::format("{}: {} is out of place", printable(attribute.name), printable(rest)));
      }
    }
    return list;
  }
  static std::string text(const LibertyGroup& group, std::string_view attribute) {
    const LibertyAttribute* found = group.find(attribute);
    return found == nullptr ? "" : std::string(found->value);
  }
  static bool is_true(const LibertyGroup& group, std::string_view attribute) {
    const LibertyAttribute* found = group.find(attribute);
    return found != nullptr && (found->value == "true" || found->value == "TRUE");
  }
  BooleanFunction function(const LibertyGroup& group, std::string_view attribute) const {
    const LibertyAttribute* found = group.find(attribute);
    if (found == nullptr) return {};
    try {
      return parse_boolean(found->value);
    } catch (const InputError& error) {
      fail(found->line, error.what());
    }
  }

  /// A unit such as "1ns" or, split over two arguments, (1, pf), as a multiple of the unit `base`.
  double unit(const LibertyGroup& root, std::string_view attribute, std::string_view base, double otherwise) const {
    const LibertyAttribute* found = root.find(attribute);
    if (found == nullptr) return otherwise;
    static const std::map<char, double> prefixes = {{'a', 1e-18}, {'f', 1e-15}, {'p', 1e-12}, {'n', 1e-9},
                                                    {'u', 1e-6},  {'m', 1e-3},  {'k', 1e3}};
    if (const auto value = leading_number(found->value); value && value->first > 0) {
      std::string symbol;
      for (const char c : value->second) {
        if (std::isalpha(static_cast<unsigned char>(c)) != 0) symbol += static_cast<char>(std::tolower(c));
      }
      if (symbol == base) return value->first;
      if (symbol.size() == base.size() + 1 && symbol.substr(1) == base && prefixes.count(symbol[0]) != 0) {
        return value->first * prefixes.at(symbol[0]);
      }
    }
    fail(found->line, fmt::format("{}: {} is no unit", printable(attribute), printable(found->value)));
  }

  void read_units(const LibertyGroup& root) {
    time_ = unit(root, "time_unit", "s", 1e-9) * 1e9;
    capacitance_ = unit(root, "capacitive_load_unit", "f", 1e-12) * 1e12;
    const double volts = unit(root, "voltage_unit", "v", 1);
    resistance_ = unit(root, "pulling_resistance_unit", "ohm", 1e3) * 1e-3;
    leakage_ = unit(root, "leakage_power_unit", "w", 1e-9);
    energy_ = capacitance_ * 1e-12 * volts * volts;
    library_.process = number(root, "nom_process", 1);
    library_.voltage = number(root, "nom_voltage", 0) * volts;
    library_.temperature = number(root, "nom_temperature", 25);
    library_.slew_thresholds = {number(root, "slew_lower_threshold_pct_rise", 20),
                                number(root, "slew_upper_threshold_pct_rise", 80)};
    default_leakage_ = amount(root, "default_cell_leakage_power", 0);
    default_input_capacitance_ = amount(root, "default_input_pin_cap", 0);
    library_.operating_conditions = text(root, "default_operating_conditions");
    for (const LibertyGroup& group : root.groups) {
      if (group.name != "operating_conditions" || group.arguments != library_.operating_conditions) continue;
      library_.process = number(group, "process", library_.process);
      library_.voltage = number(group, "voltage", library_.voltage / volts) * volts;
      library_.temperature = number(group, "temperature", library_.temperature);
    }
    if (library_.voltage <= 0) fail(root.line, "no nom_voltage above zero");
    if (library_.voltage > kMostVolts) {
      fail(root.line,
           fmt::format("a supply of {:g} V; libraries up to {:g} V can be used", library_.voltage, kMostVolts));
    }
  }

  void read_wire_load(const LibertyGroup& group) {
    library_.wire_load.capacitance = amount(group, "capacitance", 0) * capacitance_;
    library_.wire_load.resistance = amount(group, "resistance", 0) * resistance_;
    library_.wire_load.slope = number(group, "slope", 0);
    for (const LibertyAttribute& attribute : group.attributes) {
      if (attribute.name != "fanout_length") continue;
      const std::vector<double> point = numbers(attribute);
      if (point.size() < 2) fail(attribute.line, "fanout_length: a number of pins and a length are needed");
      library_.wire_load.lengths.emplace_back(point[0], point[1]);
    }
    std::sort(library_.wire_load.lengths.begin(), library_.wire_load.lengths.end());
  }

  void read_template(const LibertyGroup& group) {
    const TemplateName own(group.name == "power_lut_template", group.arguments);
    Template& added = templates_[own];
    added = {};
    for (int i = 1; i <= 3; ++i) {
      const LibertyAttribute* variable = group.find(fmt::format("variable_{}", i));
      if (variable == nullptr) break;
      const std::string_view name = variable->value;
      if (name == "input_net_transition" || name == "input_transition_time") {
        added.axes.push_back(Axis::kSlew);
      } else if (name == "total_output_net_capacitance") {
        added.axes.push_back(Axis::kLoad);
      } else if (name == "related_pin_transition") {
        added.axes.push_back(Axis::kClockSlew);
      } else if (name == "constrained_pin_transition") {
        added.axes.push_back(Axis::kDataSlew);
      } else {
        unread_templates_.insert(own);  // one that no table of this reader may have
      }
      const LibertyAttribute* index = group.find(fmt::format("index_{}", i));
      added.values.push_back(index == nullptr ? std::vector<double>() : numbers(*index));
    }
  }

  LibertyTable read_table(const LibertyGroup& group, double scale, const Axes& axes = kOfOutput) const {
    const std::string name(group.arguments);
    const TemplateName own(group.name.substr(group.name.size() - 5) == "power", name);
    const auto found = templates_.find(own);
    if (found == templates_.end() && name != "scalar") {
      fail(group.line, fmt::format("{}: there is no template {}", printable(group.name), printable(name)));
    }
    static const Template kScalar;
    const Template& shape = found == templates_.end() ? kScalar : found->second;
    if (unread_templates_.count(own) != 0 || std::any_of(shape.axes.begin(), shape.axes.end(), [&](Axis axis) {
          return axis != axes.rows && axis != axes.columns;
        })) {
      fail(group.line, fmt::format("{}: template {} has a variable that is neither {}", printable(group.name),
                                   printable(name), axes.names));
    }
    const LibertyAttribute* written = group.find("values");
    if (written == nullptr) fail(group.line, fmt::format("{} without values", printable(group.name)));
    LibertyTable table;
    table.values = numbers(*written);
    std::size_t size = 1;
    for (std::size_t i = 0; i < shape.axes.size(); ++i) {
      const LibertyAttribute* own = group.find(i == 0 ? "index_1" : i == 1 ? "index_2" : "index_3");
      std::vector<double> points = own == nullptr ? shape.values[i] : numbers(*own);
      const int line = own == nullptr ? group.line : own->line;
      if (points.empty()) fail(line, fmt::format("index_{} is empty", i + 1));
      for (std::size_t k = 1; k < points.size(); ++k) {
        if (points[k] <= points[k - 1]) fail(line, fmt::format("index_{} does not ascend", i + 1));
      }
      size *= points.size();
      if (size > table.values.size()) break;  // told below
      std::vector<double>& axis = shape.axes[i] == axes.rows ? table.rows : table.columns;
      if (!axis.empty()) fail(group.line, fmt::format("template {} has a variable twice", printable(name)));
      for (double& point : points) point *= shape.axes[i] == Axis::kLoad ? capacitance_ : time_;
      axis = std::move(points);
    }
    if (size != table.values.size()) {
      fail(written->line, fmt::format("{} values in place of those for the table's {}", table.values.size(),
                                      shape.axes.empty() ? "one" : "indices"));
    }
    for (double& value : table.values) value *= scale;
    if (shape.axes.size() == 2 && shape.axes[0] == axes.columns) {
      std::vector<double> turned;
      turned.reserve(size);
      for (std::size_t row = 0; row < table.rows.size(); ++row) {
        for (std::size_t column = 0; column < table.columns.size(); ++column) {
          turned.push_back(table.values[column * table.rows.size() + row]);
        }
      }
      table.values = std::move(turned);
    }
    return table;
  }

  static std::vector<std::string> words(std::string_view text) {
    std::vector<std::string> list;
    text = skip_front(text, " \t\"");
    while (!text.empty()) {
      const std::size_t size = std::min(text.find_first_of(" \t\""), text.size());
      list.emplace_back(text.substr(0, size));
      text = skip_front(text.substr(size), " \t\"");
    }
    return list;
  }

  void read_cell(const LibertyGroup& group) {
    LibertyCell cell{};
    cell.name = group.arguments;
    cell.line = group.line;
    cell.begin = group.begin;
    cell.end = group.end;
    cell.area = number(group, "area", 0);
    if (cell.area < 0) fail(group.find("area")->line, "a negative area");
    if (cell.area == 0) cell.unusable = "has no area";
    for (const auto& [attribute, reason] : kSpecialCells) {
      if (is_true(group, attribute)) cell.unusable = reason;
    }
    cell.clock_gate = text(group, "clock_gating_integrated_cell");
    std::set<std::string> grounds;
    for (const LibertyGroup& inner : group.groups) {
      if (inner.name == "pg_pin" && text(inner, "pg_type").find("ground") != std::string::npos) {
        grounds.insert(std::string(inner.arguments));
      }
    }
    for (const LibertyGroup& inner : group.groups) {
      if (inner.name == "pin") {
        for (const std::string& name : names_of(inner)) cell.pins.push_back(read_pin(inner, name, grounds));
      } else if (inner.name == "ff" || inner.name == "latch") {
        cell.states.push_back(read_state(inner));
      } else if (inner.name == "statetable") {
        cell.has_state_table = true;
      } else if (inner.name == "bus" || inner.name == "bundle" || inner.name == "ff_bank" ||
                 inner.name == "latch_bank") {
        cell.unusable = "has several bits";
      }
    }
    cell.leakage = leakage_of(group, grounds);
    const bool added = library_.index.emplace(cell.name, library_.cells.size()).second;
    if (!added) fail(group.line, fmt::format("cell {} a second time", printable(cell.name)));
    library_.cells.push_back(std::move(cell));
  }

  /// pin (A, B) { … } stands for two pins.
  static std::vector<std::string> names_of(const LibertyGroup& group) {
    std::vector<std::string> names;
    std::string_view rest = skip_front(group.arguments, " \t\",");
    while (!rest.empty()) {
      const std::size_t size = std::min(rest.find_first_of(" \t\","), rest.size());
      names.emplace_back(rest.substr(0, size));
      rest = skip_front(rest.substr(size), " \t\",");
    }
    return names;
  }

  LibertyState read_state(const LibertyGroup& group) const {
    LibertyState state{};
    state.flop = group.name == "ff";
    const std::vector<std::string> names = names_of(group);
    if (!names.empty()) state.name = names[0];
    if (names.size() > 1) state.inverted_name = names[1];
    state.data = function(group, state.flop ? "next_state" : "data_in");
    state.clock = function(group, state.flop ? "clocked_on" : "enable");
    state.clear = function(group, "clear");
    state.preset = function(group, "preset");
    return state;
  }

  LibertyPin read_pin(const LibertyGroup& group, const std::string& name, const std::set<std::string>& grounds) const {
    LibertyPin pin{};
    pin.name = name;
    const std::string direction = text(group, "direction");
    pin.direction = direction == "input"    ? LibertyPin::Direction::kInput
                    : direction == "output" ? LibertyPin::Direction::kOutput
                    : direction == "inout"  ? LibertyPin::Direction::kInout
                                            : LibertyPin::Direction::kInternal;
    const bool input = pin.direction == LibertyPin::Direction::kInput;
    const double both = amount(group, "capacitance", input ? default_input_capacitance_ : 0);
    pin.capacitance = {amount(group, "rise_capacitance", both) * capacitance_,
                       amount(group, "fall_capacitance", both) * capacitance_};
    pin.max_capacitance = number(group, "max_capacitance", 0) * capacitance_;
    pin.clock = is_true(group, "clock");
    pin.three_state = group.find("three_state") != nullptr;
    for (const char* role : {"clock", "enable", "test", "out", "obs"}) {
      if (is_true(group, fmt::format("clock_gate_{}_pin", role))) pin.clock_gate_role = role;
    }
    pin.function = function(group, "function");
    for (const LibertyGroup& inner : group.groups) {
      if (inner.name == "internal_power") {
        if (grounds.count(text(inner, "related_pg_pin")) == 0) pin.internal_power.push_back(read_power(inner));
      } else if (inner.name == "timing") {
        read_arcs(inner, pin);
      }
    }
    return pin;
  }

  InternalPower read_power(const LibertyGroup& group) const {
    InternalPower power;
    power.related_pins = words(text(group, "related_pin"));
    power.when = function(group, "when");
    for (const LibertyGroup& inner : group.groups) {
      const bool every_edge = inner.name == "power";
      if (every_edge || inner.name == "rise_power") power.energy[0] = read_table(inner, energy_);
      if (every_edge || inner.name == "fall_power") power.energy[1] = read_table(inner, energy_);
    }
    return power;
  }

  void read_setup(const LibertyGroup& group, bool rising, LibertyPin& pin) const {
    SetupCheck check;
    check.rising = rising;
    for (const LibertyGroup& inner : group.groups) {
      if (inner.name == "rise_constraint") check.constraint[0] = read_table(inner, time_, kOfConstraint);
      if (inner.name == "fall_constraint") check.constraint[1] = read_table(inner, time_, kOfConstraint);
    }
    for (const std::string& related : words(text(group, "related_pin"))) {
      check.clock = related;
      pin.setups.push_back(check);
    }
  }

  void read_arcs(const LibertyGroup& group, LibertyPin& pin) const {
    TimingArc arc;
    arc.type = text(group, "timing_type");
    if (arc.type == "setup_rising" || arc.type == "setup_falling") {
      read_setup(group, arc.type == "setup_rising", pin);
      return;
    }
    if (arc.type.empty()) arc.type = "combinational";
    arc.launch = arc.type == "rising_edge" ? 0 : arc.type == "falling_edge" ? 1 : -1;
    const std::string sense = text(group, "timing_sense");
    arc.sense = sense == "positive_unate"   ? TimingArc::Sense::kPositive
                : sense == "negative_unate" ? TimingArc::Sense::kNegative
                                            : TimingArc::Sense::kBoth;
    for (const LibertyGroup& inner : group.groups) {
      if (inner.name == "cell_rise") arc.delay[0] = read_table(inner, time_);
      if (inner.name == "cell_fall") arc.delay[1] = read_table(inner, time_);
      if (inner.name == "rise_transition") arc.transition[0] = read_table(inner, time_);
      if (inner.name == "fall_transition") arc.transition[1] = read_table(inner, time_);
    }
    if (arc.transition[0].empty() && arc.transition[1].empty()) return;  // another constraint
    for (const std::string& related : words(text(group, "related_pin"))) {
      arc.related_pin = related;
      pin.arcs.push_back(arc);
    }
  }

  /// Each group counts for the share of all values of the inputs for which its `when` holds; what no group covers leaks
  /// as the group without `when` says, or else cell_leakage_power.
  double leakage_of(const LibertyGroup& group, const std::set<std::string>& grounds) const {
    double sum = 0;
    double share = 0;
    double rest = amount(group, "cell_leakage_power", default_leakage_);
    for (const LibertyGroup& inner : group.groups) {
      if (inner.name != "leakage_power" || grounds.count(text(inner, "related_pg_pin")) != 0) continue;
      const double value = amount(inner, "value", 0);
      const BooleanFunction when = function(inner, "when");
      if (when.empty()) {
        rest = value;
      } else {
        const double part = share_true(when);
        sum += value * part;
        share += part;
      }
    }
    return (share >= 1 ? sum / share : sum + rest * (1 - share)) * leakage_;
  }

  Library& library_;
  double time_ = 1, capacitance_ = 1, resistance_ = 1, energy_ = 1, leakage_ = 1;
  double default_leakage_ = 0, default_input_capacitance_ = 0;
  std::map<TemplateName, Template> templates_;
  std::set<TemplateName> unread_templates_;
};

/// The points of an axis to interpolate between, and how far the value lies from the first to the second.
struct Place {
  std::size_t first, second;
  double share;
};

Place place_of(const std::vector<double>& axis, double value) {
  if (axis.size() < 2) return {0, 0, 0};
  const auto above = std::upper_bound(axis.begin() + 1, axis.end() - 1, value);
  const auto first = static_cast<std::size_t>(above - axis.begin()) - 1;
  return {first, first + 1, (value - axis[first]) / (axis[first + 1] - axis[first])};
}

}  // namespace

double LibertyTable::at(double row, double column) const {
  if (values.empty()) return 0;
  const Place r = place_of(rows, row);
  const Place c = place_of(columns, column);
  const std::size_t width = std::max<std::size_t>(columns.size(), 1);
  const auto along = [&](std::size_t index) {
    const double* const line = values.data() + index * width;
    return line[c.first] + (line[c.second] - line[c.first]) * c.share;
  };
  const double low = along(r.first);
  return low + (along(r.second) - low) * r.share;
}

double WireLoad::length(int pins) const {
  if (lengths.empty() || pins <= 0) return 0;
  const auto above = std::lower_bound(lengths.begin(), lengths.end(), std::pair<double, double>(pins, 0));
  if (above == lengths.end()) return lengths.back().second + slope * (pins - lengths.back().first);
  if (above == lengths.begin()) return above->second;
  const auto& [low_pins, low] = *(above - 1);
  return low + (above->second - low) * (pins - low_pins) / (above->first - low_pins);
}

const LibertyPin* LibertyCell::pin(const std::string& name) const {
  const auto found = std::find_if(pins.begin(), pins.end(), [&](const LibertyPin& pin) { return pin.name == name; });
  return found == pins.end() ? nullptr : &*found;
}

const LibertyCell* Library::cell(const std::string& name) const {
  const auto found = index.find(name);
  return found == index.end() ? nullptr : &cells[found->second];
}

Library read_liberty(const std::filesystem::path& path) {
  Library library{};
  library.file = path.string();
  library.text = read_file(library.file, kMostBytes);
  if (is_gzip(library.text)) library.text = unzip(library.text, library.file, kMostBytes);
  Reader(library).read();
  return library;
}

std::string text_without(const Library& library, const std::set<std::string>& cells) {
  std::string kept;
  kept.reserve(library.text.size());
  std::size_t next = 0;
  for (const LibertyCell& cell : library.cells) {
    if (cells.count(cell.name) == 0) continue;
    kept.append(library.text, next, cell.begin - next);
    kept.append(std::count(library.text.begin() + static_cast<std::ptrdiff_t>(cell.begin),
                           library.text.begin() + static_cast<std::ptrdiff_t>(cell.end), '\n'),
                '\n');
    next = cell.end;
  }
  kept.append(library.text, next);
  return kept;
}

std::string text_with(const Library& library, const std::set<std::string>& cells) {
  std::set<std::string> others;
  for (const LibertyCell& cell : library.cells) {
    if (cells.count(cell.name) == 0) others.insert(cell.name);
  }
  return text_without(library, others);
}

}  // namespace pwlsim::cost
