// SPDX-License-Identifier: Apache-2.0
#include "sim/base/threads.h"

#include <gtest/gtest.h>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "tests/rooms.h"

namespace pwlsim::tests {
namespace {

/// Waits until as many threads are here at the same time.
class Meeting {
 public:
  explicit Meeting(int wanted) : wanted_(wanted) {}

  void come() {
    std::unique_lock lock(mutex_);
    if (++here_ == wanted_) all_here_.notify_all();
    all_here_.wait(lock, [this] { return here_ >= wanted_; });
  }

 private:
  int wanted_, here_ = 0;
  std::mutex mutex_;
  std::condition_variable all_here_;
};

std::string message_of(const std::function<void()>& work) {
  try {
    work();
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "";
}

TEST(Threads, EachIndexIsDoneOnce) {
  for (const std::size_t count : {0, 1, 2, 3, 100, 1000}) {
    for (const std::size_t threads : {0, 1, 2, 8}) {
      std::vector<std::atomic<int>> done(count);
      for_each_on_threads(count, threads, [&](std::size_t i) { ++done[i]; });
      for (const std::atomic<int>& times : done) ASSERT_EQ(times, 1) << count << " " << threads;
    }
  }
}

TEST(Threads, AsManyWorkAsAreAskedForWhateverTheCores) {
  const std::size_t threads = cores() + 3;
  Meeting meeting(static_cast<int>(threads));  // no thread leaves before all have arrived
  for_each_on_threads(threads, threads, [&](std::size_t) { meeting.come(); });
}

TEST(Threads, TheErrorOfTheLeastIndexIsThrown) {
  for (int round = 0; round < 200; ++round) {
    std::atomic<int> done{0};
    EXPECT_EQ(message_of([&] {
                for_each_on_threads(50, 4, [&](std::size_t i) {
                  if (i >= 20 && i % 2 == 0) throw std::runtime_error(std::to_string(i));
                  ++done;
                });
              }),
              "20");
    EXPECT_GE(done, 20);
    EXPECT_LT(done, 40);
  }
}

TEST(Threads, WorkIsHandedOutFromWithinWork) {
  std::atomic<int> done{0};
  for_each_on_threads(20, 4, [&](std::size_t) {
    for_each_on_all_cores(10, [&](std::size_t) {
      Beside a([&] { ++done; });
      Beside b([&] {
        Beside inner([&] { ++done; });
        inner.wait();
      });
      a.wait();
      b.wait();
    });
  });
  EXPECT_EQ(done, 20 * 10 * 2);
}

TEST(Threads, WhoWaitsDoesWhatNobodyHasBegun) {
  // Occupies all threads of the pool until the end: more than any test of this program makes.
  const std::size_t threads = cores() + 10;
  Meeting begin(static_cast<int>(threads + 1)), end(static_cast<int>(threads + 1));
  std::vector<Beside> held;
  for (std::size_t i = 0; i < threads; ++i) {
    held.emplace_back(
        [&] {
          begin.come();
          end.come();
        },
        threads);
  }
  begin.come();
  std::thread::id by;
  Beside work([&] { by = std::this_thread::get_id(); });
  work.wait();
  EXPECT_EQ(by, std::this_thread::get_id());
  bool done = false;
  {
    const Beside left([&] { done = true; });
  }
  end.come();
  for (Beside& one : held) one.wait();
  EXPECT_FALSE(done) << "what nobody waits for";
}

TEST(Threads, WaitingThrowsWhatTheWorkThrew) {
  for (int round = 0; round < 200; ++round) {
    Beside work([] { throw std::runtime_error("no"); });
    if (round % 2 == 0) std::this_thread::yield();
    EXPECT_EQ(message_of([&] { work.wait(); }), "no");
  }
}

TEST(Threads, WhatHasBegunIsOverWhenItsOwnerGoes) {
  for (int round = 0; round < 500; ++round) {
    int steps = 0;
    {
      const Beside work([&] {
        ++steps;
        std::this_thread::yield();
        ++steps;
      });
      std::this_thread::yield();
    }
    EXPECT_NE(steps, 1);
  }
}

}  // namespace
}  // namespace pwlsim::tests
