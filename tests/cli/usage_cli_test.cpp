// SPDX-License-Identifier: Apache-2.0
//
// Messages of the command line: wrong words, numbers and lists, options without effect, examples of --help.

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <algorithm>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

#include "tests/cli/cli_fixture.h"

namespace pwlsim::tests {
namespace {

class Usage : public Cli {
 protected:
  /// Names of all commands, "sweep merge" among them.
  std::vector<Arguments> commands() const {
    std::vector<Arguments> all = {{"sweep", "merge"}};
    const std::string help = output_of({"--help"});
    const std::string list = help.substr(help.find("Subcommands:"));
    const std::regex line(R"(\n  ([a-z]+) )");
    for (std::sregex_iterator i(list.begin(), list.end(), line), end; i != end; ++i) all.push_back({(*i)[1]});
    EXPECT_GE(all.size(), 17U);
    return all;
  }

  /// Runs a command that must be refused with one line, and returns the line.
  std::string refusal(const Arguments& arguments) const {
    const Outcome outcome = pwlsim(arguments);
    EXPECT_EQ(outcome.exit_code, 2) << outcome.out;
    EXPECT_EQ(outcome.out, "");
    EXPECT_EQ(outcome.err.rfind("pwlsim: ", 0), 0U) << outcome.err;
    EXPECT_EQ(std::count(outcome.err.begin(), outcome.err.end(), '\n'), 1) << outcome.err;
    return outcome.err;
  }
};

TEST_F(Usage, WrongWordsAreNamedWithTheNearest) {
  const struct {
    Arguments arguments;
    const char* says;
  } cases[] = {
      {{}, "a command is missing (see pwlsim --help)"},
      {{"compre"}, "there is no command 'compre' (did you mean compare?) (see pwlsim --help)"},
      {{"compre", "--units", "int8_8"}, "there is no command 'compre' (did you mean compare?)"},
      {{"elephant"}, "there is no command 'elephant' (see"},
      {{"--sead"}, "pwlsim has no option '--sead' (see pwlsim --help)"},
      {{"run", "--sead", "5"}, "run has no option '--sead' (did you mean --seed?) (see pwlsim run --help)"},
      {{"run", "--sead=5"}, "run has no option '--sead' (did you mean --seed?)"},
      {{"run", "-unit", "int8_8"}, "run has no option '-unit' (did you mean --unit?)"},
      {{"run", "stray"}, "run takes no argument 'stray' (see pwlsim run --help)"},
      {{"sweep", "merg"}, "sweep takes no argument 'merg' (did you mean merge?) (see pwlsim sweep --help)"},
      {{"sweep", "merge", "x", "--jso", "y"}, "sweep merge has no option '--jso' (did you mean --json?)"},
      {{"--unit", "int8_8", "run"}, "--unit stands before the command that takes it; pwlsim run --unit"},
      {{"run", "--function", "glu"}, "unknown function 'glu' (did you mean gelu?); known: gelu, "},
      {{"run", "--method", "optimum"}, "unknown method 'optimum' (did you mean optimal?); known: optimal, "},
      {{"run", "--stimulus", "recoded"}, "unknown stimulus 'recoded' (did you mean recorded?); known: recorded, "},
      {{"run", "--stall", "randon:0.5"}, "unknown stall 'randon:0.5' (did you mean random?); known: none, random"},
      {{"run", "--tails", "hodl"}, "unknown kind of tails 'hodl' (did you mean hold?)"},
      {{"fit", "--objective", "msee"}, "unknown objective 'msee' (did you mean mse?)"},
      {{"fit", "--as", "cvs"}, "unknown layout 'cvs' (did you mean csv?)"},
      {{"fit", "--method", "gqa", "--set", "generation=5"}, "unknown setting 'generation' (did you mean generations?)"},
      {{"cost", "--storage", "flip"}, "unknown table storage 'flip' (did you mean flop?)"},
      {{"mutate", "--models", "rlt"}, "unknown model 'rlt' (did you mean rtl?); known: rtl, systemc"},
      {{"fit", "--entries", "1"}, "unit 'int8_1': '1': entries is a whole number from 2 to 64"},
      {{"fit", "--format", "int9"}, "unknown unit 'int9_8' (did you mean int8_8?); formats: int8, "},
      {{"plot", "--unit", "int8_8x", "-o", "a.svg"}, "unknown unit 'int8_8x'; int8 has no 'x'"},
      {{"plot", "--unit", "pwl_int:width=40", "-o", "a.svg"},
       "pwl_int:width=40: 'width=40': width is a whole number from 3 to 32"},
      {{"run", "--units", "int8_8,int16_8"}, "run takes one unit and one function, not 2 units; compare takes several"},
      {{"run", "--units", "all"}, "run takes one unit and one function, not 33 units; compare takes several"},
      {{"run", "--function", "all"}, "run takes one unit and one function, not 8 functions; compare takes several"},
  };
  for (const auto& wrong : cases) {
    SCOPED_TRACE(wrong.says);
    EXPECT_SAYS(refusal(wrong.arguments), std::string("pwlsim: ") + wrong.says);
  }
  EXPECT_TRUE(files().empty());
}

// Every option that takes a number takes decimal digits in its range and nothing else, whatever the command.
TEST_F(Usage, NumbersAreRefusedByTheNameOfTheirOption) {
  const std::regex option(R"(\n  (?:-\w,)?(--[a-z0-9-]+)(?:,--[a-z]+)? (INT|FLOAT))");
  int options = 0;
  for (const Arguments& command : commands()) {
    const std::string help = output_of(command + Arguments{"--help"});
    EXPECT_EQ(help.find(" UINT"), std::string::npos) << help;
    for (std::sregex_iterator i(help.begin(), help.end(), option), end; i != end; ++i, ++options) {
      const std::string name = (*i)[1];
      for (const char* bad : {"nan", "0x10", "5x", " 5", "+5", "1e999", "99999999999999999999", ""}) {
        EXPECT_SAYS(refusal(command + Arguments{name, bad}), fmt::format("{}: '{}' is not a ", name, bad));
      }
      if ((*i)[2] != "INT") continue;
      EXPECT_SAYS(refusal(command + Arguments{name, "1.5"}), name + ": '1.5' is not a whole number from ");
    }
  }
  EXPECT_GE(options, 35);
  // A leading zero does not make a number octal.
  EXPECT_SAYS(output_of({"fit", "--method", "gqa", "--set", "generations=1", "--seed", "010"}), "seed 10,");
  EXPECT_SAYS(refusal({"run", "--seed", "-1"}), "--seed: '-1' is not a whole number from 0 to 18446744073709551615");
  EXPECT_SAYS(refusal({"run", "--scale", "4294967301"}), "--scale: '4294967301' is not a whole number");
  EXPECT_SAYS(refusal({"sweep", "--chunk", "1023"}), "--chunk: '1023' is not a whole number from 1024 to ");
  EXPECT_SAYS(refusal({"stress", "--cycles", "99"}), "--cycles: '99' is not a whole number from 100 to 10000000");
}

TEST_F(Usage, ListsTakeBlanksAndRepeats) {
  const auto units = [&](const Arguments& list) {
    output_of(Arguments{"fit", "--method", "uniform", "-o", "out.json"} + list);
    std::string names;
    const nlohmann::json file = json_of("out.json");
    for (const auto& table : file["tables"]) {
      names += table["unit"].get<std::string>() + " " + table["function"].get<std::string>() + ";";
    }
    return names;
  };
  EXPECT_EQ(units({"--units", "int8_4, int8_8 ,int8_4"}), "int8_4 gelu;int8_8 gelu;");
  EXPECT_EQ(units({"--unit", "int8_8", "--units", "int8_4"}), "int8_8 gelu;int8_4 gelu;");
  EXPECT_EQ(units({"--unit", "int8_4", "--function", "exp,\tgelu, exp"}), "int8_4 exp;int8_4 gelu;");
  EXPECT_EQ(units({"--entries", "8, 4", "--scale", "5, 5"}), "int8_8 gelu;int8_4 gelu;");
  // Several words with commas between them are a list as well, where nothing else may follow.
  EXPECT_SAYS(refusal({"compare", "--units", "int8_8,", "int16_8", ",", "int8_8", "--stimulus", "no.npy"}), "no.npy:");
  for (const char* list : {"", " ", ",", "int8_8,", ",int8_8", "int8_8,,int8_4", "int8_8, ,int8_4"}) {
    for (const char* command : {"fit", "compare", "cost", "coverage", "stress", "prove", "sweep"}) {
      EXPECT_SAYS(refusal({command, "--units", list}), fmt::format("--unit '{}': the list ", list));
    }
  }
  EXPECT_SAYS(refusal({"compare", "--function", ""}), "--function '': the list is empty");
  EXPECT_SAYS(refusal({"eval", "--scale", "1,,2", "t.json"}), "--scale '1,,2': the list has an empty item");
}

// Every option for units accepts "all", and units that do not serve a function are left out.
TEST_F(Usage, AllIsTakenEverywhere) {
  EXPECT_SAYS(refusal({"compare", "--units", "all", "--stimulus", "no.npy"}), "no.npy: No such file");
  EXPECT_SAYS(refusal({"cost", "--units", "all", "--function", "all", "--stimulus", "no.npy"}), "no.npy: No such file");
  EXPECT_SAYS(refusal({"coverage", "--units", "all", "--waivers", "no.txt"}), "no.txt: No such file");
  EXPECT_SAYS(refusal({"stress", "--units", "all", "--output", "none/x"}), "--output none/x");
  EXPECT_SAYS(refusal({"sweep", "--units", "all", "--table", "no.json"}), "no.json: No such file");
  EXPECT_SAYS(refusal({"plot", "--units", "all", "-o", "none/a.svg"}), "-o none/a.svg");
  const std::string proofs = output_of({"prove", "--units", "all", "--list"});
  for (const char* proof : {"unit/int8_4", "gates/int32w_8q", "gates/bf16_8s"}) EXPECT_SAYS(proofs, proof);
  const Arguments fit = {"fit", "--method", "uniform", "-o", "out.json"};
  output_of(fit + Arguments{"--units", "all", "--function", "exp"});
  EXPECT_EQ(json_of("out.json")["tables"].size(), 33U);
  const Outcome outcome = pwlsim(fit + Arguments{"--units", "int8_8,wide16_8", "--function", "all"});
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_EQ(outcome.err, "pwlsim: left out where they do not serve the function: wide16_8\n");
  EXPECT_EQ(json_of("out.json")["tables"].size(), 8U + 3U);
  EXPECT_SAYS(refusal(fit + Arguments{"--unit", "wide16_8", "--function", "exp,gelu"}), "wide16_8 serves exp, div and");
}

// An option without effect is reported once with the reason; one with an effect is not.
TEST_F(Usage, OptionsWithoutEffectSaySo) {
  output_of({"fit", "--unit", "fp32_4,fp16_8", "--method", "uniform", "-o", "floats.json"});
  const Arguments fit = {"fit", "--method", "uniform"};
  const Arguments run = {"run", "--unit", "int8_8", "--method", "uniform", "--stimulus", "codes8"};
  const Arguments words = {"fit", "--unit", "direct:width=3"};
  const Arguments fixed = {"run", "--unit", "hardwired:width=3", "--stimulus", "codes"};
  const struct {
    Arguments arguments;
    const char* says;
  } cases[] = {
      {fit + Arguments{"--unit", "fp32_8", "--scale", "4"},
       "--scale has no effect: floating-point units have no input scale: fp32_8\n"},
      {fit + Arguments{"--unit", "int8_8,fp32_8", "--scale", "4"}, "--scale has no effect: floating-point units have"},
      {fit + Arguments{"--unit", "wide16_8", "--function", "exp", "--tails", "free"},
       "--tails has no effect: no input of a unit that reduces their range lies beyond its table: wide16_8\n"},
      {fit + Arguments{"--unit", "int8_8,int8_8q", "--output-scale", "5"},
       "--output-scale has no effect: only units that round their results to codes have an output scale, not int8_8\n"},
      {fit + Arguments{"--seed", "3"}, "--seed has no effect: method uniform leaves nothing to chance\n"},
      {fit + Arguments{"--shared"}, "--shared has no effect: there is one scale; name several with --scale\n"},
      {{"plot", "--method", "uniform", "--seed", "3", "-o", "a.svg"}, "--seed has no effect"},
      {words + Arguments{"--objective", "max-error"},
       "--objective has no effect: nothing is fitted where the table's "
       "words are the function's values: direct:width=3\n"},
      {words + Arguments{"--zero-mean"}, "--zero-mean has no effect: nothing is fitted"},
      {words + Arguments{"--tails", "free"}, "--tails has no effect: nothing is fitted"},
      {words + Arguments{"--scale", "0,1", "--shared"}, "--shared has no effect: nothing is fitted"},
      {words + Arguments{"--shared"}, "--shared has no effect: there is one scale"},
      {words + Arguments{"--seed", "2"}, "--seed has no effect: method optimal leaves nothing to chance"},
      {{"fit", "--unit", "hardwired:width=3,int8_8", "--method", "uniform", "--tails", "free"},
       "--tails has no effect: nothing is fitted where the table's words are the function's values: hardwired:width"},
      {{"plot", "--unit", "direct:width=3", "--tails", "free", "-o", "a.svg"}, "--tails has no effect: nothing"},
      {fixed + Arguments{"--tails", "free"}, "--tails has no effect: nothing is fitted"},
      {fixed + Arguments{"--rewrite", "0.5"},
       "--rewrite has no effect: there is no register to write: hardwired:width=3\n"},
      {fixed + Arguments{"--cost", "--storage", "flop"},
       "--storage has no effect: there is no register to store: hardwired:width=3\n"},
      {{"eval", "floats.json", "--scale", "3"}, "--scale has no effect: floating-point units have no input scale: "},
      {run + Arguments{"--clock", "5"}, "--clock has no effect: without --cost nothing is synthesised\n"},
      {run + Arguments{"--liberty", "none.lib"}, "--liberty has no effect: without --cost nothing is synthesised\n"},
      {run + Arguments{"--no-cost", "--storage", "gated"}, "--storage has no effect: without --cost"},
      {run + Arguments{"--glitches", "none.v"}, "--glitches has no effect: without --cost"},
      {run + Arguments{"--dont-use", "AND*"}, "--dont-use has no effect: without --cost"},
      {run + Arguments{"--lef", "none"}, "--lef has no effect: without --cost"},
      {run + Arguments{"--wire-load", "none"}, "--wire-load has no effect: without --cost"},
      {run + Arguments{"--node-nand2-um2", "1"}, "--node-nand2-um2 has no effect: without --cost"},
      {run + Arguments{"--output-scale", "5"},
       "--output-scale has no effect: only units that round their results to codes have an output scale"},
      {{"mutate", "--list", "--seed", "3"}, "--seed has no effect: all are judged; --sample draws some\n"},
      {{"mutate", "--list", "--fresh"}, "--fresh has no effect: with --list none is judged\n"},
      {{"prove", "--list", "--fresh"}, "--fresh has no effect: with --list nothing is proven\n"},
      {{"prove", "--list", "--all", "--gates"}, "--gates has no effect: --all has them\n"},
      {{"check", "--show", "--liberty", "x"},
       "--liberty has no effect: with --show nothing is measured, and the figures are those of --budgets\n"},
      {{"docs", "--man", "m", "--only", "x"}, "--only has no effect: it is about READMEs"},
      {{"sweep", "--unit", "fp16_8", "--method", "uniform", "--to", "1023", "--scale", "3"},
       "--scale has no effect: floating-point units have no input scale: fp16_8\n"},
      {{"sweep", "--unit", "fp16_8", "--method", "uniform", "--to", "1023", "--evidence-command", "x"},
       "--evidence-command has no effect: no --evidence is written\n"},
  };
  for (const auto& idle : cases) {
    SCOPED_TRACE(idle.says);
    const Outcome outcome = pwlsim(idle.arguments);
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    EXPECT_EQ(outcome.err.rfind(std::string("pwlsim: ") + idle.says, 0), 0U) << outcome.err;
    EXPECT_EQ(std::count(outcome.err.begin(), outcome.err.end(), '\n'), 1) << outcome.err;
  }
  for (const Arguments& used :
       {fit + Arguments{"--unit", "int8_8q", "--scale", "4", "--output-scale", "4", "--tails", "free"},
        fit + Arguments{"--shared", "--scale", "3..5"},
        Arguments{"fit", "--method", "gqa", "--set", "generations=1", "--seed", "3"},
        Arguments{"mutate", "--list", "--sample", "3", "--seed", "3"},
        // The grid of codes is that of the scale, for floats as well.
        Arguments{"run", "--unit", "fp16_8", "--method", "uniform", "--stimulus", "codes8", "--scale", "4"}}) {
    output_of(used);
  }
}

TEST_F(Usage, TablesOfAFileNameWhatThereIs) {
  output_of({"fit", "--entries", "4,8", "--function", "gelu,exp", "--method", "uniform", "-o", "t.json"});
  EXPECT_SAYS(refusal({"run", "--table", "t.json", "--unit", "int16_8"}),
              "t.json: has no table for int16_8; it has gelu int8_4 s=5, gelu int8_8 s=5, exp int8_4 s=4, exp");
  EXPECT_SAYS(refusal({"compare", "--table", "t.json", "--function", "tanh"}),
              "t.json: has no table of tanh; it has gelu int8_4 s=5, ");
  EXPECT_SAYS(refusal({"run", "--table", "t.json", "--unit", "int8_8", "--function", "gelu", "--scale", "3"}),
              "t.json: has no table of gelu for int8_8 at scale 3; --scale can be 5");
}

/// The commands in a help text, each as its words. Names in them are made up.
std::vector<Arguments> examples_in(const std::string& help) {
  std::vector<Arguments> examples;
  const std::regex line(R"(pwlsim ([a-z]+( [^\n;()]*)?))");
  for (std::sregex_iterator i(help.begin(), help.end(), line), end; i != end; ++i) {
    std::istringstream words((*i)[1]);
    examples.emplace_back();
    for (std::string word; words >> word;) {
      word.erase(std::remove(word.begin(), word.end(), '\''), word.end());
      examples.back().push_back(word);
    }
  }
  return examples;
}

// Each command shows an example of itself; commands, options and names in examples exist.
TEST_F(Usage, ExamplesOfHelpAreRight) {
  std::set<std::string> options;                                    // "run --unit"
  const std::string names = "\n" + output_of({"list"}) + "\nall ";  // a line begins with one
  for (const Arguments& command : commands()) {
    const std::string help = output_of(command + Arguments{"--help"});
    const std::regex option(R"((--?[A-Za-z0-9-]+)(?=[, ]))");
    const std::string list = help.substr(0, help.find("\n\nExample"));
    for (std::sregex_iterator i(list.begin(), list.end(), option), end; i != end; ++i) {
      options.insert(command[0] + " " + (*i)[1].str());
    }
  }
  const auto complaint = [&](const Arguments& example) -> std::string {
    if (options.count(example[0] + " --help") == 0) return "no command " + example[0];
    for (std::size_t i = 1; i < example.size(); ++i) {
      const std::string& word = example[i];
      if (word[0] == '-' && options.count(example[0] + " " + word) == 0) return "no option " + word;
      const std::string& before = example[i - 1];
      if (before != "--unit" && before != "--units" && before != "--function" && before != "--stimulus") continue;
      std::istringstream items(word);
      for (std::string item; std::getline(items, item, ',');) {
        if (names.find("\n" + item + " ") == std::string::npos) return "no " + item;
      }
    }
    return "";
  };
  EXPECT_EQ(complaint({"nothing"}), "no command nothing");
  EXPECT_EQ(complaint({"run", "--unit", "int8_8", "--none"}), "no option --none");
  EXPECT_EQ(complaint({"run", "--units", "int8_8,int8_9"}), "no int8_9");
  for (const Arguments& command : commands()) {
    const std::string help = output_of(command + Arguments{"--help"});
    const std::size_t footer = help.find("\n\nExample");
    ASSERT_NE(footer, std::string::npos) << help;
    const std::vector<Arguments> examples = examples_in(help.substr(footer));
    const auto of_itself = [&](const Arguments& example) {
      return example.size() >= command.size() && std::equal(command.begin(), command.end(), example.begin());
    };
    EXPECT_TRUE(std::any_of(examples.begin(), examples.end(), of_itself)) << help;
    for (const Arguments& example : examples) EXPECT_EQ(complaint(example), "") << help.substr(footer);
  }
  const std::string help = output_of({"--help"});
  const std::vector<Arguments> examples = examples_in(help.substr(help.find("\n\nExample")));
  EXPECT_GE(examples.size(), 10U);
  for (const Arguments& example : examples) EXPECT_EQ(complaint(example), "");
}

}  // namespace
}  // namespace pwlsim::tests
