// SPDX-License-Identifier: Apache-2.0

/// Integer PWL unit: y = k_i * x + (b_i << s), i = segment of x; one result a cycle, any stall pattern.
///
/// Stage 1 registers x with the slope and intercept of its segment, stage 2 the accumulator. The intercept is one
/// more row of the multiplier's compressor tree, so multiplier and adder share a stage and one carry chain.
/// With REQUANTISE a third stage registers the output code. Data registers have no reset.
module pwl_unit_int #(
  /// Width of input codes, breakpoints, slopes and intercepts in bits.
  parameter int unsigned WIDTH      = 8,
  /// Accumulator width: 2*WIDTH (exact), or WIDTH (the low half; INT32 of integer-only inference).
  parameter int unsigned ACC_WIDTH  = 2 * WIDTH,
  /// Table entries, a power of two from 4 to 64.
  parameter int unsigned ENTRIES    = 8,
  /// 0: y is the accumulator, latency 2. 1: y is the requantised code, latency 3.
  parameter bit          REQUANTISE = 1'b0,
  localparam int unsigned Y_WIDTH   = REQUANTISE ? WIDTH : ACC_WIDTH
) (
  input  logic                       clk_i,
  /// Asynchronous reset, active low; touches the valid bits only.
  input  logic                       rst_ni,
  input  logic                       valid_i,
  output logic                       ready_o,
  /// Input code, signed.
  input  logic [WIDTH-1:0]           x_i,
  /// Segment of x_i, in the same cycle.
  output logic [$clog2(ENTRIES)-1:0] segment_o,
  output logic                       valid_o,
  input  logic                       ready_i,
  /// Accumulator or output code, signed.
  output logic [Y_WIDTH-1:0]         y_o,
  /// Write enable of the table and the shift registers.
  input  logic                       wr_en_i,
  /// {field, index}: field 0 breakpoint, 1 slope, 2 intercept, 3 shifts (index 0: intercept, 1: requantiser).
  input  logic [$clog2(ENTRIES)+1:0] wr_addr_i,
  input  logic [WIDTH-1:0]           wr_data_i
);
  localparam int unsigned INDEX = $clog2(ENTRIES);
  localparam int unsigned DEPTH = REQUANTISE ? 3 : 2;

  logic [DEPTH-1:0] load;
  pwl_pipe #(.DEPTH(DEPTH)) u_pipe (
    .clk_i, .rst_ni, .valid_i, .ready_o, .valid_o, .ready_i, .load_o(load)
  );

  logic [(ENTRIES-1)*WIDTH-1:0] breakpoints;
  logic [WIDTH-1:0]             slope, intercept;
  pwl_segment_int #(.WIDTH(WIDTH), .ENTRIES(ENTRIES)) u_segment (
    .x_i, .breakpoints_i(breakpoints), .segment_o
  );
  pwl_table #(.WIDTH(WIDTH), .ENTRIES(ENTRIES)) u_table (
    .clk_i, .wr_en_i, .wr_addr_i, .wr_data_i, .segment_i(segment_o),
    .breakpoints_o(breakpoints), .slope_o(slope), .intercept_o(intercept)
  );

  // The scale is a property of the layer, not of an input: it is not carried along the pipeline.
  logic [$clog2(WIDTH)-1:0] shift_q;
  always_ff @(posedge clk_i) begin
    if (wr_en_i && wr_addr_i == {2'd3, INDEX'(0)}) shift_q <= wr_data_i[$clog2(WIDTH)-1:0];
  end

  logic [WIDTH-1:0] x_q, slope_q, intercept_q;
  always_ff @(posedge clk_i) begin
    if (load[0]) begin
      x_q         <= x_i;
      slope_q     <= slope;
      intercept_q <= intercept;
    end
  end

  logic [ACC_WIDTH-1:0] product, acc, acc_q;
  pwl_mul_int #(.WIDTH(WIDTH), .OUT_WIDTH(ACC_WIDTH)) u_mul (
    .a_i(slope_q), .b_i(x_q), .p_o(product)
  );
  pwl_add_int #(.WIDTH(WIDTH), .ACC_WIDTH(ACC_WIDTH)) u_add (
    .product_i(product), .intercept_i(intercept_q), .shift_i(shift_q), .acc_o(acc)
  );
  always_ff @(posedge clk_i) begin
    if (load[1]) acc_q <= acc;
  end

  if (REQUANTISE) begin : gen_requant
    logic [$clog2(ACC_WIDTH)-1:0] requant_q;
    always_ff @(posedge clk_i) begin
      if (wr_en_i && wr_addr_i == {2'd3, INDEX'(1)}) requant_q <= wr_data_i[$clog2(ACC_WIDTH)-1:0];
    end
    logic [WIDTH-1:0] y, y_q;
    pwl_requant_int #(.WIDTH(WIDTH), .ACC_WIDTH(ACC_WIDTH)) u_requant (
      .acc_i(acc_q), .shift_i(requant_q), .y_o(y)
    );
    always_ff @(posedge clk_i) begin
      if (load[2]) y_q <= y;
    end
    assign y_o = y_q;
  end else begin : gen_acc
    assign y_o = acc_q;
  end
endmodule
