// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <utility>

#include "sim/number/word.h"
#include "sim/unit/pwl_int/parts.h"
#include "sim/unit/pwl_int/pwl_int.h"
#include "sim/unit/statement.h"
#include "sim/unit/unit_config.h"

namespace pwlsim::unit {
namespace {

constexpr const char* kProducts = "SAT does not end for products of this width";
constexpr const char* kHoldsMultiplier = "holds the multiplier, which SAT does not end for at this width";
constexpr int kMostWidth = 8;  // widest factors of a product for which the proof ends

std::string text(int number) { return std::to_string(number); }

void add_segment_parts(std::vector<Statement>& all) {
  for (const int width : {8, 16, 32}) {
    for (const int entries : {4, 8, 16, 32, 64}) {
      if (width > 8 && entries > 16) continue;
      const auto add = [&](const char* part, const std::string& states, const char* table, const char* reference) {
        all.push_back(part_statement(part + text(width) + "x" + text(entries), states,
                                     text(width) + " bits, " + text(entries) + " entries, " + table,
                                     {"pwl_segment_int"}, "pwl_segment_int", reference,
                                     {{"WIDTH", width}, {"ENTRIES", entries}}, width * entries, log2_of(entries)));
      };
      add("segment_int/", "segment comparator = binary search", "any breakpoints", "reference_segment");
      if (entries > 16 || entries < 8 || width * entries > 256) continue;
      add("segment_count/", "segment comparator = number of breakpoints below x", "sorted breakpoints",
          "reference_count");
    }
  }
}

void add_multiplier_parts(std::vector<Statement>& all) {
  for (const auto& [width, out] : {std::pair(4, 8), std::pair(6, 12), std::pair(8, 16), std::pair(8, 8),
                                   std::pair(16, 32), std::pair(32, 32), std::pair(32, 64)}) {
    all.push_back(part_statement("mul_int/" + text(width) + "to" + text(out), "multiplier = a * b",
                                 text(width) + " bits, product " + text(out) + " bits", {"pwl_mul_int"}, "pwl_mul_int",
                                 "reference_multiply", {{"WIDTH", width}, {"OUT_WIDTH", out}}, 2 * width, out,
                                 width > kMostWidth ? kProducts : ""));
  }
  for (const int width : {4, 6, 8, 11, 24}) {
    all.push_back(part_statement("mul_booth/" + text(width), "unsigned Booth multiplier = a * b", text(width) + " bits",
                                 {"pwl_mul_booth"}, "pwl_mul_booth", "reference_multiply_unsigned", {{"WIDTH", width}},
                                 2 * width, 2 * width, width > kMostWidth ? kProducts : ""));
  }
}

}  // namespace

std::vector<Statement> int_part_statements() {
  std::vector<Statement> all;
  add_segment_parts(all);
  add_multiplier_parts(all);
  for (const auto& [width, acc] : {std::pair(8, 16), std::pair(16, 32), std::pair(32, 32), std::pair(32, 64)}) {
    all.push_back(part_statement("add_int/" + text(width) + "to" + text(acc), "adder = product + (b << s)",
                                 text(width) + " bits, accumulator " + text(acc) + " bits", {"pwl_add_int"},
                                 "pwl_add_int", "reference_add", {{"WIDTH", width}, {"ACC_WIDTH", acc}},
                                 width + acc + log2_of(width), acc));
    all.push_back(part_statement("requant_int/" + text(width) + "from" + text(acc),
                                 "requantiser = round half up, saturate", text(width) + " bits from " + text(acc),
                                 {"pwl_requant_int"}, "pwl_requant_int", "reference_requantise",
                                 {{"WIDTH", width}, {"ACC_WIDTH", acc}}, acc + log2_of(acc), width));
  }
  return all;
}

std::vector<Statement> int_unit_statements(const UnitConfig& config) {
  const IntParameters p = int_parameters(config.values);
  Statement::Parameters parameters = {{"WIDTH", p.width}, {"ACC_WIDTH", p.acc_width}, {"ENTRIES", p.entries}};
  if (p.slope_width != p.width) parameters.emplace_back("SLOPE_WIDTH", p.slope_width);
  if (p.intercept_width != p.width) parameters.emplace_back("INTERCEPT_WIDTH", p.intercept_width);
  if (p.breakpoint_width != p.width) parameters.emplace_back("BREAKPOINT_WIDTH", p.breakpoint_width);
  const Statement::Parameters pipeline = {{"REQUANTISE", p.requantise ? 1 : 0}, {"STAGES", p.stages}};
  const int table = p.entries * (p.slope_width + p.intercept_width) + (p.entries - 1) * p.breakpoint_width;
  const int settings = p.shift_bits() + (p.requantise ? log2_of(p.acc_width) : 0);

  const int last = p.stages;
  Statement path{.group = "data path",
                 .name = "datapath/" + config.name,
                 .states = std::string("y = ") + (p.requantise ? "requantised k*q + (b<<s)" : "k*q + (b<<s)") +
                           " after " + text(last) + " cycles, from any state",
                 .covers = config.name + ": all inputs, tables, shifts",
                 .modules = {"pwl_unit_int"},
                 .top = "pwl_unit_int",
                 .reference = p.requantise ? "reference_data_path_q" : "reference_data_path",
                 .parameters = parameters,
                 .inputs = p.width + table + settings,
                 .outputs = p.index_bits() + p.y_width()};
  path.cycles = last + 1;
  path.constants = {{"rst_ni", true}, {"ready_i", true}, {"wr_en_i", false}, {"valid_i@0", true}};
  path.observed = {{"segment_o", 0}, {"y_o", last}};
  path.registers = {{"breakpoints", "breakpoints"},
                    {"u_table.slopes", "slopes"},
                    {"u_table.intercepts", "intercepts"},
                    {"shift_q", "shift"},
                    {"gen_requant.requant_q", "requant"}};
  path.own = pipeline;

  Statement::Parameters all = parameters;
  all.insert(all.end(), pipeline.begin(), pipeline.end());
  int registers = table + settings + p.stages;
  if (p.stages > 1) registers += p.width + p.slope_width + p.intercept_width;
  if (p.stages == (p.requantise ? 4 : 3)) registers += p.acc_width + p.intercept_width;
  if (!p.requantise || p.stages > 2) registers += p.acc_width;
  if (p.requantise) registers += p.width;
  Statement step = unit_statement(config, "reference_unit", all, registers);
  step.reference_own = {{"DATA_WIDTH", p.data_bits()}};
  step.partners = {{"slopes", "u_table.slopes"},
                   {"intercepts", "u_table.intercepts"},
                   {"shift", "shift_q"},
                   {"valid", "u_pipe.valid_q"},
                   {"x", "x_q"},
                   {"slope", "slope_q"},
                   {"intercept", "intercept_q"},
                   {"held.product_held", "gen_product.product_q"},
                   {"held.intercept_held", "gen_product.addend_q"},
                   {"acc", "acc_q"},
                   {"post.requant", "gen_requant.requant_q"},
                   {"post.y", "gen_requant.y_q"}};
  if (p.width > kMostWidth || p.slope_width > kMostWidth) path.unsettled = step.unsettled = kHoldsMultiplier;
  return {path, step};
}

}  // namespace pwlsim::unit
