// SPDX-License-Identifier: Apache-2.0

/// Second half of the IEEE 754 adder: normalise, round to nearest even, pack. Every NaN result is the canonical
/// quiet NaN.
///
/// A sum in the subnormal range is exact, so neither flushing nor gradual underflow ever meets rounding.
module pwl_round_fp #(
  /// Exponent width in bits, 3 to 8.
  parameter int unsigned EXPONENT   = 8,
  /// Stored fraction bits, 2 to 23, at most 2^EXPONENT - 6.
  parameter int unsigned MANTISSA   = 23,
  /// 0: results below the least normal number become zeros. 1: gradual underflow.
  parameter bit          SUBNORMALS = 1'b0,
  /// Word width in bits.
  localparam int unsigned W         = 1 + EXPONENT + MANTISSA
) (
  /// Magnitude of the sum: carry, integer bit, fraction, guard, round and sticky bit.
  input  logic [MANTISSA+4:0] sum_i,
  /// Biased exponent of the integer bit of sum_i.
  input  logic [EXPONENT-1:0] exponent_i,
  /// Sign of the sum.
  input  logic                sign_i,
  /// 0 finite, 1 infinity, 2 NaN.
  input  logic [1:0]          special_i,
  /// Rounded sum, IEEE 754 word.
  output logic [W-1:0]        y_o
);
  localparam int unsigned M     = MANTISSA;
  localparam int unsigned COUNT = $clog2(M + 6);

  // base: exponent, less 1, after a left shift that brings the leading one into the carry's place.
  logic [COUNT-1:0]  zeros, amount;
  logic [EXPONENT:0] base;
  logic              low;
  pwl_lzc #(.WIDTH(M + 5)) u_lzc (.x_i(sum_i), .count_o(zeros));
  assign base = {1'b0, exponent_i} - (EXPONENT+1)'(zeros);
  assign low  = base[EXPONENT];

  // The only place where the two underflow rules differ: shift no further than the exponent allows, or flush.
  logic flush;
  if (SUBNORMALS) begin : gen_subnormals
    assign amount = low ? COUNT'(exponent_i) : zeros;
    assign flush  = 1'b0;
  end else begin : gen_flush
    assign amount = zeros;
    assign flush  = low;
  end

  // The leading bit is 0 only for a subnormal or zero sum; otherwise it adds the 1 that base lacks.
  logic [M+4:0]          normal;
  logic                  increment;
  logic [EXPONENT+M-1:0] rounded;
  assign normal    = sum_i << amount;
  assign increment = normal[3] & (normal[4] | (|normal[2:0]));
  assign rounded   = {base[EXPONENT-1:0] & {EXPONENT{normal[M+4] & ~low}}, normal[M+3:4]}
                   + {{(EXPONENT-1){1'b0}}, normal[M+4], {(M-1){1'b0}}, increment};

  logic infinite, keep;
  assign infinite = (|special_i) | (&rounded[EXPONENT+M-1:M]);
  assign keep     = ~(infinite | flush);

  assign y_o[W-1]   = sign_i & ~special_i[1];
  assign y_o[W-2:M] = (rounded[EXPONENT+M-1:M] & {EXPONENT{~flush}}) | {EXPONENT{infinite}};
  assign y_o[M-1:0] = {special_i[1] | (rounded[M-1] & keep), rounded[M-2:0] & {(M-1){keep}}};
endmodule
