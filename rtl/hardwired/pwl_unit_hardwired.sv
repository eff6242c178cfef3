// SPDX-License-Identifier: Apache-2.0

/// Hard-wired unit: y = the word of x in a truth table that is a parameter, so synthesis leaves only its logic; one
/// result a cycle, any stall pattern, latency 1.
///
/// Several truth tables stand one behind the other; a register behind the write port selects one of them. Data
/// registers have no reset.
module pwl_unit_hardwired #(
  /// Width of input codes in bits.
  parameter int unsigned WIDTH        = 8,
  /// Width of results in bits.
  parameter int unsigned OUT_WIDTH    = 8,
  /// Bits of the register that selects a truth table; 0: there is one, and nothing to write.
  parameter int unsigned SELECT_WIDTH = 0,
  /// Bits of an index into all truth tables.
  localparam int unsigned INDEX_WIDTH = SELECT_WIDTH + WIDTH,
  /// Bits of wr_data_i.
  localparam int unsigned DATA_WIDTH  = SELECT_WIDTH > 0 ? SELECT_WIDTH : 1,
  /// The truth tables by bits of the result: bit j of word i, of table i / 2^WIDTH, is bit j * 2^INDEX_WIDTH + i.
  parameter logic [OUT_WIDTH*2**INDEX_WIDTH-1:0] VALUES = '0
) (
  /// Clock.
  input  logic                  clk_i,
  /// Asynchronous reset, active low; touches the valid bit only.
  input  logic                  rst_ni,
  /// An input is offered.
  input  logic                  valid_i,
  /// The input is taken.
  output logic                  ready_o,
  /// Input code.
  input  logic [WIDTH-1:0]      x_i,
  /// Number of the word that x_i selects, in the same cycle: x_i itself.
  output logic [WIDTH-1:0]      segment_o,
  /// A result is offered.
  output logic                  valid_o,
  /// The result is taken.
  input  logic                  ready_i,
  /// Result.
  output logic [OUT_WIDTH-1:0]  y_o,
  /// Write enable of the selecting register.
  input  logic                  wr_en_i,
  /// 0: the selecting register; 1: nothing.
  input  logic                  wr_addr_i,
  /// Number of the truth table.
  input  logic [DATA_WIDTH-1:0] wr_data_i
);
  logic load;
  pwl_pipe #(.DEPTH(1)) u_pipe (
    .clk_i, .rst_ni, .valid_i, .ready_o, .valid_o, .ready_i, .load_o(load)
  );

  logic [INDEX_WIDTH-1:0] index;
  if (SELECT_WIDTH > 0) begin : gen_select
    logic [DATA_WIDTH-1:0] select_q;
    always_ff @(posedge clk_i) begin
      if (wr_en_i && !wr_addr_i) select_q <= wr_data_i;
    end
    assign index = {select_q, x_i};
  end else begin : gen_single
    // The write port is there all the same: all units have the same ports.
    logic unused_write;
    assign unused_write = ^{wr_en_i, wr_addr_i, wr_data_i};
    assign index        = x_i;
  end

  assign segment_o = x_i;

  // By bits, because tools make less of a part of VALUES that moves by a word.
  logic [OUT_WIDTH-1:0] word, y_q;
  for (genvar j = 0; j < OUT_WIDTH; j++) begin : gen_bit
    logic [2**INDEX_WIDTH-1:0] bits;
    assign bits    = VALUES[j*2**INDEX_WIDTH +: 2**INDEX_WIDTH];
    assign word[j] = bits[index];
  end
  always_ff @(posedge clk_i) begin
    if (load) y_q <= word;
  end
  assign y_o = y_q;
endmodule
