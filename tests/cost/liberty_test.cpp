// SPDX-License-Identifier: Apache-2.0
#include "sim/cost/liberty/liberty.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <zlib.h>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "sim/base/error.h"
#include "sim/cost/liberty/gzip.h"
#include "sim/cost/liberty/liberty_writer.h"
#include "tests/cost/tiny_library.h"
#include "tests/rooms.h"
#include "tests/scratch_folder.h"

namespace pwlsim::tests {
namespace {

constexpr const char* kOsu = "/usr/share/qflow/tech/osu018/osu018_stdcells.lib";

std::string zipped(const std::string& text) {
  z_stream stream{};
  deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  std::string bytes(deflateBound(&stream, text.size()) + 100, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(bytes.data());
  stream.avail_out = static_cast<uInt>(bytes.size());
  deflate(&stream, Z_FINISH);
  bytes.resize(stream.total_out);
  deflateEnd(&stream);
  return bytes;
}

/// The reader's message about a file with this text or, if it reads the file, about the first unusable cell.
std::string refusal(const std::string& text) {
  const ScratchFolder folder;
  try {
    for (const LibertyCell& cell : read_liberty(folder.write("bad.lib", text)).cells) {
      if (cell.faulty) return cell.unusable.substr(cell.unusable.find("bad.lib") + 7);
    }
  } catch (const InputError& error) {
    const std::string message = error.what();
    return message.substr(message.find("bad.lib") + 7);
  }
  return "accepted";
}

std::string text_of(const Library& library) {
  return liberty_text(library, LibertyDetail::kPower, [](const LibertyCell&) { return true; });
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t place = text.find(from);
  EXPECT_NE(place, std::string::npos) << from;
  return text.replace(place, from.size(), to);
}

Library read_text(const std::string& text) {
  const ScratchFolder folder;
  return read_liberty(folder.write("test.lib", text));
}

TEST(Liberty, HasTheNumbersOfTheOsuLibrary) {
  const Library library = read_liberty(kOsu);
  EXPECT_EQ(library.name, "osu018_stdcells");
  EXPECT_EQ(library.operating_conditions, "typical");
  EXPECT_DOUBLE_EQ(library.voltage, 1.8);
  EXPECT_DOUBLE_EQ(library.temperature, 25);
  EXPECT_EQ(library.cells.size(), 32U);
  const LibertyCell& nand = *library.cell("NAND2X1");
  EXPECT_EQ(nand.area, 24);
  EXPECT_DOUBLE_EQ(nand.leakage, 0.0393659e-9);
  EXPECT_DOUBLE_EQ(nand.pin("A")->capacitance[1], 0.0122726);
  const LibertyTable& fall = nand.pin("Y")->arcs[0].transition[1];
  // index_1 is the load there. First a point of the grid, then one beyond it.
  EXPECT_DOUBLE_EQ(fall.at(0.42, 0.025), 0.1146);
  EXPECT_DOUBLE_EQ(fall.at(0.06, 0.15), 0.252);
  EXPECT_NEAR(fall.at(0.06, 0.225), 0.252 + (0.252 - 0.1332), 1e-12);
  EXPECT_EQ(nand.pin("Y")->arcs[0].sense, TimingArc::Sense::kNegative);
  EXPECT_EQ(library.cell("LATCH")->unusable, "has no area");
  EXPECT_TRUE(library.cell("DFFSR")->states[0].flop);
  EXPECT_EQ(library.cell("NAND9"), nullptr);
}

TEST(Liberty, ConvertsUnitsAndTurnsTablesOfEitherOrder) {
  const ScratchFolder folder;
  const Library library = read_liberty(folder.write("tiny.lib", kTinyLibrary));
  EXPECT_DOUBLE_EQ(library.voltage, 1);
  const LibertyCell& inverter = *library.cell("INV");
  EXPECT_DOUBLE_EQ(inverter.pin("A")->capacitance[0], 0.002);
  EXPECT_DOUBLE_EQ(inverter.leakage, 5e-12);
  const LibertyPin& output = *inverter.pin("Y");
  // slews: first index; energies: second one.
  EXPECT_NEAR(output.arcs[0].transition[0].at(0.030, 0.001), 0.030, 1e-15);
  EXPECT_NEAR(output.arcs[0].transition[0].at(0.010, 0.004), 0.040, 1e-15);
  EXPECT_NEAR(output.arcs[0].transition[0].at(0.020, 0.003), (20 + 40 + 40 + 60) / 4 * 1e-3, 1e-15);
  EXPECT_NEAR(output.internal_power[0].energy[0].at(0.020, 0.001), 4 * 4e-15, 1e-25);
  EXPECT_NEAR(output.internal_power[0].energy[0].at(0.010, 0.003), 5 * 4e-15, 1e-25);
  EXPECT_NEAR(output.internal_power[0].energy[0].at(0.000, 0.001), 2 * 4e-15, 1e-25) << "extrapolated";
  // A & B leaks 8, !A 2, the remaining quarter 4.
  EXPECT_NEAR(library.cell("NAND")->leakage, (8 * 0.25 + 2 * 0.5 + 4 * 0.25) * 1e-12, 1e-24);
  EXPECT_DOUBLE_EQ(library.cell("NAND")->pin("B")->capacitance[0], 0.003);
  EXPECT_DOUBLE_EQ(library.cell("NAND")->pin("B")->capacitance[1], 0.002);
  EXPECT_DOUBLE_EQ(library.cell("NAND")->pin("Y")->internal_power[1].energy[1].at(1, 1), 9 * 4e-15)
      << "power: both edges";
}

TEST(Liberty, LeavesOutWhatIsCountedAgainAtTheGroundPin) {
  const ScratchFolder folder;
  const std::string text =
      replaced(replaced(kTinyLibrary, "cell (INV) {\n    area : 2;",
                        "cell (INV) {\n area : 2; pg_pin (VSS) { pg_type : primary_ground; } pg_pin (VDD) { pg_type : "
                        "primary_power; } leakage_power () { related_pg_pin : VSS; value : 100; }"),
               "internal_power () { related_pin : \"A\";",
               "internal_power () { related_pg_pin : \"VSS\"; }\n"
               "internal_power () { related_pg_pin : \"VDD\"; related_pin : \"A\";");
  const LibertyCell inverter = *read_liberty(folder.write("pg.lib", text)).cell("INV");
  EXPECT_EQ(inverter.pin("Y")->internal_power.size(), 1U);
  EXPECT_DOUBLE_EQ(inverter.leakage, 5e-12);
  // Without pg_pin groups the library's voltage_map tells which supplies are grounds.
  const std::string no_pins =
      replaced(text, "pg_pin (VSS) { pg_type : primary_ground; } pg_pin (VDD) { pg_type : primary_power; }", "");
  const LibertyCell mapped =
      *read_text(replaced(no_pins, "time_unit", "voltage_map (VDD, 1.0); voltage_map (\"VSS\", 0.0); time_unit"))
           .cell("INV");
  EXPECT_EQ(mapped.pin("Y")->internal_power.size(), 1U);
  EXPECT_DOUBLE_EQ(mapped.leakage, 5e-12);
}

TEST(Liberty, AddsWhatPowerLevelsDraw) {
  const std::string text = replaced(kTinyLibrary, "internal_power () { related_pin : \"A\";",
                                    "internal_power () { power_level : \"V2\"; related_pin : \"A\"; }\n"
                                    "internal_power () { power_level : \"V1\"; related_pin : \"A\";");
  const std::vector<InternalPower> groups = read_text(text).cell("INV")->pin("Y")->internal_power;
  ASSERT_EQ(groups.size(), 2U);
  EXPECT_EQ(groups[0].supply, "V2");
  EXPECT_EQ(groups[1].supply, "V1");
}

TEST(Liberty, TakesDefaultsOfPins) {
  const std::string text = replaced(
      replaced(kTinyLibrary, "time_unit",
               "default_max_capacitance : 7; default_max_fanout : 5; default_fanout_load : 2; "
               "default_output_pin_cap : 3; default_input_pin_cap : 4; default_cell_leakage_power : 6; time_unit"),
      "direction : output; function : \"(A B)'\";",
      "direction : output; function : \"(A B)'\"; max_capacitance : 9; max_fanout : 6;");
  const Library library = read_text(text);
  const LibertyPin inverter = *library.cell("INV")->pin("Y"), nand = *library.cell("NAND")->pin("Y");
  EXPECT_DOUBLE_EQ(inverter.max_capacitance, 0.007);
  EXPECT_DOUBLE_EQ(inverter.max_fanout, 5);
  EXPECT_DOUBLE_EQ(inverter.capacitance[1], 0.003);
  EXPECT_DOUBLE_EQ(nand.max_capacitance, 0.009);
  EXPECT_DOUBLE_EQ(nand.max_fanout, 6);
  EXPECT_DOUBLE_EQ(library.cell("INV")->pin("A")->fanout_load, 2);
  EXPECT_DOUBLE_EQ(library.cell("SCANFF")->pin("SI")->capacitance[0], 0.004);
  EXPECT_DOUBLE_EQ(library.cell("SCANFF")->leakage, 6e-12);
  EXPECT_DOUBLE_EQ(library.cell("INV")->leakage, 5e-12);
  EXPECT_DOUBLE_EQ(library.cell("INV")->pin("A")->max_capacitance, 0);
}

// A rise and a fall may be in separate groups, with or without separate timing_types.
TEST(Liberty, JoinsTheEdgesOfAnArc) {
  const std::string whole = R"(timing () { related_pin : "A"; timing_sense : negative_unate;
        rise_transition (slews) { values ("10, 20, 40", "30, 40, 60"); }
        fall_transition (slews) { values ("10, 20, 40", "30, 40, 60"); } })";
  const auto halves = [](const std::string& rise, const std::string& fall) {
    return fmt::format(R"(timing () {{ related_pin : "A"; {} timing_sense : negative_unate;
        rise_transition (slews) {{ values ("10, 20, 40", "30, 40, 60"); }} }}
      timing () {{ related_pin : "A"; {} timing_sense : negative_unate;
        fall_transition (slews) {{ values ("10, 20, 40", "30, 40, 60"); }} }})",
                       rise, fall);
  };
  const std::string expected = text_of(read_text(kTinyLibrary));
  const std::string of_rise = "timing_type : combinational_rise;", of_fall = "timing_type : combinational_fall;";
  EXPECT_EQ(text_of(read_text(replaced(kTinyLibrary, whole, halves(of_rise, of_fall)))), expected);
  EXPECT_EQ(text_of(read_text(replaced(kTinyLibrary, whole, halves("", "timing_type : combinational;")))), expected);
  EXPECT_EQ(
      text_of(read_text(replaced(kTinyLibrary, whole, halves(of_rise, of_fall + " when : \"A\";")))).find(expected),
      std::string::npos)
      << "of other conditions";
  // A group for one edge does not affect the other.
  const LibertyCell alone = *read_text(replaced(kTinyLibrary, "timing_sense : negative_unate;", of_fall)).cell("INV");
  EXPECT_TRUE(alone.pin("Y")->arcs[0].transition[0].empty());
  EXPECT_TRUE(alone.pin("Y")->arcs[0].combinational());
}

