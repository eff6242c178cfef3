// SPDX-License-Identifier: Apache-2.0

/// Floating-point PWL unit: y = RN(RN(k_i * x) + b_i), i = segment of x; one result a cycle, any stall pattern,
/// latency 4.
///
/// Stage 1 registers x with the slope and intercept of its segment, stage 2 the product, stage 3 the
/// unrounded sum, stage 4 the result. Data registers have no reset.
module pwl_unit_fp #(
  /// Exponent width in bits, 3 to 8.
  parameter int unsigned EXPONENT   = 8,
  /// Stored fraction bits, 2 to 23, at most 2^EXPONENT - 6.
  parameter int unsigned MANTISSA   = 23,
  /// Table entries, 2 to 64.
  parameter int unsigned ENTRIES    = 8,
  /// 0: subnormal operands and results are flushed to zero. 1: gradual underflow.
  parameter bit          SUBNORMALS = 1'b0,
  /// Word width in bits.
  localparam int unsigned W         = 1 + EXPONENT + MANTISSA
) (
  /// Clock.
  input  logic                       clk_i,
  /// Asynchronous reset, active low; touches the valid bits only.
  input  logic                       rst_ni,
  /// An input is offered.
  input  logic                       valid_i,
  /// The input is taken.
  output logic                       ready_o,
  /// Input, IEEE 754 word.
  input  logic [W-1:0]               x_i,
  /// Segment of x_i, in the same cycle.
  output logic [$clog2(ENTRIES)-1:0] segment_o,
  /// A result is offered.
  output logic                       valid_o,
  /// The result is taken.
  input  logic                       ready_i,
  /// Result, IEEE 754 word.
  output logic [W-1:0]               y_o,
  /// Write enable of the table.
  input  logic                       wr_en_i,
  /// {field, index}: field 0 breakpoint, 1 slope, 2 intercept; 3 is ignored.
  input  logic [$clog2(ENTRIES)+1:0] wr_addr_i,
  /// IEEE 754 word.
  input  logic [W-1:0]               wr_data_i
);
  localparam int unsigned INDEX = $clog2(ENTRIES);

  logic [3:0] load;
  pwl_pipe #(.DEPTH(4)) u_pipe (
    .clk_i, .rst_ni, .valid_i, .ready_o, .valid_o, .ready_i, .load_o(load)
  );

  // Breakpoints are stored as order keys: one conversion here instead of one at every comparator.
  logic [W-1:0] wr_key, wr_word;
  pwl_order_fp #(.EXPONENT(EXPONENT), .MANTISSA(MANTISSA), .SUBNORMALS(SUBNORMALS)) u_order (
    .x_i(wr_data_i), .key_o(wr_key)
  );
  assign wr_word = wr_addr_i[INDEX+1:INDEX] == 2'd0 ? wr_key : wr_data_i;

  logic [(ENTRIES-1)*W-1:0] breakpoints;
  logic [W-1:0]             slope, intercept;
  pwl_segment_fp #(
    .EXPONENT(EXPONENT), .MANTISSA(MANTISSA), .SUBNORMALS(SUBNORMALS), .ENTRIES(ENTRIES)
  ) u_segment (
    .x_i, .breakpoints_i(breakpoints), .segment_o
  );
  pwl_table #(.WIDTH(W), .ENTRIES(ENTRIES)) u_table (
    .clk_i, .wr_en_i, .wr_addr_i, .wr_data_i(wr_word), .segment_i(segment_o),
    .breakpoints_o(breakpoints), .slope_o(slope), .intercept_o(intercept)
  );

  logic [W-1:0] x_q, slope_q, intercept_q;
  always_ff @(posedge clk_i) begin
    if (load[0]) begin
      x_q         <= x_i;
      slope_q     <= slope;
      intercept_q <= intercept;
    end
  end

  logic [W-1:0] product, product_q, addend_q;
  pwl_mul_fp #(.EXPONENT(EXPONENT), .MANTISSA(MANTISSA), .SUBNORMALS(SUBNORMALS)) u_mul (
    .a_i(slope_q), .b_i(x_q), .p_o(product)
  );
  always_ff @(posedge clk_i) begin
    if (load[1]) begin
      product_q <= product;
      addend_q  <= intercept_q;
    end
  end

  logic [MANTISSA+4:0] sum, sum_q;
  logic [EXPONENT-1:0] exponent, exponent_q;
  logic                sign, sign_q;
  logic [1:0]          special, special_q;
  pwl_add_fp #(.EXPONENT(EXPONENT), .MANTISSA(MANTISSA), .SUBNORMALS(SUBNORMALS)) u_add (
    .a_i(product_q), .b_i(addend_q),
    .sum_o(sum), .exponent_o(exponent), .sign_o(sign), .special_o(special)
  );
  always_ff @(posedge clk_i) begin
    if (load[2]) begin
      sum_q      <= sum;
      exponent_q <= exponent;
      sign_q     <= sign;
      special_q  <= special;
    end
  end

  logic [W-1:0] y, y_q;
  pwl_round_fp #(.EXPONENT(EXPONENT), .MANTISSA(MANTISSA), .SUBNORMALS(SUBNORMALS)) u_round (
    .sum_i(sum_q), .exponent_i(exponent_q), .sign_i(sign_q), .special_i(special_q), .y_o(y)
  );
  always_ff @(posedge clk_i) begin
    if (load[3]) y_q <= y;
  end
  assign y_o = y_q;
endmodule
