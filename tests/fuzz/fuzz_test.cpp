// SPDX-License-Identifier: Apache-2.0
//
// A reader accepts any file or refuses it with one line that names the file and the reason. PWLSIM_FUZZ_FILES and
// PWLSIM_FUZZ_SEED make longer or other runs (scripts/fuzz).

#include "tests/fuzz/fuzz_target.h"

#include <gtest/gtest.h>
#include <cstdlib>
#include <fstream>

#include "sim/base/error.h"
#include "tests/rooms.h"
#include "tests/scratch_folder.h"

namespace pwlsim::tests {
namespace {

std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
  const char* const text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

class Reader : public testing::TestWithParam<FuzzTarget> {};

TEST_P(Reader, TakesItsSeeds) {
  const ScratchFolder folder;
  int taken = 0;
  for (const std::string& seed : GetParam().seeds) {
    taken += read_bytes(GetParam(), folder.path().string(), seed) == Reading::kTaken ? 1 : 0;
  }
  EXPECT_GT(taken, 0);
}

TEST_P(Reader, TakesOrRefusesWhateverAFileHolds) {
  const ScratchFolder folder;
  const std::uint64_t files = from_environment("PWLSIM_FUZZ_FILES", 2000);
  const std::uint64_t seed = from_environment("PWLSIM_FUZZ_SEED", 1);
  const FuzzResult result = fuzz(GetParam(), folder.path().string(), seed, files);
  RecordProperty("taken", std::to_string(result.taken));
  RecordProperty("refused", std::to_string(result.refused));
  if (result.failure) {
    const std::string file = "fuzz-" + GetParam().name;
    std::ofstream(file, std::ios::binary) << result.failure->bytes;
    FAIL() << result.failure->what << "\nthe file is kept as " << file << " (seed " << seed << ")";
  }
  // Damage that a reader never or always notices would test little.
  EXPECT_GT(result.taken, files / 200);
  EXPECT_GT(result.refused, files / 20);
}

INSTANTIATE_TEST_SUITE_P(All, Reader, testing::ValuesIn(fuzz_targets()), [](const auto& info) {
  std::string name = info.param.name;
  for (char& c : name) c = c == '.' ? '_' : c;
  return name;
});

FuzzTarget target_with(std::function<void(const std::string&)> read) {
  return {.name = "made_up", .file = "m.txt", .seeds = {"good good good"}, .tokens = {"boom"}, .read = std::move(read)};
}

TEST(Fuzz, FindsAnotherExceptionAndKeepsTheFile) {
  const ScratchFolder folder;
  const FuzzResult result = fuzz(target_with([](const std::string& path) {
                                   const std::string text = ScratchFolder::read_whole(path);
                                   if (text.find("boom") != std::string::npos) throw std::out_of_range("at");
                                   if (text.size() < 10) throw InputError(path + ": short");
                                 }),
                                 folder.path().string(), 1, 2000);
  ASSERT_TRUE(result.failure);
  EXPECT_NE(result.failure->bytes.find("boom"), std::string::npos);
  EXPECT_EQ(result.failure->what, "not an InputError: at");
}

TEST(Fuzz, FindsMessagesThatDoNotNameTheFileOrHaveSeveralLines) {
  const ScratchFolder folder;
  const std::string path = folder.path().string();
  const auto always = [](const std::string& message) {
    return target_with([message](const std::string&) { throw InputError(message); });
  };
  EXPECT_TRUE(fuzz(always("bad"), path, 1, 1).failure);
  EXPECT_TRUE(fuzz(always("m.txt: a\nb"), path, 1, 1).failure);
  EXPECT_FALSE(fuzz(always("m.txt: bad"), path, 1, 1).failure);
}

TEST(Fuzz, IsTheSameForTheSameSeed) {
  const ScratchFolder folder;
  const auto fingerprint = [&](std::uint64_t seed) {
    std::string all;
    fuzz(target_with([&](const std::string& path) { all += ScratchFolder::read_whole(path) + "|"; }),
         folder.path().string(), seed, 50);
    return all;
  };
  EXPECT_EQ(fingerprint(1), fingerprint(1));
  EXPECT_NE(fingerprint(1), fingerprint(2));
}

}  // namespace
}  // namespace pwlsim::tests
