// SPDX-License-Identifier: Apache-2.0
//
// The committed evidence is of all that its commands would do today. A structure, unit or file that came later is not
// missing there in silence.

#include <gtest/gtest.h>
#include <algorithm>
#include <filesystem>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include "sim/base/file.h"
#include "sim/base/source_folder.h"
#include "sim/mutate/judge.h"
#include "sim/mutate/mutant.h"
#include "sim/unit/unit_config.h"
#include "tests/cli/cli_fixture.h"
#include "tests/rooms.h"

namespace pwlsim::tests {
namespace {

using Names = std::set<std::string>;

class EvidenceCli : public Cli {
 protected:
  /// The first cells of the rows.
  static Names rows_of(const std::string& check) {
    const std::filesystem::path file = source_folder() / "tests/evidence" / (check + ".json");
    const auto evidence = nlohmann::json::parse(read_file(file.string()));
    Names names;
    for (const auto& row : evidence["rows"]) names.insert(row[0].get<std::string>());
    EXPECT_FALSE(names.empty()) << check;
    return names;
  }

  /// Those of `all` that `some` lacks.
  static Names missing(const Names& all, const Names& some) {
    Names result;
    std::set_difference(all.begin(), all.end(), some.begin(), some.end(), std::inserter(result, result.end()));
    return result;
  }
};

TEST_F(EvidenceCli, HasEachProof) {
  output_of({"prove", "--all", "--list", "--json", "list.json"});
  Names proofs;
  const auto list = json_of("list.json");
  for (const auto& proof : list["proofs"]) proofs.insert(proof["proof"].get<std::string>());
  ASSERT_FALSE(proofs.empty());
  EXPECT_EQ(missing(proofs, rows_of("prove")), Names()) << "pwlsim prove --all --evidence tests/evidence/prove.json";
  EXPECT_EQ(missing(rows_of("prove"), proofs), Names()) << "they are no longer proven";
}

TEST_F(EvidenceCli, HasEachNamedUnitInStress) {
  Names units;
  for (const UnitConfig& unit : named_units()) units.insert(unit.name);
  EXPECT_EQ(missing(units, rows_of("stress")), Names())
      << "pwlsim stress --units all --random 2 --sessions 1000 --evidence tests/evidence/stress.json";
}

TEST_F(EvidenceCli, HasEachUnitOfCoverage) {
  const std::vector<std::string>& role = units_of_role("coverage");
  EXPECT_EQ(missing({role.begin(), role.end()}, rows_of("coverage")), Names())
      << "pwlsim coverage --evidence tests/evidence/coverage.json";
}

TEST_F(EvidenceCli, HasEachFileWithMutants) {
  Names files = {"all RTL", "all SystemC"};  // rows of totals
  for (const Language language : {Language::kSystemVerilog, Language::kCpp}) {
    for (const auto& [file, text] : read_sources(language)) {
      if (!make_mutants(language, file, text).empty()) files.insert(file);
    }
  }
  EXPECT_EQ(missing(files, rows_of("mutate")), Names()) << "pwlsim mutate --evidence tests/evidence/mutate.json";
  EXPECT_EQ(missing(rows_of("mutate"), files), Names()) << "there are no such files";
}

}  // namespace
}  // namespace pwlsim::tests
