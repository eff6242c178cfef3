// SPDX-License-Identifier: Apache-2.0

// One reader reads all JSON files that a user gives to pwlsim, and two kinds of files in its cache: results of
// synthesis and decided proofs. Lines of the state files of sweeps and mutants have checksums instead.

#include <gtest/gtest.h>
#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include "sim/base/error.h"
#include "sim/cost/netlist/netlist.h"
#include "sim/fit/table_file.h"
#include "sim/report/budgets.h"
#include "sim/report/coverage_report.h"
#include "sim/report/evidence.h"
#include "tests/rooms.h"
#include "tests/scratch_folder.h"

namespace pwlsim::tests {
namespace {

struct Kind {
  std::string name;
  std::string sound;
  std::vector<std::string> objects;  ///< a line of `sound` that opens an object whose keys are known, each
  std::function<void(const std::string&)> read;
  bool foreign = false;  ///< its other keys are passed over
};

std::vector<Kind> kinds() {
  const std::string source = PWLSIM_TEST_DATA;
  const FittedTable table{
      fit_table("uniform", {find_function("gelu"), find_unit("int8_8")}), &find_unit("int8_8"), {5}};
  const auto tables = [](const std::string& file) { read_tables(file); };
  return {
      {.name = "tables",
       .sound = tables_json({table}, "pwlsim test"),
       .objects = {"{", "    {", "        {"},
       .read = tables},
      {.name = "tables of GQA-LUT",
       .sound = "{\n\"gelu\": {\n\"breakpoints\": [0],\n\"slopes\": [0, 1],\n\"intercepts\": [0, 0]\n}\n}\n",
       .objects = {"\"gelu\": {"},
       .read = tables},
      {.name = "budgets",
       .sound = ScratchFolder::read_whole(source + "/../budgets.json"),
       .objects = {"{", "  \"conditions\": {", "  \"tolerances\": {", "    \"int8_8\": {"},
       .read = [](const std::string& file) { read_budgets(file); }},
      {.name = "coverage floor",
       .sound = "{\n\"units\": [\"int8_8\"],\n\"rtl\": {\n\"a.sv\": {\n\"lines\": 1,\n\"toggles\": 2,\n\"constants\": "
                "[]\n}\n},\n"
                "\"functional\": {}\n}\n",
       .objects = {"{", "\"a.sv\": {"},
       .read = [](const std::string& file) { read_coverage_floor(file); }},
      {.name = "evidence",
       .sound = evidence_json({"prove", "pwlsim prove", "ABC", "holds", {"what"}, {{"adder"}}}),
       .objects = {"{"},
       .read = [](const std::string& file) { read_evidence(file); }},
      {.name = "netlist of Yosys",
       .sound = "{\n\"modules\": {\"m\": {\n\"ports\": {},\n\"cells\": {},\n\"netnames\": {}\n}}\n}\n",
       .objects = {"{", "\"modules\": {\"m\": {"},
       .read = [](const std::string& file) { read_netlist(file); },
       .foreign = true},
  };
}

/// The reader's message about such a text, without the file's name.
std::string complaint(const Kind& kind, const std::string& text) {
  const ScratchFolder folder;
  const std::string file = folder.write("file.json", text);
  try {
    kind.read(file);
  } catch (const InputError& error) {
    const std::string message = error.what();
    EXPECT_EQ(message.rfind(file + ": ", 0), 0U) << message;
    return message.substr(std::min(message.size(), file.size() + 2));
  }
  return "accepted";
}

TEST(JsonFiles, UnknownAndDoubleKeysAreRefusedWithTheirLine) {
  for (const Kind& kind : kinds()) {
    SCOPED_TRACE(kind.name);
    ASSERT_EQ(complaint(kind, kind.sound), "accepted");
    for (const std::string& object : kind.objects) {
      SCOPED_TRACE(object);
      const std::size_t place = ("\n" + kind.sound).find("\n" + object + "\n");
      ASSERT_NE(place, std::string::npos);
      const std::size_t behind = place + object.size();
      const auto line =
          std::count(kind.sound.begin(), kind.sound.begin() + static_cast<std::ptrdiff_t>(behind), '\n') + 1;
      const auto with = [&](const std::string& keys) {
        return complaint(kind, kind.sound.substr(0, behind) + keys + kind.sound.substr(behind));
      };
      const std::string unknown = with("\n\n\"typo\": 1,");
      if (kind.foreign) {
        EXPECT_EQ(unknown, "accepted");
      } else {
        EXPECT_EQ(unknown.rfind("line " + std::to_string(line + 2) + ": ", 0), 0U) << unknown;
        EXPECT_NE(unknown.find("key 'typo' is not known here; known: "), std::string::npos) << unknown;
      }
      const std::string twice = with("\n\"a\": 1,\n\"a\": 1,");
      EXPECT_EQ(twice, "line " + std::to_string(line + 2) + ", column 3: key 'a' stands twice in one object");
    }
  }
}

TEST(JsonFiles, ALineIsThatOfTheValue) {
  const Kind evidence = kinds()[4];
  const auto of_row = [&](const std::string& row) {
    return complaint(evidence,
                     "{\"check\": \"c\", \"command\": \"c\",\n\"conditions\": \"c\", \"summary\": \"s\",\n"
                     "\"columns\": [\"a\"], \"rows\": [\n[\"1\"],\n" +
                         row + "\n]}");
  };
  EXPECT_EQ(of_row("[\"2\"]"), "accepted");
  EXPECT_EQ(of_row("3"), "line 5: rows[1]: is not a list");
  EXPECT_EQ(of_row("[\n\n3\n]"), "line 7: rows[1][0]: is not a text");
  EXPECT_EQ(of_row("[\n{\"rows[1]\": 3}\n]"), "line 6: rows[1][0]: is not a text");
  EXPECT_EQ(of_row("[]"), "line 5: rows[1]: has 0 cells, there are 1 columns");
}

TEST(JsonFiles, ObjectsOfAnySizeAreThoseOfOtherPrograms) {
  std::string many;
  for (int i = 0; i < 5000; ++i) many += "\"k" + std::to_string(i) + "\": 1,\n";
  for (const Kind& kind : kinds()) {
    const std::size_t open = kind.sound.find('{') + 1;
    const std::string said = complaint(kind, kind.sound.substr(0, open) + many + kind.sound.substr(open));
    EXPECT_EQ(said, kind.foreign ? "accepted" : "line 4097, column 7: more than 4096 keys in one object") << kind.name;
  }
}

}  // namespace
}  // namespace pwlsim::tests
