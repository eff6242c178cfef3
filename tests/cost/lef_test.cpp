// SPDX-License-Identifier: Apache-2.0
#include "sim/cost/liberty/lef.h"

#include <gtest/gtest.h>
#include <string>
#include <vector>

#include "sim/base/error.h"
#include "tests/cost/tiny_lef.h"
#include "tests/scratch_folder.h"

namespace pwlsim::tests {
namespace {

class Lef : public testing::Test {
 protected:
  std::vector<LefMacro> read(const std::string& text) const { return read_lef(folder_.write("x.lef", text)); }

  /// The message about a text, without the folder.
  std::string complaint(const std::string& text) const {
    try {
      read(text);
    } catch (const InputError& error) {
      const std::string message = error.what();
      return message.substr(message.find("x.lef"));
    }
    return "accepted";
  }

  const ScratchFolder folder_;
};

TEST_F(Lef, HasTheOutlinesOfMacros) {
  const std::vector<LefMacro> macros = read(kTinyLef);
  ASSERT_EQ(macros.size(), 2U);
  EXPECT_EQ(macros[0].name, "INV");
  EXPECT_DOUBLE_EQ(macros[0].area(), 1.5 * 2);
  EXPECT_EQ(macros[1].name, "NAND");
  EXPECT_DOUBLE_EQ(macros[1].width, 2.25);
  EXPECT_DOUBLE_EQ(macros[1].height, 2);
}

// UNITS are for DEF files, comments may have any text, a pin may have the name of a keyword, and keywords may be in
// lower case.
TEST_F(Lef, WhatDoesNotMatterDoesNotMatter) {
  for (const auto& [from, to] : std::vector<std::pair<std::string, std::string>>{
           {"DATABASE MICRONS 1000 ;", "DATABASE MICRONS 2000 ;"},
           {"MACRO INV", "# MACRO SIZE 7 BY 7 ; END\nMACRO INV"},
           {"SIZE 1.5 BY 2 ;", "SIZE 1.50\n  BY\t2.0 # tall\n ;"},
           {"SIZE 1.5 BY 2 ;", "size 15e-1 by 2 ;"},
           {"PIN A", "PIN SIZE"},
           {"SITE core ;", "SITE core 0 0 N DO 3 BY 1 STEP 1 0 ;"},
           {"VERSION 5.7 ;", "\xef\xbb\xbfVERSION 5.7 ;"},
           {"VERSION 5.7 ;", "VERSION 5.7 ;\r\nBEGINEXT \"a ; \n b\" SIZE 3 BY 3 ; ENDEXT"},
           {"END LIBRARY", ""},
           {"END LIBRARY", "END LIBRARY\nand what follows"}}) {
    std::string text = kTinyLef;
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
      text.replace(at, from.size(), to);
      if (from == "PIN A") text.replace(text.find("END A\n"), 5, "END SIZE");
      break;
    }
    ASSERT_NE(text, kTinyLef) << from;
    const std::vector<LefMacro> macros = read(text);
    ASSERT_EQ(macros.size(), 2U) << to;
    EXPECT_DOUBLE_EQ(macros[0].area(), 3) << to;
    EXPECT_DOUBLE_EQ(macros[1].area(), 4.5) << to;
  }
  EXPECT_TRUE(read("VERSION 5.7 ;\nLAYER m1\n TYPE ROUTING ;\nEND m1\n").empty()) << "a technology's LEF has no macros";
}

TEST_F(Lef, DamagedFilesAreRefusedWithTheirPlace) {
  const std::string m = "MACRO A\n CLASS CORE ;\n";
  EXPECT_EQ(complaint(""), "x.lef:1: not a LEF file: it is empty");
  EXPECT_EQ(complaint("hello world ;\n"), "x.lef:1: not a LEF file: hello is not a statement");
  EXPECT_EQ(complaint("library (x) {\n}\n"), "x.lef:1: not a LEF file: library is not a statement");
  EXPECT_EQ(complaint(m + "END A\n"), "x.lef:1: MACRO A has no SIZE");
  EXPECT_EQ(complaint(m + " SIZE 1 2 ;\nEND A\n"), "x.lef:3: SIZE: BY is missing");
  EXPECT_EQ(complaint(m + " SIZE 1 BY 2\nEND A\n"), "x.lef:4: SIZE: no ; behind the height");
  EXPECT_EQ(complaint(m + " SIZE 1 BY 2 ;\n SIZE 1 BY 2 ;\nEND A\n"), "x.lef:4: MACRO A has two sizes");
  for (const char* wrong : {"0", "-1", "nan", "inf", "1e9", "1,5", "1.5um", "BY"}) {
    EXPECT_EQ(complaint(m + " SIZE 1 BY " + wrong + " ;\nEND A\n"),
              "x.lef:3: SIZE: '" + std::string(wrong) + "' is not a length from 0 to 1e+06 um");
  }
  EXPECT_EQ(complaint(m + " SIZE 1 BY 2 ;\nEND B\n"), "x.lef:4: END of B where MACRO A of line 1 should end");
  EXPECT_EQ(complaint(m + " SIZE 1 BY 2 ;\nMACRO B\n"), "x.lef:4: MACRO A, which begins in line 1, has no END");
  EXPECT_EQ(complaint(m + " SIZE 1 BY 2 ;\n"), "x.lef:4: MACRO A, which begins in line 1, has no END");
  EXPECT_EQ(complaint(m + " PIN A\n  DIRECTION INPUT ;\n"), "x.lef:3: the file ends inside PIN, which begins here");
  EXPECT_EQ(complaint("LAYER m1\n TYPE ROUTING ;\n"), "x.lef:1: the file ends inside LAYER, which begins here");
  EXPECT_EQ(complaint("VERSION 5.7\n"), "x.lef:1: the file ends inside VERSION, which begins here");
  EXPECT_EQ(complaint("END A\n"), "x.lef:1: END of something that has not begun");
  EXPECT_EQ(complaint("VERSION \"5\n ;"), "x.lef:1: a quote without an end");
  const std::string whole = m + " SIZE 1 BY 2 ;\nEND A\n";
  EXPECT_EQ(complaint(whole + whole), "x.lef:5: MACRO A stands twice, first in line 1");
}

TEST_F(Lef, WhatIsNoFileIsNamed) {
  EXPECT_THROW(read_lef(folder_.path() / "none.lef"), InputError);
  EXPECT_THROW(read_lef(folder_.path()), InputError);
}

// The package's own file has exactly the cells of its Liberty file.
TEST_F(Lef, OfThePackage) {
  const std::vector<LefMacro> macros = read_lef("/usr/share/qflow/tech/osu018/osu018_stdcells.lef");
  EXPECT_EQ(macros.size(), 33U);
  for (const LefMacro& macro : macros) {
    EXPECT_DOUBLE_EQ(macro.height, 10) << macro.name;
    if (macro.name == "OAI21X1") {
      EXPECT_DOUBLE_EQ(macro.area(), 32);
    }
  }
}

}  // namespace
}  // namespace pwlsim::tests
