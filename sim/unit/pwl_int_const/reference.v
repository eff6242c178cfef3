// SPDX-License-Identifier: Apache-2.0

/// The integer unit whose table and shifts are parameters, cycle by cycle.
module reference_int_const #(
  parameter WIDTH = 8, SLOPE_WIDTH = WIDTH, INTERCEPT_WIDTH = WIDTH, BREAKPOINT_WIDTH = WIDTH,
  ACC_WIDTH = WIDTH + SLOPE_WIDTH, ENTRIES = 8, REQUANTISE = 0,
  localparam STAGES = REQUANTISE ? 3 : 2, INDEX = $clog2(ENTRIES), Y_WIDTH = REQUANTISE ? WIDTH : ACC_WIDTH,
  ROOM = $clog2(WIDTH + SLOPE_WIDTH - INTERCEPT_WIDTH), SHIFT_WIDTH = ROOM > 1 ? ROOM : 1,
  parameter [(ENTRIES-1)*BREAKPOINT_WIDTH-1:0] BREAKPOINTS = 0,
  parameter [ENTRIES*SLOPE_WIDTH-1:0] SLOPES = 0,
  parameter [ENTRIES*INTERCEPT_WIDTH-1:0] INTERCEPTS = 0,
  parameter [SHIFT_WIDTH-1:0] SHIFT = 0,
  parameter [$clog2(ACC_WIDTH)-1:0] REQUANT = 0
) (
  input  wire               clk_i, rst_ni,
  input  wire               valid_i,
  output wire               ready_o,
  input  wire [WIDTH-1:0]   x_i,
  output wire [INDEX-1:0]   segment_o,
  output wire               valid_o,
  input  wire               ready_i,
  output wire [Y_WIDTH-1:0] y_o,
  input  wire               wr_en_i, wr_addr_i, wr_data_i
);
  reg  [STAGES-1:0] valid;
  wire [STAGES-1:0] offered = {valid, valid_i};
  reg  [STAGES-1:0] takes;
  integer j;
  always @* begin
    takes[STAGES-1] = ready_i || !valid[STAGES-1];
    for (j = STAGES - 2; j >= 0; j = j - 1) takes[j] = takes[j+1] || !valid[j];
  end
  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) valid <= 0;
    else         valid <= (takes & offered) | (~takes & valid);
  end
  assign ready_o = takes[0];
  assign valid_o = valid[STAGES-1];

  reference_segment #(WIDTH, BREAKPOINT_WIDTH, ENTRIES) segment (x_i, BREAKPOINTS, segment_o);
  reg [WIDTH-1:0]           x;
  reg [SLOPE_WIDTH-1:0]     slope;
  reg [INTERCEPT_WIDTH-1:0] intercept;
  always @(posedge clk_i) begin
    if (takes[0] && valid_i) begin
      x         <= x_i;
      slope     <= SLOPES >> (segment_o * SLOPE_WIDTH);
      intercept <= INTERCEPTS >> (segment_o * INTERCEPT_WIDTH);
    end
  end

  wire [ACC_WIDTH-1:0] product, sum;
  reg  [ACC_WIDTH-1:0] acc;
  reference_multiply #(WIDTH, SLOPE_WIDTH, ACC_WIDTH) multiply (slope, x, product);
  reference_add #(INTERCEPT_WIDTH, ACC_WIDTH, SHIFT_WIDTH) add (product, intercept, SHIFT, sum);
  always @(posedge clk_i) if (takes[1] && valid[0]) acc <= sum;

  generate
    if (REQUANTISE) begin : post
      wire [WIDTH-1:0] code;
      reg  [WIDTH-1:0] y;
      reference_requantise #(WIDTH, ACC_WIDTH) requantise (acc, REQUANT, code);
      always @(posedge clk_i) if (takes[STAGES-1] && valid[STAGES-2]) y <= code;
      assign y_o = y;
    end else begin
      assign y_o = acc;
    end
  endgenerate
endmodule
