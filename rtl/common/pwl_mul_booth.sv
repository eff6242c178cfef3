// SPDX-License-Identifier: Apache-2.0

/// Multiplier, radix-4 Booth: one row of -2a to 2a for two bits of b, half as many rows as bits.
///
/// Smaller than `a_i * b_i` and than plain rows of AND gates in Yosys, and as fast.
module pwl_mul_booth #(
  /// Width of b in bits, at least 3.
  parameter int unsigned WIDTH        = 24,
  /// Width of a in bits, at least WIDTH: the narrower factor makes fewer rows.
  parameter int unsigned A_WIDTH      = WIDTH,
  /// 0: unsigned factors. 1: two's complement.
  parameter bit          SIGNED       = 1'b0,
  /// Product bits kept, from the lowest: up to A_WIDTH + WIDTH. The low WIDTH are the same for signed and unsigned
  /// factors; SIGNED then saves a row.
  parameter int unsigned OUT_WIDTH    = A_WIDTH + WIDTH,
  /// 1: a digit's sign is applied before the selection of a or 2a, so that the exclusive-or does not wait for the
  /// recoding. 0: after it. Which one is smaller depends on the width, by about 1 %.
  parameter bit          NEGATE_FIRST = 1'b0
) (
  /// Factor.
  input  logic [A_WIDTH-1:0]   a_i,
  /// Factor, recoded.
  input  logic [WIDTH-1:0]     b_i,
  /// Product.
  output logic [OUT_WIDTH-1:0] p_o
);
  localparam int unsigned OUT  = OUT_WIDTH;
  localparam int unsigned ROWS = SIGNED ? (WIDTH + 1) / 2 : WIDTH / 2 + 1;
  // Place of a row's sign bit.
  localparam int unsigned SIGN = SIGNED ? A_WIDTH : A_WIDTH + 1;

  logic            a_sign;
  logic [2*ROWS:0] bits;
  assign a_sign = SIGNED & a_i[A_WIDTH-1];
  if (SIGNED) begin : gen_signed
    assign bits = (2*ROWS+1)'($signed({b_i, 1'b0}));
  end else begin : gen_unsigned
    assign bits = (2*ROWS+1)'({b_i, 1'b0});
  end

  // Digit i is bits[2i] + bits[2i+1] - 2 bits[2i+2]. A negative row is the complement of its multiple plus a one in
  // its lowest place. The sign bits are not extended: -s = ~s - 1, and the sum of all those -1 is a constant.
  // Signed, the ones (two places apart) and the constant above them are one word. Unsigned, where the last digit is
  // never negative, each one travels in the next row's free places and the constant in the rows' and the shape of
  // row 0. Each is the better for its kind: unsigned as one word costs 4 % more.
  logic [2*ROWS-2:0] ones;
  assign ones = bits[2*ROWS:2] & {1'b1, {(ROWS-1){2'b01}}}
              & ~({(2*ROWS-1){NEGATE_FIRST}} & bits[2*ROWS-1:1] & bits[2*ROWS-2:0]);

  for (genvar i = 0; i < ROWS; i++) begin : gen_row
    logic             negative, once, twice, sign;
    logic [A_WIDTH:0] factor, multiple;
    logic [OUT-1:0]   row;
    assign negative = bits[2*i+2];
    assign once     = bits[2*i+1] ^ bits[2*i];
    assign twice    = ~once & (bits[2*i+2] ^ bits[2*i+1]);
    assign factor   = {a_sign, a_i} ^ {(A_WIDTH+1){NEGATE_FIRST & negative}};
    assign multiple = ((factor & {(A_WIDTH+1){once}})
                       | ({factor[A_WIDTH-1:0], NEGATE_FIRST & negative} & {(A_WIDTH+1){twice}}))
                    ^ {(A_WIDTH+1){~NEGATE_FIRST & negative}};
    if (SIGNED) begin : gen_plain
      assign sign = multiple[A_WIDTH];
      assign row  = OUT'({~sign, multiple[SIGN-1:0]}) << (2 * i);
    end else if (i == 0) begin : gen_first
      assign sign = ones[0];
      assign row  = OUT'({~sign, sign, sign, multiple[SIGN-1:0]});
    end else begin : gen_other
      assign sign = ones[2*i];
      assign row  = OUT'({1'b1, ~sign, multiple[SIGN-1:0], ones[2*i-1:2*i-2]}) << (2 * i - 2);
    end
  end

  // Highest row first: every partial sum then has the full width, which Yosys needs to merge them all, and what is
  // added to the product, into one compressor tree with one carry chain.
  logic [OUT-1:0] first;
  if (SIGNED) begin : gen_word
    assign first = -(OUT'({ROWS{2'b01}}) << SIGN) | OUT'(ones);
  end else begin : gen_no_word
    assign first = '0;
  end
  for (genvar n = 0; n < ROWS; n++) begin : gen_sum
    logic [OUT-1:0] sum;
    if (n == 0) begin : gen_first
      assign sum = first + gen_row[ROWS-1].row;
    end else begin : gen_other
      assign sum = gen_sum[n-1].sum + gen_row[ROWS-1-n].row;
    end
  end
  assign p_o = gen_sum[ROWS-1].sum;
endmodule
