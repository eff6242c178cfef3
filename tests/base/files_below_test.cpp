// SPDX-License-Identifier: Apache-2.0
#include "sim/base/files_below.h"

#include <gtest/gtest.h>

#include "sim/base/error.h"
#include "sim/base/replace_once.h"
#include "tests/rooms.h"
#include "tests/scratch_folder.h"

namespace pwlsim::tests {
namespace {

TEST(FilesBelow, AreInTheOrderOfTheirPlainNames) {
  const ScratchFolder folder;
  std::filesystem::create_directories(folder.path() / "z/y");
  for (const char* name : {"z/y/a.sv", "b.sv", "z/c.sv", "z/d.txt"}) folder.write(name, "");
  std::string names;
  for (const std::filesystem::path& file : files_below(folder.path(), ".sv")) {
    names += std::filesystem::relative(file, folder.path()).string() + " ";
  }
  EXPECT_EQ(names, "z/y/a.sv b.sv z/c.sv ");
  EXPECT_TRUE(files_below(folder.path(), ".h").empty());
}

TEST(FilesBelow, OfOneNameAreRefused) {
  const ScratchFolder folder;
  std::filesystem::create_directories(folder.path() / "z");
  folder.write("a.sv", "");
  folder.write("z/a.sv", "");
  EXPECT_THROW(files_below(folder.path(), ".sv"), InputError);
  EXPECT_THROW(files_below(folder.path() / "none", ".sv"), InputError);
}

TEST(ReplaceOnce, ReplacesWhatIsThereOnce) {
  EXPECT_EQ(replace_once("a + b", "+", "-", "text"), "a - b");
  EXPECT_EQ(replace_once("aba", "aba", "", "text"), "");
  for (const char* from : {"c", "a", "", "aa"}) EXPECT_THROW(replace_once("aaa b", from, "x", "text"), InputError);
}

}  // namespace
}  // namespace pwlsim::tests
