// SPDX-License-Identifier: Apache-2.0
//
// Frames around parts of rtl/common/ for pwlsim prove, where a part alone does not show what is to be proven. Those
// around a structure's own modules stand in sim/unit/<structure>/harness.v.

/// A pipeline of pwl_pipe with data beside it, as a queue: what it holds, first word lowest, empty places zero.
module pipe_queue #(
  parameter DEPTH = 2, WIDTH = 2
) (
  input  wire                   clk_i, rst_ni, valid_i, ready_i,
  input  wire [WIDTH-1:0]       data_i,
  output wire                   ready_o, valid_o,
  output wire [WIDTH-1:0]       data_o,
  output reg  [2:0]             count_o,
  output reg  [DEPTH*WIDTH-1:0] queue_o,
  /// Stages whose data registers hold a word that has not gone on, by what happened to the data.
  output reg  [DEPTH-1:0]       holds_o
);
  wire [DEPTH-1:0] load;
  pwl_pipe #(.DEPTH(DEPTH)) u_pipe (
    .clk_i(clk_i), .rst_ni(rst_ni), .valid_i(valid_i), .ready_o(ready_o), .valid_o(valid_o), .ready_i(ready_i),
    .load_o(load)
  );

  reg [DEPTH*WIDTH-1:0] data;
  integer j;
  always @(posedge clk_i) begin
    for (j = 0; j < DEPTH; j = j + 1) begin
      if (load[j]) data[j*WIDTH +: WIDTH] <= {data, data_i} >> (j * WIDTH);
    end
    holds_o <= load | (holds_o & ~({valid_o && ready_i, load} >> 1));
  end
  assign data_o = valid_o ? data[(DEPTH-1)*WIDTH +: WIDTH] : 0;

  reg [WIDTH-1:0] words [0:DEPTH-1];
  integer i, k;
  always @* begin
    count_o = 0;
    for (k = 0; k < DEPTH; k = k + 1) words[k] = 0;
    for (i = DEPTH - 1; i >= 0; i = i - 1) begin
      if (holds_o[i]) begin
        for (k = 0; k < DEPTH; k = k + 1) if (count_o == k) words[k] = data[i*WIDTH +: WIDTH];
        count_o = count_o + 1;
      end
    end
    for (k = 0; k < DEPTH; k = k + 1) queue_o[k*WIDTH +: WIDTH] = words[k];
  end
endmodule
