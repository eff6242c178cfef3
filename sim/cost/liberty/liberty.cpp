// SPDX-License-Identifier: Apache-2.0
#include "sim/cost/liberty/liberty.h"

#include <fmt/format.h>
#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/cost/liberty/cell_states.h"
#include "sim/cost/liberty/gzip.h"
#include "sim/cost/liberty/liberty_group.h"
#include "sim/cost/liberty/liberty_writer.h"

namespace pwlsim::cost {
namespace {

constexpr double kMostVolts = 20;
constexpr double kLeastArea = 1e-9, kMostArea = 1e9;  // um2; a cell beyond these has a wrong unit
constexpr std::size_t kMostCounted = 12;              // most inputs of a function for which all values are tried
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
                                                     "wire_load",
                                                     "wire_load_selection"};

// Attributes of cells that are not plain logic.
const std::vector<std::pair<const char*, const char*>> kSpecialCells = {{"dont_use", "is dont_use"},
                                                                        {"pad_cell", "is a pad"},
                                                                        {"is_isolation_cell", "is an isolation cell"},
                                                                        {"is_level_shifter", "is a level shifter"},
                                                                        {"always_on", "is an always-on cell"},
                                                                        {"is_macro_cell", "is a macro"}};

const std::map<std::string, std::pair<TimingCheck::Kind, bool>> kChecks = {
    {"setup_rising", {TimingCheck::Kind::kSetup, true}},
    {"setup_falling", {TimingCheck::Kind::kSetup, false}},
    {"hold_rising", {TimingCheck::Kind::kHold, true}},
    {"hold_falling", {TimingCheck::Kind::kHold, false}},
    {"recovery_rising", {TimingCheck::Kind::kRecovery, true}},
    {"recovery_falling", {TimingCheck::Kind::kRecovery, false}},
    {"removal_rising", {TimingCheck::Kind::kRemoval, true}},
    {"removal_falling", {TimingCheck::Kind::kRemoval, false}}};

const std::set<std::string> kArcs = {"combinational",
                                     "combinational_rise",
                                     "combinational_fall",
                                     "rising_edge",
                                     "falling_edge",
                                     "clear",
                                     "preset",
                                     "three_state_enable",
                                     "three_state_enable_rise",
                                     "three_state_enable_fall",
                                     "three_state_disable",
                                     "three_state_disable_rise",
                                     "three_state_disable_fall"};

constexpr const char* kCombinational = "combinational";

/// Default values for the pins of a direction, in the library's units.
struct PinDefaults {
  double capacitance = 0, max_capacitance = 0, max_fanout = 0, fanout_load = 0;
};

constexpr const char* kSpace = " \t\r\n\v\f";
constexpr const char* kBetweenNumbers = " \t\r\n\v\f\",";

enum class Axis { kSlew, kLoad, kClockSlew, kDataSlew };

/// The variables that a table may depend on, rows first.
struct Axes {
  Axis rows, columns;
  const char* names;
};
constexpr Axes kOfOutput = {.rows = Axis::kSlew, .columns = Axis::kLoad, .names = "input slew nor output load"};
constexpr Axes kOfConstraint = {
    .rows = Axis::kClockSlew, .columns = Axis::kDataSlew, .names = "slew of the clock nor of the data"};

using TemplateName =
    std::pair<bool, std::string>;  // whether it is a power_lut_template, which has separate names, and the name

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

