// SPDX-License-Identifier: Apache-2.0

/// A table of words, and a register that holds a result until it is taken.
module reference_direct #(
  parameter WIDTH = 8, OUT_WIDTH = 8
) (
  input  wire                 clk_i, rst_ni, valid_i,
  output wire                 ready_o,
  input  wire [WIDTH-1:0]     x_i,
  output wire [WIDTH-1:0]     segment_o,
  output wire                 valid_o,
  input  wire                 ready_i,
  output wire [OUT_WIDTH-1:0] y_o,
  input  wire                 wr_en_i,
  input  wire [WIDTH-1:0]     wr_addr_i,
  input  wire [OUT_WIDTH-1:0] wr_data_i
);
  reg [(1<<WIDTH)*OUT_WIDTH-1:0] words;
  reg [OUT_WIDTH-1:0]            y;
  reg                            valid;
  integer i;
  always @(posedge clk_i) begin
    for (i = 0; i < (1 << WIDTH); i = i + 1) begin
      if (wr_en_i && wr_addr_i == i) words[i*OUT_WIDTH +: OUT_WIDTH] <= wr_data_i;
    end
    if (valid_i && ready_o) y <= words >> (x_i * OUT_WIDTH);
  end
  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni)      valid <= 1'b0;
    else if (ready_o) valid <= valid_i;
  end
  assign ready_o   = ready_i || !valid;
  assign valid_o   = valid;
  assign y_o       = y;
  assign segment_o = x_i;
endmodule
