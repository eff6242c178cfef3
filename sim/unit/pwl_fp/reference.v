// SPDX-License-Identifier: Apache-2.0
//
// What the parts of the floating-point unit do, as in sim/unit/common/reference.v.

/// Key of a floating-point word, by arithmetic: its magnitude, or what lies as far below -1.
module reference_order_fp #(
  parameter EXPONENT = 8, MANTISSA = 23, SUBNORMALS = 0,
  localparam W = 1 + EXPONENT + MANTISSA
) (
  input  wire        [W-1:0] x_i,
  output reg  signed [W-1:0] key_o
);
  reg signed [W-1:0] magnitude;
  always @* begin
    magnitude = x_i[W-2:0];
    if (!SUBNORMALS && x_i[W-2:MANTISSA] == 0) magnitude = 0;
    key_o = x_i[W-1] && magnitude != 0 ? -1 - magnitude : magnitude;
  end
endmodule

/// Whether a < b, by the cases of IEEE 754; no NaN.
module reference_less_fp #(
  parameter EXPONENT = 8, MANTISSA = 23, SUBNORMALS = 0,
  localparam W = 1 + EXPONENT + MANTISSA
) (
  input  wire [W-1:0] a_i, b_i,
  output reg          less_o,
  output wire         assume_o
);
  localparam [EXPONENT-1:0] SPECIAL = {EXPONENT{1'b1}};
  wire a_zero = SUBNORMALS ? a_i[W-2:0] == 0 : a_i[W-2:MANTISSA] == 0;
  wire b_zero = SUBNORMALS ? b_i[W-2:0] == 0 : b_i[W-2:MANTISSA] == 0;
  wire a_nan  = a_i[W-2:MANTISSA] == SPECIAL && a_i[MANTISSA-1:0] != 0;
  wire b_nan  = b_i[W-2:MANTISSA] == SPECIAL && b_i[MANTISSA-1:0] != 0;
  assign assume_o = !a_nan && !b_nan;
  always @* begin
    if (a_zero && b_zero)           less_o = 0;
    else if (a_zero)                less_o = !b_i[W-1];
    else if (b_zero)                less_o = a_i[W-1];
    else if (a_i[W-1] != b_i[W-1])  less_o = a_i[W-1];
    else if (a_i[W-1])              less_o = a_i[W-2:0] > b_i[W-2:0];
    else                            less_o = a_i[W-2:0] < b_i[W-2:0];
  end
endmodule

module reference_segment_fp #(
  parameter EXPONENT = 8, MANTISSA = 23, SUBNORMALS = 0, ENTRIES = 8,
  localparam W = 1 + EXPONENT + MANTISSA
) (
  input  wire [W-1:0]               x_i,
  input  wire [(ENTRIES-1)*W-1:0]   breakpoints_i,
  output wire [$clog2(ENTRIES)-1:0] segment_o
);
  wire [W-1:0] key;
  reference_order_fp #(EXPONENT, MANTISSA, SUBNORMALS) order (x_i, key);
  reference_segment #(W, W, ENTRIES) segment (key, breakpoints_i, segment_o);
endmodule

/// sum * 2^(exponent - M - 3), rounded to nearest even.
module reference_round_fp #(
  parameter EXPONENT = 8, MANTISSA = 23, SUBNORMALS = 0,
  localparam W = 1 + EXPONENT + MANTISSA, M = MANTISSA
) (
  input  wire [M+4:0]        sum_i,
  input  wire [EXPONENT-1:0] exponent_i,
  input  wire                sign_i,
  input  wire [1:0]          special_i,
  output reg  [W-1:0]        y_o,
  // The greatest exponent is that of infinity and NaN; the sum is one of two significands, and exact where it is below
  // the least normal number.
  output wire                assume_o
);
  reg exact;
  assign assume_o = special_i != 0 || (exponent_i != {EXPONENT{1'b1}} && sum_i <= {{(M+1){1'b1}}, 4'b0} && exact);
  localparam signed [31:0] INFINITE = (1 << EXPONENT) - 1;
  reg signed [31:0] exponent, i;
  reg [M+4:0]       sum;
  reg [M+1:0]       significand;
  always @* begin
    // The leading one goes to the top, or as far as the least exponent allows.
    sum      = sum_i;
    exponent = exponent_i + 1;
    for (i = 0; i < M + 5; i = i + 1) begin
      if (!sum[M+4] && (!SUBNORMALS || exponent > 1)) begin
        sum      = sum << 1;
        exponent = exponent - 1;
      end
    end
    exact = SUBNORMALS || exponent >= 1 || sum[3:0] == 0;
    // Integer bit and fraction above four more bits.
    significand = sum[M+4:4];
    if (sum[3:0] > 8 || (sum[3:0] == 8 && sum[4])) significand = significand + 1;
    if (significand[M+1]) begin
      significand = significand >> 1;
      exponent    = exponent + 1;
    end
    if (special_i[1])                              y_o = {1'b0, {EXPONENT{1'b1}}, 1'b1, {(M-1){1'b0}}};
    else if (special_i[0])                         y_o = {sign_i, {EXPONENT{1'b1}}, {M{1'b0}}};
    else if (significand == 0)                     y_o = {sign_i, {(W-1){1'b0}}};
    else if (!SUBNORMALS && exponent < 1)          y_o = {sign_i, {(W-1){1'b0}}};
    else if (exponent >= INFINITE && significand[M]) y_o = {sign_i, {EXPONENT{1'b1}}, {M{1'b0}}};
    else if (!significand[M])                      y_o = {sign_i, {EXPONENT{1'b0}}, significand[M-1:0]};
    else                                           y_o = {sign_i, exponent[EXPONENT-1:0], significand[M-1:0]};
  end
endmodule

/// a + b, rounded to nearest even with any exponent; then flushed, or before that moved to the least exponent.
module reference_add_fp #(
  parameter EXPONENT = 8, MANTISSA = 23, SUBNORMALS = 0,
  localparam W = 1 + EXPONENT + MANTISSA, M = MANTISSA
) (
  input  wire [W-1:0] a_i, b_i,
  output reg  [W-1:0] y_o
);
  localparam signed [31:0] INFINITE = (1 << EXPONENT) - 1;
  // A term that reaches below these bits is less than half a step of the sum and only shows that it is there.
  localparam BELOW = M + 4, N = M + 2 + BELOW + 1;
  wire a_sign = a_i[W-1], b_sign = b_i[W-1];
  wire [EXPONENT-1:0] a_biased = a_i[W-2:M], b_biased = b_i[W-2:M];
  wire a_special = a_biased == INFINITE, b_special = b_biased == INFINITE;
  wire nan = (a_special && a_i[M-1:0] != 0) || (b_special && b_i[M-1:0] != 0)
          || (a_special && b_special && a_sign != b_sign);
  wire [M:0] a_significand = a_biased != 0 ? {1'b1, a_i[M-1:0]} : SUBNORMALS ? {1'b0, a_i[M-1:0]} : 0;
  wire [M:0] b_significand = b_biased != 0 ? {1'b1, b_i[M-1:0]} : SUBNORMALS ? {1'b0, b_i[M-1:0]} : 0;
  wire [EXPONENT-1:0] a_exponent = a_biased != 0 ? a_biased : 1, b_exponent = b_biased != 0 ? b_biased : 1;
  wire [EXPONENT-1:0] greatest = a_exponent > b_exponent ? a_exponent : b_exponent;
  wire [EXPONENT-1:0] a_shift = greatest - a_exponent, b_shift = greatest - b_exponent;
  wire signed [N:0] a_term = a_shift > BELOW ? a_significand != 0 : {1'b0, a_significand, {(BELOW+1){1'b0}}} >> a_shift;
  wire signed [N:0] b_term = b_shift > BELOW ? b_significand != 0 : {1'b0, b_significand, {(BELOW+1){1'b0}}} >> b_shift;
  wire signed [N:0] sum = (a_sign ? -a_term : a_term) + (b_sign ? -b_term : b_term);
  wire sign = sum == 0 ? a_sign && b_sign : sum < 0;

  reg signed [EXPONENT+1:0] exponent;
  reg signed [31:0]         i;
  reg [N-1:0]               magnitude;
  reg [M+1:0]               significand;
  always @* begin
    // The leading one goes to the top, or as far as the least exponent allows.
    magnitude = sum < 0 ? -sum : sum;
    exponent  = greatest + 1;
    for (i = 0; i < N; i = i + 1) begin
      if (!magnitude[N-1] && (!SUBNORMALS || exponent > 1)) begin
        magnitude = magnitude << 1;
        exponent  = exponent - 1;
      end
    end
    significand = magnitude[N-1:N-M-1];
    if (magnitude[N-M-2] && (magnitude[N-M-3:0] != 0 || significand[0])) significand = significand + 1;
    if (significand[M+1]) begin
      significand = significand >> 1;
      exponent    = exponent + 1;
    end
    if (nan)                                y_o = {1'b0, {EXPONENT{1'b1}}, 1'b1, {(M-1){1'b0}}};
    else if (a_special)                     y_o = {a_sign, {EXPONENT{1'b1}}, {M{1'b0}}};
    else if (b_special)                     y_o = {b_sign, {EXPONENT{1'b1}}, {M{1'b0}}};
    else if (significand == 0)              y_o = {sign, {(W-1){1'b0}}};
    else if (!SUBNORMALS && exponent < 1)   y_o = {sign, {(W-1){1'b0}}};
    else if (exponent >= INFINITE && significand[M]) y_o = {sign, {EXPONENT{1'b1}}, {M{1'b0}}};
    else if (!significand[M])               y_o = {sign, {EXPONENT{1'b0}}, significand[M-1:0]};
    else                                    y_o = {sign, exponent[EXPONENT-1:0], significand[M-1:0]};
  end
endmodule

/// a * b, rounded to nearest even with any exponent; then flushed, or before that moved to the least exponent.
module reference_multiply_fp #(
  parameter EXPONENT = 8, MANTISSA = 23, SUBNORMALS = 0,
  localparam W = 1 + EXPONENT + MANTISSA, M = MANTISSA
) (
  input  wire [W-1:0] a_i, b_i,
  output reg  [W-1:0] p_o
);
  localparam signed [31:0] INFINITE = (1 << EXPONENT) - 1, BIAS = (1 << (EXPONENT - 1)) - 1;
  wire sign = a_i[W-1] ^ b_i[W-1];
  wire [EXPONENT-1:0] a_exponent = a_i[W-2:M], b_exponent = b_i[W-2:M];
  wire [M-1:0] a_fraction = a_i[M-1:0], b_fraction = b_i[M-1:0];
  wire a_zero = a_exponent == 0 && (!SUBNORMALS || a_fraction == 0);
  wire b_zero = b_exponent == 0 && (!SUBNORMALS || b_fraction == 0);
  wire a_special = a_exponent == INFINITE, b_special = b_exponent == INFINITE;
  wire nan = (a_special && a_fraction != 0) || (b_special && b_fraction != 0)
          || (a_special && b_zero) || (b_special && a_zero);

  reg signed [31:0] exponent, i;
  reg [2*M+1:0]     product;
  reg               sticky, half, up;
  reg [M+1:0]       significand;
  always @* begin
    product  = {a_exponent != 0, a_fraction} * {b_exponent != 0, b_fraction};
    exponent = (a_exponent == 0 ? 1 : a_exponent) + (b_exponent == 0 ? 1 : b_exponent) - BIAS + 1;
    for (i = 0; i < 2 * M + 1; i = i + 1) begin
      if (!product[2*M+1] && (SUBNORMALS ? exponent > 1 : i < 1)) begin
        product  = product << 1;
        exponent = exponent - 1;
      end
    end
    sticky = 0;
    for (i = 0; i < M + 3; i = i + 1) begin
      if (SUBNORMALS && exponent < 1) begin
        sticky   = sticky || product[0];
        product  = product >> 1;
        exponent = exponent + 1;
      end
    end
    if (SUBNORMALS && exponent < 1) begin  // too far below to tell
      sticky   = sticky || product != 0;
      product  = 0;
      exponent = 1;
    end
    sticky = sticky || product[M-1:0] != 0;
    half   = product[M];
    significand = product[2*M+1:M+1];
    up = half && (sticky || significand[0]);
    significand = significand + up;
    if (significand[M+1]) begin
      significand = significand >> 1;
      exponent    = exponent + 1;
    end
    if (nan)                                p_o = {1'b0, {EXPONENT{1'b1}}, 1'b1, {(M-1){1'b0}}};
    else if (a_special || b_special)        p_o = {sign, {EXPONENT{1'b1}}, {M{1'b0}}};
    else if (a_zero || b_zero)              p_o = {sign, {(W-1){1'b0}}};
    else if (!SUBNORMALS && exponent < 1)   p_o = {sign, {(W-1){1'b0}}};
    else if (exponent >= INFINITE)          p_o = {sign, {EXPONENT{1'b1}}, {M{1'b0}}};
    else if (!significand[M])               p_o = {sign, {EXPONENT{1'b0}}, significand[M-1:0]};
    else                                    p_o = {sign, exponent[EXPONENT-1:0], significand[M-1:0]};
  end
endmodule
