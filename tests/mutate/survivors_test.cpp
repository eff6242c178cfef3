// SPDX-License-Identifier: Apache-2.0
//
// The list of survivors explains mutants, and entries that are out of date are reported.

#include "sim/mutate/survivors.h"

#include <gtest/gtest.h>
#include <filesystem>

#include "sim/base/content_hash.h"
#include "sim/base/error.h"
#include "sim/mutate/verdict_store.h"
#include "tests/rooms.h"
#include "tests/scratch_folder.h"

namespace pwlsim::tests {
namespace {

class Survivors : public testing::Test {
 protected:
  std::vector<Survivor> list(const std::string& text) {
    std::vector<Survivor> entries = read_survivors({folder_.write("list", text)}, Language::kSystemVerilog);
    for (Survivor& entry : entries) entry.list = "list";  // without the folder
    return entries;
  }

  static JudgedMutant judged(const char* after, Fate fate, bool was_judged = true) {
    JudgedMutant mutant;
    mutant.mutant.file = "f.sv";
    mutant.mutant.id = "f.sv:1:1 operator";
    mutant.mutant.before = "a + b";
    mutant.mutant.after = after;
    mutant.judged = was_judged;
    mutant.verdict.fate = fate;
    return mutant;
  }

  ScratchFolder folder_;
};

TEST_F(Survivors, AreExplainedByTheLinesTheyChange) {
  const auto entries = list("# comment\n\n= never\n= b is 0\nf.sv\ta + b\ta - b\n");
  ASSERT_EQ(entries.size(), 1U);
  EXPECT_EQ(entries[0].reason, "b is 0");
  EXPECT_EQ(entries[0].line, 5);
  std::vector<JudgedMutant> mutants = {judged("a - b", Fate::kSurvived), judged("a * b", Fate::kSurvived)};
  EXPECT_TRUE(explain(mutants, entries).empty());
  EXPECT_EQ(mutants[0].explained, &entries[0]);
  EXPECT_EQ(mutants[1].explained, nullptr);
}

TEST_F(Survivors, OneLineExplainsOneOfSeveralPlacesWithTheSameText) {
  const auto once = list("= b is 0\nf.sv\ta + b\ta - b\n");
  std::vector<JudgedMutant> mutants = {judged("a - b", Fate::kKilled), judged("a - b", Fate::kSurvived),
                                       judged("a - b", Fate::kSurvived)};
  EXPECT_TRUE(explain(mutants, once).empty());
  EXPECT_EQ(mutants[1].explained, &once[0]);
  EXPECT_EQ(mutants[2].explained, nullptr);

  const auto twice = list("= b is 0\nf.sv\ta + b\ta - b\nf.sv\ta + b\ta - b\n");
  for (JudgedMutant& mutant : mutants) mutant.explained = nullptr;
  EXPECT_TRUE(explain(mutants, twice).empty());
  EXPECT_EQ(mutants[2].explained, &twice[1]);
}

TEST_F(Survivors, ThatAreKilledAreOutOfDate) {
  const auto entries = list("= b is 0\nf.sv\ta + b\ta - b\n");
  std::vector<JudgedMutant> mutants = {judged("a - b", Fate::kKilled)};
  const auto stale = explain(mutants, entries);
  ASSERT_EQ(stale.size(), 1U);
  EXPECT_EQ(stale[0].find("list:2: f.sv:1:1 operator does not survive (killed"), 0U) << stale[0];
}

TEST_F(Survivors, ThatAreNotJudgedAreNotOutOfDate) {
  const auto entries = list("= b is 0\nf.sv\ta + b\ta - b\ng.sv\ta\tb\n");
  std::vector<JudgedMutant> mutants = {judged("a - b", Fate::kKilled, false)};
  EXPECT_TRUE(explain(mutants, entries).empty());
}

TEST_F(Survivors, ThatNoLongerExistAreOutOfDate) {
  const auto entries = list("= b is 0\nf.sv\ta + c\ta - c\n");
  std::vector<JudgedMutant> mutants = {judged("a - b", Fate::kKilled)};
  EXPECT_EQ(explain(mutants, entries), std::vector<std::string>{"list:2: there is no such mutant of f.sv: a - c"});
}

// Lists hold both languages; the ending of a file tells which.
TEST_F(Survivors, AreThoseOfOneLanguageInAllLists) {
  const std::vector<std::string> lists = {folder_.write("one", "= why\nf.sv\ta\tb\nf.h\tc\td\n"),
                                          folder_.write("two", "= too\ng.h\te\tf\n")};
  const std::vector<Survivor> rtl = read_survivors(lists, Language::kSystemVerilog);
  ASSERT_EQ(rtl.size(), 1U);
  EXPECT_EQ(rtl[0].file, "f.sv");
  const std::vector<Survivor> systemc = read_survivors(lists, Language::kCpp);
  ASSERT_EQ(systemc.size(), 2U);
  EXPECT_EQ(systemc[0].before, "c");
  EXPECT_EQ(systemc[1].list, lists[1]);
  EXPECT_EQ(systemc[1].line, 2);
}

TEST_F(Survivors, FilesSayWhatIsWrongWithThem) {
  const auto message = [&](const std::string& text) {
    try {
      list(text);
    } catch (const InputError& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  EXPECT_NE(message("= why\nf.sv\ta\n").find("list:2: FILE"), std::string::npos);
  EXPECT_NE(message("f.sv\ta\tb\n").find("list:1: there is no line '= why'"), std::string::npos);
  EXPECT_NE(message("= why\nf.sv\ta\tb\tc\n").find("list:2:"), std::string::npos);
  EXPECT_NE(message("= why\nf.cpp\ta\tb\n").find("list:2: f.cpp ends in neither .sv nor .h"), std::string::npos);
}

TEST(Verdicts, AreReadAsTheyAreWritten) {
  const Verdict verdict =
      parse_verdict(verdict_text({.fate = Fate::kKilled, .unit = "int8_8", .how = "random session 3"}));
  EXPECT_EQ(verdict.fate, Fate::kKilled);
  EXPECT_EQ(verdict.unit, "int8_8");
  EXPECT_EQ(verdict.how, "random session 3");
  EXPECT_THROW(parse_verdict("kill\tint8_8\t"), InputError);
  EXPECT_THROW(parse_verdict("killed\tint8_8"), InputError);
}

TEST(VerdictStore, KeepsWhatIsWholeAndForgetsWhatIsDamaged) {
  const ScratchFolder folder;
  const Sources sources = {{"f.sv", "text"}};
  const auto open = [&] { return VerdictStore(folder.path(), Language::kSystemVerilog, sources); };
  const std::string key = open().key("f.sv", "changed", Trial::kMutant);
  const std::string other = open().key("f.sv", "otherwise", Trial::kMutant);
  open().add(key, {Fate::kKilled, "int8_8", "random words, seed 1"});
  ASSERT_TRUE(open().find(key));
  EXPECT_EQ(open().find(key)->verdict.how, "random words, seed 1");
  EXPECT_GT(open().find(key)->time, 1'600'000'000);
  EXPECT_FALSE(VerdictStore(folder.path(), Language::kSystemVerilog, sources, true).find(key));  // --fresh
  EXPECT_FALSE(open().find(other));

  std::string file;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
    if (entry.path().extension() == ".txt") file = entry.path().filename();
  }
  const std::string text = folder.read(file);
  folder.write(file, text.substr(0, text.size() - 2));  // as after a killed program
  EXPECT_FALSE(open().find(key));
  open().add(other, {Fate::kSurvived, "", ""});
  EXPECT_TRUE(open().find(other));
  std::string edited = text;
  edited.replace(edited.find("killed"), 6, "same\t\t");
  folder.write(file, edited);
  EXPECT_FALSE(open().find(key));

  // A file that is not a store, or a store of something else, is refused.
  const std::string other_record = "no verdict", header = text.substr(0, text.find('\n') + 1);
  for (const std::string& foreign : {std::string("some text\n"), content_hash("another") + " another\n",
                                     header + content_hash(other_record) + " " + other_record + "\n"}) {
    folder.write(file, foreign);
    try {
      open();
      ADD_FAILURE() << foreign;
    } catch (const InputError& error) {
      EXPECT_EQ(std::string(error.what()),
                (folder.path() / file).string() + ": is not the file of these sources' verdicts; delete it");
    }
  }
}

}  // namespace
}  // namespace pwlsim::tests
