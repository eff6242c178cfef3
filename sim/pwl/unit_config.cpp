// SPDX-License-Identifier: Apache-2.0
#include "sim/pwl/unit_config.h"

#include "sim/pwl/find_named.h"

namespace pwlsim {

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
#include "sim/pwl/units.def"
#undef PWL_UNIT_INT
#undef PWL_UNIT_FP
#undef PWL_UNIT_WIDE
    return units;
  }();
  return all;
}

const UnitConfig& find_unit(std::string_view name) { return find_named(unit_configs(), "unit", name); }

}  // namespace pwlsim
