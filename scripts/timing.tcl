# SPDX-License-Identifier: Apache-2.0
#
# OpenSTA: worst setup and hold paths of a mapped unit. pwlsim (sim/cost/timing/timing.cpp) runs it in a folder that holds
# library.lib, netlist.v and timing_settings.tcl: period and input_slew in ns.
#
# The clock is ideal. Inputs arrive with its edge, outputs are due at the next one, so combinational paths from port to
# port count too. Reset is no timing path.
#
# A path that ends in a transparent latch borrows what it needs, so its slack is 0 at any clock; it goes on to the flops
# behind the latch and counts there. Setup paths are therefore those to flops, clock gates and outputs, unless some path
# is too slow even so.
source timing_settings.tcl
read_liberty library.lib
read_verilog netlist.v
link_design unit
create_clock -name clk -period $period [get_ports clk_i]
set inputs {}
foreach input [all_inputs] {
  if {[get_property $input full_name] ne "clk_i"} { lappend inputs $input }
}
set_input_delay 0 -clock clk $inputs
set_output_delay 0 -clock clk [all_outputs]
set_input_transition $input_slew [all_inputs]
set_false_path -from [get_ports rst_ni]
# Clock gates are no registers to this OpenSTA, but they hang on the clock's net, and latches do not.
set ends [concat [all_registers -edge_triggered -data_pins] [all_outputs]]
foreach cell [get_cells -of_objects [get_nets clk_i]] {
  foreach pin [get_pins -of_objects $cell] {
    if {[get_property $pin direction] eq "input"} { lappend ends $pin }
  }
}
puts "pwlsim: setup"
if {[worst_slack] < 0} {
  report_checks -path_delay max -digits 4
} else {
  report_checks -path_delay max -digits 4 -to $ends
}
puts "pwlsim: hold"
report_checks -path_delay min -digits 4
puts "pwlsim: end"
exit
