// SPDX-License-Identifier: Apache-2.0
#include "sim/pwl/unit_config.h"

#include "sim/pwl/error.h"

namespace pwlsim {

std::vector<std::string> UnitConfig::rtl_parameters() const {
  const auto parameter = [](const char* name, int value) { return std::string(name) + "=" + std::to_string(value); };
  if (is_float()) {
    return {parameter("EXPONENT", format.exponent), parameter("MANTISSA", format.mantissa),
            parameter("ENTRIES", entries), parameter("SUBNORMALS", format.subnormals ? 1 : 0)};
  }
  return {parameter("WIDTH", width), parameter("ACC_WIDTH", acc_width), parameter("ENTRIES", entries),
          parameter("REQUANTISE", requantise ? 1 : 0)};
}

const std::vector<UnitConfig>& unit_configs() {
  static const std::vector<UnitConfig> all = [] {
    std::vector<UnitConfig> units;
    const auto add_int = [&](const char* name, int width, int acc_width, int entries, bool requantise) {
      units.push_back({name, "pwl", NumberKind::kInteger, width, entries, acc_width, requantise, {}});
    };
    const auto add_fp = [&](const char* name, int exponent, int mantissa, int entries, bool subnormals) {
      const FloatFormat format{exponent, mantissa, subnormals};
      units.push_back({name, "pwl", NumberKind::kFloat, format.width(), entries, 0, false, format});
    };
#define PWL_UNIT_INT(name, width, acc_width, entries, requantise) add_int(#name, width, acc_width, entries, requantise);
#define PWL_UNIT_FP(name, exponent, mantissa, entries, subnormals) add_fp(#name, exponent, mantissa, entries, subnormals);
#include "sim/pwl/units.def"
#undef PWL_UNIT_INT
#undef PWL_UNIT_FP
    return units;
  }();
  return all;
}

const UnitConfig& find_unit(std::string_view name) {
  std::string known;
  for (const UnitConfig& unit : unit_configs()) {
    if (unit.name == name) return unit;
    known += (known.empty() ? "" : ", ") + unit.name;
  }
  throw InputError("unknown unit '" + std::string(name) + "'; known: " + known);
}

}  // namespace pwlsim
