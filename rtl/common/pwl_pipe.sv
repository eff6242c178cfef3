// SPDX-License-Identifier: Apache-2.0

/// Handshake of a pipeline of DEPTH stages: valid/ready on both sides, one transfer a cycle, bubbles close up
/// while the output is stalled. Only the valid bits are reset.
///
/// ready_o depends combinationally on ready_i; no stage is duplicated to break that path.
module pwl_pipe #(
  /// Number of pipeline stages, at least 1.
  parameter int unsigned DEPTH = 2
) (
  /// Clock.
  input  logic             clk_i,
  /// Asynchronous reset, active low.
  input  logic             rst_ni,
  /// An input is offered.
  input  logic             valid_i,
  /// The input is taken.
  output logic             ready_o,
  /// A result is offered.
  output logic             valid_o,
  /// The result is taken.
  input  logic             ready_i,
  /// load_o[i]: the data registers of stage i take a new value at the end of this cycle.
  output logic [DEPTH-1:0] load_o
);
  // Stage i takes what from[i] offers when the output moves or any stage from i on is empty.
  logic [DEPTH-1:0] valid_q, free;
  logic [DEPTH:0]   from;
  assign from = {valid_q, valid_i};
  for (genvar i = 0; i < DEPTH; i++) begin : gen_stage
    assign free[i]   = ready_i | ~(&valid_q[DEPTH-1:i]);
    assign load_o[i] = free[i] & from[i];
    always_ff @(posedge clk_i or negedge rst_ni) begin
      if (!rst_ni)      valid_q[i] <= 1'b0;
      else if (free[i]) valid_q[i] <= from[i];
    end
  end

  assign ready_o = free[0];
  assign valid_o = from[DEPTH];
endmodule
