// SPDX-License-Identifier: Apache-2.0

/// Adder with the intercept shift: acc = product + (intercept << shift), modulo 2^ACC_WIDTH.
///
/// For ACC_WIDTH = 2*WIDTH and a full product this never wraps: |k*q| <= 2^(2*WIDTH-2) and, with
/// shift <= WIDTH-1, |b << shift| <= 2^(2*WIDTH-2); both extremes meet only with the same sign at the lower
/// end, which -2^(2*WIDTH-1) still holds.
module pwl_add_int #(
  /// Intercept width in bits.
  parameter int unsigned WIDTH     = 8,
  /// Accumulator width in bits.
  parameter int unsigned ACC_WIDTH = 2 * WIDTH
) (
  input  logic [ACC_WIDTH-1:0]     product_i,
  /// Intercept, signed.
  input  logic [WIDTH-1:0]         intercept_i,
  /// The input scale s (S = 2^-s).
  input  logic [$clog2(WIDTH)-1:0] shift_i,
  output logic [ACC_WIDTH-1:0]     acc_o
);
  logic [ACC_WIDTH-1:0] extended;
  if (ACC_WIDTH == WIDTH) begin : gen_low
    assign extended = intercept_i;
  end else begin : gen_full
    assign extended = {{(ACC_WIDTH-WIDTH){intercept_i[WIDTH-1]}}, intercept_i};
  end
  assign acc_o = product_i + (extended << shift_i);
endmodule
