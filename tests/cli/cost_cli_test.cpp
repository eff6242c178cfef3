// SPDX-License-Identifier: Apache-2.0
//
// Area, timing and power on the command line.

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <algorithm>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "sim/base/content_hash.h"
#include "tests/cli/cli_fixture.h"
#include "tests/own_rtl.h"
#include "tests/rooms.h"

namespace pwlsim::tests {
namespace {

constexpr const char* kOsu018 = "/usr/share/qflow/tech/osu018/osu018_stdcells.lib";
constexpr const char* kOsu018Verilog = "/usr/share/qflow/tech/osu018/osu018_stdcells.v";

const Arguments kTables = {"--method", "uniform", "--stimulus", "codes8"};
const Arguments kCost = Arguments{"cost", "--units", "int8_4", "--wide"} + kTables;

/// Words of the lines that begin with `name`, after any spaces.
std::vector<Arguments> rows_of(const std::string& text, const std::string& name) {
  std::istringstream lines(text);
  std::vector<Arguments> rows;
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    Arguments row;
    for (std::string word; words >> word;) row.push_back(word);
    if (!row.empty() && row[0] == name) rows.push_back(row);
  }
  return rows;
}

/// The command after "replay: pwlsim", for a shell in which $0 is the program.
std::string replay_of(const std::string& text) {
  const std::string key = "replay: pwlsim ";
  const std::size_t at = text.find(key);
  if (at == std::string::npos) return "false";
  return "exec \"$0\" " + text.substr(at + key.size(), text.find('\n', at) - at - key.size());
}

std::string line_with(const std::string& text, const std::string& words) {
  const std::size_t at = text.find(words);
  return at == std::string::npos ? "" : text.substr(at, text.find('\n', at) - at);
}

/// Budgets of int8_4 under the conditions of kCost; all figures are 1.
std::string made_up_budgets(double clock_ns = 10) {
  nlohmann::ordered_json budgets;
  budgets["conditions"] = {{"function", "gelu"},
                           {"method", "uniform"},
                           {"stimulus", "codes8"},
                           {"storage", "flop"},
                           {"seed", 1},
                           {"clock_ns", clock_ns},
                           {"library", "osu018_stdcells"},
                           {"corner", "typical: process 1, 1.8 V, 25 C"},
                           {"areas", "LEF osu018_stdcells.lef"},
                           {"wires", "osu018_wires.txt (0.149 fF/um)"},
                           {"clock_buffer", "CLKBUF1"},
                           {"tools", "Yosys 0, OpenSTA 0"}};
  for (const char* key : {"mse", "latency", "cells", "gate_equivalents", "area_um2", "fmax_mhz", "power_mw",
                          "energy_pj", "idle_mw", "idle_gated_mw", "layout_um2", "layout_mw"}) {
    budgets["tolerances"][key] = 0.01;
    budgets["units"]["int8_4"][key] = 1;
  }
  return budgets.dump();
}

class CostCli : public Cli {
 protected:
  nlohmann::json cost_of(const Arguments& arguments) const {
    output_of(arguments + Arguments{"--json", "out.json"});
    nlohmann::json json = json_of("out.json");
    fs::remove(folder_.path() / "out.json");
    return json;
  }
};

TEST_F(CostCli, JsonAgreesWithTheText) {
  const std::string out =
      output_of(Arguments{"cost", "--units", "int8_8,int16_8", "--function", "gelu,exp", "--stall", "random:0.2",
                          "--node-nand2-um2", "0.49", "--json", "out.json", "--wide"} +
                kTables);
  const nlohmann::json json = json_of("out.json");
  const nlohmann::json& conditions = json["cost"];
  EXPECT_EQ(conditions["library"], "osu018_stdcells");
  EXPECT_EQ(conditions["file"], kOsu018);
  EXPECT_EQ(conditions["clock_ns"], 10);
  EXPECT_EQ(conditions["storage"], "flop");
  EXPECT_EQ(conditions["nand2_um2"], 24);
  EXPECT_EQ(conditions["node_nand2_um2"], 0.49);
  EXPECT_SAYS(out, "\nclock 10 ns, tables in flops with write enable, " + conditions["tools"].get<std::string>() +
                       "; before layout, not tape-out quality\n");
  EXPECT_SAYS(out, "gates: library osu018_stdcells (" + conditions["corner"].get<std::string>() + "), " + kOsu018);
  EXPECT_SAYS(out, "SystemC = RTL = gates = golden in every cycle: yes\n");
  ASSERT_EQ(json["runs"].size(), 4U);
  for (int i = 0; i < 4; ++i) {
    const nlohmann::json& run = json["runs"][i];
    const nlohmann::json& cost = run["cost"];
    const nlohmann::json& power = cost["power"];
    const std::string unit = run["unit"];
    const auto milliwatts = [&](const char* state) {
      return fmt::format("{:.3g}", power[state]["total_w"].get<double>() * 1e3);
    };
    const double gates = cost["gate_equivalents"];
    Arguments row = {unit,
                     fmt::format("{:.3g}", run["errors"]["mse"].get<double>()),
                     run["latency"].dump(),
                     cost["cells"].dump(),
                     cost["flops"].dump(),
                     fmt::format("{:.0f}", gates),
                     fmt::format("{:.0f}", cost["area_um2"].get<double>()),
                     fmt::format("{:.0f}", gates * 0.49),
                     fmt::format("{:.0f}", 1000 / (10 - cost["timing"]["slack_without_wires_ns"].get<double>())),
                     fmt::format("{:.2f}", cost["timing"]["slack_without_wires_ns"].get<double>()),
                     milliwatts("active"),
                     fmt::format("{:.3g}", power["energy_per_operation_j"].get<double>() * 1e12),
                     milliwatts("idle"),
                     milliwatts("idle_with_gated_table")};
    if (unit == "int16_8") {
      const nlohmann::json& int8 = json["runs"][i - 1]["cost"];
      const auto saves = [](double small, double large) { return fmt::format("{:.1f}", 100 * (1 - small / large)); };
      row.insert(row.end(), {saves(int8["area_um2"], cost["area_um2"]), "%",
                             saves(int8["power"]["active"]["total_w"], power["active"]["total_w"]), "%"});
    }
    const std::vector<Arguments> rows = rows_of(out, unit);
    ASSERT_GE(rows.size(), 2U);
    EXPECT_EQ(rows[i / 2], row);

    const nlohmann::json& layout = cost["with_wires_and_clock_tree"];
    const Arguments with = {"+",
                            "wires,",
                            "clock",
                            "tree",
                            fmt::format("{}", cost["cells"].get<int>() + layout["clock_tree"]["buffers"].get<int>()),
                            fmt::format("{:.0f}", layout["gate_equivalents"].get<double>()),
                            fmt::format("{:.0f}", layout["area_um2"].get<double>()),
                            fmt::format("{:.0f}", layout["gate_equivalents"].get<double>() * 0.49),
                            fmt::format("{:.0f}", cost["timing"]["fmax_mhz"].get<double>()),
                            fmt::format("{:.2f}", cost["timing"]["slack_ns"].get<double>()),
                            fmt::format("{:.3g}", layout["power"]["active"]["total_w"].get<double>() * 1e3)};
    const Arguments second = rows_of(out, "+").at(i);
    EXPECT_EQ(Arguments(second.begin(), second.begin() + with.size()), with);
    EXPECT_LT(cost["timing"]["slack_ns"], cost["timing"]["slack_without_wires_ns"]);
    EXPECT_TRUE(cost["meets_clock"]);
    double parts = 0;
    for (const auto& [part, share] : layout["power"]["parts"].items()) parts += share["total_w"].get<double>();
    EXPECT_NEAR(parts, layout["power"]["active"]["total_w"].get<double>(), 1e-12);
    EXPECT_GT(layout["power"]["parts"]["clock tree"]["total_w"], 0);

    EXPECT_DOUBLE_EQ(gates * 24, cost["area_um2"].get<double>());
    std::map<std::string, double> sums;
    for (const auto& [part, share] : cost["parts"].items()) {
      sums["area"] += share["area_um2"].get<double>();
      sums["cells"] += share["cells"].get<double>();
    }
    for (const auto& [part, share] : power["parts"].items()) sums["power"] += share["total_w"].get<double>();
    EXPECT_DOUBLE_EQ(sums["area"], cost["area_um2"].get<double>());
    EXPECT_EQ(sums["cells"], cost["cells"].get<double>());
    EXPECT_NEAR(sums["power"], power["active"]["total_w"].get<double>(), 1e-12);
    EXPECT_SAYS(out, unit + ": " + cost["timing"]["critical_path"].get<std::string>());
    EXPECT_EQ(run["models"].size(), 3U);
    EXPECT_EQ(run["models"][2]["model"], "gates");
  }
}

// The energy of an operation includes the energy of stalls.
TEST_F(CostCli, EnergyOfAnOperationCountsStalls) {
  std::map<std::string, nlohmann::json> power;
  for (const char* stall : {"none", "input:0.5"}) {
    power[stall] = cost_of(kCost + Arguments{"--stall", stall})["runs"][0]["cost"]["power"];
    const nlohmann::json& p = power[stall];
    EXPECT_EQ(p["operations"], 256);
    EXPECT_NEAR(p["energy_per_operation_j"].get<double>() * p["operations"].get<double>(),
                p["active"]["total_w"].get<double>() * p["cycles"].get<double>() * 10e-9, 1e-18);
  }
  EXPECT_EQ(power["none"]["cycles"], 256);
  EXPECT_GT(power["input:0.5"]["cycles"].get<int>(), 400);
  EXPECT_LT(power["input:0.5"]["active"]["total_w"], power["none"]["active"]["total_w"]);
  EXPECT_GT(power["input:0.5"]["energy_per_operation_j"], power["none"]["energy_per_operation_j"]);
  EXPECT_EQ(power["input:0.5"]["idle"], power["none"]["idle"]) << "depends on no stimulus";
}

TEST_F(CostCli, CompareShowsCostsUnlessToldNotTo) {
  const Arguments compare = Arguments{"compare", "--units", "int8_4", "--wide"} + kTables;
  const std::string out = output_of(compare);
  EXPECT_SAYS(out, "not tape-out quality");
  EXPECT_EQ(rows_of(out, "int8_4").size(), 2U);
  EXPECT_SAYS(out, "SystemC = RTL = gates = golden in every cycle: yes\n");
  const std::string without = output_of(compare + Arguments{"--no-cost"});
  EXPECT_EQ(without.find("um2"), std::string::npos) << without;
  EXPECT_SAYS(without, "SystemC = RTL = golden in every cycle: yes\n");
  const Arguments run = Arguments{"run", "--unit", "int8_4", "--wide"} + kTables;
  EXPECT_EQ(output_of(run).find("um2"), std::string::npos);
  EXPECT_SAYS(output_of(run + Arguments{"--cost"}), "not tape-out quality");
}

TEST_F(CostCli, CompareTakesUnitsOfAnySize) {
  const std::string wide = "pwl_int:width=10,entries=12", narrow = "pwl_int:width=6,entries=6,stages=1";
  const std::string out = output_of({"compare", "--units", wide + "," + narrow, "--wide", "--json", "out.json"});
  EXPECT_SAYS(out, "SystemC = RTL = gates = golden in every cycle: yes\n");
  const nlohmann::json runs = json_of("out.json")["runs"];
  ASSERT_EQ(runs.size(), 2U);
  EXPECT_EQ(runs[0]["unit"], wide);
  EXPECT_EQ(runs[1]["unit"], narrow);
  const auto area = [&](int i) { return runs[i]["cost"]["area_um2"].get<double>(); };
  EXPECT_GT(area(0), 2 * area(1));
}

TEST_F(CostCli, GlitchesAreEstimatedWithTheLibrarysModels) {
  const nlohmann::json power = cost_of(kCost + Arguments{"--glitches", kOsu018Verilog})["runs"][0]["cost"]["power"];
  const nlohmann::json& glitches = power["glitches"];
  EXPECT_EQ(glitches["cycles"], 256);
  EXPECT_NEAR(glitches["settled_w"].get<double>(), power["active"]["total_w"].get<double>(),
              0.01 * glitches["settled_w"].get<double>());
  EXPECT_GT(glitches["with_glitches_w"].get<double>(), 1.005 * glitches["settled_w"].get<double>());
  const std::string out = output_of(kCost + Arguments{"--glitches", kOsu018Verilog});
  EXPECT_SAYS(out,
              fmt::format("{:+.1f} %",
                          100 * (glitches["with_glitches_w"].get<double>() / glitches["settled_w"].get<double>() - 1)));
  EXPECT_SAYS(out, "glitches: power they add");
}

// With too fast a clock nothing settles, so toggles say nothing about glitches.
TEST_F(CostCli, GlitchesOfAUnitThatIsTooSlowAreADash) {
  const Arguments fast = kCost + Arguments{"--clock", "2", "--glitches", kOsu018Verilog};
  EXPECT_FALSE(cost_of(fast)["runs"][0]["cost"]["power"].contains("glitches"));
  EXPECT_SAYS(output_of(fast), "too slow for 2 ns: int8_4; their power at that clock is only nominal and glitches are");
}

TEST_F(CostCli, AUnitThatMissesTheClockIsMarkedEverywhere) {
  const Arguments fast = Arguments{"compare", "--units", "int8_4", "--clock", "2", "--junit", "out.xml"} + kTables;
  const nlohmann::json cost = cost_of(fast)["runs"][0]["cost"];
  EXPECT_FALSE(cost["meets_clock"]);
  EXPECT_SAYS(folder_.read("out.xml"),
              fmt::format("<testcase classname=\"compare.clock\" name=\"int8_4\" time=\"0.000\"><skipped "
                          "message=\"misses the clock of 2 ns by {:.3f} ns",
                          -cost["timing"]["slack_ns"].get<double>()));
  EXPECT_SAYS(output_of(fast), "\n  int8_4 (misses the clock)  ");
}

// Without them the figures are those of the cells alone, and areas those of the Liberty file.
TEST_F(CostCli, LefAndWiresCanBeLeftOut) {
  const Arguments bare = kCost + Arguments{"--lef", "none", "--wire-load", "none"};
  const Outcome outcome = pwlsim(bare + Arguments{"--json", "bare.json"});
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_SAYS(outcome.err, "1 cell is left out: LATCH has no area");
  const nlohmann::json json = json_of("bare.json");
  EXPECT_EQ(json["cost"]["areas"], "Liberty");
  EXPECT_EQ(json["cost"]["wires"], "none");
  const nlohmann::json& timing = json["runs"][0]["cost"]["timing"];
  EXPECT_NEAR(timing["slack_ns"].get<double>(), timing["slack_without_wires_ns"].get<double>(), 0.01);
  const nlohmann::json with = cost_of(kCost)["runs"][0]["cost"]["timing"];
  EXPECT_LT(with["slack_ns"].get<double>(), with["slack_without_wires_ns"].get<double>() - 0.1);
  folder_.write("words.lef", "hello world\n");
  for (const auto& [option, says] : std::vector<std::pair<Arguments, std::string>>{
           {{"--lef", "words.lef"}, "words.lef:1: not a LEF file: hello is not a statement"},
           {{"--lef", "none", "words.lef"}, "--lef none stands alone"},
           {{"--lef", "missing.lef"}, "missing.lef: No such file"},
           {{"--wire-load", "words.lef"}, "words.lef:1: hello is not known; capacitance, "}}) {
    const Outcome outcome = pwlsim(kCost + option);
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_SAYS(outcome.err, says);
  }
}

TEST_F(CostCli, ModelsOfOtherCellsAreRefused) {
  std::string models = ScratchFolder::read_whole(kOsu018Verilog);
  const std::string inverter = "not (Y, I0_out);";
  models.replace(models.find(inverter, models.find("module NAND2X1 ")), inverter.size(), "buf (Y, I0_out);");
  folder_.write("other.v", models);
  const Outcome outcome = pwlsim(kCost + Arguments{"--glitches", "other.v"});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_EQ(outcome.out, "");
  EXPECT_SAYS(outcome.err, "pwlsim: other.v: these cells do not do what the library says: net ");
}

TEST_F(CostCli, CompressedLibraryGivesTheSameFigures) {
  const Outcome gzip = shell("exec gzip -nc \"$0\"", {kOsu018}, (folder_.path() / "osu.lib.gz").string());
  ASSERT_EQ(gzip.exit_code, 0) << gzip.err;
  ASSERT_LT(fs::file_size(folder_.path() / "osu.lib.gz"), fs::file_size(kOsu018) / 2);
  nlohmann::json plain = cost_of(kCost), compressed = cost_of(kCost + Arguments{"--liberty", "osu.lib.gz"});
  EXPECT_EQ(compressed["cost"]["file"], "osu.lib.gz");
  compressed["cost"]["file"] = plain["cost"]["file"];
  EXPECT_EQ(compressed, plain);
}

// Names are never run, expanded or formatted.
TEST_F(CostCli, UnusualNamesOfLibraries) {
  const std::string osu = ScratchFolder::read_whole(kOsu018);
  const std::string models = ScratchFolder::read_whole(kOsu018Verilog);
  for (const std::string& name : unusual_names()) {
    SCOPED_TRACE(name);
    folder_.write(name + ".lib", osu);
    folder_.write(name + ".v", models);
    const std::string out =
        output_of(kCost + Arguments{"--liberty", name + ".lib", "--glitches", name + ".v", "--json", name + ".json"});
    // On a terminal a name is one line of text.
    std::string shown = name == "\xff" ? "?" : name;
    std::replace(shown.begin(), shown.end(), '\n', ' ');
    EXPECT_SAYS(out, "C), " + shown + ".lib\n");
    EXPECT_EQ(json_of(name + ".json")["cost"]["file"], name == "\xff" ? "\xef\xbf\xbd.lib" : name + ".lib");
    EXPECT_EQ(files(), (std::set<std::string>{name + ".lib", name + ".v", name + ".json"}));
    for (const std::string& file : files()) fs::remove(folder_.path() / file);
  }
}

TEST_F(CostCli, TraceHasAWaveformOfTheGates) {
  const std::string out = output_of(Arguments{"run", "--unit", "int8_4", "--cost", "--trace", "wave"} + kTables);
  EXPECT_SAYS(out, "waveforms: wave.int8_4.fst, wave.int8_4.vcd, wave.int8_4.gates.fst\n");
  EXPECT_EQ(files(), (std::set<std::string>{"wave.int8_4.fst", "wave.int8_4.vcd", "wave.int8_4.gates.fst"}));
  const std::string gates = folder_.read("wave.int8_4.gates.fst");
  EXPECT_EQ(gates.substr(0, 9), std::string("\0\0\0\0\0\0\0\x01\x49", 9));  // header block of 329 bytes
  EXPECT_GT(gates.size(), 2 * folder_.read("wave.int8_4.fst").size()) << "gates have many more nets";
}

/// A separate cache with everything that kOddCost needs. Entries of the tests' cache are linked to save time. The
/// synthesis is a new one, because no other test uses that clock.
class CostCache : public CostCli {
 protected:
  void SetUp() override {
    before_ = std::getenv("PWLSIM_CACHE") == nullptr ? "" : std::getenv("PWLSIM_CACHE");
    if (fs::is_directory(before_)) {
      for (const auto& entry : fs::directory_iterator(before_)) {
        if (!entry.is_directory() || entry.path().extension() == ".partial") continue;
        fs::create_directory_symlink(fs::absolute(entry.path()), cache_.path() / entry.path().filename());
      }
    }
    setenv("PWLSIM_CACHE", cache_.path().c_str(), 1);
    sound_ = output_of(kOddCost);
  }
  void TearDown() override { before_.empty() ? unsetenv("PWLSIM_CACHE") : setenv("PWLSIM_CACHE", before_.c_str(), 1); }

