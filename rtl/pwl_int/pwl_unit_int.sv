// SPDX-License-Identifier: Apache-2.0

/// Integer PWL unit: y = k_i * x + (b_i << t), i = segment of x; one result a cycle, any stall pattern.
///
/// Up to four places hold pipeline registers: x with the line of its segment (slope and intercept), the product, the
/// accumulator, the output code. The last place always does, so y_o is a register. With registers at line and
/// accumulator, as by default, the intercept is one more row of the multiplier's compressor tree, so multiplier and
/// adder share a stage and one carry chain. Data registers have no reset.
module pwl_unit_int #(
  /// Width of input codes in bits, 3 to 32; of output codes, too, with REQUANTISE.
  parameter int unsigned WIDTH            = 8,
  /// Width of slopes in bits, 3 to 32.
  parameter int unsigned SLOPE_WIDTH      = WIDTH,
  /// Width of intercepts in bits, 3 to WIDTH + SLOPE_WIDTH - 1, at most 32.
  parameter int unsigned INTERCEPT_WIDTH  = WIDTH,
  /// Width of breakpoints in bits, 2 to WIDTH. A narrow one is compared with the top bits of x, so it stands for the
  /// last code that has them.
  parameter int unsigned BREAKPOINT_WIDTH = WIDTH,
  /// Accumulator width in bits. WIDTH + SLOPE_WIDTH is exact; fewer keep the low bits (WIDTH: INT32 of integer-only
  /// inference), down to the greater of WIDTH and INTERCEPT_WIDTH.
  parameter int unsigned ACC_WIDTH        = WIDTH + SLOPE_WIDTH,
  /// Table entries, 2 to 64.
  parameter int unsigned ENTRIES          = 8,
  /// 0: y is the accumulator. 1: y is the requantised code.
  parameter bit          REQUANTISE       = 1'b0,
  /// Pipeline stages, the latency. Registers at: 1 the result, 2 line and result, 3 line, product and accumulator or,
  /// with REQUANTISE, line, accumulator and code, 4 (REQUANTISE only) all four.
  parameter int unsigned STAGES           = REQUANTISE ? 3 : 2,
  /// Result width in bits.
  localparam int unsigned Y_WIDTH         = REQUANTISE ? WIDTH : ACC_WIDTH,
  /// Bits of the intercept's shift: as far as an exact accumulator has room.
  localparam int unsigned SHIFT_WIDTH     = WIDTH + SLOPE_WIDTH > INTERCEPT_WIDTH + 1
                                          ? $clog2(WIDTH + SLOPE_WIDTH - INTERCEPT_WIDTH) : 1,
  /// Bits of the requantiser's shift.
  localparam int unsigned REQUANT_WIDTH   = $clog2(ACC_WIDTH),
  /// Bits of the wider word of a line.
  localparam int unsigned LINE_WIDTH      = SLOPE_WIDTH > INTERCEPT_WIDTH ? SLOPE_WIDTH : INTERCEPT_WIDTH,
  /// Bits of the widest word of the table.
  localparam int unsigned TABLE_WIDTH     = LINE_WIDTH > BREAKPOINT_WIDTH ? LINE_WIDTH : BREAKPOINT_WIDTH,
  /// Bits of the wider shift.
  localparam int unsigned CONTROL_WIDTH   = REQUANTISE && REQUANT_WIDTH > SHIFT_WIDTH ? REQUANT_WIDTH : SHIFT_WIDTH,
  /// Bits of the widest register behind the write port.
  localparam int unsigned DATA_WIDTH      = TABLE_WIDTH > CONTROL_WIDTH ? TABLE_WIDTH : CONTROL_WIDTH
) (
  /// Clock.
  input  logic                       clk_i,
  /// Asynchronous reset, active low; touches the valid bits only.
  input  logic                       rst_ni,
  /// An input is offered.
  input  logic                       valid_i,
  /// The input is taken.
  output logic                       ready_o,
  /// Input code, signed.
  input  logic [WIDTH-1:0]           x_i,
  /// Segment of x_i, in the same cycle.
  output logic [$clog2(ENTRIES)-1:0] segment_o,
  /// A result is offered.
  output logic                       valid_o,
  /// The result is taken.
  input  logic                       ready_i,
  /// Accumulator or output code, signed.
  output logic [Y_WIDTH-1:0]         y_o,
  /// Write enable of the table and the shift registers.
  input  logic                       wr_en_i,
  /// {field, index}: field 0 breakpoint, 1 slope, 2 intercept, 3 shifts (index 0: intercept, 1: requantiser).
  /// Addresses without a register do nothing.
  input  logic [$clog2(ENTRIES)+1:0] wr_addr_i,
  /// Word to be written; a register takes as many of the low bits as it has.
  input  logic [DATA_WIDTH-1:0]      wr_data_i
);
  localparam int unsigned INDEX     = $clog2(ENTRIES);
  // Which stage's registers hold the accumulator, where one does.
  localparam int unsigned ACC_STAGE = REQUANTISE ? STAGES - 2 : STAGES - 1;

  logic [STAGES-1:0] load;
  pwl_pipe #(.DEPTH(STAGES)) u_pipe (
    .clk_i, .rst_ni, .valid_i, .ready_o, .valid_o, .ready_i, .load_o(load)
  );

  logic [(ENTRIES-1)*BREAKPOINT_WIDTH-1:0] breakpoints;
  logic [SLOPE_WIDTH-1:0]                  slope;
  logic [INTERCEPT_WIDTH-1:0]              intercept;
  pwl_segment_int #(.WIDTH(WIDTH), .BREAKPOINT_WIDTH(BREAKPOINT_WIDTH), .ENTRIES(ENTRIES)) u_segment (
    .x_i, .breakpoints_i(breakpoints), .segment_o
  );
  pwl_table #(
    .WIDTH(TABLE_WIDTH), .BREAKPOINT_WIDTH(BREAKPOINT_WIDTH), .SLOPE_WIDTH(SLOPE_WIDTH),
    .INTERCEPT_WIDTH(INTERCEPT_WIDTH), .ENTRIES(ENTRIES)
  ) u_table (
    .clk_i, .wr_en_i, .wr_addr_i, .wr_data_i(wr_data_i[TABLE_WIDTH-1:0]), .segment_i(segment_o),
    .breakpoints_o(breakpoints), .slope_o(slope), .intercept_o(intercept)
  );

  // The scale is a property of the layer, not of an input: it is not carried along the pipeline.
  logic [SHIFT_WIDTH-1:0] shift_q;
  always_ff @(posedge clk_i) begin
    if (wr_en_i && wr_addr_i == {2'd3, INDEX'(0)}) shift_q <= wr_data_i[SHIFT_WIDTH-1:0];
  end

  // Not used, and not there in hardware, with one stage.
  logic [WIDTH-1:0]           x_q;
  logic [SLOPE_WIDTH-1:0]     slope_q;
  logic [INTERCEPT_WIDTH-1:0] intercept_q;
  always_ff @(posedge clk_i) begin
    if (load[0]) begin
      x_q         <= x_i;
      slope_q     <= slope;
      intercept_q <= intercept;
    end
  end

  logic [ACC_WIDTH-1:0] product, acc, acc_q;
  pwl_mul_int #(.A_WIDTH(SLOPE_WIDTH), .WIDTH(WIDTH), .OUT_WIDTH(ACC_WIDTH)) u_mul (
    .a_i(STAGES > 1 ? slope_q : slope), .b_i(STAGES > 1 ? x_q : x_i), .p_o(product)
  );
  // What the adder takes.
  logic [ACC_WIDTH-1:0]       augend;
  logic [INTERCEPT_WIDTH-1:0] addend;
  if (ACC_STAGE == 2) begin : gen_product
    logic [ACC_WIDTH-1:0]       product_q;
    logic [INTERCEPT_WIDTH-1:0] addend_q;
    always_ff @(posedge clk_i) begin
      if (load[1]) begin
        product_q <= product;
        addend_q  <= intercept_q;
      end
    end
    assign augend = product_q;
    assign addend = addend_q;
  end else begin : gen_no_product
    assign augend = product;
    assign addend = STAGES > 1 ? intercept_q : intercept;
  end
  pwl_add_int #(.WIDTH(INTERCEPT_WIDTH), .ACC_WIDTH(ACC_WIDTH), .AMOUNT_WIDTH(SHIFT_WIDTH)) u_add (
    .product_i(augend), .intercept_i(addend), .shift_i(shift_q), .acc_o(acc)
  );
  // Without a register here, the requantiser is part of the adder's stage.
  if (REQUANTISE && STAGES < 3) begin : gen_no_acc
    assign acc_q = acc;
  end else begin : gen_acc
    always_ff @(posedge clk_i) begin
      if (load[ACC_STAGE]) acc_q <= acc;
    end
  end

  if (REQUANTISE) begin : gen_requant
    logic [REQUANT_WIDTH-1:0] requant_q;
    always_ff @(posedge clk_i) begin
      if (wr_en_i && wr_addr_i == {2'd3, INDEX'(1)}) requant_q <= wr_data_i[REQUANT_WIDTH-1:0];
    end
    logic [WIDTH-1:0] y, y_q;
    pwl_requant_int #(.WIDTH(WIDTH), .ACC_WIDTH(ACC_WIDTH)) u_requant (
      .acc_i(acc_q), .shift_i(requant_q), .y_o(y)
    );
    always_ff @(posedge clk_i) begin
      if (load[STAGES-1]) y_q <= y;
    end
    assign y_o = y_q;
  end else begin : gen_result
    assign y_o = acc_q;
  end
endmodule
