// SPDX-License-Identifier: Apache-2.0

/// Logical right shifter that remembers whether a one was shifted out. Long steps first, so that each stage is only as
/// wide as what can still reach the output.
module pwl_shift_sticky #(
  /// Input width in bits.
  parameter int unsigned WIDTH       = 26,
  /// Output width in bits; input bits left above it after the shift are dropped, the user knows that they are zero.
  parameter int unsigned OUT_WIDTH   = WIDTH,
  /// Width of the shift amount in bits.
  parameter int unsigned SHIFT_WIDTH = 5
) (
  /// Word.
  input  logic [WIDTH-1:0]       x_i,
  /// Shift amount.
  input  logic [SHIFT_WIDTH-1:0] shift_i,
  /// Shifted word.
  output logic [OUT_WIDTH-1:0]   y_o,
  /// Or of the bits shifted out.
  output logic                   sticky_o
);
  logic [SHIFT_WIDTH-1:0] lost;

  for (genvar l = 0; l < SHIFT_WIDTH; l++) begin : gen_stage
    localparam int unsigned STEP = 1 << (SHIFT_WIDTH - 1 - l);
    // What follows shifts by at most STEP - 1.
    localparam int unsigned IN   = OUT_WIDTH + 2 * STEP - 1 < WIDTH ? OUT_WIDTH + 2 * STEP - 1 : WIDTH;
    localparam int unsigned OUT  = OUT_WIDTH + STEP - 1 < WIDTH ? OUT_WIDTH + STEP - 1 : WIDTH;
    logic [IN-1:0]  from;
    logic [OUT-1:0] to;
    if (l == 0) begin : gen_input
      assign from = x_i[IN-1:0];
    end else begin : gen_previous
      assign from = gen_stage[l-1].to;
    end
    assign to      = shift_i[SHIFT_WIDTH-1-l] ? OUT'(from >> STEP) : from[OUT-1:0];
    assign lost[l] = shift_i[SHIFT_WIDTH-1-l] & |(from & ~({IN{1'b1}} << STEP));
  end

  assign y_o      = gen_stage[SHIFT_WIDTH-1].to;
  assign sticky_o = |lost;
endmodule