// The library may describe the inside as a latch with functions, as a state table, or by arcs of each edge of the
// clock.
TEST(Liberty, ClockGatesAreAllAlike) {
  const std::string table = "statetable (\"C E\", \"L\") { }", out = "state_function : \"C * L\";";
  const std::string arc =
      "related_pin : \"C\"; rise_transition (scalar) { values (\"15\"); } fall_transition (scalar) { values (\"15\"); "
      "}";
  const std::string whole = replaced(kTinyLibrary, arc, "timing_sense : positive_unate; " + arc);
  const std::string latch = "latch (L, LN) { enable : \"!C\"; data_in : \"E\"; }";
  const std::string edges =
      "related_pin : \"C\"; timing_type : rising_edge; rise_transition (scalar) { values (\"15\"); } } timing () { "
      "related_pin : \"C\"; timing_type : falling_edge; fall_transition (scalar) { values (\"15\"); }";
  const std::string expected = text_of(read_text(whole));
  EXPECT_EQ(text_of(read_text(replaced(replaced(whole, table, latch), out, "function : \"C L\";"))), expected);
  EXPECT_EQ(text_of(read_text(replaced(kTinyLibrary, arc, edges))), expected);
}

TEST(Liberty, GivesCellsOfTheSamePinsTheSameOrderOfThem) {
  const std::string reversed =
      "cell (INV2) { area : 3; pin (Y) { direction : output; function : \"!A\"; } pin (A) { direction : input; } }\n";
  const Library library = read_text(replaced(kTinyLibrary, "cell (NAND)", reversed + "cell (NAND)"));
  EXPECT_EQ(library.cell("INV2")->pins[0].name, "A");
  EXPECT_EQ(library.cell("INV2")->pins[1].name, "Y");
}

