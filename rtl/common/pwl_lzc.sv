// SPDX-License-Identifier: Apache-2.0

/// Leading-zero counter: a binary tree, of logarithmic depth. All zeros count as WIDTH.
module pwl_lzc #(
  /// Word width in bits, at least 2.
  parameter int unsigned WIDTH = 28
) (
  /// Word.
  input  logic [WIDTH-1:0]           x_i,
  /// Zeros above the highest one.
  output logic [$clog2(WIDTH+1)-1:0] count_o
);
  localparam int unsigned LEVELS = $clog2(WIDTH + 1);
  localparam int unsigned LEAVES = 1 << LEVELS;

  // Level l has nodes of 2^l bits, number 0 rightmost. zero: no one in the node. count: zeros above its
  // highest one, LEVELS bits a node (constant zeros vanish in synthesis).
  for (genvar l = 0; l <= LEVELS; l++) begin : gen_level
    localparam int unsigned NODES = LEAVES >> l;
    logic [NODES-1:0]        zero;
    logic [NODES*LEVELS-1:0] count;
    if (l == 0) begin : gen_leaves
      // Padded with ones on the right, which end the count of an all-zero word.
      assign zero  = ~{x_i, {(LEAVES-WIDTH){1'b1}}};
      assign count = '0;
    end else begin : gen_nodes
      for (genvar n = 0; n < NODES; n++) begin : gen_node
        assign zero[n] = gen_level[l-1].zero[2*n+1] & gen_level[l-1].zero[2*n];
        assign count[n*LEVELS +: LEVELS] = gen_level[l-1].zero[2*n+1]
            ? gen_level[l-1].count[2*n*LEVELS +: LEVELS] | LEVELS'(1 << (l - 1))
            : gen_level[l-1].count[(2*n+1)*LEVELS +: LEVELS];
      end
    end
  end

  assign count_o = gen_level[LEVELS].count;

  // The padding makes it impossible that the whole tree is zero.
  logic unused_zero;
  assign unused_zero = gen_level[LEVELS].zero;
endmodule