  fs::path synthesis() const {
    fs::path found;
    for (const auto& entry : fs::directory_iterator(cache_.path())) {
      const std::string name = entry.path().filename().string();
      if (!entry.is_symlink() && entry.is_directory() && name.rfind("synthesis-", 0) == 0) found = entry.path();
    }
    return found;
  }

  /// Updates the checksum of a changed file; returns the checksums from before.
  std::string with_checksum(const std::string& name) const {
    const fs::path file = synthesis() / "checksums";
    const std::string before = ScratchFolder::read_whole(file);
    ContentHash hash;
    hash.add(ScratchFolder::read_whole(synthesis() / name));
    std::string now = before;
    const std::size_t end = now.find(" " + name + "\n");
    now.replace(end - hash.hex().size(), hash.hex().size(), hash.hex());
    fs::permissions(file, fs::perms::owner_write, fs::perm_options::add);
    std::ofstream(file) << now;
    return before;
  }

  /// Every file and folder of the cache with the time of its last change.
  std::map<std::string, fs::file_time_type> contents() const {
    std::map<std::string, fs::file_time_type> times;
    for (const auto& entry : fs::recursive_directory_iterator(cache_.path())) {
      times[entry.path().string()] = fs::last_write_time(entry.path());
    }
    times[""] = fs::last_write_time(cache_.path());
    return times;
  }

