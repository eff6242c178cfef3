// SPDX-License-Identifier: Apache-2.0
#include "sim/lockstep/rtl_loader.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>
#include <filesystem>
#include <fstream>
#include <functional>
#include <thread>

#include "sim/base/error.h"
#include "tests/rooms.h"

namespace pwlsim::tests {
namespace fs = std::filesystem;
namespace {

/// A folder of its own for each test, removed afterwards.
class RtlLoaderTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "pwlsim-test-XXXXXX").string();
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  void TearDown() override { fs::remove_all(folder_); }

  /// Folders in the cache with a complete or incomplete model, without Verilator's own objects.
  std::vector<std::string> entries() const {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder_ / "cache")) {
      const std::string name = entry.path().filename().string();
      if (entry.is_directory() && name.rfind("runtime-", 0) != 0) names.push_back(name);
    }
    return names;
  }

  fs::path write(const std::string& name, const std::string& content) const {
    std::ofstream(folder_ / name) << content;
    return folder_ / name;
  }

  std::string complaint(const RtlSource& source) const {
    try {
      RtlLoader(folder_ / "cache").build(source, unit_);
    } catch (const InputError& error) {
      return error.what();
    }
    return "";
  }

  fs::path folder_;
  const UnitConfig& unit_ = find_unit("int8_4");
};

TEST_F(RtlLoaderTest, TheSecondBuildComesFromTheCacheAndAnyChangeMissesIt) {
  const RtlLoader loader(folder_ / "cache");
  const fs::path first = loader.build(own_rtl(unit_), unit_);
  const auto made = fs::last_write_time(first);
  EXPECT_EQ(loader.build(own_rtl(unit_), unit_), first);
  EXPECT_EQ(fs::last_write_time(first), made);
  EXPECT_EQ(entries().size(), 1U);

  RtlSource changed = own_rtl(unit_);
  changed.files.push_back(write("more.sv", "// one comment more\n"));
  EXPECT_NE(loader.build(changed, unit_), first);
  EXPECT_NE(loader.build(own_rtl(find_unit("int8_8")), find_unit("int8_8")), first);
  EXPECT_EQ(entries().size(), 3U);
}

TEST_F(RtlLoaderTest, ProcessesAndThreadsThatBuildAtOnceEndWithOneGoodLibrary) {
  std::vector<pid_t> children;
  for (int i = 0; i < 3; ++i) {
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      try {
        std::thread other([&] { RtlLoader(folder_ / "cache").build(own_rtl(unit_), unit_); });
        RtlLoader(folder_ / "cache").build(own_rtl(unit_), unit_);
        other.join();
        _exit(0);
      } catch (...) {
        _exit(1);
      }
    }
    children.push_back(child);
  }
  for (const pid_t child : children) {
    int status = -1;
    waitpid(child, &status, 0);
    EXPECT_EQ(status, 0);
  }
  EXPECT_EQ(entries().size(), 1U);
  EXPECT_NO_THROW(RtlLoader(folder_ / "cache").load(own_rtl(unit_), unit_, 1));
}

TEST_F(RtlLoaderTest, ABuildKilledHalfWayIsMadeAgain) {
  const RtlLoader loader(folder_ / "cache");
  const fs::path library = loader.build(own_rtl(unit_), unit_);
  // A killed process leaves a partial folder and no final one.
  const fs::path final_folder = library.parent_path();
  fs::rename(final_folder, final_folder.string() + ".partial");
  fs::resize_file(final_folder.string() + ".partial/unit.so", 100);
  EXPECT_EQ(loader.build(own_rtl(unit_), unit_), library);
  EXPECT_NO_THROW(loader.load(own_rtl(unit_), unit_, 1));
  EXPECT_EQ(entries().size(), 1U);
}

