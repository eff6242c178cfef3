// SPDX-License-Identifier: Apache-2.0
//
// Frames around parts of the floating-point unit, as in sim/unit/common/harness.v.

/// The comparison that order keys are there for.
module less_fp #(
  parameter EXPONENT = 8, MANTISSA = 23, SUBNORMALS = 0,
  localparam W = 1 + EXPONENT + MANTISSA
) (
  input  wire [W-1:0] a_i, b_i,
  output wire         less_o
);
  wire signed [W-1:0] a_key, b_key;
  pwl_order_fp #(.EXPONENT(EXPONENT), .MANTISSA(MANTISSA), .SUBNORMALS(SUBNORMALS)) u_a (.x_i(a_i), .key_o(a_key));
  pwl_order_fp #(.EXPONENT(EXPONENT), .MANTISSA(MANTISSA), .SUBNORMALS(SUBNORMALS)) u_b (.x_i(b_i), .key_o(b_key));
  assign less_o = a_key < b_key;
endmodule

/// Both halves of the adder, without the registers between them.
module add_fp #(
  parameter EXPONENT = 8, MANTISSA = 23, SUBNORMALS = 0,
  localparam W = 1 + EXPONENT + MANTISSA
) (
  input  wire [W-1:0] a_i, b_i,
  output wire [W-1:0] y_o
);
  wire [MANTISSA+4:0] sum;
  wire [EXPONENT-1:0] exponent;
  wire                sign;
  wire [1:0]          special;
  pwl_add_fp #(.EXPONENT(EXPONENT), .MANTISSA(MANTISSA), .SUBNORMALS(SUBNORMALS)) u_add (
    .a_i(a_i), .b_i(b_i), .sum_o(sum), .exponent_o(exponent), .sign_o(sign), .special_o(special)
  );
  pwl_round_fp #(.EXPONENT(EXPONENT), .MANTISSA(MANTISSA), .SUBNORMALS(SUBNORMALS)) u_round (
    .sum_i(sum), .exponent_i(exponent), .sign_i(sign), .special_i(special), .y_o(y_o)
  );
endmodule