TEST(Liberty, TakesTheDefaultWireLoad) {
  const ScratchFolder folder;
  const std::string text = replaced(kTinyLibrary, "nom_voltage", R"(default_wire_load : "small";
    wire_load ("large") { capacitance : 9; slope : 9; fanout_length (1, 9); }
    wire_load ("small") { capacitance : 0.5; slope : 6; fanout_length (1, 10); fanout_length (3, 20); }
    nom_voltage)");
  const WireLoad wire = read_liberty(folder.write("wire.lib", text)).wire_load;
  EXPECT_DOUBLE_EQ(wire.at(0), 0);
  EXPECT_DOUBLE_EQ(wire.at(1), 10 * 0.5e-3);
  EXPECT_DOUBLE_EQ(wire.at(2), 15 * 0.5e-3);
  EXPECT_DOUBLE_EQ(wire.at(5), (20 + 2 * 6) * 0.5e-3);
  const auto with = [](const std::string& choice) {
    return read_text(replaced(kTinyLibrary, "nom_voltage", choice + R"(
      wire_load ("large") { capacitance : 9; slope : 9; fanout_length (1, 9); }
      wire_load ("small") { capacitance : 0.5; slope : 6; fanout_length (4, 20); }
      wire_load_selection (one) { wire_load_from_area (0, 10, "small"); wire_load_from_area (10, 20, "small"); }
      wire_load_selection (two) { wire_load_from_area (0, 10, "small"); wire_load_from_area (10, 20, "large"); }
      nom_voltage)"));
  };
  // Below the first fanout each pin takes the slope, as in OpenSTA.
  EXPECT_DOUBLE_EQ(with("default_wire_load : small;").wire_load.at(3), 14 * 0.5e-3);
  EXPECT_DOUBLE_EQ(with("default_wire_load : small;").wire_load.at(1), 2 * 0.5e-3);
  EXPECT_EQ(with("default_wire_load : small;").notes.size(), 0U);
  EXPECT_DOUBLE_EQ(with("default_wire_load_selection : one;").wire_load.at(4), 20 * 0.5e-3);
  for (const char* choice : {"default_wire_load_selection : two;", "default_wire_load : none;"}) {
    EXPECT_EQ(with(choice).wire_load.at(4), 0);
    EXPECT_EQ(with(choice).notes.size(), 1U) << choice;
  }
}

TEST(Liberty, ReadsGzipWhateverTheFileIsCalled) {
  const ScratchFolder folder;
  const std::string bytes = zipped(kTinyLibrary);
  const Library library = read_liberty(folder.write("tiny.lib", bytes));
  EXPECT_EQ(text_of(library), text_of(read_liberty(folder.write("plain.gz", kTinyLibrary))));
  EXPECT_NE(refusal(bytes.substr(0, bytes.size() / 2)).find("cut off"), std::string::npos);
  std::string damaged = bytes;
  damaged[damaged.size() / 2] ^= 0x55;
  EXPECT_NE(refusal(damaged).find("the compressed file is"), std::string::npos);
  EXPECT_EQ(unzip(bytes + bytes, "two", 1 << 20), std::string(kTinyLibrary) + kTinyLibrary);
  EXPECT_EQ(unzip(bytes + std::string(512, '\0'), "padded", 1 << 20), kTinyLibrary);
  EXPECT_NE(refusal(bytes + std::string(20, '\0') + "rest").find("damaged"), std::string::npos);
}

TEST(Liberty, StopsAtAnAbsurdDecompressedSize) {
  const std::string bomb = zipped(std::string(50'000'000, ' '));
  EXPECT_LT(bomb.size(), 100'000U);
  EXPECT_THROW(unzip(bomb, "bomb", 1'000'000), InputError);
  EXPECT_EQ(unzip(bomb, "bomb", 50'000'000).size(), 50'000'000U);
}

TEST(Liberty, NamesFileAndLineOfWhatIsWrong) {
  const std::string tiny = kTinyLibrary;
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"", ":1: not a Liberty file"},
      {"module unit (a);\n", ":1: not a Liberty file"},
      {"library (x) {\n nom_voltage : 1;\n}\n", ": a library without cells"},
      {"library (x) {\n  cell (A) {\n    area : 1;\n", ":4: the file ends inside cell (A), which begins in line 2"},
      {"library (x) {\n} }\n", ":2: text after the library's closing brace"},
      {"library (x) {\n  /* never\n ended", ":2: a comment without */"},
      {"library (x) {\n\n  a : \"never\n ended;", ":3: a \" without its partner"},
      {"library (x) {\n  values (1, 2;\n }\n", ":2: a ( without its partner"},
      {"library (x) {\n  ?;\n}\n", ":2: \"?\" is out of place"},
      {"library (x) {\n  include_file (y);\n}\n", ":2: include_file is not read"},
      {"library (x) {\n  cell { }\n}\n", ":2: cell: a : or ( should follow"},
      {replaced(tiny, "area : 2;", "area : two;"), ":11: area: two is not a number"},
      {replaced(tiny, "area : 2;", "area : nan;"), ":11: area: nan is not a number"},
      {replaced(tiny, "\"1ps\"", "\"1px\""), ":2: time_unit: 1px is not a unit"},
      {replaced(tiny, "10, 20, 40\", \"", "10, 20, 4x0\", \""), ":16: values: x0"},
      {replaced(tiny, "10, 20, 40\", \"", "10, 20\", \""), ":16: 5 values in place of"},
      {replaced(tiny, "\"10, 20, 40\", \"30, 40, 60\"", "\"10, 20\", \"40, 30\", \"40, 60\""),
       ":16: a row of 2 values, where the table's have 3"},
      {replaced(tiny, "related_pin : \"A\"; timing_sense", "timing_sense"), ":15: timing without a related_pin"},
      {replaced(tiny, "cell (INV)", "cell (\"IN V\")"), ":10: IN V is not a name of a cell or pin"},
      {replaced(tiny, "area : 2;", "dont_use : maybe; area : 2;"), ":11: dont_use: maybe is neither true nor false"},
      {replaced(tiny, "\"10, 30\"", "\"30, 10\""), ":16: index_1 does not ascend"},
      {replaced(tiny, "rise_power (energies)", "rise_power (none)"), ":19: rise_power: there is no template none"},
      {replaced(tiny, "input_transition_time;", "phase_of_moon;"), ":19: rise_power: template energies has a variable"},
      {replaced(tiny, "\"A'\"", "\"A & (\""), ":14: function \"A & (\": ends early"},
      {replaced(tiny, "cell (NAND)", "cell (INV)"), "cell INV a second time; the first is "},
      {replaced(tiny, "nom_voltage : 0.5;", ""), ": no nom_voltage above zero"},
      {replaced(tiny, "nom_voltage : 0.5;", "nom_voltage : -0.5;"), ":1: no nom_voltage above zero"},
      {replaced(tiny, "nom_voltage : 0.5;", "nom_voltage : 10.1;"),
       ":1: a supply of 20.2 V; libraries up to 20 V can be used"},
      {replaced(tiny, "nom_voltage : 0.5;", "nom_voltage : 1e200;"), ":1: a supply of 2e+200 V"},
      {replaced(tiny, "capacitance : 2;", "capacitance : -2;"), ":12: capacitance: a negative -2"},
      {replaced(tiny, "rise_capacitance : 3;", "rise_capacitance : -1e-9;"), ": rise_capacitance: a negative -1e-09"},
      {replaced(tiny, "cell_leakage_power : 5;", "cell_leakage_power : -5;"), ": cell_leakage_power: a negative -5"},
      {replaced(tiny, "value : 8;", "value : -8;"), ": value: a negative -8"},
  };
  for (const auto& [text, message] : cases) EXPECT_NE(refusal(text).find(message), std::string::npos) << refusal(text);
  EXPECT_THROW(read_liberty("/nonexistent/x.lib"), InputError);
  EXPECT_THROW(read_liberty("/"), InputError);
}