  const Arguments kClock = {"--clock", "10.007"};
  const Arguments kOddCost = kCost + kClock;
  const ScratchFolder cache_;
  std::string before_, sound_;
};

TEST_F(CostCache, FaultInTheGatesIsFoundNamedAndReplayed) {
  const fs::path file = synthesis() / "netlist.v";
  const std::string netlist = ScratchFolder::read_whole(file);
  std::string faulty = netlist;
  const std::size_t at = faulty.rfind("  XNOR2X1 ");
  ASSERT_NE(at, std::string::npos);
  faulty.replace(at, 10, "  XOR2X1 ");
  fs::permissions(file, fs::perms::owner_write, fs::perm_options::add);
  std::ofstream(file) << faulty;
  const std::string checksums = with_checksum("netlist.v");

  const Outcome outcome = pwlsim(Arguments{"compare", "--units", "int8_4", "--json", "out.json"} + kClock + kTables);
  EXPECT_EQ(outcome.exit_code, 1) << outcome.out << outcome.err;
  EXPECT_EQ(outcome.err, "");
  EXPECT_SAYS(outcome.out, "SystemC = RTL = gates = golden in every cycle: NO\n");
  EXPECT_SAYS(outcome.out, "gelu int8_4: gates differs from golden in ");
  const std::string first = line_with(outcome.out, "first in cycle ");
  const nlohmann::json models = json_of("out.json")["runs"][0]["models"];
  EXPECT_FALSE(models[0].contains("first_mismatch"));
  EXPECT_FALSE(models[1].contains("first_mismatch"));
  ASSERT_TRUE(models[2].contains("first_mismatch")) << models;
  const nlohmann::json& mismatch = models[2]["first_mismatch"];
  EXPECT_EQ(first.rfind(fmt::format("first in cycle {}: {} of input {} (word ", mismatch["cycle"].get<int>(),
                                    mismatch["port"].get<std::string>(), mismatch["input"].get<double>()),
                        0),
            0U)
      << first;

  const Outcome replay = shell(replay_of(outcome.out), {PWLSIM_PROGRAM});
  EXPECT_EQ(replay.exit_code, 1) << replay.err;
  EXPECT_EQ(replay.err, "");
  EXPECT_EQ(line_with(replay.out, "first in cycle "), first);
  EXPECT_EQ(files(), (std::set<std::string>{"mismatch.int8_4.fst", "mismatch.int8_4.gates.fst", "mismatch.int8_4.vcd",
                                            "out.json"}));

  // `check` refuses it whatever the tolerances, and does not update from it.
  const std::string budgets = made_up_budgets(10.007);
  folder_.write("budgets.json", budgets);
  for (const char* update : {"", "--update"}) {
    Arguments check = {"check", "--budgets", "budgets.json"};
    if (*update != '\0') check.emplace_back(update);
    check.insert(check.end(), {"--junit", "check.xml"});
    const Outcome refused = pwlsim(check);
    EXPECT_EQ(refused.exit_code, 1);
    EXPECT_SAYS(refused.out, "gelu int8_4: gates differs from golden in ");
    EXPECT_SAYS(refused.out, "SystemC = RTL = gates = golden in every cycle: NO\n");
    EXPECT_EQ(folder_.read("budgets.json"), budgets);
    EXPECT_SAYS(folder_.read("check.xml"), "tests=\"14\" failures=\"1\" skipped=\"12\"");
    EXPECT_SAYS(folder_.read("check.xml"), "<failure message=\"gelu int8_4: gates differs from golden in ");
  }

  std::ofstream(synthesis() / "checksums") << checksums;
  EXPECT_EQ(output_of(kOddCost), sound_) << "without its checksum a changed netlist is damaged, and made again";
}

// A cache that has everything is not written to, so it may be read-only. (root may write anywhere, so permissions alone
// would show nothing.)
TEST_F(CostCache, FullCacheIsOnlyRead) {
  const auto before = contents();
  EXPECT_GT(before.size(), 10U);
  const auto set_writable = [&](bool writable) {
    for (const auto& entry : fs::recursive_directory_iterator(cache_.path())) {
      if (entry.is_symlink()) continue;
      fs::permissions(entry.path(), fs::perms::owner_write,
                      writable ? fs::perm_options::add : fs::perm_options::remove);
    }
    fs::permissions(cache_.path(), fs::perms::owner_write, writable ? fs::perm_options::add : fs::perm_options::remove);
  };
  set_writable(false);
  EXPECT_EQ(output_of(kOddCost), sound_);
  EXPECT_EQ(contents(), before);
  set_writable(true);
}

/// A file of budgets for one unit.
class Check : public CostCli {
 protected:
  void SetUp() override {
    folder_.write("budgets.json", made_up_budgets());
    const std::string out = output_of(kUpdate);
    EXPECT_SAYS(out, "wrote budgets.json\n");
  }

