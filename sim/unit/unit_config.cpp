// SPDX-License-Identifier: Apache-2.0
#include "sim/unit/unit_config.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <memory>
#include <mutex>
#include <sstream>
#include <stdexcept>
#include <utility>

#include "sim/base/find_named.h"
#include "sim/unit/structures.h"
#include "sim/unit/units_text.h"

namespace pwlsim::unit {
namespace {

constexpr const char* kEntries = "entries";

Parameter parameter_of(const Structure& structure, const std::string& name) {
  return find_named(structure.parameters(), ("parameter of " + structure.name()).c_str(), name);
}

std::string range_text(const Parameter& parameter) {
  return parameter.name + " is a whole number from " + std::to_string(parameter.least) + " to " +
         std::to_string(parameter.greatest);
}

/// The value of a parameter as `digits` give it. Throws InputError that begins with `where` unless they are a number in
/// the parameter's range, without zeros in front.
int value_in(const Parameter& parameter, std::string_view digits, const std::string& where) {
  int value = 0;
  const char* const end = digits.data() + digits.size();
  const auto [stopped, error] = std::from_chars(digits.data(), end, value);
  const bool padded = digits.size() > 1 && digits[0] == '0';
  if (padded) throw InputError(where + " begins with a zero; " + range_text(parameter));
  if (error != std::errc() || stopped != end || value < parameter.least || value > parameter.greatest) {
    throw InputError(where + ": " + range_text(parameter));
  }
  return value;
}

/// The parts of a unit's name: "int8", "16", "q".
struct NameParts {
  std::string format, entries, suffix;
};

NameParts parts_of(std::string_view name) {
  const std::size_t dash = std::min(name.rfind('_'), name.size());
  const std::string_view rest = name.substr(std::min(dash + 1, name.size()));
  const std::size_t digits = std::min(rest.find_first_not_of("0123456789"), rest.size());
  return {.format = std::string(name.substr(0, dash)),
          .entries = std::string(rest.substr(0, digits)),
          .suffix = std::string(rest.substr(digits))};
}

/// The numbers of entries of a format's units, by suffix: "4, 8, 16".
std::map<std::string, std::string> entries_of(const std::string& format) {
  std::map<std::string, std::string> entries;
  for (const UnitConfig& unit : named_units()) {
    const NameParts parts = parts_of(unit.name);
    if (parts.format != format) continue;
    std::string& list = entries[parts.suffix];
    list += (list.empty() ? "" : ", ") + parts.entries;
  }
  return entries;
}

/// The error for an unknown name. It lists only units similar to the name, because a list of all units would be too
/// long.
InputError unknown_unit(std::string_view name) {
  const std::string unknown = "unknown unit '" + printable(std::string(name)) + "'";
  const NameParts parts = parts_of(name);
  if (name == "all")
    return InputError("'all' stands for all units; one is needed, such as " + named_units()[0].get().name);
  const std::map<std::string, std::string> entries = entries_of(parts.format);
  if (entries.empty()) {
    std::vector<std::string> names, formats;
    std::string list;
    for (const UnitConfig& unit : named_units()) {
      names.push_back(unit.name);
      const std::string format = parts_of(unit.name).format;
      if (std::find(formats.begin(), formats.end(), format) != formats.end()) continue;
      formats.push_back(format);
      list += (list.empty() ? "" : ", ") + format;
    }
    // Suggestions correct the spelling, not the width.
    const std::string near = nearest_name(parts.format, formats);
    return InputError(unknown + (near.empty() ? suggestion(name, {"all"}) : suggestion(name, names)) +
                      "; formats: " + list + "; pwlsim list shows all units; any other: pwl_int:width=10,entries=12");
  }
  const auto with_suffix = entries.find(parts.suffix);
  if (with_suffix != entries.end()) {
    return InputError(unknown + "; entries of " + parts.format + (parts.suffix.empty() ? "" : " with " + parts.suffix) +
                      ": " + with_suffix->second);
  }
  std::string text =
      unknown + "; " + parts.format + " has no '" + printable(parts.suffix) + "'; entries of " + parts.format;
  for (const auto& [suffix, list] : entries) text += (suffix.empty() ? ": " : ", with " + suffix + ": ") + list;
  return InputError(text);
}

/// Parses parameters such as "width=10". Each may occur once and must be within its range.
Values parse_values(const Structure& structure, const std::vector<std::string>& texts, const std::string& where) {
  Values values;
  for (const std::string& text : texts) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos) throw InputError(where + ": '" + printable(text) + "' is not NAME=VALUE");
    const Parameter parameter = parameter_of(structure, text.substr(0, equals));
    const int value =
        value_in(parameter, std::string_view(text).substr(equals + 1), where + ": '" + printable(text) + "'");
    if (!values.emplace(parameter.name, value).second)
      throw InputError(where + ": " + parameter.name + " stands twice");
  }
  return values;
}

