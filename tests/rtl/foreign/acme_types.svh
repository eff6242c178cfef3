// SPDX-License-Identifier: Apache-2.0
`ifndef ACME_TYPES_SVH
`define ACME_TYPES_SVH
typedef logic signed [7:0] acme_code_t;
`endif
