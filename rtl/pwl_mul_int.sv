// SPDX-License-Identifier: Apache-2.0

/// Signed multiplier, the low OUT_WIDTH bits of the product.
///
/// Baugh-Wooley: one row of AND gates for each bit of b, the rows' sign bits inverted and two constants added, so
/// that no row is sign-extended and synthesis builds WIDTH-row compressors, not 2*WIDTH-bit ones.
/// With OUT_WIDTH = WIDTH the product is the same for signed and unsigned words, so plain rows cut off at
/// that width do (half the array).
module pwl_mul_int #(
  /// Operand width in bits.
  parameter int unsigned WIDTH     = 8,
  /// Product bits kept: 2*WIDTH, or WIDTH for the low half.
  parameter int unsigned OUT_WIDTH = 2 * WIDTH
) (
  input  logic [WIDTH-1:0]     a_i,
  input  logic [WIDTH-1:0]     b_i,
  output logic [OUT_WIDTH-1:0] p_o
);
  if (OUT_WIDTH == WIDTH) begin : gen_low
    always_comb begin
      p_o = '0;
      for (int i = 0; i < WIDTH; i++) p_o = p_o + ((a_i & {WIDTH{b_i[i]}}) << i);
    end
  end else begin : gen_full
    always_comb begin
      p_o = OUT_WIDTH'(0);
      for (int i = 0; i < WIDTH - 1; i++) begin
        p_o = p_o + (OUT_WIDTH'({~(a_i[WIDTH-1] & b_i[i]), a_i[WIDTH-2:0] & {(WIDTH-1){b_i[i]}}}) << i);
      end
      p_o = p_o + (OUT_WIDTH'({a_i[WIDTH-1] & b_i[WIDTH-1], ~(a_i[WIDTH-2:0] & {(WIDTH-1){b_i[WIDTH-1]}})})
                   << (WIDTH - 1));
      p_o = p_o + {1'b1, {(OUT_WIDTH-WIDTH-2){1'b0}}, 1'b1, {WIDTH{1'b0}}};
    end
  end
endmodule
