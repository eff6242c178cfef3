// SPDX-License-Identifier: Apache-2.0
#include "sim/base/record_store.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "sim/base/content_hash.h"
#include "sim/base/error.h"
#include "tests/rooms.h"
#include "tests/scratch_folder.h"

namespace pwlsim::tests {
namespace {

using Access = RecordStore::Access;
using Records = std::vector<std::string>;

class RecordStoreTest : public ::testing::TestWithParam<Access> {
 protected:
  std::unique_ptr<RecordStore> open() const {
    return std::make_unique<RecordStore>(
        path_, "header", GetParam(),
        RecordStore::Words{.file = "--file " + path_, .foreign = "is foreign; delete it", .busy = "is in use"});
  }

  Records records() const { return open()->found().records; }

  std::string refusal() const {
    try {
      open();
    } catch (const InputError& error) {
      return error.what();
    }
    return "";
  }

  ScratchFolder folder_;
  std::string path_ = (folder_.path() / "store").string();
};

INSTANTIATE_TEST_SUITE_P(Access, RecordStoreTest, ::testing::Values(Access::kAlone, Access::kShared),
                         [](const auto& access) { return access.param == Access::kAlone ? "Alone" : "Shared"; });

TEST_P(RecordStoreTest, GivesBackWhatWasAddedInItsOrder) {
  {
    const auto store = open();
    EXPECT_EQ(store->found().header, "header");
    EXPECT_TRUE(store->found().records.empty());
    store->add("one");
    store->add("two words");
  }
  open()->add("three");
  const auto store = open();
  EXPECT_EQ(store->found().header, "header");
  EXPECT_EQ(store->found().records, (Records{"one", "two words", "three"}));
  EXPECT_EQ(store->found().damaged_lines, 0U);
}

TEST_P(RecordStoreTest, GoesOnWhereverItWasCutOff) {
  open()->add("one");
  open()->add("two");
  const std::string whole = folder_.read("store");
  const std::size_t header = whole.find('\n') + 1, one = whole.find('\n', header) + 1;
  for (std::size_t size = 0; size < whole.size(); ++size) {
    folder_.write("store", whole.substr(0, size));
    const bool damaged = (size > header && size < one - 1) || (size > one && size < whole.size() - 1);
    const std::size_t left = size < one - 1 ? 0 : size < whole.size() - 1 ? 1 : 2;
    // The header is also complete when only the end of its line is missing.
    EXPECT_EQ(open()->found().damaged_lines, damaged ? 1U : 0U) << size;
    EXPECT_EQ(records().size(), left) << size;
    open()->add("three");
    const Records now = records();
    ASSERT_EQ(now.size(), left + 1) << size;
    EXPECT_EQ(now.back(), "three") << size;
    EXPECT_EQ(open()->found().header, "header");
  }
}

TEST_P(RecordStoreTest, AnyChangedByteCostsNoMoreThanItsLine) {
  for (const char* record : {"one", "two", "three"}) open()->add(record);
  const std::string whole = folder_.read("store");
  for (std::size_t at = whole.find('\n') + 1; at < whole.size(); ++at) {
    std::string changed = whole;
    changed[at] = changed[at] == 'x' ? 'y' : 'x';
    folder_.write("store", changed);
    const bool joins_two = whole[at] == '\n' && at + 1 < whole.size();
    EXPECT_EQ(open()->found().damaged_lines, 1U) << at;
    EXPECT_EQ(records().size(), joins_two ? 1U : 2U) << at;
  }
}

TEST_P(RecordStoreTest, RefusesWhatIsNoStoreAndLeavesItAlone) {
  const std::string damaged = "x" + content_hash("header").substr(1) + " header\nmore\n";
  for (const std::string& content : {std::string("some text\n"), std::string("x"), std::string("\n"), damaged}) {
    folder_.write("store", content);
    EXPECT_EQ(refusal(), path_ + ": is foreign; delete it") << content;
    EXPECT_EQ(folder_.read("store"), content);
  }
}

TEST_P(RecordStoreTest, ShowsTheHeaderOfAnotherStore) {
  folder_.write("store", content_hash("of others") + " of others\n");
  EXPECT_EQ(open()->found().header, "of others");
}

TEST_P(RecordStoreTest, TakesRecordsOfSeveralThreads) {
  {
    const auto store = open();
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 4; ++thread) {
      threads.emplace_back([&, thread] {
        for (int i = 0; i < 20; ++i) store->add(std::to_string(thread) + " " + std::to_string(i));
      });
    }
    for (std::thread& thread : threads) thread.join();
  }
  const Records all = records();
  EXPECT_EQ(std::set<std::string>(all.begin(), all.end()).size(), 80U);
  EXPECT_EQ(open()->found().damaged_lines, 0U);
}

class RecordStoreFile : public RecordStoreTest {};

INSTANTIATE_TEST_SUITE_P(Alone, RecordStoreFile, ::testing::Values(Access::kAlone));

TEST_P(RecordStoreFile, IsOfOneProcessAtATime) {
  const auto store = open();
  EXPECT_EQ(refusal(), "--file " + path_ + ": is in use");
}

class SharedRecordStore : public RecordStoreTest {};

INSTANTIATE_TEST_SUITE_P(Shared, SharedRecordStore, ::testing::Values(Access::kShared));

TEST_P(SharedRecordStore, IsMadeByTheFirstRecordAndReadWithoutAnyRightToWrite) {
  open();
  EXPECT_FALSE(std::filesystem::exists(path_));
  open()->add("one");
  std::filesystem::permissions(path_, std::filesystem::perms::owner_read);
  EXPECT_EQ(records(), Records{"one"});
}

TEST_P(SharedRecordStore, TakesRecordsOfSeveralProcesses) {
  std::vector<pid_t> children;
  for (int process = 0; process < 4; ++process) {
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      const auto store = open();
      for (int i = 0; i < 20; ++i) store->add(std::to_string(process) + " " + std::to_string(i));
      _exit(0);
    }
    children.push_back(child);
  }
  for (const pid_t child : children) {
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    EXPECT_EQ(status, 0);
  }
  const Records all = records();
  EXPECT_EQ(std::set<std::string>(all.begin(), all.end()).size(), 80U);
  EXPECT_EQ(all.size(), 80U);
}

TEST_P(SharedRecordStore, ALineBeginsBehindWhatAnotherProcessLeftHalfDone) {
  const auto store = open();
  store->add("one");
  folder_.write("store", folder_.read("store") + "half a li");
  store->add("two");
  EXPECT_EQ(records(), (Records{"one", "two"}));
  EXPECT_EQ(open()->found().damaged_lines, 1U);
}

}  // namespace
}  // namespace pwlsim::tests
