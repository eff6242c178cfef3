// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <utility>

#include "sim/number/word.h"
#include "sim/unit/pwl_wide/parts.h"
#include "sim/unit/statement.h"

namespace pwlsim::unit {

std::vector<Statement> wide_part_statements() {
  std::vector<Statement> all;
  const auto text = [](int number) { return std::to_string(number); };
  for (const auto& [x_width, width] : {std::pair(16, 8), std::pair(32, 8), std::pair(32, 16)}) {
    const int shift = log2_of(x_width);
    const int acc = 2 * width;
    Statement reduce = part_statement(
        "reduce_int/" + text(x_width) + "to" + text(width), "range reduction = by the leading one",
        text(x_width) + " bits to " + text(width) + ", 1/x and 1/sqrt(x)", {"pwl_reduce_int"}, "pwl_reduce_int",
        "reference_reduce", {{"X_WIDTH", x_width}, {"WIDTH", width}}, x_width + 2, width + shift + 3);
    reduce.cycles = 2;
    reduce.constants = {{"load_i@0", true}};
    reduce.observed = {{"code_o", 1}, {"exponent_o", 1}};
    all.push_back(reduce);
    all.push_back(part_statement(
        "expand_int/" + text(acc) + "to" + text(2 * x_width), "range expansion = by definition",
        text(acc) + " bits to " + text(2 * x_width), {"pwl_expand_int"}, "pwl_expand_int", "reference_expand",
        {{"X_WIDTH", x_width}, {"ACC_WIDTH", acc}}, acc + shift + 3 + log2_of(acc), 2 * x_width));
  }
  return all;
}

}  // namespace pwlsim::unit