// A reader that crashes, hangs or exhausts the memory would end the test program.
TEST(Liberty, SurvivesGarbage) {
  const ScratchFolder folder;
  std::vector<std::string> texts = {std::string(1 << 20, '{'), "library(x){" + std::string(1 << 20, '('),
                                    std::string(1 << 20, '\0'), "library(x){" + std::string(1 << 20, '"')};
  std::string deep = "library(x){";
  for (int i = 0; i < 100'000; ++i) deep += "pin(a){";
  texts.push_back(deep);
  const std::string osu = ScratchFolder::read_whole(kOsu);
  std::mt19937 random(1);
  const std::string alphabet = "{}()\"\\;:,/*'!1e9-\n\0\xff";
  for (int i = 0; i < 200; ++i) {
    std::string text = i % 2 == 0 ? std::string(kTinyLibrary) : osu;
    for (int k = 0; k <= i % 5; ++k) {
      const std::size_t place = random() % text.size();
      if (random() % 3 == 0) {
        text.erase(place, random() % 50);
      } else {
        text[place] = alphabet[random() % alphabet.size()];
      }
    }
    if (i % 7 == 0) text.resize(random() % text.size());
    texts.push_back(text);
  }
  int refused = 0;
  for (const std::string& text : texts) {
    try {
      for (const LibertyCell& cell : read_liberty(folder.write("garbage.lib", text)).cells) {
        if (cell.faulty) throw InputError(cell.unusable);
      }
    } catch (const InputError& error) {
      EXPECT_NE(std::string(error.what()).find("garbage.lib:"), std::string::npos) << error.what();
      ++refused;
    }
  }
  EXPECT_GT(refused, 50) << "hardly any text was garbage";
}

// The same library in another spelling gives the same cells.
TEST(Liberty, IsReadWhateverItsSpelling) {
  const std::string tiny = kTinyLibrary;
  const auto edited = [&](const std::vector<std::pair<std::string, std::string>>& edits) {
    std::string text = tiny;
    for (const auto& [from, to] : edits) text = replaced(text, from, to);
    return text;
  };
  std::string dos;
  for (const char c : tiny) dos += c == '\n' ? "\r\n" : std::string(1, c);
  const std::string time = "time_unit : \"1ps\";", farad = "capacitive_load_unit (1, ff);";
  const std::vector<std::string> texts = {
      "\xef\xbb\xbf" + tiny,
      dos,
      "/* caf\xe9 { \" */ // \xfc \" {\n" + tiny + "// the end",
      edited({{time, "time_unit : 1ps;"}}),
      edited({{time, "time_unit : \"1 PS\";"}}),
      edited({{time, "time_unit : \"0.001ns\";"}}),
      edited({{time, "time_unit : \"ps\";"}}),
      edited({{farad, "capacitive_load_unit (1,fF);"}}),
      edited({{farad, "capacitive_load_unit (\"1.0\", \"ff\") ;"}}),
      edited({{farad, "capacitive_load_unit (0.001, pf)"}}),
      edited({{farad, "capacitive_load_unit\\\n (1, \\\n ff);"}}),
      edited({{"\"2V\"", "\"2000mV\""}}),
      edited({{"\"1pW\"", "\"pW\""}}),
      edited({{"library (tiny) {", "library (tiny)\n{"}}),
      edited({{"cell (INV) {", "cell (\"INV\")\n\n{"}}),
      edited({{"area : 2;", "area : 2\n"}}),
      edited({{"area : 2;", "\"area\" : 2;"}}),
      tiny + ";\n;",
      edited({{"area : 2; cell_leakage_power : 5;", "area : 2; leakage_power () { when : A; value : 5; }"}}),
      edited({{"leakage_power () { when : \"A & B\"; value : 8; }",
               "leakage_power () { when : \"A & B\"; power_level : X; value : 3; } leakage_power () { power_level : Y; "
               "value : 0; } leakage_power () { when : \"A & B\"; value : 5; }"}}),
      edited({{"area : 2;", "area : /* um2 */ 2 /* of\n all */;"}}),
      edited({{"area : 2;", "area : \\\n 2;"}}),
      edited({{"area : 2;", "area : 2; dont_use : false; dont_touch : \"FALSE\"; pad_cell : \"False\";"}}),
      edited({{"area : 2;", "area : 2; voltage_map (vdd!, 1.2); vih : VDD + 0.5; define (x, cell, string);"}}),
      edited({{"\"A'\"", "A'"}}),
      edited({{"\"A'\"", "(!A)"}}),
      edited({{"\"10, 20, 40\", \"30, 40, 60\"", "\"10, 20, 40, 30, 40, 60\""}}),
      edited({{"\"10, 20, 40\", \"30, 40, 60\"", "/* one */ \"10, 20, \\\n 40\", /* two */ \\\n \"30, 40, 60\""}}),
      edited({{"\"10, 20, 40\", \"30, 40, 60\"", "\"10 20 40\" \"30 40 60\""}}),
      edited({{"\"10, 20, 40\", \"30, 40, 60\"", "10, 20, 40, 30, 40, 60"}}),
      edited({{"value : 4;", "when : \"\"; value : 4;"}}),
      edited({{"cell (NAND) {",
               "type (bus2) { base_type : array; bit_width : 2; } input_voltage (x) { vil : 0.3 * VDD; } "
               "cell (NAND) {"}}),
  };
  const std::string expected = text_of(read_text(tiny));
  for (const std::string& text : texts) EXPECT_EQ(text_of(read_text(text)), expected) << text.substr(0, 3000);
  // A template may come after the cells.
  const std::string passive =
      "power_lut_template (passive) { variable_1 : input_transition_time; index_1 (\"10, 20\"); }";
  std::string late = replaced(tiny, passive, "");
  late.insert(late.rfind('}'), passive);
  EXPECT_EQ(text_of(read_text(late)), expected);
}

TEST(Liberty, TakesUnitsOfEverySize) {
  const auto with = [](const std::string& time, const std::string& load) {
    return read_text(replaced(replaced(kTinyLibrary, "\"1ps\"", time), "(1, ff)", load)).cell("INV")->pin("Y")->arcs[0];
  };
  EXPECT_DOUBLE_EQ(with("\"10ps\"", "(1, ff)").transition[0].values[0], 0.1);
  EXPECT_DOUBLE_EQ(with("\"100ps\"", "(1, ff)").transition[0].values[0], 1);
  EXPECT_DOUBLE_EQ(with("\"1NS\"", "(1, ff)").transition[0].values[0], 10);
  EXPECT_DOUBLE_EQ(with("\"1ps\"", "(1000.0, ff)").transition[0].columns[0], 1);
  EXPECT_DOUBLE_EQ(with("\"1ps\"", "(1,pF)").transition[0].columns[0], 1);
  EXPECT_DOUBLE_EQ(with("\"1ps\"", "(10,ff)").transition[0].columns[0], 0.01);
}

TEST(Liberty, KeepsChecksAndConditionsOfTiming) {
  const std::string text = replaced(kTinyLibrary, "pin (D) { direction : input; capacitance : 1; }", R"(
    pin (D) { direction : input; capacitance : 1;
      timing () { related_pin : "CK"; timing_type : setup_rising; when : "SE"; rise_constraint (scalar) { values ("5"); } }
      timing () { related_pin : "CK"; timing_type : hold_falling; fall_constraint (scalar) { values ("-2"); } }
      timing () { related_pin : "CK"; timing_type : min_pulse_width; rise_constraint (scalar) { values ("7"); } } })");
  const std::vector<TimingCheck> checks = read_text(text).cell("SCANFF")->pin("D")->checks;
  ASSERT_EQ(checks.size(), 2U);
  EXPECT_EQ(checks[0].kind, TimingCheck::Kind::kSetup);
  EXPECT_EQ(text_of(checks[0].when), "SE");
  EXPECT_DOUBLE_EQ(checks[0].constraint[0].values[0], 0.005);
  EXPECT_EQ(checks[1].kind, TimingCheck::Kind::kHold);
  EXPECT_FALSE(checks[1].rising);
  EXPECT_DOUBLE_EQ(checks[1].constraint[1].values[0], -0.002);
}

TEST(Liberty, MakesOneLibraryOfSeveralFiles) {
  const ScratchFolder folder;
  const std::string osu = ScratchFolder::read_whole(kOsu);
  const std::string tiny = replaced(replaced(kTinyLibrary, "nom_voltage : 0.5;", "nom_voltage : 0.9;"),
                                    "library (tiny) {", "library (tiny) {");
  const std::string a = folder.write("osu.lib", osu), b = folder.write("tiny.lib.gz", zipped(tiny));
  const Library both = read_liberty({a, b});
  EXPECT_EQ(both.cells.size(), 32U + read_text(tiny).cells.size());
  EXPECT_EQ(both.name, "osu018_stdcells + tiny");
  EXPECT_EQ(both.file, a + ", " + b);
  EXPECT_DOUBLE_EQ(both.cell("INV")->pin("A")->capacitance[0], 0.002) << "its own unit";
  EXPECT_DOUBLE_EQ(both.cell("NAND2X1")->pin("A")->capacitance[1], 0.0122726);
  const auto refused = [&](const std::string& text) -> std::string {
    try {
      read_liberty({b, folder.write("other.lib", text)});
    } catch (const InputError& error) {
      return error.what();
    }
    return "accepted";
  };
  const std::string other = (folder.path() / "other.lib").string();
  EXPECT_EQ(refused(replaced(replaced(tiny, "cell (INV)", "cell (ANOTHER)"), "area : 3;", "area : 4;")),
            fmt::format("{}:21: cell NAND a second time; the first is {}:21", other, b));
  EXPECT_EQ(refused(replaced(tiny, "cell (INV)", "cell (ANOTHER)")), "accepted") << "the others are the same in both";
  EXPECT_EQ(read_liberty({b, other}).cells.size(), read_text(tiny).cells.size() + 1);
  EXPECT_NE(refused(replaced(tiny, "cell (INV)", "cell (NAND)")).find("a second time"), std::string::npos);
  EXPECT_EQ(refused(kTinyLibrary),
            fmt::format("{} and {} are of different conditions: process 1, 1.8 V, 25 C, and process "
                        "1, 1 V, 25 C",
                        b, other));
  EXPECT_NE(refused(replaced(tiny, "time_unit", "nom_temperature : 125; time_unit")).find("125 C"), std::string::npos);
  EXPECT_NE(refused(replaced(tiny, "time_unit", "slew_lower_threshold_pct_fall : 10; time_unit")).find("thresholds"),
            std::string::npos);
}

}  // namespace
}  // namespace pwlsim::tests
