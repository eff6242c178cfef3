// SPDX-License-Identifier: Apache-2.0
#include "sim/unit/pwl_fp/pwl_fp.h"

#include "sim/base/error.h"
#include "sim/unit/unit_config.h"

namespace pwlsim::unit {
namespace {

constexpr int kStages = 4;

class PwlFp : public Structure {
 public:
  std::string name() const override { return "pwl_fp"; }

  std::string description() const override {
    return "floating-point lines RN(RN(k*x) + b) of IEEE 754 words, rounded to nearest even (NN-LUT)";
  }

  std::vector<Parameter> parameters() const override {
    return {{"exponent", 3, 8, "8", "bits of the exponent"},
            {"mantissa", 2, 23, "23", "stored fraction bits"},
            {"entries", 2, 64, "8", "segments of the table"},
            {"subnormals", 0, 1, "0", "0: subnormal words count as zero. 1: gradual underflow"}};
  }

  UnitConfig configure(const Values& given) const override {
    const auto value = [&](const char* name, int otherwise) { return value_of(given, name, otherwise); };
    UnitConfig config;
    config.structure = this;
    config.kind = NumberKind::kFloat;
    config.format = {value("exponent", 8), value("mantissa", 23), value("subnormals", 0) != 0};
    const int most = (1 << config.format.exponent) - 6;  // the exponent counts the leading zeros of a sum
    if (config.format.mantissa > most) {
      throw InputError("mantissa is " + std::to_string(config.format.mantissa) + ", more than " + std::to_string(most) +
                       ", which an exponent of " + std::to_string(config.format.exponent) + " bits allows");
    }
    config.width = config.slope_width = config.intercept_width = config.breakpoint_width = config.format.width();
    config.entries = value("entries", 8);
    config.stages = kStages;
    config.values = {{"exponent", config.format.exponent},
                     {"mantissa", config.format.mantissa},
                     {"entries", config.entries},
                     {"subnormals", config.format.subnormals ? 1 : 0}};
    return config;
  }
};

}  // namespace

const Structure& pwl_fp() {
  static const PwlFp structure;
  return structure;
}

}  // namespace pwlsim::unit
