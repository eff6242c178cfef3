// SPDX-License-Identifier: Apache-2.0

/// Segment comparator: the index of the segment that holds x.
///
/// All ENTRIES-1 comparisons `p_j < x` are made at once; a tree of multiplexers then picks the index bits
/// from them, most significant first. For non-descending breakpoints the index is the number of breakpoints
/// below x (equal neighbours make an empty segment); for any other content it is still defined, as the
/// binary search over the table, so that a table may be rewritten while data flows. The index is always below ENTRIES.
module pwl_segment_int #(
  /// Word width in bits.
  parameter int unsigned WIDTH            = 8,
  /// Width of breakpoints in bits, at most WIDTH: they are compared with as many of the upper bits of x.
  parameter int unsigned BREAKPOINT_WIDTH = WIDTH,
  /// Table entries, at least 2.
  parameter int unsigned ENTRIES          = 8
) (
  /// Input code, signed.
  input  logic [WIDTH-1:0]                        x_i,
  /// Breakpoints, signed, number j in bits [j*BREAKPOINT_WIDTH +: BREAKPOINT_WIDTH].
  input  logic [(ENTRIES-1)*BREAKPOINT_WIDTH-1:0] breakpoints_i,
  /// Segment index.
  output logic [$clog2(ENTRIES)-1:0]              segment_o
);
  localparam int unsigned INDEX  = $clog2(ENTRIES);
  localparam int unsigned PLACES = 1 << INDEX;
  localparam int unsigned B      = BREAKPOINT_WIDTH;

  // below[j] = (p_j < x); the top bits only pad the vector to a power of two.
  logic [PLACES-1:0] below;

  assign below[PLACES-1:ENTRIES-1] = '0;
  for (genvar j = 0; j < ENTRIES - 1; j++) begin : gen_compare
    assign below[j] = $signed(breakpoints_i[j*B +: B]) < $signed(x_i[WIDTH-1 -: B]);
  end
  if (B < WIDTH) begin : gen_unused
    logic unused_x;
    assign unused_x = ^x_i[WIDTH-B-1:0];
  end

  // Level l decides index bit INDEX-1-l by the middle comparison of the range that is left, and halves it.
  for (genvar l = 0; l < INDEX; l++) begin : gen_level
    localparam int unsigned LEFT = PLACES >> l;
    logic [LEFT-1:0] range;
    if (l == 0) begin : gen_all
      assign range = below;
    end else begin : gen_half
      assign range = gen_level[l-1].range[LEFT-1] ? gen_level[l-1].range[2*LEFT-1:LEFT]
                                                  : gen_level[l-1].range[LEFT-1:0];
    end
    assign segment_o[INDEX-1-l] = range[LEFT/2-1];
  end
endmodule
