// SPDX-License-Identifier: Apache-2.0
#include "sim/unit/ports.h"

#include "sim/unit/unit_config.h"

namespace pwlsim::unit {

std::string number_kind(const WordFormat& format) {
  switch (format.kind) {
    case WordKind::kUnsigned:
      return "unsigned";
    case WordKind::kSigned:
      return "signed";
    case WordKind::kFloat:
      break;
  }
  return "float e" + std::to_string(format.floats.exponent) + "m" + std::to_string(format.floats.mantissa);
}

std::vector<Port> ports_of(const UnitConfig& config) {
  const std::string segment =
      config.segment_stage == 0
          ? "entry of the table for x_i, in the same cycle"
          : "entry of the table for the input " + std::to_string(config.segment_stage) + " stages behind x_i";
  const bool writable = config.write_bits() != 0;
  const auto written = [&](const char* meaning) {
    return writable ? meaning : "without effect: all words are constants";
  };
  return {{"clk_i", false, 1, "clock"},
          {"rst_ni", false, 1, "reset, active low, at least of the valid bits"},
          {"valid_i", false, 1, "x_i is an input"},
          {"ready_o", true, 1, "the input is taken, if there is one"},
          {"x_i", false, config.x_width(), "input, " + number_kind(config.x)},
          {"segment_o", true, config.index_bits(), segment, true},
          {"valid_o", true, 1, "y_o is a result"},
          {"ready_i", false, 1, "the result is taken, if there is one"},
          {"y_o", true, config.y_width(), "result, " + number_kind(config.y)},
          {"wr_en_i", false, 1, written("a register is written, in force from the next cycle on")},
          {"wr_addr_i", false, config.address_bits, written("address of the register")},
          {"wr_data_i", false, config.data_bits, written("its new word; narrower registers take the low bits")}};
}

}  // namespace pwlsim::unit
