// SPDX-License-Identifier: Apache-2.0
//
// What the parts of the units do, written to be read: for pwlsim prove, which shows that the RTL is equal to it. Nothing
// here comes from rtl/. Ports are called as there.

/// Binary search: while there is more than one segment left, the breakpoint in the middle says in which half x is. A
/// breakpoint of fewer bits than x stands for the last code that has them as its top bits. Nothing lies above one that
/// is not there.
module reference_segment #(
  parameter WIDTH = 8, BREAKPOINT_WIDTH = WIDTH, ENTRIES = 8
) (
  input  wire signed [WIDTH-1:0]                        x_i,
  input  wire        [(ENTRIES-1)*BREAKPOINT_WIDTH-1:0] breakpoints_i,
  output reg         [$clog2(ENTRIES)-1:0]              segment_o
);
  localparam PLACES = 1 << $clog2(ENTRIES), MISSING = WIDTH - BREAKPOINT_WIDTH;
  reg [BREAKPOINT_WIDTH-1:0] top;
  reg signed [WIDTH-1:0]     point;
  reg [PLACES-1:0]           below;
  reg [$clog2(ENTRIES)-1:0]  middle;
  integer half, j;
  always @* begin
    below = 0;
    for (j = 0; j < ENTRIES - 1; j = j + 1) begin
      top      = breakpoints_i[j*BREAKPOINT_WIDTH +: BREAKPOINT_WIDTH];
      point    = (top << MISSING) + (1 << MISSING) - 1;
      below[j] = point < x_i;
    end
    segment_o = 0;
    for (half = PLACES / 2; half > 0; half = half / 2) begin
      middle = segment_o + half - 1;
      if (below[middle]) segment_o = segment_o + half;
    end
  end
endmodule

/// The number of breakpoints below x, where they do not descend.
module reference_count #(
  parameter WIDTH = 8, ENTRIES = 8
) (
  input  wire signed [WIDTH-1:0]           x_i,
  input  wire        [(ENTRIES-1)*WIDTH-1:0] breakpoints_i,
  output reg         [$clog2(ENTRIES)-1:0] segment_o,
  output reg                               assume_o
);
  integer j;
  reg signed [WIDTH-1:0] point, previous;
  always @* begin
    segment_o = 0;
    assume_o  = 1;
    previous  = 0;
    for (j = 0; j < ENTRIES - 1; j = j + 1) begin
      point = breakpoints_i[j*WIDTH +: WIDTH];
      if (point < x_i) segment_o = segment_o + 1;
      if (j > 0 && point < previous) assume_o = 0;
      previous = point;
    end
  end
endmodule

module reference_multiply #(
  parameter WIDTH = 8, A_WIDTH = WIDTH, OUT_WIDTH = A_WIDTH + WIDTH
) (
  input  wire signed [A_WIDTH-1:0]   a_i,
  input  wire signed [WIDTH-1:0]     b_i,
  output wire signed [OUT_WIDTH-1:0] p_o
);
  assign p_o = a_i * b_i;
endmodule

module reference_multiply_unsigned #(
  parameter WIDTH = 8, OUT_WIDTH = 2 * WIDTH
) (
  input  wire [WIDTH-1:0]     a_i,
  input  wire [WIDTH-1:0]     b_i,
  output wire [OUT_WIDTH-1:0] p_o
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

/// What a pipeline has to be from outside: a queue of DEPTH words that may also take one when it is full and gives one.
/// From what the stages hold, and the inputs: the queue after the cycle, first word lowest, empty places zero.
module reference_queue #(
  parameter DEPTH = 2, WIDTH = 2
) (
  input  wire [DEPTH-1:0]         valid,
  input  wire [DEPTH*WIDTH-1:0]   data,
  input  wire                     valid_i, ready_i,
  input  wire [WIDTH-1:0]         data_i,
  output reg                      ready_o, valid_o,
  output reg  [WIDTH-1:0]         data_o,
  output reg  [2:0]               count_o,
  output reg  [DEPTH*WIDTH-1:0]   queue_o,
  /// Stages that are full after the cycle: by where the words are, and by the valid bits.
  output reg  [DEPTH-1:0]         holds_o,
  output wire [DEPTH-1:0]         next_valid_o
);
  integer i, j;
  reg goes_on;
  always @* begin
    goes_on = ready_i;
    for (i = DEPTH - 1; i >= 0; i = i - 1) begin
      // A stage gives its word when what follows takes it, and takes one when it then is empty.
      goes_on    = goes_on || !valid[i];
      holds_o[i] = goes_on ? (i == 0 ? valid_i : valid[i-1]) : 1'b1;
    end
  end
  assign next_valid_o = holds_o;

  reg [WIDTH-1:0] words [0:DEPTH];
  always @* begin
    count_o = 0;
    for (i = 0; i <= DEPTH; i = i + 1) words[i] = 0;
    for (i = DEPTH - 1; i >= 0; i = i - 1) begin
      if (valid[i]) begin
        for (j = 0; j < DEPTH; j = j + 1) if (count_o == j) words[j] = data[i*WIDTH +: WIDTH];
        count_o = count_o + 1;
      end
    end
    // Where the last stage is empty, nothing is offered yet.
    valid_o = valid[DEPTH-1];
    data_o  = valid_o ? words[0] : 0;
    ready_o = count_o < DEPTH || ready_i;
    if (valid_o && ready_i) begin
      for (j = 0; j < DEPTH; j = j + 1) words[j] = words[j+1];
      count_o = count_o - 1;
    end
    if (valid_i && ready_o) begin
      for (j = 0; j < DEPTH; j = j + 1) if (count_o == j) words[j] = data_i;
      count_o = count_o + 1;
    end
    for (j = 0; j < DEPTH; j = j + 1) queue_o[j*WIDTH +: WIDTH] = words[j];
  end