/// Whether these values give a unit with the parameters `whole`.
bool makes(const Structure& structure, const Values& values, const Values& whole) {
  try {
    return structure.configure(values).values == whole;
  } catch (const InputError&) {  // the other values do not go together without one that was left out
    return false;
  }
}

/// The name with only the parameters that differ from their defaults, in the structure's order: "pwl_int:width=10".
std::string canonical_name(const Structure& structure, Values values) {
  const Values whole = structure.configure(values).values;
  std::string text;
  values = whole;
  for (const Parameter& parameter : structure.parameters()) {
    Values fewer = values;
    fewer.erase(parameter.name);
    if (makes(structure, fewer, whole)) {
      values = std::move(fewer);
    } else {
      text += (text.empty() ? "" : ",") + parameter.name + "=" + std::to_string(whole.at(parameter.name));
    }
  }
  return structure.name() + (text.empty() ? "" : ":" + text);
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  std::istringstream stream{std::string(text)};
  for (std::string part; std::getline(stream, part, separator);) parts.push_back(part);
  return parts;
}

/// All configurations in use, and the roles of the named ones.
class Registry {
 public:
  Registry() {
    std::istringstream lines{std::string(kUnitsText)};
    for (std::string line; std::getline(lines, line);) {
      std::istringstream words(line);
      std::string kind, name, structure;
      if (!(words >> kind) || kind[0] == '#') continue;
      words >> name;
      std::vector<std::string> rest;
      if (kind == "unit") words >> structure;
      for (std::string word; words >> word;) rest.push_back(word);
      if (kind == "role") {
        if (!roles_.emplace(name, rest).second) throw InputError("units.txt: role " + name + " stands twice");
      } else if (kind == "unit") {
        const Structure& found = find_structure(structure);
        const Values values = parse_values(found, rest, "units.txt: " + name);
        named_.emplace_back(add(name, found, values));
      } else {
        throw InputError("units.txt: '" + line + "' is neither a unit nor a role");
      }
    }
  }

  const std::vector<std::reference_wrapper<const UnitConfig>>& named() const { return named_; }

  const std::vector<std::string>& role(std::string_view role) const {
    static const std::vector<std::string> none;
    const auto found = roles_.find(std::string(role));
    return found == roles_.end() ? none : found->second;
  }

  const UnitConfig* named(std::string_view name) const {
    for (const UnitConfig& unit : named_) {
      if (unit.name == name) return &unit;
    }
    return nullptr;
  }

  const UnitConfig& made_of(const Structure& structure, const Values& values) {
    const std::lock_guard lock(mutex_);
    const std::string name = canonical_name(structure, values);
    const auto found = by_canonical_name_.find(name);
    if (found != by_canonical_name_.end()) return *found->second;
    const std::string short_name = named_with_other_entries(structure.configure(values));
    return add(short_name.empty() ? name : short_name, structure, values);
  }

 private:
  const UnitConfig& add(const std::string& name, const Structure& structure, const Values& values) {
    auto config = std::make_unique<UnitConfig>(structure.configure(values));
    config->name = name;
    return *(by_canonical_name_[canonical_name(structure, values)] = std::move(config));
  }

