// SPDX-License-Identifier: Apache-2.0
#include "sim/lockstep/file_list.h"

#include <gtest/gtest.h>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "sim/base/error.h"
#include "tests/rooms.h"
#include "tests/scratch_folder.h"

namespace pwlsim::tests {
namespace {

namespace fs = std::filesystem;

class FileListTest : public testing::Test {
 protected:
  void SetUp() override {
    for (const char* const name : {"a.sv", "b c.sv", "d.sv", "x/e.sv"}) {
      fs::create_directories((folder_.path() / name).parent_path());
      folder_.write(name, "");
    }
    fs::create_directory(folder_.path() / "inc");
  }

  FileList read(const std::string& text) const {
    FileList list;
    read_file_list(folder_.write("all.f", text), list);
    return list;
  }

  std::string complaint(const std::string& text) const {
    try {
      read(text);
    } catch (const InputError& error) {
      return std::string(error.what()).substr(folder_.path().string().size() + 1);
    }
    return "";
  }

  std::vector<std::string> names(const std::vector<fs::path>& paths) const {
    std::vector<std::string> all;
    for (const fs::path& path : paths) all.push_back(path.lexically_relative(folder_.path()).string());
    return all;
  }

  const ScratchFolder folder_;
  using Names = std::vector<std::string>;
};

TEST_F(FileListTest, WordsCommentsAndQuotes) {
  const FileList list = read(
      "\xef\xbb\xbf# first\n// second\na.sv /* third\n d.sv */ \"b c.sv\"\n'b c.sv' b\\ c.sv\n"
      "x/e.sv \\\n -v d.sv");
  EXPECT_EQ(names(list.files), (Names{"a.sv", "b c.sv", "b c.sv", "b c.sv", "x/e.sv", "d.sv"}));
}

TEST_F(FileListTest, FoldersAndMacros) {
  const FileList list = read(
      "+incdir+inc+x\r\n-I inc\n-Ix -incdir inc\n-y x +libext+.vv+.sv -sv\n"
      "+define+A+B=8'h1f -D C=\"t w o\" -DD=1+2\n");
  EXPECT_EQ(names(list.include_folders), (Names{"inc", "x", "inc", "x", "inc"}));
  EXPECT_EQ(names(list.library_folders), Names{"x"});
  EXPECT_EQ(list.library_endings, (Names{".vv", ".sv"}));
  EXPECT_EQ(list.defines, (Names{"A", "B=8'h1f", "C=\"t w o\"", "D=1+2"}));
}

TEST_F(FileListTest, ListsInListsAndVariables) {
  folder_.write("x/inner.f", "e.sv\n../a.sv");
  setenv("PWLSIM_TEST_PLACE", folder_.path().c_str(), 1);
  EXPECT_EQ(names(read("-f x/inner.f\n-F x/inner.f\n${PWLSIM_TEST_PLACE}/d.sv $PWLSIM_TEST_PLACE/a.sv").files),
            (Names{"x/e.sv", "x/../a.sv", "x/e.sv", "x/../a.sv", "d.sv", "a.sv"}));
}

TEST_F(FileListTest, WhatItDoesNotKnowIsRefusedWithItsPlace) {
  EXPECT_EQ(complaint("a.sv\n\nnone.sv"), "all.f:3: none.sv: No such file or directory");
  EXPECT_EQ(complaint("inc"), "all.f:1: inc: is a folder");
  EXPECT_EQ(complaint("-I a.sv"), "all.f:1: a.sv: is not a folder");
  EXPECT_EQ(complaint("\n-CFLAGS -O3").substr(0, 33), "all.f:2: -CFLAGS: is not known he");
  EXPECT_EQ(complaint("a.sv /* d.sv"), "all.f:1: this comment has no end");
  EXPECT_EQ(complaint("\"a.sv"), "all.f:1: a quote has no end");
  EXPECT_EQ(complaint("-y"), "all.f:1: -y: what it names is missing");
  EXPECT_EQ(complaint("$PWLSIM_NO_SUCH/a.sv"), "all.f:1: there is no variable PWLSIM_NO_SUCH in the environment");
}

}  // namespace
}  // namespace pwlsim::tests
