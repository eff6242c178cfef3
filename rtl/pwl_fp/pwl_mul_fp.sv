// SPDX-License-Identifier: Apache-2.0

/// IEEE 754 multiplier, round to nearest even. Every NaN result is the canonical quiet NaN.
///
/// Booth product of the significands, one shifter (with SUBNORMALS only), one bit of normalisation, one increment
/// of {exponent, fraction}. The shift is known before the product: a subnormal operand's leading zeros are counted
/// beside the multiplier; the left shift, bounded by the exponent, and the right shift into the subnormal range
/// are one right shift of a product that stands PLACE bits too far left.
module pwl_mul_fp #(
  /// Exponent width in bits, 3 to 8.
  parameter int unsigned EXPONENT   = 8,
  /// Stored fraction bits, 2 to 23, at most 2^EXPONENT - 6.
  parameter int unsigned MANTISSA   = 23,
  /// 0: subnormal operands are zeros, and results below the least normal number after rounding become zeros.
  /// 1: gradual underflow.
  parameter bit          SUBNORMALS = 1'b0,
  /// Word width in bits.
  localparam int unsigned W         = 1 + EXPONENT + MANTISSA
) (
  /// Factor, IEEE 754 word.
  input  logic [W-1:0] a_i,
  /// Factor, IEEE 754 word.
  input  logic [W-1:0] b_i,
  /// Product, IEEE 754 word.
  output logic [W-1:0] p_o
);
  localparam int unsigned M    = MANTISSA;
  // Exponent arithmetic is signed and two bits wider.
  localparam int unsigned X    = EXPONENT + 2;
  localparam int unsigned BIAS = (1 << (EXPONENT - 1)) - 1;

  logic                a_sign, b_sign, sign;
  logic [EXPONENT-1:0] a_exponent, b_exponent;
  logic [M-1:0]        a_fraction, b_fraction;
  assign {a_sign, a_exponent, a_fraction} = a_i;
  assign {b_sign, b_exponent, b_fraction} = b_i;
  assign sign = a_sign ^ b_sign;

  // Class. Special: infinity or NaN. Zero includes subnormals when they are flushed.
  logic a_normal, b_normal, a_special, b_special, a_zero, b_zero, nan, special, zero;
  assign a_normal  = |a_exponent;
  assign b_normal  = |b_exponent;
  assign a_special = &a_exponent;
  assign b_special = &b_exponent;
  assign nan       = (a_special & (|a_fraction | b_zero)) | (b_special & (|b_fraction | a_zero));
  assign special   = a_special | b_special;
  assign zero      = a_zero | b_zero;

  // window: the product with 2 integer bits, M fraction bits and a guard bit; lost: what lies below, as one bit.
  // base: the biased exponent, less 1, of the weight-1 bit of the window.
  logic [M:0]     a_significand, b_significand;
  logic [2*M+1:0] product;
  logic [M+2:0]   window;
  logic           lost;
  logic [X-1:0]   base;

  pwl_mul_booth #(.WIDTH(M + 1)) u_mul (
    .a_i(a_significand), .b_i(b_significand), .p_o(product)
  );

  if (SUBNORMALS) begin : gen_subnormals
    // The shifter's amount has one bit more than a shift by at most M + 3 places to either side.
    localparam int unsigned COUNT = $clog2(M + 3);
    localparam int unsigned PLACE = (1 << COUNT) - 1;

    assign a_significand = {a_normal, a_fraction};
    assign b_significand = {b_normal, b_fraction};
    assign a_zero        = ~|a_significand;
    assign b_zero        = ~|b_significand;

    // At most one operand matters: the product of two subnormals is far below half the least subnormal. A normal
    // operand counts 0.
    logic [$clog2(M+2)-1:0] zeros;
    pwl_lzc #(.WIDTH(M + 1)) u_lzc (
      .x_i(a_normal ? b_significand : a_significand), .count_o(zeros)
    );

    // Exponent less 1 before and after a left shift by `zeros`. Where it would fall below 0 the shift is what leads
    // to 0 instead; a negative left shift goes to the right.
    logic         low;
    logic [X-1:0] unshifted, shifted, left;
    assign unshifted = X'({a_exponent[EXPONENT-1:1], a_exponent[0] | ~a_normal})
                     + X'({b_exponent[EXPONENT-1:1], b_exponent[0] | ~b_normal}) - X'(BIAS + 1);
    assign shifted   = unshifted - X'(zeros);
    assign low       = shifted[X-1];
    assign left      = low ? unshifted : X'(zeros);
    assign base      = shifted & ~{X{low}};

    // The shifter goes right by PLACE - left, which is the complement of left with its sign for the top bit. What is
    // out of reach goes as far as it can: nothing but lost bits remain.
    logic           far;
    logic [COUNT:0] amount;
    assign far    = left[X-1] & ~&left[X-2:COUNT];
    assign amount = {left[X-1], ~left[COUNT-1:0] | {COUNT{far}}};
    pwl_shift_sticky #(.WIDTH(M + 3 + PLACE), .OUT_WIDTH(M + 3), .SHIFT_WIDTH(COUNT + 1)) u_shift (
      .x_i({product, {(PLACE-M+1){1'b0}}}), .shift_i(amount), .y_o(window), .sticky_o(lost)
    );
  end else begin : gen_flush
    // The integer bit of a zero may be wrong: its product is not used.
    assign a_significand = {1'b1, a_fraction};
    assign b_significand = {1'b1, b_fraction};
    assign a_zero        = ~a_normal;
    assign b_zero        = ~b_normal;

    assign window = product[2*M+1:M-1];
    assign lost   = |product[M-2:0];
    assign base   = X'(a_exponent) + X'(b_exponent) - X'(BIAS + 1);
  end

  // One bit of normalisation, then round to nearest even. The exponent is base plus what the integer part says:
  // 0 for a subnormal, 1 for 1, 2 for 2 and 3.
  logic         top, guard, sticky, increment;
  logic [M-1:0] fraction;
  assign top       = window[M+2];
  assign fraction  = top ? window[M+1:2] : window[M:1];
  assign guard     = top ? window[1] : window[0];
  assign sticky    = lost | (top & window[0]);
  assign increment = guard & (sticky | fraction[0]);

  logic [X+M-1:0] rounded;
  assign rounded = {base, fraction} + {{(X-2){1'b0}}, top, ~top & window[M+1], {(M-1){1'b0}}, increment};

  logic         infinite, tiny, keep;
  logic [X-1:0] exponent;
  assign exponent = rounded[X+M-1:M];
  assign infinite = special | (~exponent[X-1] & (exponent[X-2] | (&exponent[EXPONENT-1:0])));
  if (SUBNORMALS) begin : gen_gradual
    assign tiny = zero;
  end else begin : gen_tiny
    assign tiny = zero | exponent[X-1] | ~|exponent;
  end

  assign keep = ~(infinite | tiny);

  assign p_o[W-1]   = sign & ~nan;
  assign p_o[W-2:M] = (exponent[EXPONENT-1:0] & {EXPONENT{~tiny}}) | {EXPONENT{infinite}};
  assign p_o[M-1:0] = {nan | (rounded[M-1] & keep), rounded[M-2:0] & {(M-1){keep}}};
endmodule
