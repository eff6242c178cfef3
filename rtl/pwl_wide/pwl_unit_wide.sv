// SPDX-License-Identifier: Apache-2.0

/// Wide PWL unit: exp, 1/x or 1/sqrt(x) over all words of X_WIDTH bits, by an integer PWL unit of WIDTH bits for the
/// mantissa between a range reduction and a range expansion. One result a cycle, any stall pattern, latency 5.
///
/// Stages 1 and 2 reduce x to a code and an exponent, 3 and 4 are those of pwl_unit_int, 5 registers the result.
/// 1/0 and 1/sqrt(0) are the greatest word; exp saturates there and underflows to 0. Data registers have no reset.
module pwl_unit_wide #(
  /// Width of input words in bits: 8, 16 or 32.
  parameter int unsigned X_WIDTH  = 16,
  /// Width of codes, breakpoints, slopes and intercepts in bits, 5 to X_WIDTH.
  parameter int unsigned WIDTH    = 8,
  /// Table entries, 3 to 64.
  parameter int unsigned ENTRIES  = 8,
  /// Result width in bits.
  localparam int unsigned Y_WIDTH = 2 * X_WIDTH
) (
  /// Clock.
  input  logic                       clk_i,
  /// Asynchronous reset, active low; touches the valid bits only.
  input  logic                       rst_ni,
  /// An input is offered.
  input  logic                       valid_i,
  /// The input is taken.
  output logic                       ready_o,
  /// Input word: signed for exp, else unsigned.
  input  logic [X_WIDTH-1:0]         x_i,
  /// Segment of the code at the table, that is, in stage 2.
  output logic [$clog2(ENTRIES)-1:0] segment_o,
  /// A result is offered.
  output logic                       valid_o,
  /// The result is taken.
  input  logic                       ready_i,
  /// Result, unsigned.
  output logic [Y_WIDTH-1:0]         y_o,
  /// Write enable of the table and the registers of field 3.
  input  logic                       wr_en_i,
  /// {field, index}: field 0 breakpoint, 1 slope, 2 intercept, 3 index 0: intercept's shift, 1: base of the
  /// expansion's shift, 2: mode, 3: scale of exp's inputs.
  input  logic [$clog2(ENTRIES)+1:0] wr_addr_i,
  /// Word to be written; a register takes as many of the low bits as it has.
  input  logic [WIDTH-1:0]           wr_data_i
);
  localparam int unsigned INDEX     = $clog2(ENTRIES);
  localparam int unsigned ACC_WIDTH = 2 * WIDTH;
  localparam int unsigned EXPONENT  = $clog2(X_WIDTH) + 3;

  logic [$clog2(ACC_WIDTH)-1:0] base_q;
  logic [1:0]                   mode_q;
  logic [$clog2(X_WIDTH)-1:0]   scale_q;
  always_ff @(posedge clk_i) begin
    if (wr_en_i && wr_addr_i == {2'd3, INDEX'(1)}) base_q  <= wr_data_i[$clog2(ACC_WIDTH)-1:0];
    if (wr_en_i && wr_addr_i == {2'd3, INDEX'(2)}) mode_q  <= wr_data_i[1:0];
    if (wr_en_i && wr_addr_i == {2'd3, INDEX'(3)}) scale_q <= wr_data_i[$clog2(X_WIDTH)-1:0];
  end

  // Stages 1 and 2.
  logic [1:0] load_reduce;
  logic       reduced_valid, reduced_ready;
  pwl_pipe #(.DEPTH(2)) u_pipe_reduce (
    .clk_i, .rst_ni, .valid_i, .ready_o, .valid_o(reduced_valid), .ready_i(reduced_ready), .load_o(load_reduce)
  );
  logic [WIDTH-1:0]    code, code_q;
  logic [EXPONENT-1:0] exponent, exponent_q;
  pwl_reduce_int #(.X_WIDTH(X_WIDTH), .WIDTH(WIDTH)) u_reduce (
    .clk_i, .load_i(load_reduce[0]), .x_i, .mode_i(mode_q), .scale_i(scale_q), .code_o(code), .exponent_o(exponent)
  );
  always_ff @(posedge clk_i) begin
    if (load_reduce[1]) begin
      code_q     <= code;
      exponent_q <= exponent;
    end
  end

  // Stages 3 and 4. The exponent travels beside the unit, in a pipeline of the same state.
  logic                 acc_valid, acc_ready;
  logic [ACC_WIDTH-1:0] acc;
  pwl_unit_int #(.WIDTH(WIDTH), .ENTRIES(ENTRIES)) u_unit (
    .clk_i, .rst_ni, .valid_i(reduced_valid), .ready_o(reduced_ready), .x_i(code_q), .segment_o,
    .valid_o(acc_valid), .ready_i(acc_ready), .y_o(acc), .wr_en_i, .wr_addr_i, .wr_data_i
  );
  logic [1:0]          load_beside;
  logic                unused_ready, unused_valid;
  logic [EXPONENT-1:0] exponent_3_q, exponent_4_q;
  pwl_pipe #(.DEPTH(2)) u_pipe_beside (
    .clk_i, .rst_ni, .valid_i(reduced_valid), .ready_o(unused_ready), .valid_o(unused_valid), .ready_i(acc_ready),
    .load_o(load_beside)
  );
  always_ff @(posedge clk_i) begin
    if (load_beside[0]) exponent_3_q <= exponent_q;
    if (load_beside[1]) exponent_4_q <= exponent_3_q;
  end

  // Stage 5.
  logic               load_expand;
  logic [Y_WIDTH-1:0] y;
  pwl_pipe #(.DEPTH(1)) u_pipe_expand (
    .clk_i, .rst_ni, .valid_i(acc_valid), .ready_o(acc_ready), .valid_o, .ready_i, .load_o(load_expand)
  );
  pwl_expand_int #(.X_WIDTH(X_WIDTH), .ACC_WIDTH(ACC_WIDTH)) u_expand (
    .acc_i(acc), .exponent_i(exponent_4_q), .base_i(base_q), .y_o(y)
  );
  always_ff @(posedge clk_i) begin
    if (load_expand) y_o <= y;
  end
endmodule