endmodule

/// After DEPTH cycles without a taker, whatever is in the pipeline shows at its end.
module reference_arrival #(
  parameter DEPTH = 2
) (
  input  wire [DEPTH-1:0] valid,
  output wire             valid_o
);
  assign valid_o = valid != 0;
endmodule

/// Key of a floating-point word, by arithmetic: its magnitude, or what lies as far below -1.
module reference_order_fp #(
  parameter EXPONENT = 8, MANTISSA = 23, SUBNORMALS = 0,
  localparam W = 1 + EXPONENT + MANTISSA
) (
  input  wire        [W-1:0] x_i,
  output reg  signed [W-1:0] key_o
);
  reg signed [W-1:0] magnitude;
  always @* begin
    magnitude = x_i[W-2:0];
    if (!SUBNORMALS && x_i[W-2:MANTISSA] == 0) magnitude = 0;
    key_o = x_i[W-1] && magnitude != 0 ? -1 - magnitude : magnitude;
  end
endmodule

/// Whether a < b, by the cases of IEEE 754; no NaN.
module reference_less_fp #(
  parameter EXPONENT = 8, MANTISSA = 23, SUBNORMALS = 0,
  localparam W = 1 + EXPONENT + MANTISSA
) (
  input  wire [W-1:0] a_i, b_i,
  output reg          less_o,
  output wire         assume_o
);
  localparam [EXPONENT-1:0] SPECIAL = {EXPONENT{1'b1}};
  wire a_zero = SUBNORMALS ? a_i[W-2:0] == 0 : a_i[W-2:MANTISSA] == 0;
  wire b_zero = SUBNORMALS ? b_i[W-2:0] == 0 : b_i[W-2:MANTISSA] == 0;
  wire a_nan  = a_i[W-2:MANTISSA] == SPECIAL && a_i[MANTISSA-1:0] != 0;
  wire b_nan  = b_i[W-2:MANTISSA] == SPECIAL && b_i[MANTISSA-1:0] != 0;
  assign assume_o = !a_nan && !b_nan;
  always @* begin
    if (a_zero && b_zero)           less_o = 0;
    else if (a_zero)                less_o = !b_i[W-1];
    else if (b_zero)                less_o = a_i[W-1];
    else if (a_i[W-1] != b_i[W-1])  less_o = a_i[W-1];
    else if (a_i[W-1])              less_o = a_i[W-2:0] > b_i[W-2:0];
    else                            less_o = a_i[W-2:0] < b_i[W-2:0];
  end
endmodule

module reference_segment_fp #(
  parameter EXPONENT = 8, MANTISSA = 23, SUBNORMALS = 0, ENTRIES = 8,
  localparam W = 1 + EXPONENT + MANTISSA
) (
  input  wire [W-1:0]               x_i,
  input  wire [(ENTRIES-1)*W-1:0]   breakpoints_i,
  output wire [$clog2(ENTRIES)-1:0] segment_o
);
  wire [W-1:0] key;
  reference_order_fp #(EXPONENT, MANTISSA, SUBNORMALS) order (x_i, key);
  reference_segment #(W, W, ENTRIES) segment (key, breakpoints_i, segment_o);
endmodule

module reference_lzc #(
  parameter WIDTH = 28
) (
  input  wire [WIDTH-1:0]           x_i,
  output reg  [$clog2(WIDTH+1)-1:0] count_o
);
  integer i;
  always @* begin
    count_o = WIDTH;
    for (i = 0; i < WIDTH; i = i + 1) if (x_i[i]) count_o = WIDTH - 1 - i;
  end
