// SPDX-License-Identifier: Apache-2.0
//
// Tables on the command line: fit, eval, plot, and the runs that take tables of a file.

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <algorithm>
#include <cctype>
#include <cmath>
#include <sstream>
#include <string>
#include <vector>

#include "tests/cli/cli_fixture.h"
#include "tests/rooms.h"

namespace pwlsim::tests {
namespace {

using nlohmann::json;

std::string published(const std::string& name) { return PWLSIM_TEST_DATA "/gqa_lut/" + name + ".json"; }

/// What makes an XML document without a document type not well-formed; "" if it is well-formed.
std::string xml_fault(const std::string& text) {
  std::vector<std::string> open;
  bool seen = false;
  std::size_t at = 0;
  const auto bad_characters = [](std::string_view part, std::string_view forbidden) {
    for (std::size_t i = 0; i < part.size(); ++i) {
      const auto c = static_cast<unsigned char>(part[i]);
      if (forbidden.find(part[i]) != std::string_view::npos || (c < 32 && std::isspace(c) == 0)) return true;
      if (c == '&') {
        const std::string_view entity = part.substr(i, part.find(';', i) - i);
        if (entity != "&amp" && entity != "&lt" && entity != "&gt" && entity != "&quot" && entity != "&apos" &&
            entity.substr(0, 2) != "&#") {
          return true;
        }
      }
    }
    return false;
  };
  while (at < text.size()) {
    const std::size_t tag = text.find('<', at);
    const std::string_view between = std::string_view(text).substr(at, tag - at);
    if (bad_characters(between, "<>")) return "text " + std::string(between.substr(0, 80));
    if (open.empty() && between.find_first_not_of(" \t\r\n") != std::string_view::npos) return "text outside the root";
    if (tag == std::string::npos) break;
    const auto skip = [&](const char* start, const char* end) {
      if (text.compare(tag, std::string(start).size(), start) != 0) return false;
      at = text.find(end, tag) + std::string(end).size();
      return true;
    };
    if (skip("<?", "?>") || skip("<!--", "-->")) continue;
    std::size_t i = tag + 1;
    const bool closing = text[i] == '/';
    if (closing) ++i;
    const std::size_t name_end = text.find_first_of(" \t\r\n/>", i);
    if (name_end == std::string::npos) return "an unfinished tag";
    const std::string name = text.substr(i, name_end - i);
    i = name_end;
    while (i < text.size() && text[i] != '>' && text[i] != '/') {
      if (std::isspace(static_cast<unsigned char>(text[i])) != 0) {
        ++i;
        continue;
      }
      const std::size_t equals = text.find('=', i);
      const std::size_t start = text.find_first_not_of(" \t\r\n", equals == std::string::npos ? equals : equals + 1);
      if (start == std::string::npos || (text[start] != '"' && text[start] != '\'')) return "attribute in " + name;
      const std::size_t end = text.find(text[start], start + 1);
      if (end == std::string::npos) return "attribute in " + name;
      if (bad_characters(std::string_view(text).substr(start + 1, end - start - 1), "<")) return "attribute in " + name;
      i = end + 1;
    }
    const bool empty = text[i] == '/';
    if (empty) ++i;
    if (i >= text.size() || text[i] != '>') return "end of tag " + name;
    at = i + 1;
    if (closing) {
      if (open.empty() || open.back() != name) return "</" + name + "> without its start";
      open.pop_back();
    } else if (!empty) {
      if (open.empty() && seen) return "a second root";
      open.push_back(name);
    }
    seen = true;
  }
  return !seen ? "no element" : open.empty() ? "" : "<" + open.back() + "> without its end";
}

TEST(XmlFault, SeesFaults) {
  EXPECT_EQ(xml_fault("<?xml version='1.0'?>\n<a b='1'><c/>x &amp; y</a>\n"), "");
  for (const char* bad :
       {"", "<a>", "<a></b>", "<a>&</a>", "<a b=1/>", "<a b='<'/>", "<a/><b></b>", "<a>\x01</a>", "x<a/>"}) {
    EXPECT_NE(xml_fault(bad), "") << bad;
  }
}

// A batch on all cores gives the same bytes every time, and the same tables as one after another.
TEST_F(Cli, FitIsReproducible) {
  const Arguments batch = {"fit", "--function", "all", "--unit", "int8_8,int8_16q,fp16_8", "--scale", "0..3,6"};
  const auto fit = [&](const char* file) {
    const Outcome outcome = pwlsim(batch + Arguments{"-o", file});
    EXPECT_EQ(outcome.exit_code, 0);
    EXPECT_SAYS(outcome.err, "--scale has no effect");  // on fp16_8
    return outcome.out;
  };
  const std::string shown = fit("first.json");
  for (int i = 0; i < 4; ++i) {
    EXPECT_EQ(fit("again.json"), shown.substr(0, shown.find("first.json")) + "again.json (pwlsim)\n");
    EXPECT_EQ(folder_.read("again.json"), folder_.read("first.json"));
  }
  const json all = json_of("first.json");
  ASSERT_EQ(all["tables"].size(), 8U * (2 * 5 + 1));
  for (const std::size_t i : {0U, 7U, 10U, 54U, 87U}) {
    const json& table = all["tables"][i];
    Arguments one = {"fit", "--function", table["function"], "--unit", table["unit"], "-o", "one.json"};
    if (table["registers"][0].contains("scale"))
      one = one + Arguments{"--scale", table["registers"][0]["scale"].dump()};
    output_of(one);
    EXPECT_EQ(json_of("one.json")["tables"], json::array({table}));
  }
}

TEST_F(Cli, FitShowsWhatItMade) {
  const std::string shown = output_of({"fit", "--function", "tanh", "--entries", "4", "--scale", "5"});
  EXPECT_SAYS(shown, "; tails hold, weights uniform, seed 1\n");
  EXPECT_SAYS(shown, "tanh int8_4 s=5  optimal        mse  4 of 4");
  EXPECT_SAYS(shown, "real numbers, and registers\n");
  EXPECT_TRUE(files().empty());
  // One table for several scales.
  output_of({"fit", "--shared", "--scale", "4..6", "-o", "shared.json"});
  const json shared = json_of("shared.json")["tables"];
  ASSERT_EQ(shared.size(), 1U);
  ASSERT_EQ(shared[0]["registers"].size(), 3U);
  EXPECT_EQ(shared[0]["registers"][2]["scale"], 6);
  // The file names the weights.
  folder_.write("some activations.txt", "0.5\n-1\n");
  output_of({"fit", "--weights", "./some activations.txt", "-o", "weighted.json"});
  const std::string weights = json_of("weighted.json")["tables"][0]["weights"];
  EXPECT_EQ(weights.rfind("some activations.txt, 2 numbers, ", 0), 0U) << weights;
}

/// Checks that a command is refused with these words.
void expect_refused(const Outcome& outcome, const std::string& says) {
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_SAYS(outcome.err, says);
}

TEST_F(Cli, WeightsShowWhatANetworkFeels) {
  // Wide enough that int8_8's codes clip some of them at the default scale.
  std::string numbers;
  for (int i = 0; i < 400; ++i) numbers += std::to_string((i % 20 == 0 ? 6 : 1) * std::sin(i)) + "\n";
  folder_.write("layer.txt", numbers);
  const std::string shown = output_of({"histogram", "layer.txt", "--unit", "int8_8", "--scale", "5", "-o", "h.csv"});
  EXPECT_SAYS(shown, "least NMSE");
  EXPECT_SAYS(folder_.read("h.csv"), "# function: gelu\n# unit: int8_8\n# scale: 5\ncode,count,sum_f,spread\n");
  output_of({"fit", "--scale", "5", "--weights", "layer.txt", "-o", "by_numbers.json", "--json", "numbers.json"});
  output_of({"fit", "--scale", "5", "--weights", "h.csv", "-o", "by_histogram.json", "--json", "histogram.json"});
  EXPECT_EQ(json_of("by_numbers.json")["tables"][0]["slopes"], json_of("by_histogram.json")["tables"][0]["slopes"]);
  const json made = json_of("numbers.json");
  EXPECT_EQ(made["tails"], "free");
  EXPECT_EQ(made["tables"][0]["nmse"], json_of("histogram.json")["tables"][0]["nmse"]);
  // The table of equal inputs is worse for them, and eval says by how much.
  output_of({"fit", "--scale", "5", "-o", "even.json"});
  EXPECT_SAYS(output_of({"eval", "even.json", "by_numbers.json", "--weights", "h.csv", "--json", "eval.json"}), "NMSE");
  const json judged = json_of("eval.json")["tables"];
  EXPECT_EQ(judged[1]["nmse"], made["tables"][0]["nmse"]);
  EXPECT_GT(judged[0]["nmse"].get<double>(), 1.5 * judged[1]["nmse"].get<double>());
  EXPECT_GE(judged[0]["bias_share"].get<double>(), 0);
  EXPECT_LE(judged[0]["bias_share"].get<double>(), 1);
  EXPECT_NEAR(judged[1]["optimum_mse"].get<double>(), judged[1]["mse"].get<double>(), 1e-12);
  // A survey with weights is one of NMSE.
  const std::string survey = output_of({"survey", "--function", "gelu", "--entries", "8", "--seeds", "1", "--weights",
                                        "layer.txt", "--json", "survey.json"});
  EXPECT_SAYS(survey, "NMSE, mean over s = 0 … 6");
  EXPECT_SAYS(survey, "bias in MSE");
  const json at_5 = json_of("survey.json")["nmse"][0]["at_scales_0_to_6"]["optimum"][0][5];
  EXPECT_EQ(at_5, made["tables"][0]["nmse"]);
  expect_refused(pwlsim({"survey", "--entries", "8", "--weights", "h.csv"}),
                 "the histogram is of gelu at codes of 8 bits at scale 5");
  expect_refused(pwlsim({"fit", "--scale", "4", "--weights", "h.csv"}),
                 "gelu int8_8: h.csv: the histogram is of gelu at codes of 8 bits at scale 5, not of gelu at codes of "
                 "8 bits at scale 4");
  // A table that was made by hand cannot be better than what is called the optimum.
  folder_.write("few.txt", "0.5\n1\n1.5\n2\n");
  output_of({"fit", "--scale", "5", "--weights", "few.txt", "-o", "few.json"});
  output_of({"eval", "few.json", "even.json", "--weights", "few.txt", "--json", "few_eval.json"});
  for (const json& table : json_of("few_eval.json")["tables"]) {
    EXPECT_LE(table["optimum_mse"].get<double>(), table["mse"].get<double>() * (1 + 1e-6));
  }
  // What counts nowhere is said, and a file that is not there.
  folder_.write("signed.txt", "-1\n0.5\n2\n");
  EXPECT_SAYS(pwlsim({"fit", "--function", "log", "--weights", "signed.txt"}).err,
              "1 of 3 activations are left out, as log has no finite value there");
  expect_refused(pwlsim({"fit", "--function", "mish", "--weights", "recorded"}), "there is no recording of mish");
  expect_refused(pwlsim({"fit", "--least", "0.01", "--weights", "layer.txt"}), "--least is searched for inputs that");
  // Output codes get the scale that suits the activations.
  output_of({"fit", "--unit", "int8_8q", "--scale", "6", "--weights", "recorded", "--json", "fine.json"});
  output_of({"fit", "--unit", "int8_8q", "--scale", "6", "--weights", "recorded", "--output-scale", "6", "--json",
             "clipped.json"});
  EXPECT_LT(json_of("fine.json")["tables"][0]["mse"], json_of("clipped.json")["tables"][0]["mse"]);
  // An accumulator that can wrap does not do so at activations beyond the range.
  folder_.write("far.txt", numbers + "9\n");
  output_of({"fit", "--unit", "int32_8", "--weights", "far.txt", "--json", "wide.json"});
  EXPECT_LT(json_of("wide.json")["tables"][0]["nmse"].get<double>(), 0.01);
  expect_refused(pwlsim({"fit", "--weights", "h.csv", "--column", "2"}), "--column 2: h.csv is a histogram");
}

TEST_F(Cli, SeveralSeedsSayHowFarApartTheyWere) {
  const Arguments fit = {"fit",   "--function",    "gelu",    "--method", "gqa", "--set", "generations=20",
                         "--set", "population=10", "--seeds", "4"};
  EXPECT_SAYS(output_of(fit + Arguments{"--json", "t.json", "-o", "t.out"}), "best of 4 seeds by MSE");
  const json table = json_of("t.json")["tables"][0];
  EXPECT_LE(table["mse"].get<double>(), table["seeds_median"].get<double>());
  EXPECT_LT(table["seeds_median"].get<double>(), table["seeds_worst"].get<double>());
  EXPECT_EQ(json_of("t.out")["tables"][0]["seed"], table["seed"]);
  EXPECT_SAYS(output_of(fit + Arguments{"--weights", "recorded", "-o", "t.out"}), "best of 4 seeds by NMSE");
  // One seed says nothing of a network, so with weights there are several unless one is asked for.
  const Arguments weighed = {"fit",       "--method", "gqa", "--set", "generations=20",
                             "--weights", "recorded", "-o",  "t.out"};
  EXPECT_SAYS(output_of(weighed), "best of 5 seeds by NMSE");
  expect_refused(pwlsim(weighed + Arguments{"--seeds", "1"}), "method gqa cannot weigh inputs; with --seeds");
  expect_refused(pwlsim({"fit", "--seeds", "3"}), "--seeds: method optimal leaves nothing to chance");
}

TEST_F(Cli, LayoutGoesWithTheEndingOrTheOption) {
  const Arguments fit = {"fit", "--scale", "5"};
  for (const Arguments& option : {Arguments{"t.csv"}, Arguments{"t.mem"}, Arguments{"t.json"}, Arguments{"t.any"},
                                  Arguments{"t.json", "--as", "gqa-lut"}, Arguments{"t.json", "--as", "csv"}}) {
    output_of(fit + Arguments{"-o"} + option);
    const std::string as = option.size() == 3     ? option[2]
                           : option[0] == "t.csv" ? "csv"
                           : option[0] == "t.mem" ? "memh"
                                                  : "pwlsim";
    EXPECT_EQ(output_of(fit + Arguments{"--as", as}), folder_.read(option[0]));  // the same text on standard output
    const char* const start = as == "csv" ? "function," : as == "memh" ? "// function: gelu\n// unit: int8_8\n" : "{\n";
    EXPECT_EQ(folder_.read(option[0]).rfind(start, 0), 0U);
  }
}

// A test bench loads what fit writes: a simulator's own $readmemh finds each word of the CSV file at its address.
TEST_F(Cli, SimulatorLoadsTheMemoryFile) {
  const Arguments fit = {"fit", "--function", "div", "--unit", "int16_16q", "--scale", "9", "-o"};
  output_of(fit + Arguments{"t.mem"});
  output_of(fit + Arguments{"t.csv"});
  folder_.write("bench.sv",
                "module bench;\n"
                "  logic [15:0] registers[64];\n"
                "  initial begin\n"
                "    $readmemh(\"t.mem\", registers);\n"
                "    for (int i = 0; i < 64; i++) $display(\"word %0d 0x%h\", i, registers[i]);\n"
                "    $finish;\n"
                "  end\n"
                "endmodule\n");
  const ProcessResult built =
      run_process({"verilator", "--binary", "-Wall", "-CFLAGS", "-O0", "bench.sv"}, folder_.path());
  ASSERT_EQ(built.exit_code, 0) << built.output;
  const ProcessResult ran = run_process({"obj_dir/Vbench"}, folder_.path());
  EXPECT_EQ(ran.exit_code, 0);
  std::istringstream lines(folder_.read("t.csv"));
  std::string line;
  std::getline(lines, line);
  int words = 0;
  for (; std::getline(lines, line); ++words) {
    std::vector<std::string> cells(
        1);  // function, unit, scale, fraction, output_scale, field, index, address, word, value
    for (const char c : line) {
      if (c == ',') {
        cells.emplace_back();
      } else {
        cells.back() += c;
      }
    }
    EXPECT_SAYS(ran.output, "word " + cells[7] + " " + cells[8] + "\n");
  }
  EXPECT_EQ(words, 15 + 16 + 16 + 2);
}

// The published tables have their known errors, on the unit and by their authors' own metric.
TEST_F(Cli, EvalOfPublishedTables) {
  const struct {
    const char* file;
    const char* mse;
    const char* grid;
    const char* optimum;
  } cases[] = {
      {"gelu_pwl_7", "5.18e-04", "7.22e-05", "1.68e-05"},   {"gelu_pwl_15", "5.28e-04", "1.62e-05", "3.28e-06"},
      {"hswish_pwl_7", "4.38e-04", "3.33e-04", "6.30e-05"}, {"hswish_pwl_15", "3.86e-04", "1.87e-05", "7.25e-06"},
      {"exp_pwl_7", "1.82e-04", "1.95e-05", "1.07e-05"},    {"exp_pwl_15", "2.35e-04", "2.21e-05", "7.49e-06"}};
  Arguments eval = {"eval"};
  for (const auto& one : cases) eval.push_back(published(one.file));
  const std::string shown = output_of(eval + Arguments{"--json", "figures.json"});
  const json figures = json_of("figures.json");
  ASSERT_EQ(figures["tables"].size(), 42U);
  ASSERT_EQ(figures["means"].size(), 6U);
  for (std::size_t i = 0; i < 6; ++i) {
    const json& mean = figures["means"][i];
    EXPECT_EQ(mean["file"], published(cases[i].file));
    EXPECT_EQ(fmt::format("{:.2e}", mean["mse"].get<double>()), cases[i].mse);
    EXPECT_EQ(fmt::format("{:.2e}", mean["grid_mse"].get<double>()), cases[i].grid);
    EXPECT_EQ(fmt::format("{:.2e}", mean["optimum_mse"].get<double>()), cases[i].optimum);
    EXPECT_SAYS(shown,
                fmt::format("{} {} mean of 7", mean["function"].get<std::string>(), mean["unit"].get<std::string>()));
    EXPECT_SAYS(shown, fmt::format("{:.3g}", mean["mse"].get<double>()));
  }
}

// A table has the same errors in every file format, and they are those in its file.
TEST_F(Cli, EvalAgreesWithTheFile) {
  const Arguments fit = {"fit", "--function", "gelu,div", "--scale", "3..6", "-o"};
  output_of(fit + Arguments{"own.json"});
  output_of(fit + Arguments{"foreign.json", "--as", "gqa-lut"});
  output_of({"eval", "own.json", "--json", "a.json"});
  output_of({"eval", "foreign.json", "--json", "b.json"});
  const json own = json_of("own.json")["tables"];
  const json a = json_of("a.json")["tables"];
  const json b = json_of("b.json")["tables"];
  ASSERT_EQ(a.size(), 8U);
  ASSERT_EQ(b.size(), 8U);
  for (std::size_t i = 0; i < 8; ++i) {
    for (const char* figure : {"mse", "mean_error", "max_error"}) {
      EXPECT_EQ(a[i][figure], own[i]["registers"][0][figure]);
      EXPECT_EQ(b[i][figure], a[i][figure]);
    }
  }
  // A file after a list is a file.
  output_of({"plot", "--function", "gelu", "--scale", "3", "own.json", "-o", "a.svg"});
  // At another scale than its own, a table gives other registers.
  output_of({"eval", "--scale", "2", "own.json", "--json", "moved.json"});
  const json moved = json_of("moved.json")["tables"];
  ASSERT_EQ(moved.size(), 8U);
  EXPECT_EQ(moved[0]["scale"], 2);
  EXPECT_EQ(moved[0]["made_for"], json({3}));
  EXPECT_NE(moved[0]["mse"], a[0]["mse"]);
}

// What eval calculates is what the units do in lockstep over all of their codes.
TEST_F(Cli, CompareRunsTheTablesOfAFile) {
  output_of({"fit", "--unit", "int8_8,int16_8,int8_8q", "--scale", "5", "-o", "own.json"});
  for (const std::string& file : {std::string("own.json"), published("gelu_pwl_7")}) {
    output_of({"eval", file, "--json", "eval.json"});
    const Arguments units = {"--units", file == "own.json" ? "int8_8,int16_8" : "int8_8"};
    const std::string shown = output_of(Arguments{"compare", "--no-cost", "--table", file, "--stimulus", "codes8",
                                                  "--scale", "5", "--json", "run.json"} +
                                        units);
    EXPECT_SAYS(shown, "SystemC = RTL = golden in every cycle: yes\n");
    EXPECT_SAYS(shown, "method of " + file + ",");
    const json run = json_of("run.json")["runs"][0];
    const json figures = json_of("eval.json")["tables"];
    const json& at_5 =
        *std::find_if(figures.begin(), figures.end(), [](const json& table) { return table["scale"] == 5; });
    EXPECT_EQ(run["scale"], 5);
    EXPECT_EQ(run["errors"]["judged"], 256);
    EXPECT_NEAR(run["errors"]["mse"].get<double>() / at_5["mse"].get<double>(), 1, 1e-12);
    EXPECT_NEAR(run["errors"]["max_absolute_error"].get<double>(), at_5["max_error"].get<double>(), 1e-15);
  }
  // Without --units, those that the file has tables for; the requantising unit takes the table of its format.
  output_of({"compare", "--no-cost", "--table", published("exp_pwl_15"), "--function", "exp", "--scale", "4", "--json",
             "run.json"});
  EXPECT_EQ(json_of("run.json")["runs"].size(), 1U);
  EXPECT_EQ(json_of("run.json")["runs"][0]["unit"], "int8_16");
  EXPECT_SAYS(output_of({"run", "--table", published("gelu_pwl_7"), "--unit", "int8_8q"}),
              "golden in every cycle: yes");
}

TEST_F(Cli, PlotIsAWellFormedPicture) {
  output_of({"plot", published("hswish_pwl_7"), "--scale", "5", "-o", "a.svg"});
  const std::string picture = folder_.read("a.svg");
  EXPECT_EQ(xml_fault(picture), "");
  for (const char* text : {"hswish int8_8 s=5, gqa-lut file", "<text>error</text>", "breakpoints", "<text>x</text>"}) {
    EXPECT_SAYS(picture, text);
  }
  output_of({"plot", published("hswish_pwl_7"), "--scale", "5", "-o", "again.svg"});
  EXPECT_EQ(folder_.read("again.svg"), picture);
  for (const char* unit : {"int8_4", "int8_8q", "int16_8", "int32w_8", "fp32_64", "bf16_8s"}) {
    for (const char* function : {"exp", "div", "tanh"}) {
      output_of({"plot", "--unit", unit, "--function", function, "-o", "b.svg"});
      EXPECT_EQ(xml_fault(folder_.read("b.svg")), "") << unit << " " << function;
    }
  }
  // A text of the file is text: neither gnuplot's language, nor a shell's, nor XML.
  output_of({"fit", "--scale", "5", "-o", "t.json"});
  json file = json_of("t.json");
  file["tables"][0]["method"] = "'.system('touch x').' `touch x` \" $(touch x) <b>]]> & 12 \\n @ {/:Bold} %s ''";
  folder_.write("t.json", file.dump());
  output_of({"plot", "t.json", "-o", "c.svg"});
  EXPECT_EQ(xml_fault(folder_.read("c.svg")), "");
  EXPECT_SAYS(folder_.read("c.svg"),
              "'.system('touch x').' `touch x` \" $(touch x) &lt;b)]]) &amp; 12 \\n @ {/:Bold} %s ''");
  EXPECT_EQ(files(), (std::set<std::string>{"a.svg", "again.svg", "b.svg", "c.svg", "t.json"}));
}

TEST_F(Cli, PlotWithoutGnuplotSaysSo) {
  const Outcome outcome = shell("PATH=/none exec \"$0\" \"$@\"", {PWLSIM_PROGRAM, "plot", "-o", "a.svg"});
  EXPECT_EQ(outcome.exit_code, 3);
  EXPECT_EQ(outcome.err, "pwlsim: cannot run gnuplot: No such file or directory; scripts/setup installs the tools\n");
  EXPECT_TRUE(files().empty());
}

TEST_F(Cli, UnusualNamesOfTableFiles) {
  for (const std::string& name : unusual_names()) {
    SCOPED_TRACE(name);
    folder_.write(name + ".txt", "1\n-1\n");
    output_of({"fit", "--scale", "5", "--weights", "./" + name + ".txt", "-o", name + ".json"});
    output_of({"eval", name + ".json", "--json", name + ".figures"});
    output_of({"plot", name + ".json", "-o", name + ".svg"});
    output_of({"run", "--table", name + ".json", "--stimulus", name + ".txt"});
    EXPECT_EQ(xml_fault(folder_.read(name + ".svg")), "");
    EXPECT_EQ(json_of(name + ".figures")["tables"].size(), 1U);
    EXPECT_EQ(files(), (std::set<std::string>{name + ".txt", name + ".json", name + ".figures", name + ".svg"}));
    for (const std::string& file : files()) fs::remove(folder_.path() / file);
  }
}

// Each bad input gives exit code 2 and one line that names the input and the reason. No file is left or changed.
TEST_F(Cli, BadTablesAreOneLine) {
  output_of({"fit", "--scale", "5,6", "-o", "good.json"});
  json edited = json_of("good.json");
  edited["tables"].push_back(edited["tables"][0]);
  folder_.write("two.json", edited.dump());
  edited["tables"][1]["registers"][0]["slopes"][3] = 99;
  folder_.write("edited.json", edited.dump());
  folder_.write("cut.json", folder_.read("good.json").substr(0, 700));
  folder_.write("empty.json", "");
  folder_.write("nan.txt", "nan\n");
  folder_.write("far.txt", "1000\n2000\n");
  folder_.write("out.json", "older");
  fs::create_directory(folder_.path() / "sub");
  const std::set<std::string> before = files();
  const struct {
    Arguments arguments;
    const char* says;
  } cases[] = {
      {{"eval", "none.json"}, "none.json: No such file"},
      {{"eval", "sub"}, "sub: is a folder"},
      {{"eval", "empty.json"}, "empty.json: is empty"},
      {{"eval", "good.json", "cut.json"}, "cut.json: line "},
      {{"eval", "edited.json"}, ": tables[1].registers[0].slopes["},
      {{"eval", "good.json", "--scale", "8"}, "good.json: gelu int8_8: scale 8 is out of range"},
      {{"eval", "good.json", "--scale", "6..5"}, "--scale 6..5: is neither"},
      {{"eval", "good.json", "--scale", "0..99999999999"}, "--scale 0..99999999999: is neither"},
      {{"eval", "good.json", "--weights", "nan.txt"}, "nan.txt: line 1"},
      {{"eval", published("exp_pwl_7"), "--weights", "far.txt"},
       "exp int8_8: exp has no finite value at any of the activations"},
      {{"eval"}, "files is required"},
      {{"plot", "good.json", "-o", "out.json"}, "good.json: 2 of its tables fit; a plot shows one"},
      {{"plot", "good.json", "--function", "exp", "-o", "out.json"}, "good.json: none of its tables fit"},
      {{"plot", "good.json", "--method", "uniform", "-o", "out.json"}, "--method makes a table"},
      {{"plot", "cut.json", "-o", "out.json"}, "cut.json: line "},
      {{"plot", "-o", "none/out.svg"}, "-o none/out.svg: there is no folder"},
      {{"plot", "--function", "gelu"}, "--output is required"},
      {{"fit", "--function", "nope"}, "unknown function 'nope'"},
      {{"fit", "--unit", "nope"}, "unknown unit 'nope'"},
      {{"fit", "--entries", "1"}, "entries is a whole number from 2 to 64"},
      {{"fit", "--format", "int9"}, "unknown unit 'int9_8'"},
      {{"fit", "--unit", "int8_8", "--entries", "8"}, "excludes"},
      {{"fit", "--scale", "8"}, "--scale 8 is out of range for int8_8: 0 to 7"},
      {{"fit", "--scale", "x"}, "--scale x: is neither"},
      {{"fit", "--method", "nope"}, "unknown method 'nope'"},
      {{"fit", "--objective", "nope"}, "unknown objective 'nope'"},
      {{"fit", "--tails", "nope"}, "unknown kind of tails 'nope'"},
      {{"fit", "--set", "nope=1", "--method", "uniform"}, "--set nope=1: method uniform has no settings"},
      {{"fit", "--set", "nope"}, "--set nope: is not NAME=NUMBER"},
      {{"fit", "--weights", "none.npy"}, "none.npy: No such file"},
      {{"fit", "--column", "b"}, "--column b: --weights uniform is not a file"},
      {{"fit", "--weights", "/dev/zero"}, "/dev/zero: has more than the 268435456 bytes"},
      {{"eval", "/dev/zero"}, "/dev/zero: has more than the 16777216 bytes"},
      {{"fit", "--as", "nope"}, "unknown layout 'nope'"},
      {{"fit", "--seed", "-1"}, "is not a whole number"},
      {{"fit", "--scale", "0..6", "-o", "out.mem"}, "one table at one scale; there are 7"},
      {{"fit", "--unit", "fp32_8", "--as", "gqa-lut"}, "INT8 units, not for fp32_8"},
      {{"fit", "-o", "sub"}, "-o sub: is a folder"},
      {{"fit", "-o", "none/t.json"}, "-o none/t.json: there is no folder"},
      {{"compare", "--table", "none.json"}, "none.json: No such file"},
      {{"compare", "--table", "edited.json"}, ": tables[1]"},
      {{"compare", "--table", "good.json", "--function", "exp"}, "good.json: has no table of exp"},
      {{"compare", "--table", "good.json", "--units", "int16_8"},
       "good.json: has no table for int16_8; it has gelu int8_8 s=5, gelu int8_8 s=6"},
      {{"compare", "--table", "good.json", "--units", "int8_8,int16_8"}, "good.json: has no table for int16_8;"},
      {{"compare", "--table", "good.json", "--scale", "4"},
       "has no table of gelu for int8_8 at scale 4; --scale can be 5, 6"},
      {{"run", "--table", "two.json"}, "two.json: has several tables of gelu for int8_8 at scale 5"},
      {{"compare", "--table", "good.json", "--method", "uniform"}, "excludes"},
  };
  for (const auto& bad : cases) {
    SCOPED_TRACE(bad.says);
    const Outcome outcome = pwlsim(bad.arguments);
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_EQ(outcome.out, "");
    EXPECT_EQ(outcome.err.rfind("pwlsim: ", 0), 0U) << outcome.err;
    EXPECT_EQ(std::count(outcome.err.begin(), outcome.err.end(), '\n'), 1) << outcome.err;
    EXPECT_SAYS(outcome.err, bad.says);
    EXPECT_EQ(files(), before);
    EXPECT_EQ(folder_.read("out.json"), "older");
  }
}

// A table of words has no lines: it is written without them, and a file that gives it some, or other words, is refused
// with what such a table has.
TEST_F(Cli, AFileOfATableOfWordsHasNothingElse) {
  for (const std::string unit : {"direct:width=3", "hardwired:width=3"}) {
    // What these options ask for is nothing that the table has.
    EXPECT_EQ(pwlsim({"fit", "--unit", unit, "--zero-mean", "--tails", "free", "-o", "words.json"}).exit_code, 0);
    const nlohmann::json base = json_of("words.json");
    for (const char* key : {"objective", "tails", "zero_mean", "weights", "seed", "settings", "slopes"}) {
      EXPECT_FALSE(base["tables"][0].contains(key)) << key;
    }
    EXPECT_FALSE(base["tables"][0]["registers"][0].contains("fraction"));
    EXPECT_EQ(base["tables"][0]["registers"][0]["values"], nlohmann::json({0, 1, 2, 3, 0, 0, 0, 0}));
    output_of({"eval", "words.json"});
    const struct {
      const char* place;
      nlohmann::json value;
      std::string says;
    } cases[] = {
        {"/slopes", {1, 2}, "].slopes: is of a table of lines; that of " + unit + " has words, the function's values"},
        {"/breakpoints", nlohmann::json::array(), "].breakpoints: is of a table of lines; that of " + unit},
        {"/tails", "free", "].tails: is of a table of lines; that of " + unit},
        {"/registers/0/fraction", 0, "registers[0]: key 'fraction' is not known here"},
        {"/registers/0/values/2", 3,
         "registers[0].values[2]: value 2 at scale 0 is 3 here, gelu gives 2: leave out 'registers'"},
        {"/registers/0/values/8", 3, "registers[0].values: has 9 words, " + unit + " has 8\n"},
        {"/registers/0/output_scale", 1,
         "registers[0].output_scale: output_scale at scale 0 is 1 here, gelu gives 0: leave out"},
    };
    for (const auto& bad : cases) {
      nlohmann::json file = base;
      file["tables"][0][nlohmann::json::json_pointer(bad.place)] = bad.value;
      folder_.write("words.json", file.dump());
      for (const Arguments& command : {Arguments{"eval", "words.json"}, Arguments{"run", "--table", "words.json"}}) {
        const Outcome outcome = pwlsim(command);
        EXPECT_EQ(outcome.exit_code, 2) << outcome.out;
        EXPECT_SAYS(outcome.err, bad.says);
      }
    }
  }
}

// Slopes have fraction bits; where there are no slopes, none are shown.
TEST_F(Cli, TablesWithoutSlopesHaveNoFractionBits) {
  for (const std::string unit : {"direct:width=3", "hardwired:width=3", "pwl_int:width=4,entries=3"}) {
    SCOPED_TRACE(unit);
    const bool slopes = unit[0] == 'p';
    const std::string table = output_of({"fit", "--unit", unit, "--json", "fit.json", "-o", "t.json", "--wide"});
    EXPECT_EQ(json_of("fit.json")["tables"][0].contains("fraction"), slopes);
    EXPECT_EQ(json_of("fit.json")["tables"][0].contains("objective"), slopes);
    output_of({"eval", "t.json", "--json", "eval.json"});
    EXPECT_EQ(json_of("eval.json")["tables"][0].contains("fraction"), slopes);
    const std::string run = output_of({"run", "--unit", unit, "--stimulus", "codes", "--json", "run.json"});
    EXPECT_EQ(json_of("run.json")["runs"][0].contains("fraction"), slopes);
    EXPECT_EQ(run.find("fraction bits") != std::string::npos, slopes) << run;
    const std::string compared = output_of({"compare", "--unit", unit, "--stimulus", "codes", "--no-cost", "--wide"});
    EXPECT_EQ(compared.find(" F=") != std::string::npos, slopes) << compared;
    EXPECT_SAYS(compared, " s=");
  }
  EXPECT_EQ(output_of({"fit", "--unit", "direct:width=3", "--as", "memh"}).find("fraction"), std::string::npos);
}

// Of several truth tables the one is shown that the registers select.
TEST_F(Cli, TheSelectedTruthTableIsShown) {
  const auto words_of = [&](const std::string& unit, const std::string& function) {
    output_of({"fit", "--unit", unit, "--function", function, "--scale", "0", "-o", "words.csv"});
    std::vector<std::string> words;
    std::istringstream lines(folder_.read("words.csv"));
    for (std::string line; std::getline(lines, line);) {
      if (line.find(",value,") != std::string::npos) words.push_back(line.substr(line.find(",value,")));
    }
    return words;
  };
  const std::string both = "hardwired:width=3,gelu=0,exp=0";
  for (const std::string function : {"gelu", "exp"}) {
    const std::vector<std::string> alone = words_of("hardwired:width=3," + function + "=0", function);
    EXPECT_EQ(alone.size(), 8U);
    EXPECT_EQ(words_of(both, function), alone);
  }
  EXPECT_NE(words_of(both, "gelu"), words_of(both, "exp"));
  const auto shown = [&](const std::string& unit) {
    const std::string text = output_of({"fit", "--unit", unit, "--function", "exp", "--scale", "0"});
    return text.substr(text.find("segment"));
  };
  EXPECT_EQ(shown(both), shown("hardwired:width=3,exp=0"));
  const Outcome outcome = pwlsim({"fit", "--unit", "hardwired:width=3", "-o", "words.mem"});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_SAYS(outcome.err, "hardwired:width=3 has no registers to write: its table is constant");
}

// A full disk leaves no incomplete table, and an existing table stays.
TEST_F(Cli, TablesThatCannotBeWrittenLeaveTheOldOnes) {
  folder_.write("t.json", "older");
  const ProcessResult result = run_process(
      Arguments{"bash", "-c", "trap '' XFSZ; ulimit -f 0; exec \"$0\" \"$@\"", PWLSIM_PROGRAM, "fit", "-o", "t.json"},
      folder_.path(), {Variables::kAll});
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_SAYS(result.output, "pwlsim: -o t.json: cannot be written: File too large\n");
  EXPECT_EQ(files(), std::set<std::string>{"t.json"});
  EXPECT_EQ(folder_.read("t.json"), "older");
  EXPECT_EQ(pwlsim({"fit"}, "/dev/full").exit_code, 3);
  // A pipe is written to.
  const Outcome piped = shell("\"$0\" \"$@\" | cat", {PWLSIM_PROGRAM, "fit", "-o", "/dev/stdout"});
  EXPECT_EQ(piped.err, "");
  EXPECT_EQ(piped.out.rfind("{\n  \"schema\": \"pwlsim-tables\"", 0), 0U);
}

// The least number of entries is found and reported. The table is as good as requested, and one entry less is not
// enough.
TEST_F(Cli, LeastEntries) {
  const Arguments base = {"fit", "--function", "gelu", "--scale", "5", "--tails", "free", "-o", "t.json"};
  EXPECT_SAYS(output_of(base + Arguments{"--unit", "int8_8q", "--least", "exact"}), "11 of 16");
  const std::string out = output_of(base + Arguments{"--least", "1e-5"});
  const json table = json_of("t.json")["tables"][0];
  EXPECT_LE(table["registers"][0]["mse"].get<double>(), 1e-5);
  EXPECT_EQ(table["unit"], "int8_16");
  const std::size_t of = out.find(" of 16");
  ASSERT_NE(of, std::string::npos) << out;
  EXPECT_GT(std::stoi(out.substr(out.rfind(' ', of - 1))), 8) << "8 entries reach 2.78e-5";
  EXPECT_EQ(pwlsim(base + Arguments{"--least", "1e-9"}).exit_code, 2);
  EXPECT_EQ(pwlsim(base + Arguments{"--least", "nan"}).exit_code, 2);
  EXPECT_EQ(pwlsim(base + Arguments{"--least", "1e-3", "--method", "gqa"}).exit_code, 2);
}

// A requantising unit is fitted for what it returns.
TEST_F(Cli, RequantisingUnitsGetTheBestOutput) {
  const auto mse = [&](const Arguments& more) {
    output_of(Arguments{"fit", "--function", "hswish", "--unit", "int8_8q", "--scale", "5", "-o", "t.json"} + more);
    return json_of("t.json")["tables"][0]["registers"][0]["mse"].get<double>();
  };
  const double best = mse({});
  EXPECT_EQ(json_of("t.json")["tables"][0]["objective"], "output-mse");
  EXPECT_LT(best, 0.8 * mse({"--objective", "mse"}));
}

TEST_F(Cli, TailsAreHeldUnlessTheyAreFree) {
  folder_.write("beyond.txt", "1\n3\n6\n");
  const auto last = [&](const std::string& tails) {
    output_of({"fit", "--function", "exp", "--scale", "4", "--tails", tails, "-o", "t.json"});
    const json table = json_of("t.json")["tables"][0];
    return table["slopes"].back().get<double>() * 7.0 + table["intercepts"].back().get<double>();
  };
  EXPECT_EQ(last("hold"), 1.0);
  EXPECT_GT(last("free"), 3.0);
  const std::string held = output_of({"run", "--function", "exp", "--stimulus", "beyond.txt"});
  const std::string free = output_of({"run", "--function", "exp", "--stimulus", "beyond.txt", "--tails", "free"});
  EXPECT_SAYS(free, "method optimal, tails free,");
  EXPECT_NE(held, free);
}

// Wide units: the file holds the mantissa's table and runs in lockstep over all words.
TEST_F(Cli, TablesOfWideUnits) {
  output_of({"fit", "--function", "exp,div,rsqrt", "--unit", "wide16_8", "-o", "w.json"});
  EXPECT_SAYS(output_of({"eval", "w.json"}), "rsqrt wide16_8 s=8");
  const std::string out = output_of({"compare", "--no-cost", "--table", "w.json", "--function", "exp,div,rsqrt",
                                     "--stimulus", "codes", "--json", "out.json"});
  EXPECT_SAYS(out, "SystemC = RTL = golden in every cycle: yes");
  const json runs = json_of("out.json")["runs"];
  EXPECT_EQ(runs.size(), 3U);
  for (const json& run : runs) {
    EXPECT_LT(run["errors"]["max_relative_error"].get<double>(), 0.008);
  }
}

// A table that a person writes goes through every command that takes tables; options say what it leaves out.
TEST_F(Cli, APersonsTableGoesThroughEveryCommand) {
  folder_.write("mine.csv", "breakpoint,slope,intercept\n-2,0,0\n0,-0.1,-0.15\n2,0.9,-0.15\n,1,0\n");
  folder_.write("mine.json",
                R"({"breakpoints": [-2, 0, 2], "slopes": [0, -0.1, 0.9, 1], "intercepts": [0, -0.15, -0.15, 0]})");
  for (const char* const file : {"mine.csv", "mine.json"}) {
    const Arguments of = {"--function", "silu", "--unit", "int8_8"};
    const std::string run = output_of(Arguments{"run", "--table", file, "--stimulus", "codes"} + of);
    EXPECT_SAYS(run, "golden in every cycle: yes");
    EXPECT_SAYS(output_of(Arguments{"eval", file} + of), "silu int8_8 s=5");
    EXPECT_SAYS(output_of(Arguments{"sweep", "--table", file} + of), "0 mismatches");
    output_of(Arguments{"plot", file, "-o", "a.svg"} + of);
    const std::string both = output_of({"compare", "--no-cost", "--table", file, "--function", "silu", "--units",
                                        "int8_8,fp16_8", "--stimulus", "codes8"});
    EXPECT_SAYS(both, "fp16_8");
    // Without --unit: INT8 of as many entries.
    EXPECT_SAYS(output_of({"eval", file, "--function", "silu"}), "silu int8_4 s=5");
    const Outcome outcome = pwlsim({"run", "--table", file});
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_SAYS(outcome.err, std::string(file) + ": does not say its function; --function names it\n");
  }
}

// Without --function and --unit, run and compare take what the file has, registers for $readmemh among it.
TEST_F(Cli, TheFileSaysWhatItsTablesAreOf) {
  output_of({"fit", "--function", "exp", "--unit", "int8_4", "--scale", "3", "-o", "exp.mem"});
  const std::string run = output_of({"run", "--table", "exp.mem", "--stimulus", "codes", "--json", "run.json"});
  EXPECT_SAYS(run, "golden in every cycle: yes");
  EXPECT_EQ(json_of("run.json")["runs"][0]["function"], "exp");
  EXPECT_EQ(json_of("run.json")["runs"][0]["unit"], "int8_4");
  EXPECT_EQ(json_of("run.json")["runs"][0]["scale"], 3);
  output_of({"fit", "--function", "exp,gelu", "--unit", "int8_4", "-o", "two.json"});
  const Outcome outcome = pwlsim({"run", "--table", "two.json"});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_SAYS(outcome.err, "not 2 functions; compare takes several; two.json has exp int8_4 s=4, gelu int8_4 s=5\n");
  output_of({"compare", "--no-cost", "--table", "two.json", "--stimulus", "codes", "--json", "both.json"});
  EXPECT_EQ(json_of("both.json")["runs"].size(), 2U);
}

TEST_F(Cli, SurveyRanksTheMethods) {
  const Arguments command = {"survey", "--function", "gelu,silu", "--entries", "8", "--seeds", "2"};
  const std::string out = output_of(command + Arguments{"--json", "s.json"});
  EXPECT_EQ(out, output_of(command)) << "the same whatever the threads do";
  const json gelu = json_of("s.json")["mse"][0]["at_scales_0_to_6"];
  for (const char* method : {"uniform", "NN-LUT", "GQA-LUT", "GQA-LUT, published", "shared optimum"}) {
    EXPECT_EQ(gelu[method].size(), std::string(method) == "NN-LUT" || std::string(method) == "GQA-LUT" ? 2U : 1U);
    for (int scale = 0; scale <= 6; ++scale) {
      EXPECT_GE(gelu[method][0][scale].get<double>(), gelu["optimum"][0][scale].get<double>() * (1 - 1e-9)) << method;
    }
  }
  EXPECT_NEAR(gelu["GQA-LUT, published"][0][5].get<double>(), 7.22e-5, 0.005e-5);
  EXPECT_TRUE(json_of("s.json")["mse"][1]["at_scales_0_to_6"]["GQA-LUT, published"][0][0].is_null());
  EXPECT_SAYS(output_of(command + Arguments{"--markdown"}), "| mean over s = 0 … 6 | uniform | NN-LUT |");
  EXPECT_EQ(pwlsim({"survey", "--entries", "1"}).exit_code, 2);
  EXPECT_EQ(pwlsim({"survey", "--seeds", "0"}).exit_code, 2);
}

}  // namespace
}  // namespace pwlsim::tests
