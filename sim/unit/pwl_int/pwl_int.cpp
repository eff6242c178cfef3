// SPDX-License-Identifier: Apache-2.0
#include "sim/unit/pwl_int/pwl_int.h"

#include <algorithm>

#include "sim/base/error.h"
#include "sim/unit/unit_config.h"

namespace pwlsim::unit {
namespace {

class PwlInt : public Structure {
 public:
  std::string name() const override { return "pwl_int"; }

  std::string description() const override {
    return "integer lines k*q + (b << s): segment comparator, table, multiplier, adder, requantiser (GQA-LUT)";
  }

  std::vector<Parameter> parameters() const override {
    return {{"width", 3, 32, "8", "bits of x"},
            {"slope_width", 3, 32, "width", "bits of slopes"},
            {"intercept_width", 3, 32, "width", "bits of intercepts"},
            {"breakpoint_width", 2, 32, "width", "bits of breakpoints, which are compared with the top bits of x"},
            {"acc_width", 3, 64, "width + slope_width", "bits of the accumulator; fewer than the default wrap"},
            {"entries", 2, 64, "8", "segments of the table"},
            {"requantise", 0, 1, "0", "1: y is the accumulator rounded to a code of as many bits as x"},
            {"stages", 1, 4, "2, with requantise 3", "pipeline registers from x to y"}};
  }

  UnitConfig configure(const Values& given) const override {
    const auto value = [&](const char* name, int otherwise) { return value_of(given, name, otherwise); };
    UnitConfig config;
    config.structure = this;
    config.width = value("width", 8);
    config.slope_width = value("slope_width", config.width);
    config.intercept_width = value("intercept_width", config.width);
    config.breakpoint_width = value("breakpoint_width", config.width);
    config.acc_width = value("acc_width", config.width + config.slope_width);
    config.entries = value("entries", 8);
    config.requantise = value("requantise", 0) != 0;
    config.stages = value("stages", config.requantise ? 3 : 2);
    const int product = config.width + config.slope_width;
    const int widest = std::max(config.width, config.intercept_width);
    if (config.breakpoint_width > config.width) {
      throw InputError("breakpoint_width is " + std::to_string(config.breakpoint_width) +
                       ", more than the width of x, " + std::to_string(config.width));
    }
    if (config.intercept_width > product - 1) {
      throw InputError("intercept_width is " + std::to_string(config.intercept_width) + ", more than " +
                       std::to_string(product - 1) + ", one less than the bits of the product");
    }
    if (config.acc_width > product || config.acc_width < widest) {
      throw InputError("acc_width is " + std::to_string(config.acc_width) + ", not from " + std::to_string(widest) +
                       ", the widest word, to " + std::to_string(product) + ", the bits of the product");
    }
    if (config.stages > 3 && !config.requantise)
      throw InputError("stages is 4, which only a unit that requantises has");
    config.values = {{"width", config.width},
                     {"slope_width", config.slope_width},
                     {"intercept_width", config.intercept_width},
                     {"breakpoint_width", config.breakpoint_width},
                     {"acc_width", config.acc_width},
                     {"entries", config.entries},
                     {"requantise", config.requantise ? 1 : 0},
                     {"stages", config.stages}};
    return config;
  }
};

}  // namespace

const Structure& pwl_int() {
  static const PwlInt structure;
  return structure;
}

}  // namespace pwlsim::unit