  void read(const std::string& stripped) {
    const LibertyGroup root = parse_liberty(stripped, library_.file, kWantedGroups);
    library_.name = root.arguments;
    read_units(root);
    read_wire_load(root);
    for (const LibertyGroup& group : root.groups) {
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

  /// The number at the beginning of a text, and the rest of the text.
  std::optional<std::pair<double, std::string_view>> leading_number(std::string_view text) const {
    text = skip_front(text, " \t\r\n\v\f\"+");
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || !std::isfinite(number)) return std::nullopt;
    return std::pair(number, text.substr(end - text.data()));
  }
  double number(const LibertyAttribute& attribute) const {
    const auto found = leading_number(attribute.value);
    if (!found || !skip_front(found->second, kSpace).empty()) {
      fail(attribute.line,
           fmt::format("{}: {} is not a number", printable(attribute.name), printable(attribute.value)));
    }
    return found->first;
  }
  double number(const LibertyGroup& group, std::string_view attribute, double otherwise) const {
    const LibertyAttribute* found = group.find(attribute);
    return found == nullptr ? otherwise : number(*found);
  }
  /// The value of an attribute that must not be negative.
  double amount(const LibertyGroup& group, std::string_view attribute, double otherwise) const {
    const double found = number(group, attribute, otherwise);
    if (group.find(attribute) != nullptr && found < 0) {
      fail(group.find(attribute)->line, fmt::format("{}: a negative {}", printable(attribute), found));
    }
    return found;
  }
  std::vector<double> numbers(const LibertyAttribute& attribute) const {
    std::vector<double> list;
    std::string_view rest = skip_front(attribute.value, kBetweenNumbers);
    while (!rest.empty()) {
      const auto found = leading_number(rest);
      if (!found)
        fail(attribute.line, fmt::format("{}: {} is not a number", printable(attribute.name), printable(rest)));
      list.push_back(found->first);
      rest = skip_front(found->second, kBetweenNumbers);
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
  bool is_true(const LibertyGroup& group, std::string_view attribute) const {
    const LibertyAttribute* found = group.find(attribute);
    if (found == nullptr) return false;
    const std::vector<std::string> word = words(found->value);
    std::string value = word.size() == 1 ? word[0] : "";
    std::transform(value.begin(), value.end(), value.begin(), [](unsigned char c) { return std::tolower(c); });
    if (value != "true" && value != "false") {
      fail(found->line, fmt::format("{}: {} is neither true nor false", attribute, printable(found->value)));
    }
    return value == "true";
  }
  BooleanFunction function(const LibertyGroup& group, std::string_view attribute) const {
    const LibertyAttribute* found = group.find(attribute);
    if (found == nullptr || skip_front(found->value, kSpace).empty()) return {};
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
    const auto [factor, rest] = leading_number(found->value).value_or(std::pair(1.0, found->value));
    std::string symbol;
    for (const char c : rest) {
      if (std::isalpha(static_cast<unsigned char>(c)) != 0) symbol += static_cast<char>(std::tolower(c));
    }
    if (factor > 0) {
      if (symbol == base) return factor;
      if (symbol.size() == base.size() + 1 && symbol.substr(1) == base && prefixes.count(symbol[0]) != 0) {
        return factor * prefixes.at(symbol[0]);
      }
    }
    fail(found->line, fmt::format("{}: {} is not a unit", printable(attribute), printable(found->value)));
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
    const auto percent = [&](const char* attribute, std::array<double, 2>& of_edges) {
      of_edges[0] = number(root, fmt::format("{}_rise", attribute), of_edges[0]);
      of_edges[1] = number(root, fmt::format("{}_fall", attribute), of_edges[1]);
    };
    percent("input_threshold_pct", library_.thresholds.input);
    percent("output_threshold_pct", library_.thresholds.output);
    percent("slew_lower_threshold_pct", library_.thresholds.slew_low);
    percent("slew_upper_threshold_pct", library_.thresholds.slew_high);
    library_.thresholds.slew_derate = number(root, "slew_derate_from_library", 1);
    library_.default_max_transition = amount(root, "default_max_transition", 0) * time_;
    if (const double leakage = amount(root, "default_cell_leakage_power", 0); leakage > 0) default_leakage_ = leakage;
    read_pin_defaults(root);
    for (const LibertyAttribute& attribute : root.attributes) {
      if (attribute.name != "voltage_map") continue;
      const std::vector<std::string> pair = words(attribute.value);
      if (pair.size() == 2 && leading_number(pair[1]).value_or(std::pair(1.0, "")).first == 0) grounds_.insert(pair[0]);
    }
    library_.operating_conditions = text(root, "default_operating_conditions");
    for (const LibertyGroup& group : root.groups) {
      if (group.name != "operating_conditions" || group.arguments != library_.operating_conditions) continue;
      library_.process = number(group, "process", library_.process);
      library_.voltage = number(group, "voltage", library_.voltage / volts) * volts;
      library_.temperature = number(group, "temperature", library_.temperature);
      library_.tree_type = text(group, "tree_type");
    }
    if (library_.voltage <= 0) fail(root.line, "no nom_voltage above zero");
    if (library_.voltage > kMostVolts) {
      fail(root.line,
           fmt::format("a supply of {:g} V; libraries up to {:g} V can be used", library_.voltage, kMostVolts));
    }
  }

  void read_pin_defaults(const LibertyGroup& root) {
    input_.capacitance = amount(root, "default_input_pin_cap", 0);
    input_.fanout_load = amount(root, "default_fanout_load", 1);
    output_.capacitance = amount(root, "default_output_pin_cap", 0);
    inout_.capacitance = amount(root, "default_inout_pin_cap", 0);
    output_.max_capacitance = inout_.max_capacitance = number(root, "default_max_capacitance", 0);
    output_.max_fanout = inout_.max_fanout = number(root, "default_max_fanout", 0);
  }

  /// Reads the library's default wire load: default_wire_load, or that of default_wire_load_selection if it is the same
  /// for all areas.
  void read_wire_load(const LibertyGroup& root) {
    std::string name = text(root, "default_wire_load");
    const std::string selection = text(root, "default_wire_load_selection");
    if (name.empty() && !selection.empty()) {
      std::set<std::string> chosen;
      for (const LibertyGroup& group : root.groups) {
        if (group.name != "wire_load_selection" || group.arguments != selection) continue;
        for (const LibertyAttribute& attribute : group.attributes) {
          const std::vector<std::string> range = words(attribute.value);
          if (attribute.name == "wire_load_from_area" && range.size() == 3) chosen.insert(range[2]);
        }
      }
      if (chosen.size() != 1) {
        library_.notes.push_back(
            fmt::format("{}: default_wire_load_selection {} goes by area and is not used; wires are left out unless "
                        "--wire-load names a file",
                        library_.file, printable(selection)));
        return;
      }
      name = *chosen.begin();
    }
    if (name.empty()) return;
    for (const LibertyGroup& group : root.groups) {
      if (group.name != "wire_load" || group.arguments != name) continue;
      read_wires(group);
      return;
    }
    library_.notes.push_back(fmt::format("{}: there is no wire_load {}, the library's own choice; wires are left out",
                                         library_.file, printable(name)));
  }

  void read_wires(const LibertyGroup& group) {
    library_.wire_load.source = "the library's own";
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
        unread_templates_.insert(own);  // tables of this reader may not use it
      }
      const LibertyAttribute* index = group.find(fmt::format("index_{}", i));
      added.values.push_back(index == nullptr ? std::vector<double>() : numbers(*index));
    }
  }

  /// Checks how a table of two axes is written: in one string, in one string per row, or in one string per value.
  void check_rows(const LibertyAttribute& written, std::size_t row) const {
    std::vector<std::size_t> sizes;
    std::string_view rest = written.value;
    while (true) {
      const std::size_t begin = rest.find('"');
      const std::size_t end = begin == std::string_view::npos ? begin : rest.find('"', begin + 1);
      if (end == std::string_view::npos) break;
      sizes.push_back(words(rest.substr(begin + 1, end - begin - 1)).size());
      rest.remove_prefix(end + 1);
    }
    const bool single = std::all_of(sizes.begin(), sizes.end(), [](std::size_t size) { return size == 1; });
    for (const std::size_t size : sizes) {
      if (size % row != 0 && !single) {
        fail(written.line, fmt::format("a row of {} values, where the table's have {}", size, row));
      }
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
      if (size > table.values.size()) break;  // reported below
      std::vector<double>& axis = shape.axes[i] == axes.rows ? table.rows : table.columns;
      if (!axis.empty()) fail(group.line, fmt::format("template {} has a variable twice", printable(name)));
      for (double& point : points) point *= shape.axes[i] == Axis::kLoad ? capacitance_ : time_;
      axis = std::move(points);
    }
    if (size != table.values.size()) {
      fail(written->line, fmt::format("{} values in place of those for the table's {}", table.values.size(),
                                      shape.axes.empty() ? "one" : "indices"));
    }
    if (shape.axes.size() == 2)
      check_rows(*written, shape.axes[1] == axes.rows ? table.rows.size() : table.columns.size());
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
    constexpr const char* kBetween = " \t\r\n\v\f\",";
    std::vector<std::string> list;
    text = skip_front(text, kBetween);
    while (!text.empty()) {
      const std::size_t size = std::min(text.find_first_of(kBetween), text.size());
      list.emplace_back(text.substr(0, size));
      text = skip_front(text.substr(size), kBetween);
    }
    return list;
  }

  /// Throws for the name of a cell that the tools would not read as a name.
  void check_name(int line, const std::string& name) const {
    const bool good = std::all_of(name.begin(), name.end(), [](char c) {
      return c > ' ' && c <= '~' && std::string_view("\"\\(){};,").find(c) == std::string_view::npos;
    });
    if (name.empty() || !good) fail(line, fmt::format("{} is not a name of a cell or pin", printable(name)));
  }
  /// The same for a pin or a state. Tools differ in the characters that end a name in a function.
  void check_operand(int line, const std::string& name) const {
    const auto letter = [](char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_'; };
    const bool good = !name.empty() && letter(name[0]) && std::all_of(name.begin(), name.end(), [&](char c) {
      return letter(c) || std::isdigit(static_cast<unsigned char>(c)) != 0;
    });
    if (!good) {
      fail(line, fmt::format("{} is a name of a pin or state that not all tools take", printable(name)));
    }
  }

  /// Reads a part of a cell. An error in it makes the cell unusable.
  template <typename Read>
  static void attempt(LibertyCell& cell, const Read& read) {
    try {
      read();
    } catch (const InputError& error) {
      if (!cell.faulty) cell.unusable = std::string("cannot be read (") + error.what() + ")";
      cell.faulty = true;
    }
  }

  void read_cell(const LibertyGroup& group) {
    LibertyCell cell{};
    cell.name = group.arguments;
    cell.place = fmt::format("{}:{}", library_.file, group.line);
    attempt(cell, [&] { check_name(group.line, cell.name); });
    attempt(cell, [&] {
      cell.area = amount(group, "area", 0);
      if (cell.area == 0) cell.unusable = kHasNoArea;
      if (cell.area != 0 && (cell.area > kMostArea || cell.area < kLeastArea))
        fail(group.line, fmt::format("an area of {:g} um2", cell.area));
    });
    for (const auto& [attribute, reason] : kSpecialCells) {
      attempt(cell, [&, name = attribute, why = reason] {
        if (is_true(group, name)) cell.unusable = why;
      });
    }
    cell.clock_gate = text(group, "clock_gating_integrated_cell");
    std::set<std::string> grounds = grounds_;
    for (const LibertyGroup& inner : group.groups) {
      if (inner.name != "pg_pin") continue;
      if (text(inner, "pg_type").find("ground") != std::string::npos ||
          grounds_.count(text(inner, "voltage_name")) != 0) {
        grounds.insert(std::string(inner.arguments));
      }
    }
    for (const LibertyGroup& inner : group.groups) {
      if (inner.name == "pin") {
        for (const std::string& name : words(inner.arguments))
          cell.pins.push_back(read_pin(inner, name, grounds, cell));
      } else if (inner.name == "ff" || inner.name == "latch") {
        attempt(cell, [&] { cell.states.push_back(read_state(inner)); });
      } else if (inner.name == "statetable") {
        cell.has_state_table = true;
      } else if (inner.name == "bus" || inner.name == "bundle" || inner.name == "ff_bank" ||
                 inner.name == "latch_bank") {
        cell.unusable = "has several bits";
      }
    }
    attempt(cell, [&] { cell.leakage = leakage_of(group, cell, grounds); });
    if (!cell.clock_gate.empty()) keep_gate_closed(cell);
    for (LibertyPin& pin : cell.pins) join_edges(pin.arcs);
    const auto [place, added] = library_.index.emplace(cell.name, library_.cells.size());
    if (!added) {
      fail(group.line, fmt::format("cell {} a second time; the first is {}", printable(cell.name),
                                   library_.cells[place->second].place));
    }
    library_.cells.push_back(std::move(cell));
  }

  /// Treats a clock gate alike however the library describes its content: by a state table, a latch or not at all. The
  /// clock passes through it, so arcs from the clock's edges are those of a gate.
  static void keep_gate_closed(LibertyCell& cell) {
    cell.states.clear();
    cell.has_state_table = true;
    for (LibertyPin& pin : cell.pins) {
      pin.function = {};
      for (TimingArc& arc : pin.arcs) {
        if (arc.launch < 0) continue;
        if (arc.sense == TimingArc::Sense::kBoth) arc.sense = TimingArc::Sense::kPositive;
        const int to = arc.sense == TimingArc::Sense::kNegative ? 1 - arc.launch : arc.launch;
        arc.type = kCombinational;
        arc.launch = -1;
        arc.delay[1 - to] = arc.transition[1 - to] = {};
      }
    }
  }

  /// Joins two arcs that differ only in the output's edge into one.
  static void join_edges(std::vector<TimingArc>& arcs) {
    const auto has = [](const TimingArc& arc, int edge) {
      return !arc.delay[edge].empty() || !arc.transition[edge].empty();
    };
    for (std::size_t i = 0; i < arcs.size(); ++i) {
      const int edge = has(arcs[i], 0) ? 0 : 1;
      if (!has(arcs[i], edge) || has(arcs[i], 1 - edge)) continue;
      const auto other =
          std::find_if(arcs.begin() + static_cast<std::ptrdiff_t>(i) + 1, arcs.end(), [&](const auto& b) {
            return b.related_pin == arcs[i].related_pin && b.type == arcs[i].type && b.launch == arcs[i].launch &&
                   b.sense == arcs[i].sense && text_of(b.when) == text_of(arcs[i].when) && has(b, 1 - edge) &&
                   !has(b, edge);
          });
      if (other == arcs.end()) continue;
      arcs[i].delay[1 - edge] = std::move(other->delay[1 - edge]);
      arcs[i].transition[1 - edge] = std::move(other->transition[1 - edge]);
      arcs.erase(other);
    }
  }

  LibertyState read_state(const LibertyGroup& group) const {
    LibertyState state{};
    state.flop = group.name == "ff";
    const std::vector<std::string> names = words(group.arguments);
    for (const std::string& name : names) check_operand(group.line, name);
    if (!names.empty()) state.name = names[0];
    if (names.size() > 1) state.inverted_name = names[1];
    state.data = function(group, state.flop ? "next_state" : "data_in");
    state.clock = function(group, state.flop ? "clocked_on" : "enable");
    state.clear = function(group, "clear");
    state.preset = function(group, "preset");
    return state;
  }

  /// Reads a pin. Marks the cell as unusable when a part of the pin cannot be read.
  LibertyPin read_pin(const LibertyGroup& group, const std::string& name, const std::set<std::string>& grounds,
                      LibertyCell& cell) const {
    LibertyPin pin{};
    pin.name = name;
    attempt(cell, [&] {
      check_operand(group.line, name);
      if (cell.pin(name) != nullptr) fail(group.line, fmt::format("pin {} a second time", printable(name)));
    });
    const std::string direction = text(group, "direction");
    pin.direction = direction == "input"    ? LibertyPin::Direction::kInput
                    : direction == "output" ? LibertyPin::Direction::kOutput
                    : direction == "inout"  ? LibertyPin::Direction::kInout
                                            : LibertyPin::Direction::kInternal;
    attempt(cell, [&] { pin.function = function(group, "function"); });
    attempt(cell, [&] {
      const PinDefaults& otherwise = pin.direction == LibertyPin::Direction::kInput    ? input_
                                     : pin.direction == LibertyPin::Direction::kOutput ? output_
                                     : pin.direction == LibertyPin::Direction::kInout  ? inout_
                                                                                       : internal_;
      const double both = amount(group, "capacitance", otherwise.capacitance);
      pin.capacitance = {amount(group, "rise_capacitance", both) * capacitance_,
                         amount(group, "fall_capacitance", both) * capacitance_};
      pin.max_capacitance = number(group, "max_capacitance", otherwise.max_capacitance) * capacitance_;
      pin.max_fanout = number(group, "max_fanout", otherwise.max_fanout);
      pin.fanout_load = number(group, "fanout_load", otherwise.fanout_load);
      pin.max_transition = number(group, "max_transition", 0) * time_;
      pin.clock = is_true(group, "clock");
      pin.three_state = group.find("three_state") != nullptr;
      for (const char* role : {"clock", "enable", "test", "out", "obs"}) {
        if (is_true(group, fmt::format("clock_gate_{}_pin", role))) pin.clock_gate_role = role;
      }
    });
    for (const LibertyGroup& inner : group.groups) {
      if (inner.name == "internal_power" && grounds.count(supply_of(inner)) == 0) {
        attempt(cell, [&] { pin.internal_power.push_back(read_power(inner)); });
      } else if (inner.name == "timing") {
        attempt(cell, [&] { read_timing(inner, pin); });
      }
    }
    return pin;
  }

  /// The supply of a group. Older libraries have power levels instead of supply pins.
  static std::string supply_of(const LibertyGroup& group) {
    const std::string pin = text(group, "related_pg_pin");
    return pin.empty() ? text(group, "power_level") : pin;
  }

  InternalPower read_power(const LibertyGroup& group) const {
    InternalPower power;
    power.related_pins = words(text(group, "related_pin"));
    power.when = function(group, "when");
    power.supply = supply_of(group);
    for (const LibertyGroup& inner : group.groups) {
      const bool every_edge = inner.name == "power";
      if (every_edge || inner.name == "rise_power") power.energy[0] = read_table(inner, energy_);
      if (every_edge || inner.name == "fall_power") power.energy[1] = read_table(inner, energy_);
    }
    return power;
  }

  void read_timing(const LibertyGroup& group, LibertyPin& pin) const {
    std::string type = text(group, "timing_type");
    if (type.empty()) type = kCombinational;
    const auto check = kChecks.find(type);
    if (check == kChecks.end() && kArcs.count(type) == 0) return;  // other types, such as min_pulse_width
    const std::vector<std::string> related = words(text(group, "related_pin"));
    if (related.empty()) fail(group.line, "timing without a related_pin");
    if (check != kChecks.end()) {
      read_check(group, check->second, related, pin);
    } else {
      read_arcs(group, type, related, pin);
    }
  }

  void read_check(const LibertyGroup& group, const std::pair<TimingCheck::Kind, bool>& kind,
                  const std::vector<std::string>& related, LibertyPin& pin) const {
    TimingCheck check;
    std::tie(check.kind, check.rising) = kind;
    check.when = function(group, "when");
    for (const LibertyGroup& inner : group.groups) {
      if (inner.name == "rise_constraint") check.constraint[0] = read_table(inner, time_, kOfConstraint);
      if (inner.name == "fall_constraint") check.constraint[1] = read_table(inner, time_, kOfConstraint);
    }
    for (const std::string& clock : related) {
      check.clock = clock;
      pin.checks.push_back(check);
    }
  }

  static TimingArc::Sense sense_of(const BooleanFunction& function, const std::string& input) {
    const auto place = static_cast<std::size_t>(std::find(function.inputs.begin(), function.inputs.end(), input) -
                                                function.inputs.begin());
    bool rises = false, falls = false;  // whether the output rises and falls with the input
    if (place < function.inputs.size() && function.inputs.size() <= kMostCounted) {
      for (std::uint64_t values = 0; values < std::uint64_t{1} << function.inputs.size(); ++values) {
        const bool low = evaluate(function, values & ~(std::uint64_t{1} << place));
        const bool high = evaluate(function, values | std::uint64_t{1} << place);
        rises = rises || (high && !low);
        falls = falls || (low && !high);
      }
    }
    return rises == falls ? TimingArc::Sense::kBoth : rises ? TimingArc::Sense::kPositive : TimingArc::Sense::kNegative;
  }

  void read_arcs(const LibertyGroup& group, const std::string& type, const std::vector<std::string>& related,
                 LibertyPin& pin) const {
    TimingArc arc;
    const bool rise_alone = type == "combinational_rise", fall_alone = type == "combinational_fall";
    arc.type = rise_alone || fall_alone ? kCombinational : type;
    arc.when = function(group, "when");
    arc.launch = type == "rising_edge" ? 0 : type == "falling_edge" ? 1 : -1;
    const std::string sense = text(group, "timing_sense");
    for (const LibertyGroup& inner : group.groups) {
      if (inner.name == "cell_rise" && !fall_alone) arc.delay[0] = read_table(inner, time_);
      if (inner.name == "cell_fall" && !rise_alone) arc.delay[1] = read_table(inner, time_);
      if (inner.name == "rise_transition" && !fall_alone) arc.transition[0] = read_table(inner, time_);
      if (inner.name == "fall_transition" && !rise_alone) arc.transition[1] = read_table(inner, time_);
    }
    for (const std::string& input : related) {
      arc.related_pin = input;
      arc.sense = sense == "positive_unate"   ? TimingArc::Sense::kPositive
                  : sense == "negative_unate" ? TimingArc::Sense::kNegative
                  : sense == "non_unate"      ? TimingArc::Sense::kBoth
                                              : sense_of(pin.function, input);
      pin.arcs.push_back(arc);
    }
  }

  /// Mean over all states that the cell can be in. In each state the groups whose `when` holds count (their mean, if
  /// there are several), else the one without `when`. Different supplies add up. States that no group covers have
  /// cell_leakage_power; if the library does not give it, they are taken to be like the others.
  double leakage_of(const LibertyGroup& group, const LibertyCell& cell, const std::set<std::string>& grounds) const {
    struct Supply {
      std::vector<std::pair<BooleanFunction, double>> groups;
      std::vector<CellStates::Condition> conditions;
      std::optional<double> rest;
    };
    std::map<std::string, Supply> supplies;
    for (const LibertyGroup& inner : group.groups) {
      const std::string pin = supply_of(inner);
      if (inner.name != "leakage_power" || grounds.count(pin) != 0) continue;
      const double value = amount(inner, "value", 0);
      BooleanFunction when = function(inner, "when");
      if (when.empty()) {
        supplies[pin].rest = value;
      } else {
        supplies[pin].groups.emplace_back(std::move(when), value);
      }
    }
    std::optional<double> otherwise = default_leakage_;
    if (group.find("cell_leakage_power") != nullptr) otherwise = amount(group, "cell_leakage_power", 0);
    if (supplies.empty()) return otherwise.value_or(0) * leakage_;
    std::vector<const BooleanFunction*> conditions;
    for (const auto& [pin, supply] : supplies) {
      for (const auto& [when, value] : supply.groups) conditions.push_back(&when);
    }
    const CellStates states(cell, {}, conditions);
    for (auto& [pin, supply] : supplies) {
      for (const auto& [when, value] : supply.groups) supply.conditions.push_back(states.bind(when));
    }
    double sum = 0;
    std::size_t count = 0;
    for (const CellStates::Values& values : states.settled()) {
      std::optional<double> leaks;
      for (const auto& [pin, supply] : supplies) {
        double held = 0;
        int holding = 0;
        for (std::size_t i = 0; i < supply.groups.size(); ++i) {
          if (!CellStates::holds(supply.conditions[i], values)) continue;
          held += supply.groups[i].second;
          ++holding;
        }
        if (holding > 0 || supply.rest) leaks = leaks.value_or(0) + (holding > 0 ? held / holding : *supply.rest);
      }
      if (!leaks) leaks = otherwise;
      if (!leaks) continue;
      sum += *leaks;
      ++count;
    }
    return (count == 0 ? otherwise.value_or(0) : sum / static_cast<double>(count)) * leakage_;
  }

  Library& library_;
  double time_ = 1, capacitance_ = 1, resistance_ = 1, energy_ = 1, leakage_ = 1;
  std::optional<double> default_leakage_;
  PinDefaults input_, output_, inout_, internal_;
  std::set<std::string> grounds_;  ///< supplies with zero volts
  std::map<TemplateName, Template> templates_;
  std::set<TemplateName> unread_templates_;
};

/// The two points of an axis between which a value is interpolated, and the fraction of the way from the first to the
/// second.
struct Place {
  std::size_t first, second;
  double share;
};

Place place_of(const std::vector<double>& axis, double value) {
  if (axis.size() < 2) return {.first = 0, .second = 0, .share = 0};
  const auto above = std::upper_bound(axis.begin() + 1, axis.end() - 1, value);
  const auto first = static_cast<std::size_t>(above - axis.begin()) - 1;
  return {.first = first, .second = first + 1, .share = (value - axis[first]) / (axis[first + 1] - axis[first])};
}

std::string conditions_of(const Library& library) {
  return fmt::format("process {}, {} V, {} C", library.process, library.voltage, library.temperature);
}

bool same_cell(const LibertyCell& a, const LibertyCell& b) {
  const auto text = [](const LibertyCell& cell) {
    Library alone{};
    alone.cells = {cell};
    return liberty_text(alone, LibertyDetail::kPower, [](const LibertyCell&) { return true; });
  };
  return a.unusable == b.unusable && !a.faulty && !b.faulty && text(a) == text(b);
}

/// Gives cells with the same pin names the order of pins of the first such cell.
void align_pins(Library& library) {
  std::map<std::vector<std::string>, const LibertyCell*> first;
  for (LibertyCell& cell : library.cells) {
    std::vector<std::string> names;
    for (const LibertyPin& pin : cell.pins) names.push_back(pin.name);
    std::sort(names.begin(), names.end());
    const auto [found, added] = first.try_emplace(names, &cell);
    if (added) continue;
    const std::vector<LibertyPin>& order = found->second->pins;
    const auto place = [&](const LibertyPin& pin) {
      return std::find_if(order.begin(), order.end(), [&](const LibertyPin& other) { return other.name == pin.name; });
    };
    std::stable_sort(cell.pins.begin(), cell.pins.end(),
                     [&](const LibertyPin& a, const LibertyPin& b) { return place(a) < place(b); });
  }
}

/// Adds the cells of one more file.
void merge(Library& all, Library next, const std::string& first) {
  const std::string which = fmt::format("{} and {}", first, next.file);
  const std::string all_conditions = conditions_of(all), next_conditions = conditions_of(next);
  if (all_conditions != next_conditions) {
    throw InputError(fmt::format("{} are of different conditions: {}, and {}", which, all_conditions, next_conditions));
  }
  if (!(all.thresholds == next.thresholds)) {
    throw InputError(fmt::format("{} measure times between different thresholds; they cannot be used together", which));
  }
  if (all.wire_load.lengths.empty()) {
    all.wire_load = next.wire_load;
    if (all.tree_type.empty()) all.tree_type = next.tree_type;
  } else if (!next.wire_load.lengths.empty() && !(next.wire_load == all.wire_load)) {
    throw InputError(fmt::format("{} have different default wire loads; they cannot be used together", which));
  }
  for (LibertyCell& cell : next.cells) {
    const auto [place, added] = all.index.emplace(cell.name, all.cells.size());
    if (!added && same_cell(cell, all.cells[place->second])) continue;
    if (!added) {
      throw InputError(fmt::format("{}: cell {} a second time; the first is {}", cell.place, printable(cell.name),
                                   all.cells[place->second].place));
    }
    all.cells.push_back(std::move(cell));
  }
  all.notes.insert(all.notes.end(), next.notes.begin(), next.notes.end());
  if (all.operating_conditions.empty()) all.operating_conditions = next.operating_conditions;
  // The stricter limit counts.
  if (all.default_max_transition == 0 ||
      (next.default_max_transition > 0 && next.default_max_transition < all.default_max_transition)) {
    all.default_max_transition = next.default_max_transition;
  }
  all.file += ", " + next.file;
  if (all.name != next.name) all.name += " + " + next.name;
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
  if (above == lengths.begin()) return std::max(0.0, above->second - slope * (above->first - pins));
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
  std::string text = read_file(library.file, kMostBytes);
  if (is_gzip(text)) text = unzip(text, library.file, kMostBytes);
  strip_liberty(text, library.file);
  Reader(library).read(text);
  align_pins(library);
  return library;
}

Library read_liberty(const std::vector<std::filesystem::path>& paths) {
  Library all{};
  std::string first;
  for (const std::filesystem::path& path : paths) {
    Library next = read_liberty(path);
    if (all.cells.empty()) {
      first = next.file;
      all = std::move(next);
    } else {
      merge(all, std::move(next), first);
    }
  }
  align_pins(all);
  return all;
}

}  // namespace pwlsim::cost
