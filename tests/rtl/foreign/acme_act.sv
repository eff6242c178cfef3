// SPDX-License-Identifier: Apache-2.0
//
// An int8 unit as another team would write it: an included header, parameters, ports by other names, a reset of the
// other polarity, a scan input, a status output, and no back-pressure. BUG takes the line of the next segment for one
// code.

`include "acme_types.svh"

module acme_act #(
  parameter int unsigned SEGMENTS = 4,
  parameter bit BUG = 1'b0
) (
  input  logic                        clk,
  input  logic                        arst,
  input  logic                        scan_en,
  input  logic                        cfg_we,
  input  logic [$clog2(SEGMENTS)+1:0] cfg_addr,
  input  acme_code_t                  cfg_wdata,
  input  logic                        in_valid,
  input  acme_code_t                  in_data,
  output logic                        out_valid,
  output logic signed [15:0]          out_data,
  output logic                        busy
);
  localparam int unsigned INDEX = $clog2(SEGMENTS);

  acme_code_t limits [SEGMENTS];
  acme_code_t slopes [SEGMENTS];
  acme_code_t bases  [SEGMENTS];
  logic [2:0] align;

  always_ff @(posedge clk) begin
    if (cfg_we && !scan_en) begin
      case (cfg_addr[INDEX+1:INDEX])
        2'd0: limits[cfg_addr[INDEX-1:0]] <= cfg_wdata;
        2'd1: slopes[cfg_addr[INDEX-1:0]] <= cfg_wdata;
        2'd2: bases[cfg_addr[INDEX-1:0]]  <= cfg_wdata;
        default: if (cfg_addr[INDEX-1:0] == '0) align <= cfg_wdata[2:0];
      endcase
    end
  end

  // Binary search: one comparison a bit, as equal neighbours make an empty segment.
  logic [INDEX-1:0] line;
  always_comb begin
    line = '0;
    for (int bit_no = INDEX - 1; bit_no >= 0; bit_no--) begin
      logic [INDEX-1:0] middle;
      middle = line | INDEX'((1 << bit_no) - 1);
      if (in_data > limits[middle]) line[bit_no] = 1'b1;
    end
    if (BUG && in_data == 8'sd17) line = line + 1'b1;
  end

  acme_code_t held_x, held_slope, held_base;
  logic       held_valid;
  always_ff @(posedge clk or posedge arst) begin
    if (arst) {held_valid, out_valid} <= '0;
    else      {held_valid, out_valid} <= {in_valid, held_valid};
  end
  always_ff @(posedge clk) begin
    if (in_valid) begin
      held_x     <= in_data;
      held_slope <= slopes[line];
      held_base  <= bases[line];
    end
    if (held_valid) out_data <= 16'(held_slope * held_x) + (16'(held_base) << align);
  end
  assign busy = held_valid | out_valid;
endmodule
