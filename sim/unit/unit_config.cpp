// SPDX-License-Identifier: Apache-2.0
#include "sim/unit/unit_config.h"

#include <algorithm>
#include <map>

#include "sim/base/find_named.h"

namespace pwlsim::unit {
namespace {

/// A unit's name in its parts: "int8", "16", "q".
struct NameParts {
  std::string format, entries, suffix;
};

NameParts parts_of(std::string_view name) {
  const std::size_t dash = std::min(name.rfind('_'), name.size());
  const std::string_view rest = name.substr(std::min(dash + 1, name.size()));
  const std::size_t digits = std::min(rest.find_first_not_of("0123456789"), rest.size());
  return {std::string(name.substr(0, dash)), std::string(rest.substr(0, digits)), std::string(rest.substr(digits))};
}

/// "4, 8, 16" for the formats' entries, by suffix.
std::map<std::string, std::string> entries_of(const std::string& format) {
  std::map<std::string, std::string> entries;
  for (const UnitConfig& unit : unit_configs()) {
    const NameParts parts = parts_of(unit.name);
    if (parts.format != format) continue;
    std::string& list = entries[parts.suffix];
    list += (list.empty() ? "" : ", ") + parts.entries;
  }
  return entries;
}

/// Names what there is instead, as near to the name as it goes: a list of all units would hide it.
InputError unknown_unit(std::string_view name) {
  const std::string unknown = "unknown unit '" + printable(std::string(name)) + "'";
  const NameParts parts = parts_of(name);
  const std::map<std::string, std::string> entries = entries_of(parts.format);
  if (entries.empty()) {
    std::vector<std::string> names, formats;
    std::string list;
    for (const UnitConfig& unit : unit_configs()) {
      names.push_back(unit.name);
      const std::string format = parts_of(unit.name).format;
      if (std::find(formats.begin(), formats.end(), format) != formats.end()) continue;
      formats.push_back(format);
      list += (list.empty() ? "" : ", ") + format;
    }
    // Only the spelling is guessed at, not another width.
    const std::string near = nearest_name(parts.format, formats);
    return InputError(unknown + (near.empty() ? suggestion(name, {"all"}) : suggestion(name, names)) +
                      "; formats: " + list + "; pwlsim list shows all units");
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

}  // namespace

std::vector<std::string> UnitConfig::rtl_parameters() const {
  const auto parameter = [](const char* name, int value) { return std::string(name) + "=" + std::to_string(value); };
  // A plain 1 has 32 bits, which Verilator's linter holds against a parameter of one.
  const auto flag = [](const char* name, bool value) { return std::string(name) + (value ? "=1'b1" : "=1'b0"); };
  if (is_wide()) {
    return {parameter("X_WIDTH", wide_width), parameter("WIDTH", width), parameter("ENTRIES", entries)};
  }
  if (is_float()) {
    return {parameter("EXPONENT", format.exponent), parameter("MANTISSA", format.mantissa),
            parameter("ENTRIES", entries), flag("SUBNORMALS", format.subnormals)};
  }
  return {parameter("WIDTH", width), parameter("ACC_WIDTH", acc_width), parameter("ENTRIES", entries),
          flag("REQUANTISE", requantise)};
}

const std::vector<UnitConfig>& unit_configs() {
  static const std::vector<UnitConfig> all = [] {
    std::vector<UnitConfig> units;
    const auto add_int = [&](const char* name, int width, int acc_width, int entries, bool requantise) {
      units.push_back({name, "pwl", NumberKind::kInteger, width, entries, acc_width, requantise, {}, 0});
    };
    const auto add_fp = [&](const char* name, int exponent, int mantissa, int entries, bool subnormals) {
      const FloatFormat format{exponent, mantissa, subnormals};
      units.push_back({name, "pwl", NumberKind::kFloat, format.width(), entries, 0, false, format, 0});
    };
    const auto add_wide = [&](const char* name, int x_width, int width, int entries) {
      units.push_back({name, "pwl", NumberKind::kInteger, width, entries, 2 * width, false, {}, x_width});
    };
#define PWL_UNIT_INT(name, width, acc_width, entries, requantise) add_int(#name, width, acc_width, entries, requantise);
#define PWL_UNIT_FP(name, exponent, mantissa, entries, subnormals) \
  add_fp(#name, exponent, mantissa, entries, subnormals);
#define PWL_UNIT_WIDE(name, x_width, width, entries) add_wide(#name, x_width, width, entries);
#include "sim/unit/units.def"
#undef PWL_UNIT_INT
#undef PWL_UNIT_FP
#undef PWL_UNIT_WIDE
    return units;
  }();
  return all;
}

const UnitConfig& find_unit(std::string_view name) {
  for (const UnitConfig& unit : unit_configs()) {
    if (unit.name == name) return unit;
  }
  throw unknown_unit(name);
}

}  // namespace pwlsim::unit
