// SPDX-License-Identifier: Apache-2.0
//
// Frames around parts of rtl/ for pwlsim prove, where a part alone does not show what is to be proven.

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

/// The comparison that order keys are there for.
module less_fp #(
  parameter EXPONENT = 8, MANTISSA = 23, SUBNORMALS = 0,
  localparam W = 1 + EXPONENT + MANTISSA
) (
  input  wire [W-1:0] a_i, b_i,
  output wire         less_o
);
  wire signed [W-1:0] a_key, b_key;
  pwl_order_fp #(.EXPONENT(EXPONENT), .MANTISSA(MANTISSA), .SUBNORMALS(SUBNORMALS)) u_a (.x_i(a_i), .key_o(a_key));
  pwl_order_fp #(.EXPONENT(EXPONENT), .MANTISSA(MANTISSA), .SUBNORMALS(SUBNORMALS)) u_b (.x_i(b_i), .key_o(b_key));
  assign less_o = a_key < b_key;
endmodule

/// Both halves of the adder, without the registers between them.
module add_fp #(
  parameter EXPONENT = 8, MANTISSA = 23, SUBNORMALS = 0,
  localparam W = 1 + EXPONENT + MANTISSA
) (
  input  wire [W-1:0] a_i, b_i,
  output wire [W-1:0] y_o
);
  wire [MANTISSA+4:0] sum;
  wire [EXPONENT-1:0] exponent;
  wire                sign;
  wire [1:0]          special;
  pwl_add_fp #(.EXPONENT(EXPONENT), .MANTISSA(MANTISSA), .SUBNORMALS(SUBNORMALS)) u_add (
    .a_i(a_i), .b_i(b_i), .sum_o(sum), .exponent_o(exponent), .sign_o(sign), .special_o(special)
  );
  pwl_round_fp #(.EXPONENT(EXPONENT), .MANTISSA(MANTISSA), .SUBNORMALS(SUBNORMALS)) u_round (
    .sum_i(sum), .exponent_i(exponent), .sign_i(sign), .special_i(special), .y_o(y_o)
  );
endmodule
