// SPDX-License-Identifier: Apache-2.0

/// Truth tables one behind the other, a register that selects one of them, and one that holds a result until it is
/// taken.
module reference_hardwired #(
  parameter WIDTH = 8, OUT_WIDTH = 8, SELECT_WIDTH = 0,
  localparam DATA_WIDTH = SELECT_WIDTH > 0 ? SELECT_WIDTH : 1, WORDS = 1 << (SELECT_WIDTH + WIDTH),
  parameter [WORDS*OUT_WIDTH-1:0] VALUES = 0
) (
  input  wire                  clk_i, rst_ni,
  input  wire                  valid_i,
  output wire                  ready_o,
  input  wire [WIDTH-1:0]      x_i,
  output wire [WIDTH-1:0]      segment_o,
  output wire                  valid_o,
  input  wire                  ready_i,
  output wire [OUT_WIDTH-1:0]  y_o,
  input  wire                  wr_en_i, wr_addr_i,
  input  wire [DATA_WIDTH-1:0] wr_data_i
);
  wire [31:0] first;
  generate
    if (SELECT_WIDTH > 0) begin : gen_select
      reg [SELECT_WIDTH-1:0] chosen;
      always @(posedge clk_i) if (wr_en_i && wr_addr_i == 0) chosen <= wr_data_i;
      assign first = chosen * (1 << WIDTH);
    end else begin : gen_single
      assign first = 0;
    end
  endgenerate

  reg                 valid;
  reg [OUT_WIDTH-1:0] y;
  always @(posedge clk_i) if (valid_i && ready_o) y <= VALUES >> ((first + x_i) * OUT_WIDTH);
  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni)      valid <= 1'b0;
    else if (ready_o) valid <= valid_i;
  end
  assign ready_o   = ready_i || !valid;
  assign valid_o   = valid;
  assign y_o       = y;
  assign segment_o = x_i;
endmodule