TEST_F(RtlLoaderTest, ADamagedEntryIsMadeAgain) {
  const RtlLoader loader(folder_ / "cache");
  const fs::path library = loader.build(own_rtl(unit_), unit_);
  const auto size = fs::file_size(library);
  const std::vector<std::function<void()>> damages = {
      [&] { fs::remove(library); },
      [&] { fs::resize_file(library, size - 100); },  // it may still load
      [&] { fs::resize_file(library, 0); },
      [&] { fs::remove(library.parent_path() / "has_segment"); },
  };
  for (const auto& damage : damages) {
    damage();
    EXPECT_EQ(loader.build(own_rtl(unit_), unit_), library);
    EXPECT_EQ(fs::file_size(library), size);
  }
  EXPECT_NO_THROW(loader.load(own_rtl(unit_), unit_, 1));
}

TEST_F(RtlLoaderTest, ACompleteEntryNeedsNoLockSoTheCacheMayBeReadOnly) {
  const RtlLoader loader(folder_ / "cache");
  const fs::path library = loader.build(own_rtl(unit_), unit_);
  // A folder in place of the lock file makes locking fail. Permissions would not, because root may write anywhere.
  const fs::path lock = library.parent_path().string() + ".lock";
  fs::remove(lock);
  fs::create_directory(lock);
  EXPECT_NO_THROW(loader.load(own_rtl(unit_), unit_, 1));
}

TEST_F(RtlLoaderTest, AFailedBuildShowsTheToolsMessageAndLeavesNothing) {
  RtlSource source;
  source.top = "broken";
  source.files = {write("broken.sv", "module broken (input logic clk_i);\n  assign nonsense = ;\nendmodule\n")};
  const std::string message = complaint(source);
  EXPECT_NE(message.find("broken.sv:2:"), std::string::npos) << message;
  EXPECT_NE(message.find("syntax error"), std::string::npos) << message;
  EXPECT_TRUE(entries().empty());
}

TEST_F(RtlLoaderTest, WrongPortsAreNamed) {
  RtlSource source = own_rtl(find_unit("int16_8"));
  source.files.insert(source.files.begin(), fs::path(source.files[0]));
  source.files.erase(source.files.begin());
  source.parameters = find_unit("int16_8").rtl_parameters();
  EXPECT_NE(complaint(source).find("input x_i of 16 bits; a unit for int8_4 needs input x_i of 8 bits"),
            std::string::npos)
      << complaint(source);

  source = {};
  source.top = "lonely";
  source.files = {
      write("lonely.sv", "module lonely (input logic clk_i, output logic q_o);\n assign q_o = clk_i;\nendmodule\n")};
  EXPECT_NE(complaint(source).find("top lonely has no port rst_ni"), std::string::npos) << complaint(source);
  EXPECT_TRUE(entries().empty());
}

TEST_F(RtlLoaderTest, AMissingFileIsNamed) {
  RtlSource source;
  source.top = "x";
  source.files = {folder_ / "absent.sv"};
  EXPECT_NE(complaint(source).find("absent.sv: No such file"), std::string::npos);
}

TEST_F(RtlLoaderTest, FileNamesMayHoldAnythingAndRunNothing) {
  const std::string odd = "a b'c\";$(touch ran)`touch ran`\n.sv";
  std::string all;
  for (const fs::path& file : own_rtl(unit_).files) {
    std::ifstream in(file);
    all += std::string(std::istreambuf_iterator<char>(in), {});
  }
  RtlSource source = own_rtl(unit_);
  source.files = {write(odd, all)};
  EXPECT_EQ(complaint(source), "");
  EXPECT_FALSE(fs::exists("ran"));
  EXPECT_FALSE(fs::exists(folder_ / "ran"));
}

TEST_F(RtlLoaderTest, ACacheThatCannotBeWrittenIsAnErrorThatNamesIt) {
  write("file", "in the way");
  try {
    RtlLoader(folder_ / "file" / "cache").build(own_rtl(unit_), unit_);
    FAIL();
  } catch (const MachineError& error) {
    EXPECT_NE(std::string(error.what()).find((folder_ / "file").string()), std::string::npos) << error.what();
  }
}

}  // namespace
}  // namespace pwlsim::tests
