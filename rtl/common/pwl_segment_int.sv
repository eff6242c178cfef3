// SPDX-License-Identifier: Apache-2.0

/// Segment comparator: the index of the segment that holds x.
///
/// All ENTRIES-1 comparisons `p_j < x` are made at once; a tree of multiplexers then picks the index bits
/// from them, most significant first. For non-descending breakpoints the index is the number of breakpoints
/// below x (equal neighbours make an empty segment); for any other content it is still defined, as the
/// binary search over the table, so that a table may be rewritten while data flows.
module pwl_segment_int #(
  /// Word width in bits.
  parameter int unsigned WIDTH   = 8,
  /// Table entries, a power of two.
  parameter int unsigned ENTRIES = 8
) (
  /// Input code, signed.
  input  logic [WIDTH-1:0]             x_i,
  /// Breakpoints, signed, number j in bits [j*WIDTH +: WIDTH].
  input  logic [(ENTRIES-1)*WIDTH-1:0] breakpoints_i,
  /// Segment index.
  output logic [$clog2(ENTRIES)-1:0]   segment_o
);
  localparam int unsigned INDEX = $clog2(ENTRIES);

  // below[j] = (p_j < x); the top bit only pads the vector to a power of two.
  logic [ENTRIES-1:0] below;

  assign below[ENTRIES-1] = 1'b0;
  for (genvar j = 0; j < ENTRIES - 1; j++) begin : gen_compare
    assign below[j] = $signed(breakpoints_i[j*WIDTH +: WIDTH]) < $signed(x_i);
  end

  // Level l decides index bit INDEX-1-l by the middle comparison of the range that is left, and halves it.
  for (genvar l = 0; l < INDEX; l++) begin : gen_level
    localparam int unsigned LEFT = ENTRIES >> l;
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
