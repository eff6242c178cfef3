// SPDX-License-Identifier: Apache-2.0
#include "sim/cost/netlist/cell_models.h"

#include <gtest/gtest.h>

#include "sim/base/process.h"
#include "tests/rooms.h"
#include "tests/scratch_folder.h"

namespace pwlsim::tests {
namespace {

// A latch with clear and preset, whose state has the name of an output: each row is RN, S, G, D, Q and QN.
TEST(CellModels, OfALatchClearsAndPresets) {
  const ScratchFolder folder;
  const Library library = read_liberty(folder.write("latch.lib", R"(library (l) { nom_voltage : 1;
    cell (LAT) { area : 1; latch (Q, X) { enable : "G"; data_in : "!D"; clear : "!RN"; preset : "S"; }
      pin (G, D, RN, S) { direction : input; } pin (Q) { direction : output; function : "Q"; }
      pin (QN) { direction : output; function : "X & RN"; } } })"));
  folder.write("cells.v", cell_models(library, {"LAT"}, "bench.open", folder.path()));
  folder.write("bench.v", R"(module bench; reg open = 1, RN, S, G, D; wire Q, QN;
    LAT dut (.RN(RN), .S(S), .G(G), .D(D), .Q(Q), .QN(QN));
    task try(input [3:0] pins); begin {RN, S, G, D} = pins; #1 $display("%b%b%b%b%b%b", RN, S, G, D, Q, QN); end endtask
    initial begin
      try(4'b1010); try(4'b1001); try(4'b1011); try(4'b1000); try(4'b1100); try(4'b1000); try(4'b0000); try(4'b1000);
      try(4'b0010); try(4'b1010); open = 0; try(4'b1011); open = 1; try(4'b1011);
    end
  endmodule
)");
  ASSERT_EQ(run_process({"iverilog", "-g2012", "-o", "b.vvp", "bench.v", "cells.v"}, folder.path()).exit_code, 0);
  EXPECT_EQ(run_process({"vvp", "-n", "b.vvp"}, folder.path()).output,
            "101010\n100110\n101101\n100001\n110010\n100010\n000000\n100001\n"
            "001000\n101010\n101110\n101101\n");
}

}  // namespace
}  // namespace pwlsim::tests
