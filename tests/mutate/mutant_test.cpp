// SPDX-License-Identifier: Apache-2.0
//
// The generator makes the mutants of each rule, and no others.

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <utility>

#include "sim/base/error.h"
#include "sim/mutate/extra_mutants.h"
#include "sim/mutate/judge.h"
#include "sim/mutate/mutant.h"
#include "sim/unit/structure_files.h"
#include "sim/unit/structures.h"
#include "tests/rooms.h"
#include "tests/scratch_folder.h"

namespace pwlsim::tests {
namespace fs = std::filesystem;
namespace {

using Texts = std::vector<std::string>;

/// "rule: changed text" of each mutant.
Texts changes(Language language, const std::string& text) {
  Texts all;
  for (const Mutant& mutant : make_mutants(language, "file", text)) {
    EXPECT_EQ(on_one_line(mutated(text, mutant)), mutant.after);
    all.push_back(mutant.rule + ": " + mutant.after);
  }
  return all;
}

Texts verilog(const std::string& text) { return changes(Language::kSystemVerilog, text); }
Texts cpp(const std::string& text) { return changes(Language::kCpp, text); }

TEST(VerilogMutants, OperatorsBecomeTheirNeighbours) {
  EXPECT_EQ(verilog("assign y = a + b;"), (Texts{"assignment: assign y = '0;", "operator: assign y = a - b;"}));
  EXPECT_EQ(verilog("assign y = a >>> b;")[1], "sign: assign y = a >> b;");
  EXPECT_EQ(verilog("assign y = a && b;")[1], "operator: assign y = a || b;");
  EXPECT_EQ(verilog("assign y = a <= b;"),
            (Texts{"assignment: assign y = '0;", "operator: assign y = a < b;", "operator: assign y = a > b;"}));
}

TEST(VerilogMutants, UnaryOperatorsGoOrTurnRound) {
  EXPECT_EQ(verilog("assign y = ~a;")[1], "operator: assign y = a;");
  EXPECT_EQ(verilog("assign y = &a[3];")[1], "operator: assign y = |a[3];");
  EXPECT_EQ(verilog("assign y = b & |a;")[1], "operator: assign y = b | |a;");
  EXPECT_EQ(verilog("assign y = b & |a;")[2], "operator: assign y = b & &a;");
}

TEST(VerilogMutants, ConstantsBecomeTheirNeighbours) {
  EXPECT_EQ(verilog("assign y = 2'd3;")[1], "constant: assign y = 2'd2;");
  EXPECT_EQ(verilog("assign y = 1'b0;")[1], "constant: assign y = 1'b1;");
  EXPECT_EQ(verilog("assign y = '1;"), (Texts{"assignment: assign y = '0;", "constant: assign y = '0;"}));
  EXPECT_EQ(verilog("assign y = 8'hf0;")[1], "constant: assign y = 8'he0;");
  EXPECT_EQ(verilog("assign y = 8'hf0;")[2], "constant: assign y = 8'hf1;");
  EXPECT_EQ(verilog("assign y = X'(1);")[1], "constant: assign y = X'(2);");
  EXPECT_EQ(verilog("assign y = a[W-1:0];"),
            (Texts{"assignment: assign y = '0;", "constant: assign y = a[W-2:0];", "constant: assign y = a[W-1:1];"}));
  EXPECT_EQ(verilog("assign y = a[W+4];")[1], "constant: assign y = a[W+3];");
}

TEST(VerilogMutants, EnablesResetsAndSensitivity) {
  EXPECT_EQ(verilog("if (en) q <= d;"),
            (Texts{"condition: if (1'b1) q <= d;", "condition: if (1'b0) q <= d;", "assignment: if (en) ;"}));
  EXPECT_EQ(verilog("always_ff @(posedge clk_i or negedge rst_ni) q <= d;")[0],
            "sensitivity: always_ff @(posedge clk_i ) q <= d;");
  EXPECT_EQ(verilog("if (!rst_ni) q <= 1'b0;")[2], "operator: if (rst_ni) q <= 1'b0;");
  EXPECT_EQ(verilog("if (!rst_ni) q <= 1'b0;")[4], "constant: if (!rst_ni) q <= 1'b1;");
}

TEST(VerilogMutants, ChoicesSwapArms) {
  EXPECT_EQ(verilog("assign y = c ? a : b;")[1], "choice: assign y = c ? b : a;");
  EXPECT_EQ(verilog("assign y = {c ? a : d ? e : f, g};")[1], "choice: assign y = {c ? d ? e : f : a, g};");
  EXPECT_EQ(verilog("assign y = c ? a[i:j]\n  : b;")[1], "choice: assign y = c ? b : a[i:j];");
}

TEST(VerilogMutants, CaseArmsGo) {
  const std::string text = "case (m) 2'd0: y = a; default: y = b; endcase";
  EXPECT_EQ(verilog(text)[1], "arm: case (m) default: y = b; endcase");
  EXPECT_EQ(verilog(text)[2], "assignment: case (m) 2'd0: y = '0; default: y = b; endcase");
}

TEST(VerilogMutants, DeclarationsLoseABit) {
  EXPECT_EQ(verilog("logic [W-1:0] a;"), Texts{"width: logic [W-2:0] a;"});
  EXPECT_EQ(verilog("logic [1:0] a;"), Texts{"width: logic [0:0] a;"});
  EXPECT_EQ(verilog("logic signed [M+4:0] a;"), (Texts{"sign: logic [M+4:0] a;", "width: logic signed [M+4-1:0] a;"}));
}

TEST(VerilogMutants, SignsGo) {
  EXPECT_EQ(verilog("assign y = $signed(a) < b;")[1], "sign: assign y = $unsigned(a) < b;");
}

TEST(VerilogMutants, DefaultsOfSizesStay) {
  EXPECT_EQ(verilog("parameter int unsigned WIDTH = 8,"), Texts{});
  EXPECT_EQ(verilog("parameter int unsigned OUT = 2 * WIDTH,").size(), 2U);
}

TEST(CppMutants, OperatorsConstantsAndConditions) {
  EXPECT_EQ(cpp("const int y = a < b;"), (Texts{"operator: const int y = a <= b;", "operator: const int y = a >= b;"}));
  EXPECT_EQ(cpp("if (load & 1U) {"),
            (Texts{"condition: if (true) {", "condition: if (false) {", "operator: if (load | 1U) {",
                   "constant: if (load & 2U) {", "constant: if (load & 0U) {"}));
  EXPECT_EQ(cpp("return a ? true : b;"), (Texts{"choice: return a ? b : true;", "constant: return a ? false : b;"}));
  EXPECT_EQ(cpp("return !a;"), Texts{"operator: return a;"});
}

TEST(CppMutants, StatementsGo) {
  EXPECT_EQ(cpp("{ if (c) y_o.write(a); }")[2], "assignment: { if (c) ; }");
  EXPECT_EQ(cpp("{ x = a; }"), Texts{"assignment: { ; }"});
  EXPECT_EQ(cpp("{ sensitive << a << b.pos(); }"),
            (Texts{"sensitivity: { sensitive << b.pos(); }", "sensitivity: { sensitive << a ; }"}));
}

TEST(CppMutants, WidthsAndSigns) {
  EXPECT_EQ(cpp("return low_bits(W);"), Texts{"width: return low_bits(W - 1);"});
  EXPECT_EQ(cpp("return sign_extend(a, W);"), Texts{"sign: return static_cast<std::int64_t>(a);"});
}

TEST(CppMutants, TemplatesAndReferencesAreNoOperators) {
  EXPECT_EQ(cpp("template <int W, class A = B<C>>\nstatic_cast<Word>(f(const T& a, T&& b, T* c));"), Texts{});
}

TEST(Mutants, CommentsStringsAndPreprocessorStay) {
  EXPECT_EQ(verilog("/// a + b, 1'b0\n// if (x)\n/* a & b */ \"1 + 2\""), Texts{});
  EXPECT_EQ(cpp("// a < b\n/* 1 */\n#include <a.h>\n#if 1 + 2\nf(\"1 + \\\" 2\", '3');"), Texts{});
}

TEST(Mutants, IdsAreUniqueAndStable) {
  const std::string text = "assign y =\n  a < 2'd1;\n";
  const std::vector<Mutant> mutants = make_mutants(Language::kSystemVerilog, "f.sv", text);
  Texts ids;
  for (const Mutant& mutant : mutants) ids.push_back(mutant.id);
  EXPECT_EQ(ids, (Texts{"f.sv:2:3 assignment", "f.sv:2:5 operator", "f.sv:2:5 operator 2", "f.sv:2:7 constant",
                        "f.sv:2:7 constant 2"}));
}

TEST(Mutants, OfTheSourcesDifferAndHaveUnitsToRunIn) {
  for (const Language language : {Language::kSystemVerilog, Language::kCpp}) {
    const Sources sources = read_sources(language);
    EXPECT_GT(sources.size(), 15U);
    for (const auto& [file, text] : sources) {
      const std::vector<Mutant> mutants = make_mutants(language, file, text);
      EXPECT_EQ(mutants.empty(), file == "unit.h") << file;  // which only declares ports
      EXPECT_FALSE(units_using(language, sources, file).empty()) << file;
      std::set<std::string> ids;
      for (const Mutant& mutant : mutants) {
        EXPECT_TRUE(ids.insert(mutant.id).second) << mutant.id;
        EXPECT_NE(mutated(text, mutant), text) << mutant.id;
      }
    }
  }
}

TEST(ExtraMutants, AreThoseOfTheirList) {
  const ScratchFolder folder;
  const Sources sources = {{"f.sv", "assign a = b;\nassign c = d;\n"}};
  const auto read = [&](const std::string& list) {
    return read_extra_mutants({folder.write("list.txt", list)}, Language::kSystemVerilog, sources);
  };
  const std::vector<Mutant> mutants = read("# comment\n\nfirst\tf.sv\tc = d\tc = ~d\n");
  ASSERT_EQ(mutants.size(), 1U);
  EXPECT_EQ(mutants[0].id, "f.sv first");
  EXPECT_EQ(mutants[0].line, 2U);
  EXPECT_EQ(mutants[0].before, "assign c = d;");
  EXPECT_EQ(mutants[0].after, "assign c = ~d;");
  EXPECT_EQ(mutated(sources.at("f.sv"), mutants[0]), "assign a = b;\nassign c = ~d;\n");
  for (const char* bad :
       {"first\tf.sv\tc = d\n", "first\tg.sv\tc = d\tc\n", "first\tf.sv\tassign\tc\n", "first\tf.sv\tnot there\tc\n",
        "first\tf.sv\t\tc\n", "a\tf.sv\tc\td\na\tf.sv\td\tc\n", "first\tf.cpp\tc = d\tc\n"}) {
    EXPECT_THROW(read(bad), InputError) << bad;
  }
}

// Lists hold both languages; the ending of a file tells which.
TEST(ExtraMutants, AreThoseOfOneLanguageInAllLists) {
  const ScratchFolder folder;
  const Sources sources = {{"f.h", "a = b;\n"}, {"g.h", "c = d;\n"}};
  const std::string one = folder.write("one", "first\tf.sv\tc = d\tc = ~d\nfirst\tf.h\ta = b\ta = c\n");
  const std::string two = folder.write("two", "first\tg.h\tc = d\tc = e\n");
  const std::vector<Mutant> mutants = read_extra_mutants({one, two}, Language::kCpp, sources);
  ASSERT_EQ(mutants.size(), 2U);
  EXPECT_EQ(mutants[0].id, "f.h first");
  EXPECT_EQ(mutants[1].id, "g.h first");
  EXPECT_THROW(read_extra_mutants({two, two}, Language::kCpp, sources), InputError) << "a second of that id";
}

TEST(ExtraMutants, OfTheSourcesAreUpToDate) {
  std::vector<std::string> lists;
  for (const fs::path& list : structure_files("tests/unit", "extra_mutants.txt")) lists.push_back(list.string());
  EXPECT_EQ(read_extra_mutants(lists, Language::kSystemVerilog, read_sources(Language::kSystemVerilog)).size(), 43U);
  EXPECT_EQ(read_extra_mutants(lists, Language::kCpp, read_sources(Language::kCpp)).size(), 49U);
}

TEST(Mutants, RunInTheUnitsThatUseTheFile) {
  const auto names = [](Language language, const char* file) {
    Texts all;
    for (const UnitConfig* const unit : units_using(language, read_sources(language), file)) all.push_back(unit->name);
    return all;
  };
  const Texts wide = {"wide16_8", "wide32_8", "pwl_wide:x_width=8,width=6,entries=5"};
  EXPECT_EQ(names(Language::kSystemVerilog, "pwl_expand_int.sv"), wide);
  EXPECT_EQ(names(Language::kCpp, "expand_int.h"), wide);
  EXPECT_EQ(names(Language::kSystemVerilog, "pwl_round_fp.sv"), names(Language::kCpp, "round_fp.h"));
  // Every unit has a pipeline, so the units of the role judge it, and one of each structure that the role lacks.
  Texts all;
  for (const std::string& name : units_of_role("mutate")) all.push_back(find_unit(name).name);
  for (const Structure* structure : structures()) {
    const auto is_of = [&](const std::string& name) { return find_unit(name).structure == structure; };
    if (std::none_of(all.begin(), all.end(), is_of)) all.push_back(structure->name());
  }
  EXPECT_EQ(names(Language::kSystemVerilog, "pwl_pipe.sv"), all);
  // Names of units in comments do not count.
  const auto structures_of = [&](const char* file) {
    std::set<std::string> all_of;
    for (const std::string& name : names(Language::kSystemVerilog, file)) {
      all_of.insert(find_unit(name).structure->name());
    }
    return all_of;
  };
  EXPECT_EQ(structures_of("pwl_unit_int_const.sv"), std::set<std::string>{"pwl_int_const"});
  EXPECT_EQ(structures_of("pwl_unit_int.sv"), (std::set<std::string>{"pwl_int", "pwl_wide"}));
}

TEST(Mutants, OfAFileThatNoUnitUsesAreRefused) {
  Sources sources = read_sources(Language::kSystemVerilog);
  std::string& unit = sources.at("pwl_unit_int.sv");
  const std::size_t at = unit.find("pwl_requant_int #(");
  ASSERT_NE(at, std::string::npos);
  unit.replace(at, 18, "pwl_requant_int#(");  // another spelling of an instance
  EXPECT_FALSE(units_using(Language::kSystemVerilog, sources, "pwl_requant_int.sv").empty());
  sources["pwl_requant.sv"] = "module pwl_requant; endmodule\n";  // its name is the beginning of another one
  EXPECT_THROW(units_using(Language::kSystemVerilog, sources, "pwl_requant.sv"), InputError);
}

}  // namespace
}  // namespace pwlsim::tests
