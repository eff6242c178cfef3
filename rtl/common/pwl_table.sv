// SPDX-License-Identifier: Apache-2.0

/// Table: breakpoints, slopes and intercepts in registers, written through one port.
///
/// A write shows from the next cycle on. There is no reset: a unit is configured before it is used.
module pwl_table #(
  /// Width of written words in bits, that of the widest register.
  parameter int unsigned WIDTH            = 8,
  /// Width of breakpoints in bits.
  parameter int unsigned BREAKPOINT_WIDTH = WIDTH,
  /// Width of slopes in bits.
  parameter int unsigned SLOPE_WIDTH      = WIDTH,
  /// Width of intercepts in bits.
  parameter int unsigned INTERCEPT_WIDTH  = WIDTH,
  /// Table entries, at least 2.
  parameter int unsigned ENTRIES          = 8
) (
  /// Clock.
  input  logic                                    clk_i,
  /// Write enable.
  input  logic                                    wr_en_i,
  /// {field, index}: field 0 breakpoint, 1 slope, 2 intercept; field 3 belongs to the unit.
  input  logic [$clog2(ENTRIES)+1:0]              wr_addr_i,
  /// Word to be written; a register takes as many of the low bits as it has.
  input  logic [WIDTH-1:0]                        wr_data_i,
  /// Segment whose line is read, combinationally.
  input  logic [$clog2(ENTRIES)-1:0]              segment_i,
  /// All breakpoints, number j in bits [j*BREAKPOINT_WIDTH +: BREAKPOINT_WIDTH].
  output logic [(ENTRIES-1)*BREAKPOINT_WIDTH-1:0] breakpoints_o,
  /// Slope of the segment.
  output logic [SLOPE_WIDTH-1:0]                  slope_o,
  /// Intercept of the segment.
  output logic [INTERCEPT_WIDTH-1:0]              intercept_o
);
  localparam int unsigned INDEX = $clog2(ENTRIES);

  logic [1:0]       field;
  logic [INDEX-1:0] index;
  assign {field, index} = wr_addr_i;

  for (genvar j = 0; j < ENTRIES - 1; j++) begin : gen_breakpoint
    logic [BREAKPOINT_WIDTH-1:0] breakpoint_q;
    always_ff @(posedge clk_i) begin
      if (wr_en_i && field == 2'd0 && index == INDEX'(j)) breakpoint_q <= wr_data_i[BREAKPOINT_WIDTH-1:0];
    end
    assign breakpoints_o[j*BREAKPOINT_WIDTH +: BREAKPOINT_WIDTH] = breakpoint_q;
  end

  logic [ENTRIES*SLOPE_WIDTH-1:0]     slopes;
  logic [ENTRIES*INTERCEPT_WIDTH-1:0] intercepts;
  for (genvar i = 0; i < ENTRIES; i++) begin : gen_line
    logic [SLOPE_WIDTH-1:0]     slope_q;
    logic [INTERCEPT_WIDTH-1:0] intercept_q;
    always_ff @(posedge clk_i) begin
      if (wr_en_i && field == 2'd1 && index == INDEX'(i)) slope_q <= wr_data_i[SLOPE_WIDTH-1:0];
    end
    always_ff @(posedge clk_i) begin
      if (wr_en_i && field == 2'd2 && index == INDEX'(i)) intercept_q <= wr_data_i[INTERCEPT_WIDTH-1:0];
    end
    assign slopes[i*SLOPE_WIDTH +: SLOPE_WIDTH]             = slope_q;
    assign intercepts[i*INTERCEPT_WIDTH +: INTERCEPT_WIDTH] = intercept_q;
  end

  assign slope_o     = slopes[segment_i*SLOPE_WIDTH +: SLOPE_WIDTH];
  assign intercept_o = intercepts[segment_i*INTERCEPT_WIDTH +: INTERCEPT_WIDTH];
endmodule
