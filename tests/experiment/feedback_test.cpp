// SPDX-License-Identifier: Apache-2.0
#include "sim/experiment/feedback.h"

#include <gtest/gtest.h>
#include <atomic>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/experiment/recorded_feedback.h"

namespace pwlsim::tests {
namespace {

std::string done_text(std::size_t done) { return std::to_string(done) + " done"; }

TEST(Feedback, ProgressCountsWhatIsDoneAndEnds) {
  RecordedFeedback feedback;
  std::atomic<int> sum{0};
  for_each_with_progress(5, feedback, done_text, [&](std::size_t i) { sum += static_cast<int>(i); });
  EXPECT_EQ(sum, 10);
  EXPECT_EQ(feedback.lines, (std::vector<std::string>{"1 done", "2 done", "3 done", "4 done", "5 done", "end"}));
}

TEST(Feedback, ProgressEndsWithAnException) {
  RecordedFeedback feedback;
  EXPECT_THROW(for_each_with_progress(3, feedback, done_text,
                                      [](std::size_t i) {
                                        if (i == 1) throw std::runtime_error("stop");
                                      }),
               std::runtime_error);
  EXPECT_EQ(feedback.lines.back(), "end");
}

}  // namespace
}  // namespace pwlsim::tests
