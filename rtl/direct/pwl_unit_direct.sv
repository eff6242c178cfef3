// SPDX-License-Identifier: Apache-2.0

/// Direct unit: y = the table's word of x; one result a cycle, any stall pattern, latency 1.
///
/// What a CPU's run time does with an 8-bit activation. Its error is the rounding of the result only, its price the
/// table. Data registers have no reset.
module pwl_unit_direct #(
  /// Width of input codes in bits; the table has 2^WIDTH words.
  parameter int unsigned WIDTH     = 8,
  /// Width of results in bits.
  parameter int unsigned OUT_WIDTH = 8
) (
  /// Clock.
  input  logic                 clk_i,
  /// Asynchronous reset, active low; touches the valid bit only.
  input  logic                 rst_ni,
  /// An input is offered.
  input  logic                 valid_i,
  /// The input is taken.
  output logic                 ready_o,
  /// Input code.
  input  logic [WIDTH-1:0]     x_i,
  /// Number of the word that x_i selects, in the same cycle: x_i itself.
  output logic [WIDTH-1:0]     segment_o,
  /// A result is offered.
  output logic                 valid_o,
  /// The result is taken.
  input  logic                 ready_i,
  /// Result.
  output logic [OUT_WIDTH-1:0] y_o,
  /// Write enable of the table.
  input  logic                 wr_en_i,
  /// Number of the word.
  input  logic [WIDTH-1:0]     wr_addr_i,
  /// The word.
  input  logic [OUT_WIDTH-1:0] wr_data_i
);
  localparam int unsigned ENTRIES = 1 << WIDTH;

  logic load;
  pwl_pipe #(.DEPTH(1)) u_pipe (
    .clk_i, .rst_ni, .valid_i, .ready_o, .valid_o, .ready_i, .load_o(load)
  );

  logic [ENTRIES*OUT_WIDTH-1:0] words;
  for (genvar i = 0; i < ENTRIES; i++) begin : gen_word
    logic [OUT_WIDTH-1:0] word_q;
    always_ff @(posedge clk_i) begin
      if (wr_en_i && wr_addr_i == WIDTH'(i)) word_q <= wr_data_i;
    end
    assign words[i*OUT_WIDTH +: OUT_WIDTH] = word_q;
  end

  assign segment_o = x_i;

  logic [OUT_WIDTH-1:0] y_q;
  always_ff @(posedge clk_i) begin
    if (load) y_q <= words[x_i*OUT_WIDTH +: OUT_WIDTH];
  end
  assign y_o = y_q;
endmodule
