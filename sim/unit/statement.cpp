// SPDX-License-Identifier: Apache-2.0
#include "sim/unit/statement.h"

namespace pwlsim::unit {

Statement part_statement(const std::string& name, const std::string& states, const std::string& covers,
                         const std::vector<std::string>& modules, const std::string& top, const std::string& reference,
                         const Statement::Parameters& parameters, int inputs, int outputs,
                         const std::string& unsettled) {
  Statement statement{"part", name, states, covers, modules, top, reference, parameters, inputs, outputs};
  statement.unsettled = unsettled;
  return statement;
}

}  // namespace pwlsim::unit
