// SPDX-License-Identifier: Apache-2.0
#include "sim/base/cache_entry.h"

#include <gtest/gtest.h>
#include <unistd.h>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <map>
#include <optional>
#include <thread>

#include "sim/base/error.h"
#include "sim/base/process.h"
#include "tests/rooms.h"
#include "tests/scratch_folder.h"
#include "tests/without_root.h"

namespace pwlsim::tests {
namespace {

TEST(CacheEntry, AppearsWhenCommittedAndNotBefore) {
  const ScratchFolder scratch;
  const auto cache = scratch.path() / "a" / "cache";
  {
    const CacheEntry abandoned(cache, "code", "key", "product");
    EXPECT_FALSE(abandoned.complete());
    std::ofstream(abandoned.folder() / "product") << "half";
  }
  {
    CacheEntry entry(cache, "code", "key", "product");
    EXPECT_FALSE(entry.complete());
    EXPECT_FALSE(std::filesystem::exists(entry.folder() / "product"));
    std::ofstream(entry.folder() / "product") << "whole";
    entry.commit();
    EXPECT_EQ(entry.folder(), cache / "key-code");
  }
  const CacheEntry again(cache, "code", "key", "product");
  EXPECT_TRUE(again.complete());
  EXPECT_EQ(ScratchFolder::read_whole(again.folder() / "product"), "whole");
}

TEST(CacheEntry, ChangedProgramFindsNothingOfTheOldOne) {
  const ScratchFolder scratch;
  const auto made_by = [&](const char* code) {
    CacheEntry entry(scratch.path(), code, "key", "product");
    if (entry.complete()) return false;
    std::ofstream(entry.folder() / "product") << code;
    entry.commit();
    return true;
  };
  EXPECT_TRUE(made_by("before"));
  EXPECT_FALSE(made_by("before"));
  EXPECT_TRUE(made_by("after"));
  EXPECT_EQ(scratch.read("key-before/product"), "before");
}

TEST(CacheEntry, FreshOneTakesThePlaceOfWhatWasThere) {
  const ScratchFolder scratch;
  const auto make = [&](const char* content, bool fresh) {
    CacheEntry entry(scratch.path(), "code", "key", "product", fresh);
    if (entry.complete()) return false;
    std::ofstream(entry.folder() / "product") << content;
    entry.commit();
    return true;
  };
  EXPECT_TRUE(make("first", true));
  EXPECT_FALSE(make("second", false));
  EXPECT_TRUE(make("third", true));
  EXPECT_EQ(scratch.read("key-code/product"), "third");
}

/// The header that scripts/code_version.cmake makes for two rooms.
std::string code_version(const ScratchFolder& scratch) {
  const std::string header = (scratch.path() / "made" / "code_version.h").string();
  const ProcessResult made =
      run_process({PWLSIM_CMAKE, "-DOUTPUT=" + header, "-DNAMESPACE=room",
                   "-DFOLDERS=" + (scratch.path() / "a").string() + ";" + (scratch.path() / "b").string(), "-P",
                   PWLSIM_CODE_VERSION_SCRIPT},
                  ".");
  EXPECT_EQ(made.exit_code, 0) << made.output;
  return ScratchFolder::read_whole(header);
}

TEST(CodeVersion, ChangesWithEverySourceAndWithNothingElse) {
  const ScratchFolder scratch;
  for (const char* room : {"a", "b"}) std::filesystem::create_directory(scratch.path() / room);
  const std::map<std::string, std::string> sources = {
      {"a/pass.cpp", "int area = 1;"}, {"a/pass.h", "int area;"}, {"b/used.h", "int width;"}, {"b/names.txt", "width"}};
  for (const auto& [file, text] : sources) scratch.write(file, text);
  const std::string before = code_version(scratch);
  EXPECT_NE(before.find("namespace room"), std::string::npos) << before;
  for (const char* other : {"a/README.md", "a/reference.v", "a/mutants.txt"}) scratch.write(other, "not code");
  EXPECT_EQ(code_version(scratch), before);
  for (const auto& [file, text] : sources) {
    scratch.write(file, "int changed;");
    EXPECT_NE(code_version(scratch), before) << file;
    scratch.write(file, text);
    EXPECT_EQ(code_version(scratch), before) << file;
  }
  scratch.write("a/new.cpp", "");
  EXPECT_NE(code_version(scratch), before);
}

TEST(CacheEntry, ACacheThatCannotBeMadeIsAnErrorOfTheMachine) {
  const ScratchFolder scratch;
  scratch.write("file", "in the way");
  try {
    const CacheEntry entry(scratch.path() / "file" / "cache", "code", "key", "product");
    FAIL();
  } catch (const MachineError& error) {
    const std::string message = error.what();
    EXPECT_NE(message.find((scratch.path() / "file").string()), std::string::npos) << message;
    EXPECT_NE(message.find("PWLSIM_CACHE"), std::string::npos) << message;
  }
}

TEST(CacheEntry, FileThatIsNoLongerWhatWasCommittedIsMadeAgain) {
  const ScratchFolder scratch;
  const auto make = [&] {
    CacheEntry entry(scratch.path(), "code", "key", "product");
    if (entry.complete()) return false;
    scratch.write(entry.folder().filename() / "product", "whole");
    scratch.write(entry.folder().filename() / "other", "too");
    entry.commit();
    EXPECT_TRUE(entry.complete());
    return true;
  };
  EXPECT_TRUE(make());
  EXPECT_FALSE(make());
  for (const char* name : {"product", "other", "checksums"}) {
    for (const char* content : {"", "who", "whale"}) {
      scratch.write(std::string("key-code/") + name, content);
      EXPECT_TRUE(make()) << name << " " << content;
      EXPECT_FALSE(make()) << name << " " << content;
    }
    std::filesystem::remove(scratch.path() / "key-code" / name);
    EXPECT_TRUE(make()) << name;
  }
  EXPECT_EQ(scratch.read("key-code/product"), "whole");
}

TEST(CacheEntry, WhoWaitsForAnotherRunIsToldSo) {
  const ScratchFolder scratch;
  std::optional<CacheEntry> other(std::in_place, scratch.path(), "code", "key", "product");
  std::thread slow([&] {
    std::this_thread::sleep_for(std::chrono::seconds(9));
    other.reset();
  });
  testing::internal::CaptureStderr();
  const CacheEntry entry(scratch.path(), "code", "key", "product");
  slow.join();
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "progress: waiting for another run, which has locked " +
                                                        (scratch.path() / "key-code.lock").string() + "\n");
}

TEST(CacheEntry, EmptyProductIsNotCommitted) {
  const ScratchFolder scratch;
  CacheEntry entry(scratch.path(), "code", "key", "product");
  EXPECT_THROW(entry.commit(), std::runtime_error);
  scratch.write("key-code.partial/product", "");
  EXPECT_THROW(entry.commit(), std::runtime_error);
  EXPECT_FALSE(CacheEntry(scratch.path(), "code", "another", "product").complete());
}

TEST(CacheEntry, CacheThatMayNotBeWrittenIsAnErrorThatNamesTheVariable) {
  const ScratchFolder scratch;
  using std::filesystem::perms;
  std::filesystem::permissions(scratch.path(),
                               perms::owner_read | perms::owner_exec | perms::group_exec | perms::others_exec);
  const WithoutRoot nobody;
  try {
    const CacheEntry entry(scratch.path(), "code", "key", "product");
    FAIL();
  } catch (const MachineError& error) {
    EXPECT_EQ(error.what(), (scratch.path() / "key-code.lock").string() + ": Permission denied; the cache " +
                                scratch.path().string() + " cannot be used, PWLSIM_CACHE names another");
  }
}

// Tools run in the folder, and some of them pass its name to a shell.
TEST(CacheEntry, IsFilledInAPlainlyNamedFolder) {
  const ScratchFolder scratch;
  const std::filesystem::path cache = scratch.path() / "a b$(touch x)'\"";
  CacheEntry entry(cache, "code", "key", "product");
  const std::filesystem::path filled = entry.folder();
  EXPECT_TRUE(is_plain(filled)) << filled;
  std::filesystem::create_directory(filled / "more");
  std::ofstream(filled / "product") << "whole";
  std::ofstream(filled / "more" / "file") << "too";
  entry.commit();
  EXPECT_EQ(ScratchFolder::read_whole(cache / "key-code" / "more" / "file"), "too");
  EXPECT_TRUE(CacheEntry(cache, "code", "key", "product").complete());
  std::ofstream(cache / "key-code" / "more" / "file") << "";
  EXPECT_FALSE(CacheEntry(cache, "code", "key", "product").complete()) << "every file counts";
}

TEST(DefaultCache, OfAUserWithoutAHomeIsHisAlone) {
  const ScratchFolder scratch;
  for (const char* name : {"PWLSIM_CACHE", "XDG_CACHE_HOME", "HOME"}) unsetenv(name);
  setenv("TMPDIR", scratch.path().c_str(), 1);
  const auto complaint = [] {
    try {
      return default_cache().filename().string();
    } catch (const MachineError& error) {
      return std::string(error.what());
    }
  };
  const std::string name = "pwlsim-cache-" + std::to_string(geteuid());
  const std::filesystem::path folder = scratch.path() / name;
  const std::string advice = "; PWLSIM_CACHE names another folder for the cache";
  EXPECT_EQ(complaint(), name);
  EXPECT_EQ(std::filesystem::status(folder).permissions(), std::filesystem::perms::owner_all);
  EXPECT_EQ(complaint(), name);
  std::filesystem::permissions(folder, std::filesystem::perms::group_write, std::filesystem::perm_options::add);
  EXPECT_EQ(complaint(), folder.string() + ": others may write to it" + advice);
  if (geteuid() == 0) {
    std::filesystem::permissions(folder, std::filesystem::perms::owner_all);
    ASSERT_EQ(chown(folder.c_str(), 65534, 65534), 0);
    EXPECT_EQ(complaint(), folder.string() + ": belongs to somebody else" + advice);
  }
  std::filesystem::rename(folder, scratch.path() / "elsewhere");
  std::filesystem::create_directory_symlink(scratch.path() / "elsewhere", folder);
  EXPECT_EQ(complaint(), folder.string() + ": is a link" + advice);
}

}  // namespace
}  // namespace pwlsim::tests
