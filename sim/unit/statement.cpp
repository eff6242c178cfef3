// SPDX-License-Identifier: Apache-2.0
#include "sim/unit/statement.h"

#include "sim/unit/unit_config.h"

namespace pwlsim::unit {

Statement part_statement(const std::string& name, const std::string& states, const std::string& covers,
                         const std::vector<std::string>& modules, const std::string& top, const std::string& reference,
                         const Statement::Parameters& parameters, int inputs, int outputs,
                         const std::string& unsettled) {
  Statement statement{.group = "part",
                      .name = name,
                      .states = states,
                      .covers = covers,
                      .modules = modules,
                      .top = top,
                      .reference = reference,
                      .parameters = parameters,
                      .inputs = inputs,
                      .outputs = outputs};
  statement.unsettled = unsettled;
  return statement;
}

Statement unit_statement(const UnitConfig& config, const std::string& reference,
                         const Statement::Parameters& parameters, int registers) {
  Statement statement{.group = "unit",
                      .name = "unit/" + config.name,
                      .states = "every register and output = those of the reference unit, in every cycle",
                      .covers = config.name + ": any stalls, writes, resets",
                      .modules = {config.rtl_top()},
                      .top = config.rtl_top(),
                      .reference = reference,
                      .parameters = parameters,
                      .inputs = config.input_bits() + registers,
                      .outputs = config.output_bits() + registers};
  statement.step = true;
  return statement;
}

}  // namespace pwlsim::unit
