// SPDX-License-Identifier: Apache-2.0
//
// The unit of acme_act.sv with a fixed table, of the file acme_gelu.mem in the working folder (pwlsim fit -o), without
// a valid signal: each cycle has an input, and its result is there two cycles later.

`include "acme_types.svh"

module acme_fixed (
  input  logic               clk,
  input  acme_code_t         in_data,
  output logic signed [15:0] out_data
);
  acme_code_t words [16];
  initial $readmemh("acme_gelu.mem", words);

  wire       upper = in_data > words[1];
  wire [1:0] line  = {upper, in_data > words[{2'd0, upper, 1'b0}]};

  acme_code_t held_x, held_slope, held_base;
  always_ff @(posedge clk) begin
    held_x     <= in_data;
    held_slope <= words[{2'd1, line}];
    held_base  <= words[{2'd2, line}];
    out_data   <= 16'(held_slope * held_x) + (16'(held_base) << words[12][2:0]);
  end
endmodule
