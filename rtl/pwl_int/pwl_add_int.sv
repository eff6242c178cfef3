// SPDX-License-Identifier: Apache-2.0

/// Adder with the intercept shift: acc = product + (intercept << shift), modulo 2^ACC_WIDTH.
///
/// For operands k and q of K and Q bits, ACC_WIDTH = K + Q and a full product this never wraps: |k*q| <= 2^(K+Q-2) and,
/// with shift < K + Q - WIDTH, |b << shift| <= 2^(K+Q-2); both extremes meet only with the same sign at the lower
/// end, which -2^(K+Q-1) still holds.
module pwl_add_int #(
  /// Intercept width in bits.
  parameter int unsigned WIDTH       = 8,
  /// Accumulator width in bits, at least WIDTH.
  parameter int unsigned ACC_WIDTH   = 2 * WIDTH,
  /// Width of the shift in bits.
  parameter int unsigned AMOUNT_WIDTH = $clog2(WIDTH)
) (
  /// Product, signed.
  input  logic [ACC_WIDTH-1:0]   product_i,
  /// Intercept, signed.
  input  logic [WIDTH-1:0]       intercept_i,
  /// How far the intercept moves up: the input scale s (S = 2^-s) where intercepts have the fraction bits of slopes.
  input  logic [AMOUNT_WIDTH-1:0] shift_i,
  /// Sum, signed.
  output logic [ACC_WIDTH-1:0]   acc_o
);
  logic [ACC_WIDTH-1:0] extended;
  if (ACC_WIDTH == WIDTH) begin : gen_low
    assign extended = intercept_i;
  end else begin : gen_full
    assign extended = {{(ACC_WIDTH-WIDTH){intercept_i[WIDTH-1]}}, intercept_i};
  end
  assign acc_o = product_i + (extended << shift_i);
endmodule
