// SPDX-License-Identifier: Apache-2.0
//
// What range reduction and range expansion of the wide unit do, as in sim/unit/common/reference.v.

/// Range reduction for 1/x and 1/sqrt(x), by the place of the leading one. That for exp, mode 0, is not here.
module reference_reduce #(
  parameter X_WIDTH = 16, WIDTH = 8,
  localparam SHIFT = $clog2(X_WIDTH), EXPONENT = SHIFT + 3
) (
  input  wire [X_WIDTH-1:0]  x_i,
  input  wire [1:0]          mode_i,
  output reg  [WIDTH-1:0]    code_o,
  output reg  [EXPONENT-1:0] exponent_o,
  output wire                assume_o
);
  reg [X_WIDTH+WIDTH-1:0] operand;
  reg [SHIFT-1:0]         place;
  integer                 i;
  assign assume_o = mode_i != 0;
  always @* begin
    place = 0;
    for (i = 0; i < X_WIDTH; i = i + 1) if (x_i[i]) place = i;
    if (mode_i != 1) place[0] = 0;
    operand = mode_i == 1 ? x_i << WIDTH : x_i << (WIDTH - 2);
    operand = operand >> place;
    code_o  = operand[WIDTH-1:0] - (1 << (WIDTH - 1));
    if (x_i == 0)         exponent_o = (1 << (EXPONENT - 1)) - 1;
    else if (mode_i == 1) exponent_o = -1 - place;
    else                  exponent_o = -1 - (place >> 1);
  end
endmodule

/// acc * 2^(exponent - base), rounded half up to a word that is all fraction.
module reference_expand #(
  parameter X_WIDTH = 16, ACC_WIDTH = 16,
  localparam EXPONENT = $clog2(X_WIDTH) + 3, Y_WIDTH = 2 * X_WIDTH
) (
  input  wire signed [ACC_WIDTH-1:0]         acc_i,
  input  wire signed [EXPONENT-1:0]          exponent_i,
  input  wire        [$clog2(ACC_WIDTH)-1:0] base_i,
  output reg         [Y_WIDTH-1:0]           y_o
);
  localparam LONG = Y_WIDTH + 2 * ACC_WIDTH + (1 << EXPONENT);
  reg signed [31:0] left;
  reg [LONG-1:0]    value;
  always @* begin
    // In halves of the last place of the word.
    left  = exponent_i;
    left  = left - base_i + Y_WIDTH + 1;
    value = acc_i[ACC_WIDTH-1] ? 0 : acc_i;
    value = left < 0 ? value >> -left : value << left;
    value = (value + 1) >> 1;
    y_o   = value >> Y_WIDTH != 0 ? {Y_WIDTH{1'b1}} : value;
  end
endmodule