  const Arguments kCheck = {"check", "--budgets", "budgets.json"};
  const Arguments kShow = kCheck + Arguments{"--show", "--markdown"};
  const Arguments kUpdate = kCheck + Arguments{"--update"};
};

TEST_F(Check, PassesWithItsOwnFigures) {
  const std::string budgets = folder_.read("budgets.json");
  EXPECT_SAYS(output_of(kCheck), "all 12 figures are within the tolerances of budgets.json\n");
  output_of(kUpdate);
  EXPECT_EQ(folder_.read("budgets.json"), budgets) << "nothing has changed";
  EXPECT_EQ(files(), (std::set<std::string>{"budgets.json"}));
  const nlohmann::json run = cost_of(kCost)["runs"][0];
  const nlohmann::json figures = json_of("budgets.json")["units"]["int8_4"];
  EXPECT_EQ(figures["area_um2"], run["cost"]["area_um2"]);
  EXPECT_EQ(figures["cells"], run["cost"]["cells"]);
  EXPECT_NEAR(figures["power_mw"].get<double>(), 1e3 * run["cost"]["power"]["active"]["total_w"].get<double>(), 1e-4);
}

TEST_F(Check, ReportsAUnitThatEndsTheSimulation) {
  fs::create_directory(folder_.path() / "rtl");
  for (auto [name, text] : own_rtl_texts()) {
    if (name == "pwl_unit_int.sv") {
      text.replace(text.find("endmodule"), 9,
                   "`ifdef VERILATOR\n  always @(posedge clk_i) if (rst_ni && valid_i) $fatal(1, \"no\");\n`endif\n"
                   "endmodule");
    }
    folder_.write("rtl/" + name, text);
  }
  setenv("PWLSIM_RTL", (folder_.path() / "rtl").c_str(), 1);
  const Outcome outcome = pwlsim(kCheck + Arguments{"--junit", "j.xml"});
  unsetenv("PWLSIM_RTL");
  EXPECT_EQ(outcome.exit_code, 1) << outcome.err;
  EXPECT_SAYS(folder_.read("j.xml"), "tests=\"1\" failures=\"1\"");
}

TEST_F(Check, FailsReadablyAfterAFigureHasChangedAndUpdateMendsIt) {
  const std::string sound = folder_.read("budgets.json"), shown = output_of(kShow);
  nlohmann::ordered_json budgets = nlohmann::ordered_json::parse(sound);
  const double area = budgets["units"]["int8_4"]["area_um2"], power = budgets["units"]["int8_4"]["power_mw"];
  budgets["units"]["int8_4"]["area_um2"] = area / 2;
  budgets["units"]["int8_4"]["power_mw"] = power * 2;
  folder_.write("budgets.json", budgets.dump(2) + "\n");
  const std::string junit = unusual_names()[3];
  const Outcome drifted = pwlsim(kCheck + Arguments{"--junit", junit});
  EXPECT_SAYS(folder_.read(junit), "<testsuite name=\"pwlsim check\" tests=\"14\" failures=\"2\" skipped=\"0\"");
  EXPECT_SAYS(folder_.read(junit), "<testcase classname=\"check.lockstep.gelu\" name=\"int8_4\" time=\"");
  EXPECT_SAYS(folder_.read(junit),
              "<testcase classname=\"check.int8_4\" name=\"um2\" time=\"0.000\">"
              "<failure message=\"int8_4 um2: expected ");
  EXPECT_EQ(drifted.exit_code, 1);
  EXPECT_EQ(drifted.err, "");
  EXPECT_SAYS(drifted.out, fmt::format("\nint8_4 um2: expected {:.6g}, measured {:.6g} (+100.0 %, tolerance 1 %)\n",
                                       area / 2, area));
  EXPECT_SAYS(drifted.out, fmt::format("\nint8_4 mW: expected {:.6g}, measured {:.6g} (-50.0 %, tolerance 1 %)\n",
                                       power * 2, power));
  EXPECT_SAYS(drifted.out,
              "2 of 12 figures differ from budgets.json; if they are meant to, the same command with --update\n");
  EXPECT_NE(output_of(kShow), shown);

  output_of(kUpdate);
  EXPECT_EQ(folder_.read("budgets.json"), sound);
  EXPECT_EQ(output_of(kShow), shown);
  EXPECT_EQ(shown.rfind("| unit | MSE | ", 0), 0U) << shown;
  EXPECT_SAYS(shown, "\n| int8_4 | ");
  output_of(kCheck);
}

// A library of another name or corner is refused, and not reported as drift. A user may write its figures to another
// file only.
TEST_F(Check, FiguresOfAnotherLibraryAreRefused) {
  std::string other = ScratchFolder::read_whole(kOsu018);
  other.replace(other.find("osu018_stdcells"), 15, "other_stdcells");
  folder_.write("other.lib", other);
  const std::string budgets = folder_.read("budgets.json");
  const Outcome refused = pwlsim(kCheck + Arguments{"--liberty", "other.lib"});
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_EQ(refused.out, "");
  EXPECT_EQ(
      refused.err,
      "pwlsim: other.lib: 1 cell is left out: LATCH has no area\n"
      "pwlsim: budgets.json holds figures of other conditions: library osu018_stdcells, here other_stdcells; areas "
      "LEF osu018_stdcells.lef, here Liberty; wires osu018_wires.txt (0.149 fF/um), here none; with --update it "
      "takes those\n");
  for (const Arguments& layout : {Arguments{"--lef", "none"}, Arguments{"--wire-load", "none"}}) {
    const Outcome bare = pwlsim(kCheck + layout);
    EXPECT_EQ(bare.exit_code, 2);
    EXPECT_SAYS(bare.err, "holds figures of other conditions: ");
  }
  for (const char* update : {"", "--update"}) {
    Arguments check = {"check", "--liberty", "other.lib"};
    if (*update != '\0') check.emplace_back(update);
    const Outcome own = pwlsim(check);
    EXPECT_EQ(own.exit_code, 2) << own.out;
    EXPECT_SAYS(own.err, "give --budgets another file, a copy, and --update\n");
  }
  EXPECT_EQ(folder_.read("budgets.json"), budgets);

  const Arguments update = {"check", "--budgets", "budgets.json", "--liberty", "other.lib", "--update"};
  const Outcome updated = pwlsim(update);
  EXPECT_EQ(updated.exit_code, 0) << updated.err;
  EXPECT_SAYS(updated.out, "\nwrote budgets.json\n");
  EXPECT_EQ(json_of("budgets.json")["conditions"]["library"], "other_stdcells");
  EXPECT_EQ(json_of("budgets.json")["conditions"]["corner"], "typical: process 1, 1.8 V, 25 C");
}

TEST_F(Check, OtherToolsAreNamedButNoError) {
  nlohmann::ordered_json budgets = nlohmann::ordered_json::parse(folder_.read("budgets.json"));
  EXPECT_NE(budgets["conditions"]["tools"], "Yosys 0, OpenSTA 0") << "updated";
  budgets["conditions"]["tools"] = "Yosys 0, OpenSTA 0";
  folder_.write("budgets.json", budgets.dump());
  EXPECT_SAYS(output_of(kCheck), "\nthe figures of budgets.json were made with Yosys 0, OpenSTA 0, this is Yosys ");
}

}  // namespace
}  // namespace pwlsim::tests
