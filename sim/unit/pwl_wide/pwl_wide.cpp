// SPDX-License-Identifier: Apache-2.0
#include "sim/unit/pwl_wide/pwl_wide.h"

#include "sim/base/error.h"
#include "sim/unit/unit_config.h"

namespace pwlsim::unit {
namespace {

constexpr int kStages = 5;

class PwlWide : public Structure {
 public:
  std::string name() const override { return "pwl_wide"; }

  std::string description() const override {
    return "exp, 1/x, 1/sqrt(x) of all words: range reduction, the mantissa by integer lines, range expansion";
  }

  std::vector<Parameter> parameters() const override {
    return {{"x_width", 8, 32, "16", "bits of x, a power of two"},
            {"width", 5, 32, "8", "bits of codes and of all words of the table, at most x_width"},
            {"entries", 3, 64, "8", "segments of the table"}};
  }

  UnitConfig configure(const Values& given) const override {
    const auto value = [&](const char* name, int otherwise) { return value_of(given, name, otherwise); };
    UnitConfig config;
    config.structure = this;
    config.wide_width = value("x_width", 16);
    config.width = value("width", 8);
    config.slope_width = config.intercept_width = config.breakpoint_width = config.width;
    config.acc_width = 2 * config.width;
    config.entries = value("entries", 8);
    config.stages = kStages;
    if ((config.wide_width & (config.wide_width - 1)) != 0) {
      throw InputError("x_width is " + std::to_string(config.wide_width) + ", not 8, 16 or 32");
    }
    if (config.width > config.wide_width) {
      throw InputError("width is " + std::to_string(config.width) + ", more than x_width, " +
                       std::to_string(config.wide_width));
    }
    config.values = {{"x_width", config.wide_width}, {"width", config.width}, {"entries", config.entries}};
    return config;
  }
};

}  // namespace

const Structure& pwl_wide() {
  static const PwlWide structure;
  return structure;
}

}  // namespace pwlsim::unit
