// SPDX-License-Identifier: Apache-2.0

/// Segment comparator for floating point: x becomes an order key, the comparators are the integer ones.
///
/// The breakpoints arrive as order keys already: they are converted once, when the table is written.
module pwl_segment_fp #(
  /// Exponent width in bits, 3 to 8.
  parameter int unsigned EXPONENT   = 8,
  /// Stored fraction bits, 2 to 23, at most 2^EXPONENT - 6.
  parameter int unsigned MANTISSA   = 23,
  /// 0: subnormals are zeros. 1: subnormals are numbers.
  parameter bit          SUBNORMALS = 1'b0,
  /// Table entries, at least 2.
  parameter int unsigned ENTRIES    = 8,
  /// Word width in bits.
  localparam int unsigned W         = 1 + EXPONENT + MANTISSA
) (
  /// IEEE 754 word.
  input  logic [W-1:0]               x_i,
  /// Breakpoints as order keys, number j in bits [j*W +: W].
  input  logic [(ENTRIES-1)*W-1:0]   breakpoints_i,
  /// Segment index.
  output logic [$clog2(ENTRIES)-1:0] segment_o
);
  logic [W-1:0] key;
  pwl_order_fp #(.EXPONENT(EXPONENT), .MANTISSA(MANTISSA), .SUBNORMALS(SUBNORMALS)) u_order (
    .x_i, .key_o(key)
  );
  pwl_segment_int #(.WIDTH(W), .ENTRIES(ENTRIES)) u_segment (
    .x_i(key), .breakpoints_i, .segment_o
  );
endmodule
