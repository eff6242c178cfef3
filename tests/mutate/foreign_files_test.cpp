// SPDX-License-Identifier: Apache-2.0
#include "sim/mutate/foreign_files.h"

#include <gtest/gtest.h>
#include <filesystem>
#include <fstream>
#include <vector>

#include "tests/rooms.h"
#include "tests/scratch_folder.h"

namespace pwlsim::tests {
namespace {

namespace fs = std::filesystem;

TEST(ForeignFiles, CopiesKeepTheirPlacesToOneAnother) {
  const fs::path unit = copy_place("/tmp/copies", "/home/u/rtl/unit.sv");
  EXPECT_EQ(unit, "/tmp/copies/home/u/rtl/unit.sv");
  // What unit.sv includes as ../inc/a.svh.
  EXPECT_EQ(copy_place("/tmp/copies", "/home/u/rtl/../inc/a.svh"), "/tmp/copies/home/u/inc/a.svh");
  EXPECT_EQ(copy_place("", "a.sv"), fs::current_path() / "a.sv");
}

TEST(ForeignFiles, ASourceTakesTheCopiesThatAreThere) {
  const ScratchFolder folder;
  const fs::path copies = folder.path() / "copies";
  const fs::path file = folder.path() / "rtl/unit.sv";
  const fs::path copy = copy_place(copies, file);
  fs::create_directories(copy.parent_path());
  std::ofstream(copy) << "module unit; endmodule\n";
  RtlSource rtl;
  rtl.files = {file, folder.path() / "other.sv"};
  rtl.include_folders = {folder.path() / "rtl", folder.path() / "inc"};
  const RtlSource copied = copied_source(rtl, copies);
  EXPECT_EQ(copied.files[0], copy);
  EXPECT_EQ(copied.files[1], rtl.files[1]);
  // The folder goes on to serve what has no copy.
  const std::vector<fs::path> folders = {copy.parent_path(), folder.path() / "rtl", folder.path() / "inc"};
  EXPECT_EQ(copied.include_folders, folders);
}

}  // namespace
}  // namespace pwlsim::tests
