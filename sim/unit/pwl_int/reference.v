// SPDX-License-Identifier: Apache-2.0
//
// What the integer unit and its parts do, as in sim/unit/common/reference.v.

module reference_multiply #(
  parameter WIDTH = 8, A_WIDTH = WIDTH, OUT_WIDTH = A_WIDTH + WIDTH
) (
  input  wire signed [A_WIDTH-1:0]   a_i,
  input  wire signed [WIDTH-1:0]     b_i,
  output wire signed [OUT_WIDTH-1:0] p_o
);
  assign p_o = a_i * b_i;
endmodule

module reference_add #(
  parameter WIDTH = 8, ACC_WIDTH = 2 * WIDTH, AMOUNT_WIDTH = $clog2(WIDTH)
) (
  input  wire signed [ACC_WIDTH-1:0]    product_i,
  input  wire signed [WIDTH-1:0]        intercept_i,
  input  wire        [AMOUNT_WIDTH-1:0] shift_i,
  output wire signed [ACC_WIDTH-1:0]    acc_o
);
  wire signed [ACC_WIDTH-1:0] intercept = intercept_i;
  assign acc_o = product_i + (intercept <<< shift_i);
endmodule

/// floor(acc / 2^r + 1/2), limited to the codes.
module reference_requantise #(
  parameter WIDTH = 8, ACC_WIDTH = 2 * WIDTH
) (
  input  wire signed [ACC_WIDTH-1:0]         acc_i,
  input  wire        [$clog2(ACC_WIDTH)-1:0] shift_i,
  output reg  signed [WIDTH-1:0]             y_o
);
  // A shift may be as far as its register holds, beyond the accumulator.
  localparam BITS = (1 << $clog2(ACC_WIDTH)) + 2;
  wire signed [BITS-1:0] one      = 1;
  wire signed [BITS-1:0] greatest = (one <<< (WIDTH - 1)) - one;
  wire signed [BITS-1:0] least    = -(one <<< (WIDTH - 1));
  reg signed [BITS-1:0] acc, half, rounded;
  always @* begin
    acc  = acc_i;
    half = shift_i == 0 ? 0 : one <<< (shift_i - 1);
    rounded = (acc + half) >>> shift_i;
    if (rounded > greatest)   y_o = greatest;
    else if (rounded < least) y_o = least;
    else                      y_o = rounded;
  end
endmodule

/// y = k_i * x + (b_i << t) for all x, tables and shifts.
module reference_data_path #(
  parameter WIDTH = 8, SLOPE_WIDTH = WIDTH, INTERCEPT_WIDTH = WIDTH, BREAKPOINT_WIDTH = WIDTH,
  ACC_WIDTH = WIDTH + SLOPE_WIDTH, ENTRIES = 8,
  localparam ROOM = $clog2(WIDTH + SLOPE_WIDTH - INTERCEPT_WIDTH), SHIFT_WIDTH = ROOM > 1 ? ROOM : 1
) (
  input  wire [WIDTH-1:0]                        x_i,
  input  wire [(ENTRIES-1)*BREAKPOINT_WIDTH-1:0] breakpoints,
  input  wire [ENTRIES*SLOPE_WIDTH-1:0]          slopes,
  input  wire [ENTRIES*INTERCEPT_WIDTH-1:0]      intercepts,
  input  wire [SHIFT_WIDTH-1:0]                  shift,
  output wire [$clog2(ENTRIES)-1:0]              segment_o,
  output wire [ACC_WIDTH-1:0]                    y_o
);
  wire [ACC_WIDTH-1:0]       product;
  wire [SLOPE_WIDTH-1:0]     slope     = slopes >> (segment_o * SLOPE_WIDTH);
  wire [INTERCEPT_WIDTH-1:0] intercept = intercepts >> (segment_o * INTERCEPT_WIDTH);
  reference_segment #(WIDTH, BREAKPOINT_WIDTH, ENTRIES) segment (x_i, breakpoints, segment_o);
  reference_multiply #(WIDTH, SLOPE_WIDTH, ACC_WIDTH) multiply (slope, x_i, product);
  reference_add #(INTERCEPT_WIDTH, ACC_WIDTH, SHIFT_WIDTH) add (product, intercept, shift, y_o);
