// SPDX-License-Identifier: Apache-2.0
//
// Techmap of scripts/synthesis.tcl: the words of the table behind a clock gate each. The contract stays: a write shows
// from the next cycle on.

(* techmap_celltype = "$dffe" *)
module pwl_map_word (CLK, EN, D, Q);
  parameter WIDTH = 1;
  parameter CLK_POLARITY = 1;
  parameter EN_POLARITY = 1;
  input              CLK, EN;
  input  [WIDTH-1:0] D;
  output [WIDTH-1:0] Q;
  wire _TECHMAP_FAIL_ = !CLK_POLARITY;

  wire gated;
  pwl_clock_gate u_gate (.clk_i(CLK), .en_i(EN_POLARITY ? EN : !EN), .clk_o(gated));
`ifdef STORAGE_gated
  \$dff #(.WIDTH(WIDTH), .CLK_POLARITY(1'b1)) u_word (.CLK(gated), .D(D), .Q(Q));
`else
  // Latches are open while the gated clock is high, in the first half of the cycle after the write. Their data come
  // from a register, which all words share once equal cells are merged.
  wire [WIDTH-1:0] data;
  \$dff #(.WIDTH(WIDTH), .CLK_POLARITY(1'b1)) u_data (.CLK(CLK), .D(D), .Q(data));
  \$dlatch #(.WIDTH(WIDTH), .EN_POLARITY(1'b1)) u_word (.EN(gated), .D(data), .Q(Q));
`endif
endmodule
