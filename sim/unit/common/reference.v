// SPDX-License-Identifier: Apache-2.0
//
// What the parts in rtl/common/ do, written to be read: for pwlsim prove, which shows that the RTL is equal to it.
// Nothing here comes from rtl/. Ports are called as there. What a structure's own modules do stands in
// sim/unit/<structure>/reference.v, which may use modules of other such files.

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

module reference_multiply_unsigned #(
  parameter WIDTH = 8, OUT_WIDTH = 2 * WIDTH
) (
  input  wire [WIDTH-1:0]     a_i,
  input  wire [WIDTH-1:0]     b_i,
  output wire [OUT_WIDTH-1:0] p_o
);
  assign p_o = a_i * b_i;
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
