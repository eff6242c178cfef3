// SPDX-License-Identifier: Apache-2.0
#include "sim/lockstep/cache_entry.h"

#include <gtest/gtest.h>
#include <fstream>

#include "sim/pwl/error.h"
#include "tests/rooms.h"
#include "tests/scratch_folder.h"
#include "tests/without_root.h"

namespace pwlsim::tests {
namespace {

TEST(CacheEntry, AppearsWhenCommittedAndNotBefore) {
  const ScratchFolder scratch;
  const auto cache = scratch.path() / "a" / "cache";
  {
    const CacheEntry abandoned(cache, "key", "product");
    EXPECT_FALSE(abandoned.complete());
    std::ofstream(abandoned.folder() / "product") << "half";
  }
  {
    CacheEntry entry(cache, "key", "product");
    EXPECT_FALSE(entry.complete());
    EXPECT_FALSE(std::filesystem::exists(entry.folder() / "product"));
    std::ofstream(entry.folder() / "product") << "whole";
    entry.commit();
    EXPECT_EQ(entry.folder(), cache / "key");
  }
  const CacheEntry again(cache, "key", "product");
  EXPECT_TRUE(again.complete());
  EXPECT_EQ(ScratchFolder::read_whole(again.folder() / "product"), "whole");
}

TEST(CacheEntry, ACacheThatCannotBeMadeIsAnErrorOfTheInput) {
  const ScratchFolder scratch;
  scratch.write("file", "in the way");
  try {
    const CacheEntry entry(scratch.path() / "file" / "cache", "key", "product");
    FAIL();
  } catch (const InputError& error) {
    const std::string message = error.what();
    EXPECT_NE(message.find((scratch.path() / "file").string()), std::string::npos) << message;
    EXPECT_NE(message.find("PWLSIM_CACHE"), std::string::npos) << message;
  }
}

TEST(CacheEntry, FileThatIsNoLongerWhatWasCommittedIsMadeAgain) {
  const ScratchFolder scratch;
  const auto make = [&] {
    CacheEntry entry(scratch.path(), "key", "product", {"product", "other"});
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
      scratch.write(std::string("key/") + name, content);
      EXPECT_TRUE(make()) << name << " " << content;
      EXPECT_FALSE(make()) << name << " " << content;
    }
    std::filesystem::remove(scratch.path() / "key" / name);
    EXPECT_TRUE(make()) << name;
  }
  EXPECT_EQ(scratch.read("key/product"), "whole");
}

TEST(CacheEntry, EmptyProductIsNotCommitted) {
  const ScratchFolder scratch;
  CacheEntry entry(scratch.path(), "key", "product", {"product"});
  EXPECT_THROW(entry.commit(), InputError);
  scratch.write("key.partial/product", "");
  EXPECT_THROW(entry.commit(), InputError);
  EXPECT_FALSE(CacheEntry(scratch.path(), "another", "product", {"product"}).complete());
}

TEST(CacheEntry, CacheThatMayNotBeWrittenIsAnErrorThatNamesTheVariable) {
  const ScratchFolder scratch;
  using std::filesystem::perms;
  std::filesystem::permissions(scratch.path(),
                               perms::owner_read | perms::owner_exec | perms::group_exec | perms::others_exec);
  const WithoutRoot nobody;
  try {
    const CacheEntry entry(scratch.path(), "key", "product");
    FAIL();
  } catch (const InputError& error) {
    EXPECT_EQ(error.what(), (scratch.path() / "key.lock").string() + ": Permission denied; the cache " +
                                scratch.path().string() + " cannot be used, PWLSIM_CACHE names another");
  }
}

}  // namespace
}  // namespace pwlsim::tests
