// SPDX-License-Identifier: Apache-2.0

/// First half of the IEEE 754 adder: classify, order by magnitude, align, add or subtract. The sum is neither
/// normalised nor rounded; pwl_round_fp does that.
module pwl_add_fp #(
  /// Exponent width in bits, 3 to 8.
  parameter int unsigned EXPONENT   = 8,
  /// Stored fraction bits, 2 to 23, at most 2^EXPONENT - 6.
  parameter int unsigned MANTISSA   = 23,
  /// 0: subnormal operands are zeros. 1: subnormals are numbers.
  parameter bit          SUBNORMALS = 1'b0,
  /// Word width in bits.
  localparam int unsigned W         = 1 + EXPONENT + MANTISSA
) (
  /// Term, IEEE 754 word.
  input  logic [W-1:0]          a_i,
  /// Term, IEEE 754 word.
  input  logic [W-1:0]          b_i,
  /// Magnitude of the sum: carry, integer bit, fraction, guard, round and sticky bit.
  output logic [MANTISSA+4:0]   sum_o,
  /// Biased exponent of the integer bit of sum_o; 1 for subnormals, 0 for flushed ones (then sum_o has no meaning).
  output logic [EXPONENT-1:0]   exponent_o,
  /// Sign of the sum.
  output logic                  sign_o,
  /// 0 finite, 1 infinity, 2 NaN.
  output logic [1:0]            special_o
);
  localparam int unsigned M = MANTISSA;
  // Shift amounts from M + 3 on only leave the sticky bit.
  localparam int unsigned SHIFT = $clog2(M + 4);

  // Order by magnitude. On equal magnitudes a negative a goes second, so that the sign of an exact
  // cancellation is + without a test for zero.
  logic         swap, subtract, greater_sign;
  logic [W-2:0] greater, lesser;
  assign swap       = {a_i[W-2:0], 1'b0} < {b_i[W-2:0], a_i[W-1]};
  assign greater      = swap ? b_i[W-2:0] : a_i[W-2:0];
  assign lesser     = swap ? a_i[W-2:0] : b_i[W-2:0];
  assign greater_sign = swap ? b_i[W-1] : a_i[W-1];
  assign subtract   = a_i[W-1] ^ b_i[W-1];

  logic [EXPONENT-1:0] greater_exponent, lesser_exponent, distance;
  logic                greater_normal, lesser_normal;
  logic [M:0]          lesser_significand;
  assign greater_normal = |greater[W-2:M];
  assign lesser_normal = |lesser[W-2:M];
  if (SUBNORMALS) begin : gen_subnormals
    assign greater_exponent    = {greater[W-2:M+1], greater[M] | ~greater_normal};
    assign lesser_exponent    = {lesser[W-2:M+1], lesser[M] | ~lesser_normal};
    assign lesser_significand = {lesser_normal, lesser[M-1:0]};
    assign sign_o            = greater_sign;
  end else begin : gen_flush
    assign greater_exponent    = greater[W-2:M];
    assign lesser_exponent    = lesser[W-2:M];
    assign lesser_significand = {1'b1, lesser[M-1:0]} & {(M+1){lesser_normal}};
    // Two flushed operands were ordered by fractions that do not count.
    assign sign_o            = greater_sign & (greater_normal | ~subtract);
  end
  assign distance   = greater_exponent - lesser_exponent;
  assign exponent_o = greater_exponent;

  logic [SHIFT-1:0] amount;
  logic [M+2:0]     aligned;
  logic             sticky;
  if (EXPONENT > SHIFT) begin : gen_far
    assign amount = distance[SHIFT-1:0] | {SHIFT{|distance[EXPONENT-1:SHIFT]}};
  end else begin : gen_near
    assign amount = SHIFT'(distance);
  end
  pwl_shift_sticky #(.WIDTH(M + 3), .SHIFT_WIDTH(SHIFT)) u_align (
    .x_i({lesser_significand, 2'b00}), .shift_i(amount), .y_o(aligned), .sticky_o(sticky)
  );

  assign sum_o = {1'b0, greater_normal, greater[M-1:0], 3'b000}
               + ({1'b0, aligned, sticky} ^ {(M+5){subtract}}) + (M+5)'(subtract);

  // An infinity or NaN is the larger operand or equal to it.
  logic greater_special, lesser_special, nan;
  assign greater_special = &greater[W-2:M];
  assign lesser_special = &lesser[W-2:M];
  assign nan           = greater_special & (|greater[M-1:0] | (lesser_special & subtract));
  assign special_o     = {nan, greater_special & ~nan};
endmodule
