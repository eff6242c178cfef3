// SPDX-License-Identifier: Apache-2.0

/// Range reduction: an input word as a code for the table and a power of two, for exp, 1/x or 1/sqrt(x).
///
/// exp: t = x * 2^-scale * log2 e; the code is its fraction, the exponent its integer part. 1/x, 1/sqrt(x): x is shifted
/// such that its leading one comes to stand before the binary point (1/x), or the leading pair of bits that is not zero
/// behind it (1/sqrt); the code is the fraction again. All three are one right shift of an operand, by the scale or
/// the place of the leading one. The code is the fraction cut to WIDTH bits, less a half.
///
/// Two stages: a register after operand and shift amount, because the multiplier takes about a cycle; the results are
/// registered by the user. mode_i and scale_i are read with x_i.
module pwl_reduce_int #(
  /// Width of x in bits, a power of two.
  parameter int unsigned X_WIDTH   = 16,
  /// Width of the code in bits.
  parameter int unsigned WIDTH     = 8,
  /// Width of the exponent in bits.
  localparam int unsigned EXPONENT = $clog2(X_WIDTH) + 3
) (
  /// Clock.
  input  logic                       clk_i,
  /// The register takes a new operand at the end of this cycle.
  input  logic                       load_i,
  /// Input word, signed for exp, else unsigned.
  input  logic [X_WIDTH-1:0]         x_i,
  /// 0: exp, 1: 1/x, 2 and 3: 1/sqrt(x).
  input  logic [1:0]                 mode_i,
  /// Scale of the inputs of exp.
  input  logic [$clog2(X_WIDTH)-1:0] scale_i,
  /// Code of the registered operand, signed.
  output logic [WIDTH-1:0]           code_o,
  /// Its exponent, signed, saturated; the greatest one for 1/0 and 1/sqrt(0).
  output logic [EXPONENT-1:0]        exponent_o
);
  localparam int unsigned SHIFT    = $clog2(X_WIDTH);
  // Of log2 e: no code is off by more than a sixteenth where the result is neither 0 nor saturated. Codes that are
  // exact there take X_WIDTH + WIDTH + 5 bits and, with 32-bit words, twice the area of the whole module.
  localparam int unsigned FRACTION = WIDTH + SHIFT + 5;
  localparam logic [63:0] LOG2E    = 64'hb8aa_3b29_5c17_f0bb >> (63 - FRACTION);
  // X_WIDTH+1 integer bits, WIDTH fraction bits: no other bits of the product reach the results.
  localparam int unsigned OPERAND  = X_WIDTH + 1 + WIDTH;
  localparam int unsigned PRODUCT  = X_WIDTH + 1 + FRACTION;

  // x * log2 e, a row for each digit of the constant in canonical signed digits, a third as many as it has bits. x is
  // taken as x + 2^(X_WIDTH-1), which is unsigned, and -x as its complement, so that no row has a sign to extend: what
  // that adds up to is one constant.
  localparam logic [63:0]        CARRIES  = (LOG2E >> 1) ^ (LOG2E + (LOG2E >> 1));
  localparam logic [63:0]        PLUS     = (LOG2E + (LOG2E >> 1)) & CARRIES;
  localparam logic [63:0]        MINUS    = (LOG2E >> 1) & CARRIES;
  localparam logic [PRODUCT-1:0] CONSTANT = PRODUCT'(MINUS) - (PRODUCT'(MINUS) << X_WIDTH)
                                          - (PRODUCT'(LOG2E) << (X_WIDTH - 1));
  logic [X_WIDTH-1:0] offset_x, complement;
  assign offset_x   = {~x_i[X_WIDTH-1], x_i[X_WIDTH-2:0]};
  assign complement = ~offset_x;
  for (genvar i = 0; i <= FRACTION + 1; i++) begin : gen_digit
    logic [PRODUCT-1:0] from, sum;
    if (i == 0) begin : gen_first
      assign from = CONSTANT;
    end else begin : gen_other
      assign from = gen_digit[i-1].sum;
    end
    if (PLUS[i]) begin : gen_plus
      assign sum = from + (PRODUCT'(offset_x) << i);
    end else if (MINUS[i]) begin : gen_minus
      assign sum = from + (PRODUCT'(complement) << i);
    end else begin : gen_zero
      assign sum = from;
    end
  end
  logic [OPERAND-1:0] product;
  assign product = OPERAND'(gen_digit[FRACTION+1].sum >> (FRACTION - WIDTH));

  // The place of the leading one, which is 2^SHIFT - 1 less the zeros above it; even for 1/sqrt.
  logic [SHIFT:0]   zeros;
  logic [SHIFT-1:0] place;
  pwl_lzc #(.WIDTH(X_WIDTH)) u_lzc (.x_i, .count_o(zeros));
  assign place = {~zeros[SHIFT-1:1], ~zeros[0] & ~mode_i[1]};

  logic signed [OPERAND-1:0] operand, operand_q, shifted;
  logic [SHIFT-1:0]          amount, amount_q;
  logic [1:0]                mode_q;
  logic                      zero_q;
  always_comb begin
    unique case (mode_i)
      2'd0:    operand = product;
      2'd1:    operand = {1'b0, x_i, {WIDTH{1'b0}}};
      default: operand = {3'b0, x_i, {(WIDTH-2){1'b0}}};
    endcase
    amount = mode_i == 2'd0 ? scale_i : place;
  end
  always_ff @(posedge clk_i) begin
    if (load_i) begin
      operand_q <= operand;
      amount_q  <= amount;
      mode_q    <= mode_i;
      zero_q    <= zeros[SHIFT];
    end
  end

  assign shifted = operand_q >>> amount_q;
  assign code_o  = {~shifted[WIDTH-1], shifted[WIDTH-2:0]};

  logic                sign, outside;
  logic [SHIFT-1:0]    steps;
  logic [EXPONENT-1:0] floor, power;
  assign sign    = shifted[OPERAND-1];
  assign outside = shifted[OPERAND-2:WIDTH+EXPONENT-1] != {(OPERAND-WIDTH-EXPONENT){sign}};
  assign floor   = outside ? {sign, {(EXPONENT-1){~sign}}} : shifted[WIDTH +: EXPONENT];
  // -n-1 is the complement of n.
  assign steps   = mode_q[1] ? {1'b0, amount_q[SHIFT-1:1]} : amount_q;
  assign power   = zero_q ? {1'b0, {(EXPONENT-1){1'b1}}} : {3'b111, ~steps};
  assign exponent_o = mode_q == 2'd0 ? floor : power;
endmodule
