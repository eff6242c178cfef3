// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/rooms.h"

namespace pwlsim::tests {

/// A library small enough to calculate with by hand. Times are in ps, capacitances in fF; an energy of 1 is
/// 1 fF * (2 V)^2 = 4e-15 J, as voltages are in units of 2 V.
constexpr const char* kTinyLibrary = R"lib(library (tiny) {
  time_unit : "1ps"; voltage_unit : "2V"; leakage_power_unit : "1pW";
  capacitive_load_unit (1, ff);
  nom_voltage : 0.5;  /* of 2 V: 1 V */
  lu_table_template (slews) { variable_1 : input_net_transition; variable_2 : total_output_net_capacitance;
    index_1 ("10, 30"); index_2 ("1, 2, 4"); }
  power_lut_template (energies) { variable_1 : total_output_net_capacitance; variable_2 : input_transition_time;
    index_1 ("1, 3"); index_2 ("10, 20"); }
  power_lut_template (passive) { variable_1 : input_transition_time; index_1 ("10, 20"); }
  cell (INV) {
    area : 2; cell_leakage_power : 5;
    pin (A) { direction : input; capacitance : 2; }
    pin (Y) {
      direction : output; function : "A'";
      timing () { related_pin : "A"; timing_sense : negative_unate;
        rise_transition (slews) { values ("10, 20, 40", "30, 40, 60"); }
        fall_transition (slews) { values ("10, 20, 40", "30, 40, 60"); } }
      internal_power () { related_pin : "A";
        rise_power (energies) { values ("3, 4", "5, 6"); }
        fall_power (energies) { values ("1, 2", "3, 4"); } } } }
  cell (NAND) {
    area : 3;
    leakage_power () { when : "A & B"; value : 8; }
    leakage_power () { when : "!A"; value : 2; }
    leakage_power () { value : 4; }
    pin (A, B) { direction : input; capacitance : 2; rise_capacitance : 3; }
    pin (Y) {
      direction : output; function : "(A B)'";
      timing () { related_pin : "A B"; rise_transition (scalar) { values ("12"); } fall_transition (scalar) { values ("12"); } }
      internal_power () { related_pin : "A"; rise_power (scalar) { values ("2"); } fall_power (scalar) { values ("4"); } }
      internal_power () { related_pin : "B"; power (scalar) { values ("9"); } } } }
  cell (SCANFF) {
    area : 10;
    ff (IQ, IQN) { clocked_on : "CK"; next_state : "(SE * SI) + (SE' * D)"; clear : "RN'"; preset : "!SN"; }
    pin (CK) { direction : input; clock : true; capacitance : 1;
      internal_power () { rise_power (passive) { values ("6, 8"); } fall_power (passive) { values ("2, 4"); } } }
    pin (D) { direction : input; capacitance : 1; }
    pin (SI, SE, RN, SN) { direction : input; }
    pin (Q) { direction : output; function : "IQ"; } }
  cell (GATE) {
    area : 4; clock_gating_integrated_cell : "latch_posedge_precontrol"; statetable ("C E", "L") { }
    pin (C) { direction : input; clock_gate_clock_pin : true; capacitance : 1; }
    pin (E) { direction : input; clock_gate_enable_pin : true; }
    pin (T) { direction : input; clock_gate_test_pin : true; }
    pin (G) { direction : output; clock_gate_out_pin : true; state_function : "C * L";
      timing () { related_pin : "C"; rise_transition (scalar) { values ("15"); } fall_transition (scalar) { values ("15"); } } } }
  cell (LAT) {
    area : 5; latch (IQ, IQN) { enable : "G'"; data_in : "D"; }
    pin (G) { direction : input; }
    pin (D) { direction : input; }
    pin (Q) { direction : output; function : "IQ"; } }
  cell (TIE) { area : 1; pin (H) { direction : output; function : "1"; } pin (L) { direction : output; function : "0"; } }
}
)lib";

}  // namespace pwlsim::tests