endmodule

/// The same, requantised.
module reference_data_path_q #(
  parameter WIDTH = 8, SLOPE_WIDTH = WIDTH, INTERCEPT_WIDTH = WIDTH, BREAKPOINT_WIDTH = WIDTH,
  ACC_WIDTH = WIDTH + SLOPE_WIDTH, ENTRIES = 8,
  localparam ROOM = $clog2(WIDTH + SLOPE_WIDTH - INTERCEPT_WIDTH), SHIFT_WIDTH = ROOM > 1 ? ROOM : 1
) (
  input  wire [WIDTH-1:0]                        x_i,
  input  wire [(ENTRIES-1)*BREAKPOINT_WIDTH-1:0] breakpoints,
  input  wire [ENTRIES*SLOPE_WIDTH-1:0]          slopes,
  input  wire [ENTRIES*INTERCEPT_WIDTH-1:0]      intercepts,
  input  wire [SHIFT_WIDTH-1:0]                  shift,
  input  wire [$clog2(ACC_WIDTH)-1:0]            requant,
  output wire [$clog2(ENTRIES)-1:0]              segment_o,
  output wire [WIDTH-1:0]                        y_o
);
  wire [ACC_WIDTH-1:0] acc;
  reference_data_path #(WIDTH, SLOPE_WIDTH, INTERCEPT_WIDTH, BREAKPOINT_WIDTH, ACC_WIDTH, ENTRIES) accumulate (
    x_i, breakpoints, slopes, intercepts, shift, segment_o, acc
  );
  reference_requantise #(WIDTH, ACC_WIDTH) requantise (acc, requant, y_o);
endmodule

