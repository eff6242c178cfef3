// SPDX-License-Identifier: Apache-2.0

/// Requantiser: rounds the accumulator to a signed output code. Arithmetic shift right by shift_i, round half
/// up, saturate.
///
/// Half up needs only the last bit shifted out as the carry into the sum: floor(acc/2^r) + bit r-1.
module pwl_requant_int #(
  /// Output width in bits.
  parameter int unsigned WIDTH     = 8,
  /// Accumulator width in bits, at least WIDTH.
  parameter int unsigned ACC_WIDTH = 2 * WIDTH
) (
  /// Accumulator, signed.
  input  logic [ACC_WIDTH-1:0]         acc_i,
  /// How far it moves down.
  input  logic [$clog2(ACC_WIDTH)-1:0] shift_i,
  /// Output code, signed.
  output logic [WIDTH-1:0]             y_o
);
  // One bit below the binary point holds the half; one bit above keeps the carry.
  logic signed [ACC_WIDTH:0]   shifted;
  logic signed [ACC_WIDTH:0]   rounded;
  logic signed [ACC_WIDTH:0]   acc_half;
  assign acc_half = {acc_i, 1'b0};
  assign shifted  = acc_half >>> shift_i;
  assign rounded  = {shifted[ACC_WIDTH], shifted[ACC_WIDTH:1]} + {{ACC_WIDTH{1'b0}}, shifted[0]};

  logic overflow;
  assign overflow = rounded[ACC_WIDTH:WIDTH-1] != {(ACC_WIDTH-WIDTH+2){rounded[ACC_WIDTH]}};
  assign y_o = overflow ? {rounded[ACC_WIDTH], {(WIDTH-1){~rounded[ACC_WIDTH]}}} : rounded[WIDTH-1:0];
endmodule
