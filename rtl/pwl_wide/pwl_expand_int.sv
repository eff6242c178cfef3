// SPDX-License-Identifier: Apache-2.0

/// Range expansion: acc * 2^(exponent - base) as an unsigned word that is all fraction. Rounds half up, saturates at
/// the greatest word, makes 0 of a negative accumulator; never wraps. Combinational.
module pwl_expand_int #(
  /// Width of the range-reduced input in bits, a power of two; the result has twice as many.
  parameter int unsigned X_WIDTH   = 16,
  /// Accumulator width in bits, at most 2*X_WIDTH.
  parameter int unsigned ACC_WIDTH = 16,
  /// Width of the exponent in bits.
  localparam int unsigned EXPONENT = $clog2(X_WIDTH) + 3,
  /// Result width in bits.
  localparam int unsigned Y_WIDTH  = 2 * X_WIDTH
) (
  /// Accumulator, signed.
  input  logic [ACC_WIDTH-1:0]         acc_i,
  /// Power of two that the accumulator is multiplied by, signed.
  input  logic [EXPONENT-1:0]          exponent_i,
  /// Fraction bits of the accumulator and integer bits of the result, unsigned.
  input  logic [$clog2(ACC_WIDTH)-1:0] base_i,
  /// Result.
  output logic [Y_WIDTH-1:0]           y_o
);
  // The accumulator starts right below the word, and moves left by this; not at all when that is negative.
  localparam int unsigned WINDOW = Y_WIDTH + ACC_WIDTH;
  logic [EXPONENT:0] left;
  assign left = {exponent_i[EXPONENT-1], exponent_i} - (EXPONENT+1)'(base_i) + (EXPONENT+1)'(WINDOW);

  // A left shifter whose lost bits tell an overflow is a right shifter of the mirrored word. It keeps one bit below
  // the word, the half.
  logic [WINDOW-1:0] mirrored;
  logic [Y_WIDTH:0]  window, half_word;
  logic              lost;
  for (genvar i = 0; i < WINDOW; i++) begin : gen_mirror
    if (i <= Y_WIDTH) begin : gen_empty
      assign mirrored[i] = 1'b0;
    end else begin : gen_acc
      assign mirrored[i] = acc_i[WINDOW-1-i];
    end
  end
  pwl_shift_sticky #(.WIDTH(WINDOW), .OUT_WIDTH(Y_WIDTH + 1), .SHIFT_WIDTH(EXPONENT)) u_shift (
    .x_i(mirrored), .shift_i(left[EXPONENT-1:0]), .y_o(window), .sticky_o(lost)
  );
  for (genvar i = 0; i <= Y_WIDTH; i++) begin : gen_mirror_back
    assign half_word[i] = window[Y_WIDTH-i];
  end

  // No carry out: the accumulator has fewer bits than the word.
  logic [Y_WIDTH-1:0] rounded;
  assign rounded = half_word[Y_WIDTH:1] + Y_WIDTH'(half_word[0]);

  always_comb begin
    if (acc_i[ACC_WIDTH-1] || left[EXPONENT]) y_o = '0;
    else if (lost)                            y_o = '1;
    else                                      y_o = rounded;
  end
endmodule