/// The whole unit, cycle by cycle.
module reference_unit #(
  parameter WIDTH = 8, SLOPE_WIDTH = WIDTH, INTERCEPT_WIDTH = WIDTH, BREAKPOINT_WIDTH = WIDTH,
  ACC_WIDTH = WIDTH + SLOPE_WIDTH, ENTRIES = 8, REQUANTISE = 0, STAGES = REQUANTISE ? 3 : 2, DATA_WIDTH = WIDTH,
  localparam INDEX = $clog2(ENTRIES), Y_WIDTH = REQUANTISE ? WIDTH : ACC_WIDTH,
  ROOM = $clog2(WIDTH + SLOPE_WIDTH - INTERCEPT_WIDTH), SHIFT_WIDTH = ROOM > 1 ? ROOM : 1
) (
  input  wire                  clk_i, rst_ni,
  input  wire                  valid_i,
  output wire                  ready_o,
  input  wire [WIDTH-1:0]      x_i,
  output wire [INDEX-1:0]      segment_o,
  output wire                  valid_o,
  input  wire                  ready_i,
  output wire [Y_WIDTH-1:0]    y_o,
  input  wire                  wr_en_i,
  input  wire [INDEX+1:0]      wr_addr_i,
  input  wire [DATA_WIDTH-1:0] wr_data_i
);
  // Registers behind the write port.
  wire [1:0]       field = wr_addr_i[INDEX+1:INDEX];
  wire [INDEX-1:0] index = wr_addr_i[INDEX-1:0];
  reg [(ENTRIES-1)*BREAKPOINT_WIDTH-1:0] breakpoints;
  reg [ENTRIES*SLOPE_WIDTH-1:0]          slopes;
  reg [ENTRIES*INTERCEPT_WIDTH-1:0]      intercepts;
  reg [SHIFT_WIDTH-1:0]                  shift;
  integer j;
  always @(posedge clk_i) begin
    if (wr_en_i) begin
      for (j = 0; j < ENTRIES; j = j + 1) begin
        if (field == 0 && index == j && j < ENTRIES - 1) begin
          breakpoints[j*BREAKPOINT_WIDTH +: BREAKPOINT_WIDTH] <= wr_data_i;
        end
        if (field == 1 && index == j) slopes[j*SLOPE_WIDTH +: SLOPE_WIDTH] <= wr_data_i;
        if (field == 2 && index == j) intercepts[j*INTERCEPT_WIDTH +: INTERCEPT_WIDTH] <= wr_data_i;
      end
      if (field == 3 && index == 0) shift <= wr_data_i;
    end
  end

  // A stage takes what comes when it is empty or what it holds goes on.
  reg  [STAGES-1:0] valid;
  wire [STAGES-1:0] offered = {valid, valid_i};
  reg  [STAGES-1:0] takes;
  always @* begin
    takes[STAGES-1] = ready_i || !valid[STAGES-1];
    for (j = STAGES - 2; j >= 0; j = j - 1) takes[j] = takes[j+1] || !valid[j];
  end
  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) valid <= 0;
    else         valid <= (takes & offered) | (~takes & valid);
  end
  assign ready_o = takes[0];
  assign valid_o = valid[STAGES-1];

  // The last stage holds the result. Before it come, as there are more stages: the line, the accumulator where a code
  // follows it, the product.
  localparam HAS_LINE = STAGES > 1, HAS_PRODUCT = STAGES == (REQUANTISE ? 4 : 3), HAS_ACC = !REQUANTISE || STAGES > 2;
  localparam ACC_AT = REQUANTISE && STAGES > 1 ? STAGES - 2 : STAGES - 1;

  reference_segment #(WIDTH, BREAKPOINT_WIDTH, ENTRIES) segment (x_i, breakpoints, segment_o);
  wire [SLOPE_WIDTH-1:0]     slope_read     = slopes >> (segment_o * SLOPE_WIDTH);
  wire [INTERCEPT_WIDTH-1:0] intercept_read = intercepts >> (segment_o * INTERCEPT_WIDTH);
  reg  [WIDTH-1:0]           x;
  reg  [SLOPE_WIDTH-1:0]     slope;
  reg  [INTERCEPT_WIDTH-1:0] intercept;
  always @(posedge clk_i) begin
    if (takes[0] && valid_i) begin
      x         <= x_i;
      slope     <= slope_read;
      intercept <= intercept_read;
    end
  end

  wire [ACC_WIDTH-1:0] product, sum;
  reg  [ACC_WIDTH-1:0] acc;
  reference_multiply #(WIDTH, SLOPE_WIDTH, ACC_WIDTH) multiply (
    HAS_LINE ? slope : slope_read, HAS_LINE ? x : x_i, product
  );
  wire [ACC_WIDTH-1:0]       augend;
  wire [INTERCEPT_WIDTH-1:0] addend;
  generate
    if (HAS_PRODUCT) begin : held
      reg [ACC_WIDTH-1:0]       product_held;
      reg [INTERCEPT_WIDTH-1:0] intercept_held;
      always @(posedge clk_i) begin
        if (takes[1] && valid[0]) begin
          product_held   <= product;
          intercept_held <= intercept;
        end
      end
      assign augend = product_held;
      assign addend = intercept_held;
    end else begin
      assign augend = product;
      assign addend = HAS_LINE ? intercept : intercept_read;
    end
  endgenerate
  reference_add #(INTERCEPT_WIDTH, ACC_WIDTH, SHIFT_WIDTH) add (augend, addend, shift, sum);
  always @(posedge clk_i) if (takes[ACC_AT] && offered[ACC_AT]) acc <= sum;

  generate
    if (REQUANTISE) begin : post
      reg  [$clog2(ACC_WIDTH)-1:0] requant;
      wire [WIDTH-1:0]             code;
      reg  [WIDTH-1:0]             y;
      always @(posedge clk_i) if (wr_en_i && field == 3 && index == 1) requant <= wr_data_i;
      reference_requantise #(WIDTH, ACC_WIDTH) requantise (HAS_ACC ? acc : sum, requant, code);
      always @(posedge clk_i) if (takes[STAGES-1] && offered[STAGES-1]) y <= code;
      assign y_o = y;
    end else begin
      assign y_o = acc;
    end
  endgenerate
endmodule