  /// "int8_12" for a unit that differs from a named one, such as int8_8, only in the number of entries; otherwise
  /// empty.
  std::string named_with_other_entries(const UnitConfig& unit) const {
    for (const UnitConfig& named : named_) {
      UnitConfig other = unit;
      if (named.structure != unit.structure || other.values.count(kEntries) == 0) continue;
      other.values[kEntries] = named.entries;
      const NameParts parts = parts_of(named.name);
      if (other.values == named.values && parts.entries == std::to_string(named.entries)) {
        return parts.format + "_" + std::to_string(unit.entries) + parts.suffix;
      }
    }
    return "";
  }

  std::mutex mutex_;
  std::map<std::string, std::unique_ptr<const UnitConfig>> by_canonical_name_;
  std::vector<std::reference_wrapper<const UnitConfig>> named_;
  std::map<std::string, std::vector<std::string>> roles_;
};

Registry& registry() {
  static Registry all;
  return all;
}

}  // namespace

const RegisterField& field_of(const UnitConfig& config, std::string_view name) {
  for (const RegisterField& field : config.registers) {
    if (field.name == name) return field;
  }
  throw std::logic_error(config.name + " has no registers '" + std::string(name) + "'");
}

const std::vector<std::reference_wrapper<const UnitConfig>>& named_units() { return registry().named(); }

const std::vector<std::string>& units_of_role(std::string_view role) { return registry().role(role); }

const UnitConfig& unit_with(const UnitConfig& unit, const std::string& parameter, int value) {
  const Structure& structure = *unit.structure;
  const Parameter range = parameter_of(structure, parameter);
  if (value < range.least || value > range.greatest) {
    throw InputError(unit.name + " with " + parameter + "=" + std::to_string(value) + ": " + range_text(range));
  }
  Values values = unit.values;
  values[parameter] = value;
  return registry().made_of(structure, values);
}

/// The unit for a name such as "int8_12", which has the format of a named unit and another number of entries. Null for
/// any other name. Throws InputError for a number of entries that no unit has.
static const UnitConfig* with_other_entries(std::string_view name) {
  const NameParts parts = parts_of(name);
  if (parts.entries.empty()) return nullptr;
  for (const UnitConfig& named : named_units()) {
    const NameParts other = parts_of(named.name);
    if (other.format != parts.format || other.suffix != parts.suffix || named.values.count(kEntries) == 0) continue;
    const Parameter range = parameter_of(*named.structure, kEntries);
    const std::string where = "unit '" + printable(std::string(name)) + "': '" + printable(parts.entries) + "'";
    return &unit_with(named, kEntries, value_in(range, parts.entries, where));
  }
  return nullptr;
}

std::vector<std::string> join_parameters(const std::vector<std::string>& items) {
  std::vector<std::string> units;
  for (const std::string& item : items) {
    const bool is_parameter = item.find('=') != std::string::npos && item.find(':') == std::string::npos;
    if (is_parameter && !units.empty() && units.back().find(':') != std::string::npos) {
      units.back() += "," + item;
    } else {
      units.push_back(item);
    }
  }
  return units;
}

const UnitConfig& find_unit(std::string_view name) {
  if (const UnitConfig* const unit = registry().named(name)) return *unit;
  if (const UnitConfig* const unit = with_other_entries(name)) return *unit;
  const std::size_t colon = name.find(':');
  const std::string_view structure = name.substr(0, colon);
  const auto is_it = [&](const Structure* one) { return one->name() == structure; };
  if (colon == std::string_view::npos && std::none_of(structures().begin(), structures().end(), is_it)) {
    throw unknown_unit(name);
  }
  const std::string where = printable(std::string(name));
  if (const UnitConfig* const unit = registry().named(structure)) {
    throw InputError(where + ": " + unit->name +
                     " has all its parameters; others follow the name of a structure, such as " +
                     unit->structure->name() + printable(std::string(name.substr(colon))));
  }
  const Structure& found = find_structure(structure);
  const std::string_view rest = colon == std::string_view::npos ? "" : name.substr(colon + 1);
  const Values values = parse_values(found, split(rest, ','), where);
  try {
    return registry().made_of(found, values);
  } catch (const InputError& error) {
    throw InputError(where + ": " + error.what());
  }
}

}  // namespace pwlsim::unit
