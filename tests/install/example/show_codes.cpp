// SPDX-License-Identifier: Apache-2.0
//
// show_codes UNIT FUNCTION: fits a table and prints input number and result of every 16th code of the golden model.

#include <cstdio>
#include <exception>
#include <vector>

#include "sim/fit/fit.h"
#include "sim/unit/golden.h"

int main(int argc, char* argv[]) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: show_codes UNIT FUNCTION\n");
    return 2;
  }
  try {
    const pwlsim::unit::UnitConfig& unit = pwlsim::unit::find_unit(argv[1]);
    const pwlsim::function::Function& function = pwlsim::function::find_function(argv[2]);
    const auto made = pwlsim::fit::make_table("uniform", pwlsim::fit::FitRequest(function, unit), unit);
    const pwlsim::unit::GoldenUnit golden(made.registers);
    for (pwlsim::number::Word x = 0; x < 256; x += 16) {
      std::printf("%g %g\n", made.registers.decode_input(x), made.registers.decode_output(golden.evaluate(x)));
    }
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "show_codes: %s\n", error.what());
    return 2;
  }
}
