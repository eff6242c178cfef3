// SPDX-License-Identifier: Apache-2.0
#include "sim/sweep/journal.h"

#include <gtest/gtest.h>
#include <string>

#include "sim/base/error.h"
#include "sim/base/record_store.h"
#include "tests/rooms.h"
#include "tests/scratch_folder.h"
#include "tests/sweep/made_up_sweep.h"

namespace pwlsim::tests {
namespace {

class JournalTest : public ::testing::Test {
 protected:
  /// A state file with these chunks.
  std::string write(const std::vector<std::size_t>& chunks) {
    Journal journal(path_, made_up_header());
    for (const std::size_t chunk : chunks) journal.add(chunk, made_up_record(chunk));
    return folder_.read("state");
  }

  /// The message with which opening the file for that sweep fails.
  std::string refusal(const JournalHeader& header) const {
    try {
      const Journal journal(path_, header);
    } catch (const InputError& error) {
      return error.what();
    }
    return "";
  }

  ScratchFolder folder_;
  std::string path_ = (folder_.path() / "state").string();
};

TEST_F(JournalTest, GivesBackWhatWasAdded) {
  {
    Journal journal(path_, made_up_header());
    ChunkRecord record = made_up_record(3);
    record.totals.mismatches = 2;
    record.totals.first = {.x = 0xc12,
                           .expected = 1,
                           .actual = 2,
                           .expected_segment = 3,
                           .actual_segment = 4,
                           .number = 0.1,
                           .missing = true};
    journal.add(3, record);
    journal.add(4, made_up_record(4));
  }
  const Journal journal(path_, made_up_header());
  ASSERT_EQ(journal.records().size(), 2U);
  const SweepTotals& totals = journal.records().at(3).totals;
  EXPECT_EQ(totals.results, 1024U);
  EXPECT_EQ(totals.digest, 0xfedc'ba98'7654'3213);
  EXPECT_EQ(totals.max_error, made_up_record(3).totals.max_error);
  EXPECT_EQ(totals.max_error_at, 1024U * 3 + 7);
  ASSERT_TRUE(totals.first);
  EXPECT_EQ(totals.first->x, 0xc12U);
  EXPECT_EQ(totals.first->actual_segment, 4);
  EXPECT_EQ(totals.first->number, 0.1);
  EXPECT_TRUE(totals.first->missing);
  EXPECT_FALSE(journal.records().at(4).totals.first);
  EXPECT_EQ(journal.damaged_lines(), 0U);
}

TEST_F(JournalTest, GoesOnBehindATailThatWasCutOffAnywhere) {
  const std::string whole = write({0, 1, 2});
  const std::size_t last_line = whole.rfind('\n', whole.size() - 2) + 1;
  for (const std::size_t size : {last_line + 1, last_line + 40, whole.size() - 2, whole.size() - 1}) {
    folder_.write("state", whole.substr(0, size));
    {
      Journal journal(path_, made_up_header());
      const bool only_the_newline_is_missing = size == whole.size() - 1;
      EXPECT_EQ(journal.records().size(), only_the_newline_is_missing ? 3U : 2U) << size;
      EXPECT_EQ(journal.damaged_lines(), only_the_newline_is_missing ? 0U : 1U) << size;
      journal.add(3, made_up_record(3));
    }
    const Journal journal(path_, made_up_header());
    EXPECT_EQ(journal.records().count(3), 1U) << size;
    EXPECT_EQ(journal.records().count(1), 1U) << size;
  }
}

TEST_F(JournalTest, LeavesOutALineThatWasChanged) {
  const std::string whole = write({0, 1, 2});
  std::string changed = whole;
  changed.replace(changed.find("\"chunk\":1,"), 10, "\"chunk\":4,");
  folder_.write("state", changed);
  const Journal journal(path_, made_up_header());
  EXPECT_EQ(journal.damaged_lines(), 1U);
  EXPECT_EQ(journal.records().size(), 2U);
  EXPECT_EQ(journal.records().count(1), 0U);
  EXPECT_EQ(journal.records().count(4), 0U);
}

TEST_F(JournalTest, BeginsAgainWhereTheFirstLineWasCutOff) {
  const std::string whole = write({});
  for (const std::size_t size : {std::size_t{0}, std::size_t{1}, whole.size() / 2, whole.size() - 1}) {
    folder_.write("state", whole.substr(0, size));
    EXPECT_EQ(write({0}).substr(0, whole.size()), whole) << size;
    EXPECT_EQ(read_journal(path_).records.size(), 1U);
  }
}

TEST_F(JournalTest, RefusesWhatIsNotItsOwn) {
  write({0});
  JournalHeader other = made_up_header();
  other.key[0] = 'f';
  EXPECT_NE(refusal(other).find("is the state of another sweep (gelu fp16_8 and others)"), std::string::npos);
  EXPECT_NE(refusal(made_up_header({2, 3})).find("is the state of shard 1/1"), std::string::npos);
  other = made_up_header();
  other.chunk_size = 2048;
  EXPECT_NE(refusal(other).find("was begun with --chunk 1024"), std::string::npos);
  for (const char* content : {"some text\n", "x", "{}\n", "\n", "0 0\n"}) {
    folder_.write("state", content);
    EXPECT_NE(refusal(made_up_header()).find("is not the state file of a sweep"), std::string::npos) << content;
    EXPECT_EQ(folder_.read("state"), content);
    EXPECT_THROW(read_journal(path_), InputError);
  }
}

// Such a line can only be of another program: ours knows its own keys.
TEST_F(JournalTest, RefusesKeysThatItDoesNotKnow) {
  const std::string whole = write({0});
  const std::string record = parse_records(whole)->records.at(0);
  const auto refusal_with = [&](const std::string& text) {
    folder_.write("state", whole);
    RecordStore(path_, "", RecordStore::Access::kAlone, {"state", "is foreign", "is busy"}).add(text);
    return refusal(made_up_header());
  };
  EXPECT_EQ(refusal_with(record), "");
  for (const char* key : {"\"extra\":1", "\"chunk\":7"}) {
    const std::string message = refusal_with(std::string("{") + key + "," + record.substr(1));
    EXPECT_NE(message.find("is not the state file of a sweep"), std::string::npos) << message;
  }
}

TEST_F(JournalTest, IsWrittenByOneProcessAtATime) {
  const Journal journal(path_, made_up_header());
  EXPECT_NE(refusal(made_up_header()).find("another sweep is writing it"), std::string::npos);
}

TEST_F(JournalTest, RefusesWhatIsNoFile) {
  path_ = "/dev/full";
  EXPECT_NE(refusal(made_up_header()).find("is not a file"), std::string::npos);
  path_ = (folder_.path() / "missing" / "state").string();
  EXPECT_NE(refusal(made_up_header()).find("No such file"), std::string::npos);
}

}  // namespace
}  // namespace pwlsim::tests
