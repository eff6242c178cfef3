// SPDX-License-Identifier: Apache-2.0
#include "sim/sweep/merge.h"

#include <gtest/gtest.h>
#include <map>
#include <string>
#include <vector>

#include "sim/base/error.h"
#include "tests/rooms.h"
#include "tests/scratch_folder.h"
#include "tests/sweep/made_up_sweep.h"

namespace pwlsim::tests {
namespace {

class MergeTest : public ::testing::Test {
 protected:
  std::string write(const std::string& name, const JournalHeader& header, const std::vector<std::size_t>& chunks) {
    const std::string path = (folder_.path() / name).string();
    Journal journal(path, header);
    for (const std::size_t chunk : chunks) journal.add(chunk, made_up_record(chunk));
    return path;
  }

  static std::string refusal(const std::vector<std::string>& files) {
    try {
      merge_journals(files);
    } catch (const InputError& error) {
      return error.what();
    }
    return "";
  }

  ScratchFolder folder_;
};

TEST_F(MergeTest, OfShardsIsTheWhole) {
  const std::string whole = write("whole", made_up_header(), {0, 1, 2, 3, 4});
  const std::string odd = write("odd", made_up_header({1, 2}), {0, 2, 4});
  const std::string even = write("even", made_up_header({2, 2}), {3, 1});
  const SweepSummary expected = merge_journals({whole});
  EXPECT_EQ(expected.results(), 4 * 1024U + 256U);
  EXPECT_EQ(expected.items[0].inputs, 4096U);
  EXPECT_EQ(expected.items[0].totals.nans, 6U);
  EXPECT_EQ(expected.items[0].totals.max_error, made_up_record(3).totals.max_error);
  EXPECT_EQ(expected.items[1].totals.results, 256U);
  for (const auto& files : {std::vector{odd, even}, std::vector{even, odd}, std::vector{whole, odd, even}}) {
    const SweepSummary merged = merge_journals(files);
    EXPECT_EQ(merged.digest(), expected.digest());
    EXPECT_EQ(merged.results(), expected.results());
  }
}

TEST_F(MergeTest, NamesWhatIsMissing) {
  const std::string one = write("one", made_up_header({1, 3}), {0, 3});
  const std::string three = write("three", made_up_header({3, 3}), {});
  const std::string message = refusal({one, three});
  EXPECT_NE(message.find("3 of 5 chunks are missing: gelu fp16_8 0x400 to 0x7ff, gelu fp16_8 0x800 to 0xbff, "
                         "gelu int8_8 s=5 0x0 to 0xff; run or finish --shard 2/3, --shard 3/3"),
            std::string::npos)
      << message;
}

// What was not compared must not pass as equal.
TEST_F(MergeTest, RefusesAChunkOfFewerResultsThanInputs) {
  const JournalHeader header = made_up_header();
  std::map<std::size_t, ChunkRecord> records;
  for (std::size_t chunk = 0; chunk < 5; ++chunk) records[chunk] = made_up_record(chunk);
  EXPECT_EQ(summarise(header, records).results(), 4 * 1024U + 256U);
  records[2].totals.results = 1023;
  EXPECT_THROW(summarise(header, records), InputError);
  records[2].totals.mismatches = 1;  // the one that is missing
  EXPECT_EQ(summarise(header, records).mismatches(), 1U);
}

// All words of 32 bits in the smallest chunks. Code that is quadratic in the number of chunks would not end.
TEST_F(MergeTest, EndsForMillionsOfChunksInThousandsOfShards) {
  constexpr int kShards = 4096;
  const auto header = [](int index) {
    JournalHeader header = made_up_header({index, kShards});
    header.items = {{"gelu fp32_8", "fp32_8", "", "", 0, 0xffff'ffff, 1021}};
    return header;
  };
  EXPECT_EQ(chunks_of(header(1)).size(), std::size_t{1} << 22);
  EXPECT_EQ(chunks_of_shard(header(1)), std::size_t{1} << 10);
  std::vector<std::string> files;
  for (int index = 1; index <= kShards; index += 16) files.push_back(write(std::to_string(index), header(index), {}));
  const std::string message = refusal(files);
  EXPECT_NE(message.find("4194304 of 4194304 chunks are missing: gelu fp32_8 0x0 to 0x3ff, "), std::string::npos);
  EXPECT_NE(message.find(" --shard 8/4096, … (4096 shards)"), std::string::npos) << message;
  EXPECT_LT(message.size(), 600U);
  EXPECT_EQ(summarise(header(1), {{0, made_up_record(0)}}).items[0].inputs, std::uint64_t{1} << 20);
}

TEST_F(MergeTest, CountsTheChunksOfEachShard) {
  for (const int count : {1, 2, 3, 5, 7}) {
    std::size_t sum = 0;
    for (int index = 1; index <= count; ++index) sum += chunks_of_shard(made_up_header({index, count}));
    EXPECT_EQ(sum, 5U) << count;
  }
}

TEST_F(MergeTest, RefusesStatesThatDoNotBelongTogether) {
  const std::string one = write("one", made_up_header({1, 2}), {0, 2, 4});
  JournalHeader other = made_up_header({2, 2});
  other.key[5] = 'x';
  EXPECT_NE(refusal({one, write("other", other, {1, 3})}).find("is of another sweep than"), std::string::npos);
  other = made_up_header({2, 2});
  other.chunk_size = 2048;
  EXPECT_NE(refusal({one, write("larger", other, {1})}).find("has chunks of 2048 inputs"), std::string::npos);
  const std::string liar = (folder_.path() / "liar").string();
  {
    Journal journal(liar, made_up_header());
    ChunkRecord record = made_up_record(2);
    ++record.totals.digest;
    journal.add(2, record);
  }
  EXPECT_NE(refusal({one, liar}).find("say different things of chunk 2"), std::string::npos);
  EXPECT_NE(refusal({folder_.write("text", "text\n")}).find("is not the state file of a sweep"), std::string::npos);
}

TEST(SweepTotals, DoNotDependOnTheOrder) {
  SweepTotals a = made_up_record(1).totals;
  SweepTotals b = made_up_record(2).totals;
  a.max_error = b.max_error = 0.5;
  a.first = {
      .x = 7, .expected = 0, .actual = 1, .expected_segment = 0, .actual_segment = 0, .number = {}, .missing = false};
  b.first = {
      .x = 5, .expected = 0, .actual = 1, .expected_segment = 0, .actual_segment = 0, .number = {}, .missing = false};
  SweepTotals ab = a;
  ab.add(b);
  SweepTotals ba = b;
  ba.add(a);
  for (const SweepTotals& sum : {ab, ba}) {
    EXPECT_EQ(sum.first->x, 5U);
    EXPECT_EQ(sum.max_error_at, a.max_error_at);
    EXPECT_EQ(sum.digest, a.digest + b.digest);
  }
}

}  // namespace
}  // namespace pwlsim::tests
