// SPDX-License-Identifier: Apache-2.0
#include "sim/report/evidence.h"

#include <gtest/gtest.h>

#include "sim/base/error.h"
#include "sim/report/document_markdown.h"
#include "tests/rooms.h"
#include "tests/scratch_folder.h"

namespace pwlsim::tests {
namespace {

const Evidence kProofs{"prove",         "pwlsim prove --all", "ABC 1.01",
                       "2 proofs hold", {"what", "mutants"},  {{"adder", "3 of 3"}, {"a|b", "0"}}};

TEST(Evidence, ComesBackFromItsFile) {
  const ScratchFolder folder;
  const std::string file = folder.write("e.json", evidence_json(kProofs));
  const Evidence read = read_evidence(file);
  EXPECT_EQ(evidence_json(read), evidence_json(kProofs));
  EXPECT_EQ(read.rows, kProofs.rows);
}

TEST(Evidence, RowsHaveAsManyCellsAsColumns) {
  const ScratchFolder folder;
  Evidence bad = kProofs;
  bad.rows[1].pop_back();
  const std::string file = folder.write("e.json", evidence_json(bad));
  try {
    read_evidence(file);
    FAIL();
  } catch (const InputError& error) {
    EXPECT_EQ(std::string(error.what()), file + ": line 15: rows[1]: has 1 cells, there are 2 columns");
  }
  EXPECT_THROW(read_evidence(folder.write("f.json", "{\"check\": 1}")), InputError);
  EXPECT_THROW(read_evidence(folder.write("g.json", "{")), InputError);
}

TEST(Evidence, MarkdownFoldsTheDetails) {
  EXPECT_EQ(document_markdown(evidence_document({kProofs})),
            "| check | command | result |\n| --- | --- | --- |\n"
            "| prove | `pwlsim prove --all` | 2 proofs hold |\n"
            "\n<details><summary>prove (ABC 1.01)</summary>\n\n"
            "| what | mutants |\n| --- | --- |\n| adder | 3 of 3 |\n| a\\|b | 0 |\n\n</details>\n");
}

}  // namespace
}  // namespace pwlsim::tests
