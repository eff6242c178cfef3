// SPDX-License-Identifier: Apache-2.0

/// Table: breakpoints, slopes and intercepts in registers, written through one port.
///
/// A write shows from the next cycle on. There is no reset: a unit is configured before it is used.
module pwl_table #(
  /// Word width in bits.
  parameter int unsigned WIDTH   = 8,
  /// Table entries, a power of two.
  parameter int unsigned ENTRIES = 8
) (
  input  logic                         clk_i,
  /// Write enable.
  input  logic                         wr_en_i,
  /// {field, index}: field 0 breakpoint, 1 slope, 2 intercept; field 3 belongs to the unit.
  input  logic [$clog2(ENTRIES)+1:0]   wr_addr_i,
  input  logic [WIDTH-1:0]             wr_data_i,
  /// Segment whose line is read, combinationally.
  input  logic [$clog2(ENTRIES)-1:0]   segment_i,
  /// All breakpoints, number j in bits [j*WIDTH +: WIDTH].
  output logic [(ENTRIES-1)*WIDTH-1:0] breakpoints_o,
  output logic [WIDTH-1:0]             slope_o,
  output logic [WIDTH-1:0]             intercept_o
);
  localparam int unsigned INDEX = $clog2(ENTRIES);

  logic [1:0]       field;
  logic [INDEX-1:0] index;
  assign {field, index} = wr_addr_i;

  for (genvar j = 0; j < ENTRIES - 1; j++) begin : gen_breakpoint
    logic [WIDTH-1:0] breakpoint_q;
    always_ff @(posedge clk_i) begin
      if (wr_en_i && field == 2'd0 && index == INDEX'(j)) breakpoint_q <= wr_data_i;
    end
    assign breakpoints_o[j*WIDTH +: WIDTH] = breakpoint_q;
  end

  logic [ENTRIES*WIDTH-1:0] slopes, intercepts;
  for (genvar i = 0; i < ENTRIES; i++) begin : gen_line
    logic [WIDTH-1:0] slope_q, intercept_q;
    always_ff @(posedge clk_i) begin
      if (wr_en_i && field == 2'd1 && index == INDEX'(i)) slope_q <= wr_data_i;
    end
    always_ff @(posedge clk_i) begin
      if (wr_en_i && field == 2'd2 && index == INDEX'(i)) intercept_q <= wr_data_i;
    end
    assign slopes[i*WIDTH +: WIDTH]     = slope_q;
    assign intercepts[i*WIDTH +: WIDTH] = intercept_q;
  end

  assign slope_o     = slopes[segment_i*WIDTH +: WIDTH];
  assign intercept_o = intercepts[segment_i*WIDTH +: WIDTH];
endmodule
