// SPDX-License-Identifier: Apache-2.0
//
// Techmaps of scripts/synthesis.tcl: the rows of a compressor tree as single full adders, and those with a constant
// input as plain logic. Y is the sum and X the carry, as in Yosys's $fa.

(* techmap_celltype = "$fa" *)
module pwl_map_fa (A, B, C, X, Y);
  parameter WIDTH = 1;
  input  [WIDTH-1:0] A, B, C;
  output [WIDTH-1:0] X, Y;
  genvar i;
  generate
    for (i = 0; i < WIDTH; i = i + 1) begin : gen_bit
      pwl_full_adder u_fa (.A(A[i]), .B(B[i]), .C(C[i]), .X(X[i]), .Y(Y[i]));
    end
  endgenerate
endmodule

(* techmap_celltype = "pwl_full_adder" *)
module pwl_map_constant (A, B, C, X, Y);
  parameter _TECHMAP_BITS_CONNMAP_ = 1;
  parameter [_TECHMAP_BITS_CONNMAP_-1:0] _TECHMAP_CONNMAP_A_ = 0;
  parameter [_TECHMAP_BITS_CONNMAP_-1:0] _TECHMAP_CONNMAP_B_ = 0;
  parameter [_TECHMAP_BITS_CONNMAP_-1:0] _TECHMAP_CONNMAP_C_ = 0;
  parameter _TECHMAP_CONSTMSK_A_ = 0;
  parameter _TECHMAP_CONSTMSK_B_ = 0;
  parameter _TECHMAP_CONSTMSK_C_ = 0;
  input  A, B, C;
  output X, Y;
  wire _TECHMAP_FAIL_ = !(_TECHMAP_CONSTMSK_A_ | _TECHMAP_CONSTMSK_B_ | _TECHMAP_CONSTMSK_C_) &&
                        _TECHMAP_CONNMAP_A_ != _TECHMAP_CONNMAP_B_ && _TECHMAP_CONNMAP_B_ != _TECHMAP_CONNMAP_C_ &&
                        _TECHMAP_CONNMAP_A_ != _TECHMAP_CONNMAP_C_;
  assign Y = A ^ B ^ C;
  assign X = (A & B) | (C & (A | B));
endmodule