endmodule

module reference_shift_sticky #(
  parameter WIDTH = 26, OUT_WIDTH = WIDTH, SHIFT_WIDTH = 5
) (
  input  wire [WIDTH-1:0]       x_i,
  input  wire [SHIFT_WIDTH-1:0] shift_i,
  output wire [OUT_WIDTH-1:0]   y_o,
  output wire                   sticky_o
);
  wire [WIDTH-1:0] shifted = x_i >> shift_i;
  assign y_o      = shifted;
  assign sticky_o = (shifted << shift_i) != x_i;
endmodule

/// sum * 2^(exponent - M - 3), rounded to nearest even.
module reference_round_fp #(
  parameter EXPONENT = 8, MANTISSA = 23, SUBNORMALS = 0,
  localparam W = 1 + EXPONENT + MANTISSA, M = MANTISSA
) (
  input  wire [M+4:0]        sum_i,
  input  wire [EXPONENT-1:0] exponent_i,
  input  wire                sign_i,
  input  wire [1:0]          special_i,
  output reg  [W-1:0]        y_o,
  // The greatest exponent is that of infinity and NaN; the sum is one of two significands, and exact where it is below
  // the least normal number.
  output wire                assume_o
);
  reg exact;
  assign assume_o = special_i != 0 || (exponent_i != {EXPONENT{1'b1}} && sum_i <= {{(M+1){1'b1}}, 4'b0} && exact);
  localparam signed [31:0] INFINITE = (1 << EXPONENT) - 1;
  reg signed [31:0] exponent, i;
  reg [M+4:0]       sum;
  reg [M+1:0]       significand;
  always @* begin
    // The leading one goes to the top, or as far as the least exponent allows.
    sum      = sum_i;
    exponent = exponent_i + 1;
    for (i = 0; i < M + 5; i = i + 1) begin
      if (!sum[M+4] && (!SUBNORMALS || exponent > 1)) begin
        sum      = sum << 1;
        exponent = exponent - 1;
      end
    end
    exact = SUBNORMALS || exponent >= 1 || sum[3:0] == 0;
    // Integer bit and fraction above four more bits.
    significand = sum[M+4:4];
    if (sum[3:0] > 8 || (sum[3:0] == 8 && sum[4])) significand = significand + 1;
    if (significand[M+1]) begin
      significand = significand >> 1;
      exponent    = exponent + 1;
    end
    if (special_i[1])                              y_o = {1'b0, {EXPONENT{1'b1}}, 1'b1, {(M-1){1'b0}}};
    else if (special_i[0])                         y_o = {sign_i, {EXPONENT{1'b1}}, {M{1'b0}}};
    else if (significand == 0)                     y_o = {sign_i, {(W-1){1'b0}}};
    else if (!SUBNORMALS && exponent < 1)          y_o = {sign_i, {(W-1){1'b0}}};
    else if (exponent >= INFINITE && significand[M]) y_o = {sign_i, {EXPONENT{1'b1}}, {M{1'b0}}};
    else if (!significand[M])                      y_o = {sign_i, {EXPONENT{1'b0}}, significand[M-1:0]};
    else                                           y_o = {sign_i, exponent[EXPONENT-1:0], significand[M-1:0]};
  end
endmodule

/// a + b, rounded to nearest even with any exponent; then flushed, or before that moved to the least exponent.
module reference_add_fp #(
  parameter EXPONENT = 8, MANTISSA = 23, SUBNORMALS = 0,
  localparam W = 1 + EXPONENT + MANTISSA, M = MANTISSA
) (
  input  wire [W-1:0] a_i, b_i,
  output reg  [W-1:0] y_o
);
  localparam signed [31:0] INFINITE = (1 << EXPONENT) - 1;
  // A term that reaches below these bits is less than half a step of the sum and only shows that it is there.
  localparam BELOW = M + 4, N = M + 2 + BELOW + 1;
  wire a_sign = a_i[W-1], b_sign = b_i[W-1];
  wire [EXPONENT-1:0] a_biased = a_i[W-2:M], b_biased = b_i[W-2:M];
  wire a_special = a_biased == INFINITE, b_special = b_biased == INFINITE;
  wire nan = (a_special && a_i[M-1:0] != 0) || (b_special && b_i[M-1:0] != 0)
          || (a_special && b_special && a_sign != b_sign);
  wire [M:0] a_significand = a_biased != 0 ? {1'b1, a_i[M-1:0]} : SUBNORMALS ? {1'b0, a_i[M-1:0]} : 0;
  wire [M:0] b_significand = b_biased != 0 ? {1'b1, b_i[M-1:0]} : SUBNORMALS ? {1'b0, b_i[M-1:0]} : 0;
  wire [EXPONENT-1:0] a_exponent = a_biased != 0 ? a_biased : 1, b_exponent = b_biased != 0 ? b_biased : 1;
  wire [EXPONENT-1:0] greatest = a_exponent > b_exponent ? a_exponent : b_exponent;
  wire [EXPONENT-1:0] a_shift = greatest - a_exponent, b_shift = greatest - b_exponent;
  wire signed [N:0] a_term = a_shift > BELOW ? a_significand != 0 : {1'b0, a_significand, {(BELOW+1){1'b0}}} >> a_shift;
  wire signed [N:0] b_term = b_shift > BELOW ? b_significand != 0 : {1'b0, b_significand, {(BELOW+1){1'b0}}} >> b_shift;
  wire signed [N:0] sum = (a_sign ? -a_term : a_term) + (b_sign ? -b_term : b_term);
  wire sign = sum == 0 ? a_sign && b_sign : sum < 0;

  reg signed [EXPONENT+1:0] exponent;
  reg signed [31:0]         i;
  reg [N-1:0]               magnitude;
  reg [M+1:0]               significand;
  always @* begin
    // The leading one goes to the top, or as far as the least exponent allows.
    magnitude = sum < 0 ? -sum : sum;
    exponent  = greatest + 1;
    for (i = 0; i < N; i = i + 1) begin
      if (!magnitude[N-1] && (!SUBNORMALS || exponent > 1)) begin
        magnitude = magnitude << 1;
        exponent  = exponent - 1;
      end
    end
    significand = magnitude[N-1:N-M-1];
    if (magnitude[N-M-2] && (magnitude[N-M-3:0] != 0 || significand[0])) significand = significand + 1;
    if (significand[M+1]) begin
      significand = significand >> 1;
      exponent    = exponent + 1;
    end
    if (nan)                                y_o = {1'b0, {EXPONENT{1'b1}}, 1'b1, {(M-1){1'b0}}};
    else if (a_special)                     y_o = {a_sign, {EXPONENT{1'b1}}, {M{1'b0}}};
    else if (b_special)                     y_o = {b_sign, {EXPONENT{1'b1}}, {M{1'b0}}};
    else if (significand == 0)              y_o = {sign, {(W-1){1'b0}}};
    else if (!SUBNORMALS && exponent < 1)   y_o = {sign, {(W-1){1'b0}}};
    else if (exponent >= INFINITE && significand[M]) y_o = {sign, {EXPONENT{1'b1}}, {M{1'b0}}};
    else if (!significand[M])               y_o = {sign, {EXPONENT{1'b0}}, significand[M-1:0]};
    else                                    y_o = {sign, exponent[EXPONENT-1:0], significand[M-1:0]};
  end
endmodule

/// a * b, rounded to nearest even with any exponent; then flushed, or before that moved to the least exponent.
module reference_multiply_fp #(
  parameter EXPONENT = 8, MANTISSA = 23, SUBNORMALS = 0,
  localparam W = 1 + EXPONENT + MANTISSA, M = MANTISSA
) (
  input  wire [W-1:0] a_i, b_i,
  output reg  [W-1:0] p_o
);
  localparam signed [31:0] INFINITE = (1 << EXPONENT) - 1, BIAS = (1 << (EXPONENT - 1)) - 1;
  wire sign = a_i[W-1] ^ b_i[W-1];
  wire [EXPONENT-1:0] a_exponent = a_i[W-2:M], b_exponent = b_i[W-2:M];
  wire [M-1:0] a_fraction = a_i[M-1:0], b_fraction = b_i[M-1:0];
  wire a_zero = a_exponent == 0 && (!SUBNORMALS || a_fraction == 0);
  wire b_zero = b_exponent == 0 && (!SUBNORMALS || b_fraction == 0);
  wire a_special = a_exponent == INFINITE, b_special = b_exponent == INFINITE;
  wire nan = (a_special && a_fraction != 0) || (b_special && b_fraction != 0)
          || (a_special && b_zero) || (b_special && a_zero);

  reg signed [31:0] exponent, i;
  reg [2*M+1:0]     product;
  reg               sticky, half, up;
  reg [M+1:0]       significand;
  always @* begin
    product  = {a_exponent != 0, a_fraction} * {b_exponent != 0, b_fraction};
    exponent = (a_exponent == 0 ? 1 : a_exponent) + (b_exponent == 0 ? 1 : b_exponent) - BIAS + 1;
    for (i = 0; i < 2 * M + 1; i = i + 1) begin
      if (!product[2*M+1] && (SUBNORMALS ? exponent > 1 : i < 1)) begin
        product  = product << 1;
        exponent = exponent - 1;
      end
    end
    sticky = 0;
    for (i = 0; i < M + 3; i = i + 1) begin
      if (SUBNORMALS && exponent < 1) begin
        sticky   = sticky || product[0];
        product  = product >> 1;
        exponent = exponent + 1;
      end
    end
    if (SUBNORMALS && exponent < 1) begin  // too far below to tell
      sticky   = sticky || product != 0;
      product  = 0;
      exponent = 1;
    end
    sticky = sticky || product[M-1:0] != 0;
    half   = product[M];
    significand = product[2*M+1:M+1];
    up = half && (sticky || significand[0]);
    significand = significand + up;
    if (significand[M+1]) begin
      significand = significand >> 1;
      exponent    = exponent + 1;
    end
    if (nan)                                p_o = {1'b0, {EXPONENT{1'b1}}, 1'b1, {(M-1){1'b0}}};
    else if (a_special || b_special)        p_o = {sign, {EXPONENT{1'b1}}, {M{1'b0}}};
    else if (a_zero || b_zero)              p_o = {sign, {(W-1){1'b0}}};
    else if (!SUBNORMALS && exponent < 1)   p_o = {sign, {(W-1){1'b0}}};
    else if (exponent >= INFINITE)          p_o = {sign, {EXPONENT{1'b1}}, {M{1'b0}}};
    else if (!significand[M])               p_o = {sign, {EXPONENT{1'b0}}, significand[M-1:0]};
    else                                    p_o = {sign, exponent[EXPONENT-1:0], significand[M-1:0]};
  end
endmodule

/// Range reduction for 1/x and 1/sqrt(x), by the place of the leading one. That for exp, mode 0, is not here.
module reference_reduce #(
  parameter X_WIDTH = 16, WIDTH = 8,
  localparam SHIFT = $clog2(X_WIDTH), EXPONENT = SHIFT + 3
) (
  input  wire [X_WIDTH-1:0]  x_i,
  input  wire [1:0]          mode_i,
  output reg  [WIDTH-1:0]    code_o,
  output reg  [EXPONENT-1:0] exponent_o,
  output wire                assume_o
);
  reg [X_WIDTH+WIDTH-1:0] operand;
  reg [SHIFT-1:0]         place;
  integer                 i;
  assign assume_o = mode_i != 0;
  always @* begin
    place = 0;
    for (i = 0; i < X_WIDTH; i = i + 1) if (x_i[i]) place = i;
    if (mode_i != 1) place[0] = 0;
    operand = mode_i == 1 ? x_i << WIDTH : x_i << (WIDTH - 2);
    operand = operand >> place;
    code_o  = operand[WIDTH-1:0] - (1 << (WIDTH - 1));
    if (x_i == 0)         exponent_o = (1 << (EXPONENT - 1)) - 1;
    else if (mode_i == 1) exponent_o = -1 - place;
    else                  exponent_o = -1 - (place >> 1);
  end
endmodule

/// acc * 2^(exponent - base), rounded half up to a word that is all fraction.
module reference_expand #(
  parameter X_WIDTH = 16, ACC_WIDTH = 16,
  localparam EXPONENT = $clog2(X_WIDTH) + 3, Y_WIDTH = 2 * X_WIDTH
) (
  input  wire signed [ACC_WIDTH-1:0]         acc_i,
  input  wire signed [EXPONENT-1:0]          exponent_i,
  input  wire        [$clog2(ACC_WIDTH)-1:0] base_i,
  output reg         [Y_WIDTH-1:0]           y_o
);
  localparam LONG = Y_WIDTH + 2 * ACC_WIDTH + (1 << EXPONENT);
  reg signed [31:0] left;
  reg [LONG-1:0]    value;
  always @* begin
    // In halves of the last place of the word.
    left  = exponent_i;
    left  = left - base_i + Y_WIDTH + 1;
    value = acc_i[ACC_WIDTH-1] ? 0 : acc_i;
    value = left < 0 ? value >> -left : value << left;
    value = (value + 1) >> 1;
    y_o   = value >> Y_WIDTH != 0 ? {Y_WIDTH{1'b1}} : value;
  end
endmodule
