# SPDX-License-Identifier: Apache-2.0
#
# Yosys: maps one unit to the cells of a library, once with each recipe. pwlsim (sim/cost/map/synthesis.cpp) runs it in a
# folder that holds full_adders.v and table_storage.v of this folder, library.lib, flops.v and cells.v (techmaps to the
# library's flops and other cells) and settings.tcl:
#   top, parameters (name value …), sources   what to map
#   period       of the clock, ps
#   storage      of the table: flop, gated or latch
#   enable_cell  whether cells.v maps flops with an enable
#   buffer_cell  whether the library has a buffer
#   kept         a recipe, with which alone the unit is mapped without flattening it; by default there is none
# Writes mapped_<recipe>.json for each recipe.
#
# One flow for all units:
# - A sum of several words is one compressor tree (maccmap) of the library's full adders. Those with a constant input, or
#   with one signal at two, become plain logic. Constants show only between gates, and travel: each round may make more.
# - Flops keep their value through a NAND and an OR-AND-INVERT, which is smaller than the multiplexer that abc makes.
# - abc maps the rest. It sees neither full adders nor flops, so its own delays say little: which recipe is the best one
#   is decided from static timing analysis.
yosys -import
set kept {}
source settings.tcl

# The objects that a selection has, a line each.
proc list_of {args} {
  yosys tee -q -o selected.txt select -list {*}$args
  set file [open selected.txt]
  set list [read $file]
  close $file
  return $list
}

# Fails in Yosys's manner, with the signals that a selection has.
proc refuse {reason args} {
  set signals [lmap signal [list_of {*}$args] {string map {unit/ ""} $signal}]
  if {[llength $signals] == 0} return
  set others [expr {[llength $signals] > 4 ? ", …" : ""}]
  puts stderr "ERROR: $reason: [join [lrange $signals 0 3] {, }]$others"
  exit 1
}

# From small to fast, more or less. The target of half a period is for what abc does not see.
set target [expr {$period / 2}]
set recipes {
  rewrite     "+strash;dc2;dc2;dch,-f;map,-a"
  rewrite_nf  "+strash;dc2;&get,-n;&dch,-f;&nf,-R,10,-F,8,-A,4;&put"
  choices     "+strash;dch;dch;map,-a"
  nf          "+strash;&get,-n;&dch,-f;&nf,-R,50,-F,8,-A,4;&put"
  speed       "+strash;dch;dch;map,-B,0.9,-D,$target"
}
set sizing "topo;buffer,-c,-N,32;upsize,-D,$target;dnsize,-D,$target"

yosys read_liberty -lib -ignore_miss_func library.lib
yosys log "pwlsim: the library is read"
# Yosys decides ties by the age of names. Those that are younger than the committed figures of area and power are made
# known before the RTL: then they change the order of no others, and no figure moves.
foreach name {SLOPE_WIDTH INTERCEPT_WIDTH BREAKPOINT_WIDTH STAGES AMOUNT_WIDTH augend addend} {
  yosys select -set $name *
}
yosys read_verilog -sv -DSYNTHESIS {*}$sources
set changed {}
foreach {name value} $parameters { lappend changed -chparam $name $value }
# What the RTL leaves open or drives twice is no circuit.
foreach warning {"multiple conflicting drivers" "is used but has no driver" "found logic loop"} {
  yosys logger -werror $warning
}
yosys hierarchy -check -top $top {*}$changed
yosys rename -top unit
yosys synth -run begin:fine -top unit {*}[expr {$kept eq "" ? "-flatten" : ""}]
# A memory becomes flops, of which opt finds the write enables.
yosys opt_mem
yosys memory_map
yosys opt -undriven -fine
refuse "initial values, which gates do not have" a:init
if {$storage ne "flop"} {
  yosys select -set words w:*u_table.* %ci1 t:\$dffe %i
  yosys techmap -D STORAGE_$storage -map table_storage.v @words
  yosys opt_merge
}
yosys maccmap
yosys opt_clean
yosys techmap -map full_adders.v t:\$fa
yosys techmap
yosys opt -fast -full
set folded ""
while {[set left [list_of t:pwl_full_adder]] ne $folded} {
  set folded $left
  yosys techmap -map full_adders.v t:pwl_full_adder
  yosys simplemap
  yosys opt -fast -full
}

set flops {-cell $_DFF_P_ x -cell $_DFF_PN0_ x -cell $_DLATCH_P_ x}
if {$enable_cell} {
  yosys dfflegalize {*}$flops -cell \$_DFFE_PP_ x
  yosys opt -fast
  yosys techmap -map cells.v t:\$_DFFE_PP_
  yosys simplemap
}
yosys dfflegalize {*}$flops
yosys opt -fast
yosys techmap -map cells.v t:\$_DLATCH_P_ t:pwl_clock_gate
yosys simplemap
yosys techmap -map cells.v t:pwl_full_adder
yosys simplemap
yosys dfflegalize {*}$flops
yosys techmap -map flops.v t:\$_DFF_P_ t:\$_DFF_PN0_
yosys simplemap
yosys opt
refuse "the library has no cell for this flop or latch" t:\$_D* t:\$_S* t:\$_AL* %u %u %co:+\[Q\] w:* %i
yosys design -save sequential

# Without a buffer in the library abc cannot map by &nf, and crashes when it sizes.
if {!$buffer_cell} { set sizing topo }
foreach {recipe script} [subst $recipes] {
  if {!$buffer_cell && [string match *&nf* $script]} continue
  if {$kept ne "" && $recipe ne $kept} continue
  yosys design -load sequential
  yosys abc -liberty library.lib -script "$script;$sizing"
  yosys techmap -map cells.v t:pwl_wire
  yosys opt_clean
  yosys rename -enumerate -pattern n%
  yosys check -mapped -assert
  yosys delete =A:blackbox
  yosys write_json mapped_$recipe.json
}
