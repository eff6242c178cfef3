// SPDX-License-Identifier: Apache-2.0
#include "sim/unit/common/statements.h"

#include <string>

namespace pwlsim::unit {
namespace {

std::string text(int number) { return std::to_string(number); }

/// Statements about data beside the handshake: no data are lost, doubled or reordered, and all data inside come out.
void add_handshake(std::vector<Statement>& all, int depth) {
  constexpr int kWidth = 2;
  Statement queue{.group = "handshake",
                  .name = "pipe_queue/" + text(depth),
                  .states = "pipeline = queue: nothing lost, doubled or reordered",
                  .covers = text(depth) + " stages, any stalls",
                  .modules = {"pwl_pipe"},
                  .top = "pipe_queue",
                  .reference = "reference_queue",
                  .parameters = {{"DEPTH", depth}, {"WIDTH", kWidth}},
                  .inputs = depth + depth * kWidth + 2 + kWidth,
                  .outputs = 2 + kWidth + 3 + depth * kWidth + 2 * depth};
  queue.cycles = 2;
  queue.constants = {{"rst_ni", true}};
  queue.observed = {{"ready_o", 0},
                    {"valid_o", 0},
                    {"data_o", 0},
                    {"count_o", 1},
                    {"queue_o", 1},
                    {"holds_o", 1},
                    {"u_pipe.valid_q", 1, "next_valid_o"}};
  queue.registers = {{"u_pipe.valid_q", "valid"}, {"holds_o", "valid"}, {"data", "data"}};
  all.push_back(queue);
  Statement arrival{.group = "handshake",
                    .name = "pipe_arrival/" + text(depth),
                    .states = "what is inside arrives without a taker",
                    .covers = text(depth) + " stages",
                    .modules = {"pwl_pipe"},
                    .top = "pwl_pipe",
                    .reference = "reference_arrival",
                    .parameters = {{"DEPTH", depth}},
                    .inputs = depth,
                    .outputs = 1};
  arrival.cycles = depth;
  arrival.constants = {{"rst_ni", true}, {"ready_i", false}, {"valid_i", false}};
  arrival.observed = {{"valid_o", depth - 1}};
  arrival.registers = {{"valid_q", "valid"}};
  all.push_back(arrival);
}

}  // namespace

std::vector<Statement> common_statements() {
  std::vector<Statement> all;
  for (const int depth : {2, 3, 4}) add_handshake(all, depth);
  for (const int width : {8, 11, 12, 15, 16, 24, 28, 32}) {
    int count = 1;
    while (1 << count < width + 1) ++count;
    all.push_back(part_statement("lzc/" + text(width), "leading zeros = counted", text(width) + " bits", {"pwl_lzc"},
                                 "pwl_lzc", "reference_lzc", {{"WIDTH", width}}, width, count));
  }
  struct Shifter {
    int width, out, shift;
  };
  for (const Shifter& s : {Shifter{10, 10, 4},
                           {13, 13, 4},
                           {26, 26, 5},
                           {25, 10, 5},
                           {28, 13, 5},
                           {57, 26, 6},
                           {48, 33, 7},
                           {80, 65, 8},
                           {96, 65, 8}}) {
    all.push_back(part_statement("shift_sticky/" + text(s.width) + "to" + text(s.out) + "by" + text(s.shift),
                                 "shifter = x >> s, or of what is lost",
                                 text(s.width) + " bits to " + text(s.out) + ", " + text(s.shift) + " bits of shift",
                                 {"pwl_shift_sticky"}, "pwl_shift_sticky", "reference_shift_sticky",
                                 {{"WIDTH", s.width}, {"OUT_WIDTH", s.out}, {"SHIFT_WIDTH", s.shift}},
                                 s.width + s.shift, s.out + 1));
  }
  return all;
}

}  // namespace pwlsim::unit
