// SPDX-License-Identifier: Apache-2.0

/// Integer PWL unit with a constant table: y = k_i * x + (b_i << t), i = segment of x, as pwl_unit_int with the registers
/// of table and shifts as parameters; one result a cycle, any stall pattern.
///
/// Registers hold x with the line of its segment, the accumulator and, with REQUANTISE, the output code. The table has
/// become logic, and so have the comparators, whose breakpoints are constant; multiplier and adder remain. Data
/// registers have no reset.
module pwl_unit_int_const #(
  /// Width of input codes in bits, 3 to 32; of output codes, too, with REQUANTISE.
  parameter int unsigned WIDTH            = 8,
  /// Width of slopes in bits, 3 to 32.
  parameter int unsigned SLOPE_WIDTH      = WIDTH,
  /// Width of intercepts in bits, 3 to WIDTH + SLOPE_WIDTH - 1, at most 32.
  parameter int unsigned INTERCEPT_WIDTH  = WIDTH,
  /// Width of breakpoints in bits, 2 to WIDTH; narrow ones are compared with the top bits of x.
  parameter int unsigned BREAKPOINT_WIDTH = WIDTH,
  /// Accumulator width in bits.
  parameter int unsigned ACC_WIDTH        = WIDTH + SLOPE_WIDTH,
  /// Table entries, 2 to 64.
  parameter int unsigned ENTRIES          = 8,
  /// 0: y is the accumulator. 1: y is the requantised code.
  parameter bit          REQUANTISE       = 1'b0,
  /// Bits of the intercept's shift.
  localparam int unsigned SHIFT_WIDTH     = WIDTH + SLOPE_WIDTH > INTERCEPT_WIDTH + 1
                                          ? $clog2(WIDTH + SLOPE_WIDTH - INTERCEPT_WIDTH) : 1,
  /// Bits of the requantiser's shift.
  localparam int unsigned REQUANT_WIDTH   = $clog2(ACC_WIDTH),
  /// Breakpoints, number j in bits [j*BREAKPOINT_WIDTH +: BREAKPOINT_WIDTH].
  parameter logic [(ENTRIES-1)*BREAKPOINT_WIDTH-1:0] BREAKPOINTS = '0,
  /// Slopes, that of entry i in bits [i*SLOPE_WIDTH +: SLOPE_WIDTH].
  parameter logic [ENTRIES*SLOPE_WIDTH-1:0]          SLOPES      = '0,
  /// Intercepts, that of entry i in bits [i*INTERCEPT_WIDTH +: INTERCEPT_WIDTH].
  parameter logic [ENTRIES*INTERCEPT_WIDTH-1:0]      INTERCEPTS  = '0,
  /// Left shift of intercepts.
  parameter logic [SHIFT_WIDTH-1:0]                  SHIFT       = '0,
  /// Right shift of the requantiser.
  parameter logic [REQUANT_WIDTH-1:0]                REQUANT     = '0,
  /// Result width in bits.
  localparam int unsigned Y_WIDTH         = REQUANTISE ? WIDTH : ACC_WIDTH
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
  /// Write enable; nothing can be written, but all units have the same ports.
  input  logic                       wr_en_i,
  /// Address, without a register.
  input  logic                       wr_addr_i,
  /// Word, which nothing takes.
  input  logic                       wr_data_i
);
  localparam int unsigned STAGES = REQUANTISE ? 3 : 2;

  logic unused_write;
  assign unused_write = ^{wr_en_i, wr_addr_i, wr_data_i};

  logic [STAGES-1:0] load;
  pwl_pipe #(.DEPTH(STAGES)) u_pipe (
    .clk_i, .rst_ni, .valid_i, .ready_o, .valid_o, .ready_i, .load_o(load)
  );

  pwl_segment_int #(.WIDTH(WIDTH), .BREAKPOINT_WIDTH(BREAKPOINT_WIDTH), .ENTRIES(ENTRIES)) u_segment (
    .x_i, .breakpoints_i(BREAKPOINTS), .segment_o
  );

  logic [WIDTH-1:0]           x_q;
  logic [SLOPE_WIDTH-1:0]     slope_q;
  logic [INTERCEPT_WIDTH-1:0] intercept_q;
  always_ff @(posedge clk_i) begin
    if (load[0]) begin
      x_q         <= x_i;
      slope_q     <= SLOPES[segment_o*SLOPE_WIDTH +: SLOPE_WIDTH];
      intercept_q <= INTERCEPTS[segment_o*INTERCEPT_WIDTH +: INTERCEPT_WIDTH];
    end
  end

  logic [ACC_WIDTH-1:0] product, acc, acc_q;
  pwl_mul_int #(.A_WIDTH(SLOPE_WIDTH), .WIDTH(WIDTH), .OUT_WIDTH(ACC_WIDTH)) u_mul (
    .a_i(slope_q), .b_i(x_q), .p_o(product)
  );
  pwl_add_int #(.WIDTH(INTERCEPT_WIDTH), .ACC_WIDTH(ACC_WIDTH), .AMOUNT_WIDTH(SHIFT_WIDTH)) u_add (
    .product_i(product), .intercept_i(intercept_q), .shift_i(SHIFT), .acc_o(acc)
  );
  always_ff @(posedge clk_i) begin
    if (load[1]) acc_q <= acc;
  end

  if (REQUANTISE) begin : gen_requant
    logic [WIDTH-1:0] y, y_q;
    pwl_requant_int #(.WIDTH(WIDTH), .ACC_WIDTH(ACC_WIDTH)) u_requant (
      .acc_i(acc_q), .shift_i(REQUANT), .y_o(y)
    );
    always_ff @(posedge clk_i) begin
      if (load[STAGES-1]) y_q <= y;
    end
    assign y_o = y_q;
  end else begin : gen_result
    logic unused_requant;
    assign unused_requant = ^REQUANT;
    assign y_o = acc_q;
  end
endmodule
