// SPDX-License-Identifier: Apache-2.0
//
// The RTL, each file after those that it uses; names are relative to this file. Tops are pwl_unit_*:
// verilator --lint-only -F rtl/pwlsim.f --top-module pwl_unit_int
common/pwl_lzc.sv
common/pwl_mul_booth.sv
common/pwl_pipe.sv
common/pwl_segment_int.sv
common/pwl_shift_sticky.sv
common/pwl_table.sv
pwl_int/pwl_add_int.sv
pwl_int/pwl_mul_int.sv
pwl_int/pwl_requant_int.sv
pwl_int/pwl_unit_int.sv
pwl_int_const/pwl_unit_int_const.sv
pwl_fp/pwl_add_fp.sv
pwl_fp/pwl_mul_fp.sv
pwl_fp/pwl_order_fp.sv
pwl_fp/pwl_round_fp.sv
pwl_fp/pwl_segment_fp.sv
pwl_fp/pwl_unit_fp.sv
pwl_wide/pwl_expand_int.sv
pwl_wide/pwl_reduce_int.sv
pwl_wide/pwl_unit_wide.sv
direct/pwl_unit_direct.sv
hardwired/pwl_unit_hardwired.sv
