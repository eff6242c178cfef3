// SPDX-License-Identifier: Apache-2.0

/// Unsigned multiplier, radix-4 Booth: one row of -2a to 2a for two bits of b, half as many rows as bits.
///
/// Smaller than `a_i * b_i` and than plain rows of AND gates in Yosys, and as fast.
module pwl_mul_booth #(
  /// Operand width in bits.
  parameter int unsigned WIDTH = 24
) (
  /// Factor.
  input  logic [WIDTH-1:0]   a_i,
  /// Factor, recoded.
  input  logic [WIDTH-1:0]   b_i,
  /// Product.
  output logic [2*WIDTH-1:0] p_o
);
  localparam int unsigned OUT  = 2 * WIDTH;
  localparam int unsigned ROWS = WIDTH / 2 + 1;

  logic [2*ROWS:0]     bits;
  logic [ROWS*OUT-1:0] rows;
  assign bits = (2*ROWS+1)'({b_i, 1'b0});

  // Digit i is bits[2i] + bits[2i+1] - 2 bits[2i+2]. A negative row is the complement of its multiple, plus a one
  // that travels in the next row's free places; the last digit is never negative. The sign bits are not extended:
  // -s = ~s - 1, and the sum of all those -1 is the constant ones and the shape of row 0.
  for (genvar i = 0; i < ROWS; i++) begin : gen_row
    logic           negative, once, twice;
    logic [WIDTH:0] multiple;
    assign negative = bits[2*i+2];
    assign once     = bits[2*i+1] ^ bits[2*i];
    assign twice    = ~once & (bits[2*i+2] ^ bits[2*i+1]);
    assign multiple = (({1'b0, a_i} & {(WIDTH+1){once}}) | ({a_i, 1'b0} & {(WIDTH+1){twice}}))
                    ^ {(WIDTH+1){negative}};
    if (i == 0) begin : gen_first
      assign rows[0 +: OUT] = OUT'({~negative, negative, negative, multiple});
    end else begin : gen_other
      assign rows[i*OUT +: OUT] = OUT'({1'b1, ~negative, multiple, 1'b0, gen_row[i-1].negative}) << (2 * i - 2);
    end
  end

  // Highest row first: every partial sum then has the full width, which Yosys needs to merge them all into one
  // compressor tree.
  always_comb begin
    p_o = '0;
    for (int i = ROWS - 1; i >= 0; i--) p_o = p_o + rows[i*OUT +: OUT];
  end
endmodule
