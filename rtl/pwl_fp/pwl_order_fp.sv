// SPDX-License-Identifier: Apache-2.0

/// Order key of an IEEE 754 word: a two's complement integer whose signed order is the order of the numbers.
///
/// Non-negative: the magnitude bits. Negative: their complement under a set sign. Both zeros (and without
/// SUBNORMALS every subnormal, which is a zero) map to 0. A NaN lies beyond the infinity of its sign.
module pwl_order_fp #(
  /// Exponent width in bits, 3 to 8.
  parameter int unsigned EXPONENT   = 8,
  /// Stored fraction bits, 2 to 23, at most 2^EXPONENT - 6.
  parameter int unsigned MANTISSA   = 23,
  /// 0: subnormals are zeros. 1: subnormals are numbers.
  parameter bit          SUBNORMALS = 1'b0,
  /// Word width in bits.
  localparam int unsigned W         = 1 + EXPONENT + MANTISSA
) (
  /// IEEE 754 word.
  input  logic [W-1:0] x_i,
  /// Order key, signed.
  output logic [W-1:0] key_o
);
  logic                sign, negative;
  logic [EXPONENT-1:0] exponent;
  logic [MANTISSA-1:0] fraction, kept;
  assign {sign, exponent, fraction} = x_i;

  if (SUBNORMALS) begin : gen_subnormals
    assign kept     = fraction;
    assign negative = sign & |{exponent, fraction};
  end else begin : gen_flush
    assign kept     = fraction & {MANTISSA{|exponent}};
    assign negative = sign & |exponent;
  end

  assign key_o = {negative, {exponent, kept} ^ {(W-1){negative}}};
endmodule
