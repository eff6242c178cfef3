// SPDX-License-Identifier: Apache-2.0
#include "sim/lockstep/include_copies.h"

#include <gtest/gtest.h>
#include <algorithm>
#include <filesystem>
#include <string>

#include "sim/base/file.h"
#include "tests/rooms.h"
#include "tests/scratch_folder.h"

namespace pwlsim::tests {
namespace {

namespace fs = std::filesystem;

class IncludeCopiesTest : public ::testing::Test {
 protected:
  void write(const std::string& name, const std::string& text) {
    fs::create_directories((user_.path() / name).parent_path());
    user_.write(name, text);
  }

  std::string name_of(const IncludeCopies& copies, const std::string& copy) const {
    const auto found = std::find_if(copies.all().begin(), copies.all().end(),
                                    [&](const IncludeCopies::Copy& one) { return one.copy == copy; });
    return found == copies.all().end() ? copy : fs::relative(found->file, user_.path()).string();
  }

  /// The name in the first include directive of a file's copy.
  std::string named(IncludeCopies& copies, const std::string& file) {
    const std::string text = read_file(copies.of(user_.path() / file).string());
    const std::size_t begin = text.find("`include \"") + 10;
    return name_of(copies, text.substr(begin, text.find('"', begin) - begin));
  }

  ScratchFolder user_, copies_;
};

TEST_F(IncludeCopiesTest, TheFileBesideTheIncludingOneComesFirst) {
  write("rtl/unit.sv", "`include \"sub/a.svh\"\n");
  write("rtl/sub/a.svh", "`include \"b.svh\"\n");
  for (const char* folder : {"rtl/sub/", "rtl/", "first/", "second/"}) write(folder + std::string("b.svh"), "");
  IncludeCopies copies(copies_.path(), {user_.path() / "first", user_.path() / "second", user_.path() / "rtl"});
  EXPECT_EQ(named(copies, "rtl/unit.sv"), "rtl/sub/a.svh");
  EXPECT_EQ(named(copies, "rtl/sub/a.svh"), "rtl/sub/b.svh");
  write("other/unit.sv", "`include \"b.svh\"\n");
  EXPECT_EQ(named(copies, "other/unit.sv"), "first/b.svh");
}

TEST_F(IncludeCopiesTest, OnlyDirectivesAreRead) {
  const std::string text =
      "// `include \"b.svh\"\n/* `include \"b.svh\" */ string s = \"\\\" `include \";\n`included \"b.svh\"\n"
      "`include `B\n`include <b.svh>\n`include \"missing.svh\"\n";
  write("unit.sv", text);
  write("b.svh", "");
  IncludeCopies copies(copies_.path(), {});
  EXPECT_EQ(read_file(copies.of(user_.path() / "unit.sv").string()), text);
  EXPECT_EQ(copies.all().size(), 1U);
}

TEST_F(IncludeCopiesTest, FilesMayIncludeEachOther) {
  write("a.svh", "`ifndef A\n`define A\n`include \t\"b.svh\"\n`endif\n");
  write("b.svh", "`include \"a.svh\"");
  IncludeCopies copies(copies_.path(), {});
  EXPECT_EQ(named(copies, "b.svh"), "a.svh");
  EXPECT_EQ(copies.all().size(), 2U);
}

}  // namespace
}  // namespace pwlsim::tests
