// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "sim/number/word.h"
#include "sim/unit/pwl_fp/parts.h"
#include "sim/unit/statement.h"

namespace pwlsim::unit {
namespace {

struct FloatName {
  const char* name;
  int exponent, mantissa;
};
constexpr FloatName kFloats[] = {{"bf16", 8, 7}, {"fp16", 5, 10}, {"fp32", 8, 23}};

void add_parts(std::vector<Statement>& all, const FloatName& format, int subnormals) {
  const int m = format.mantissa;
  const int width = 1 + format.exponent + m;
  const std::string name = std::string(format.name) + (subnormals == 1 ? "s" : "");
  const std::string covers = std::string(format.name) + (subnormals == 1 ? ", subnormals" : ", flushed");
  const Statement::Parameters parameters = {{"EXPONENT", format.exponent}, {"MANTISSA", m}, {"SUBNORMALS", subnormals}};
  all.push_back(part_statement("order_fp/" + name, "order key = signed magnitude as an integer", covers,
                               {"pwl_order_fp"}, "pwl_order_fp", "reference_order_fp", parameters, width, width));
  all.push_back(part_statement("less_fp/" + name, "order of keys = order of numbers", covers + ", no NaN",
                               {"pwl_order_fp"}, "less_fp", "reference_less_fp", parameters, 2 * width, 1));
  for (const int entries : {8, 16}) {
    Statement::Parameters with_entries = parameters;
    with_entries.emplace_back("ENTRIES", entries);
    all.push_back(
        part_statement("segment_fp/" + name + "x" + std::to_string(entries), "segment comparator = binary search",
                       covers + ", " + std::to_string(entries) + " entries", {"pwl_segment_fp"}, "pwl_segment_fp",
                       "reference_segment_fp", with_entries, width * entries, log2_of(entries)));
  }
  all.push_back(part_statement("round_fp/" + name, "rounding = nearest even of the exact sum", covers, {"pwl_round_fp"},
                               "pwl_round_fp", "reference_round_fp", parameters, m + 5 + format.exponent + 3, width));
  all.push_back(part_statement("add_fp/" + name, "adder = nearest even of the exact sum", covers,
                               {"pwl_add_fp", "pwl_round_fp"}, "add_fp", "reference_add_fp", parameters, 2 * width,
                               width, m > 10 ? "SAT has not ended after two minutes at this width" : ""));
  all.push_back(part_statement("mul_fp/" + name, "multiplier = nearest even of the exact product", covers,
                               {"pwl_mul_fp"}, "pwl_mul_fp", "reference_multiply_fp", parameters, 2 * width, width,
                               m > 7 ? "SAT does not end for products of this width" : ""));
}

}  // namespace

std::vector<Statement> fp_part_statements() {
  std::vector<Statement> all;
  for (const FloatName& format : kFloats) {
    for (const int subnormals : {0, 1}) add_parts(all, format, subnormals);
  }
  return all;
}

}  // namespace pwlsim::unit
