// SPDX-License-Identifier: Apache-2.0
//
// An int8_4 unit with a bug, which README.md finds: one of its three comparisons is off by one.

module my_act (
  input  logic               clk_i,
  input  logic               rst_ni,
  input  logic               wr_en_i,
  input  logic [3:0]         wr_addr_i,
  input  logic signed [7:0]  wr_data_i,
  input  logic               valid_i,
  output logic               ready_o,
  input  logic signed [7:0]  x_i,
  output logic               valid_o,
  input  logic               ready_i,
  output logic signed [15:0] y_o
);
  logic signed [7:0] breakpoint [4];
  logic signed [7:0] slope      [4];
  logic signed [7:0] intercept  [4];
  logic        [2:0] shift;

  always_ff @(posedge clk_i) begin
    if (wr_en_i) begin
      case (wr_addr_i[3:2])
        2'd0:    breakpoint[wr_addr_i[1:0]] <= wr_data_i;
        2'd1:    slope[wr_addr_i[1:0]]      <= wr_data_i;
        2'd2:    intercept[wr_addr_i[1:0]]  <= wr_data_i;
        default: if (wr_addr_i[1:0] == 2'd0) shift <= wr_data_i[2:0];
      endcase
    end
  end

  // The segment: the number of breakpoints below x, which are in ascending order.
  wire       above_0 = x_i > breakpoint[0];
  wire       above_1 = x_i >= breakpoint[1];
  wire       above_2 = x_i > breakpoint[2];
  wire [1:0] segment = {above_1, above_1 ? above_2 : above_0};

  // Two stages. Each moves on when the next one is free.
  logic              held_valid;
  logic signed [7:0] held_x, held_slope, held_intercept;
  wire out_free = ready_i || !valid_o;
  wire held_free = out_free || !held_valid;
  assign ready_o = held_free;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      held_valid <= 1'b0;
      valid_o    <= 1'b0;
    end else begin
      if (held_free) held_valid <= valid_i;
      if (out_free)  valid_o    <= held_valid;
    end
  end

  always_ff @(posedge clk_i) begin
    if (held_free && valid_i) begin
      held_x         <= x_i;
      held_slope     <= slope[segment];
      held_intercept <= intercept[segment];
    end
    if (out_free && held_valid) y_o <= 16'(held_slope * held_x) + (16'(held_intercept) << shift);
  end
endmodule
