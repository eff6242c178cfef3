// SPDX-License-Identifier: Apache-2.0
#include "sim/lockstep/cache_entry.h"

#include <gtest/gtest.h>
#include <fstream>

#include "sim/pwl/error.h"
#include "tests/scratch_folder.h"

namespace pwlsim {
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

}  // namespace
}  // namespace pwlsim
