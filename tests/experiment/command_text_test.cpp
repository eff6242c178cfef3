// SPDX-License-Identifier: Apache-2.0
#include "sim/experiment/command_text.h"

#include <gtest/gtest.h>
#include <string>

#include "tests/rooms.h"

namespace pwlsim::tests {
namespace {

// A command that repeats a run has no option that would have no effect, of which it would have to say so.
TEST(ReplayCommand, HasNoOptionThatTheUnitHasNoUseFor) {
  RunRequest request;
  request.cost.wanted = true;
  const struct {
    const char* unit;
    bool tails, storage;
  } cases[] = {{"int8_8", true, true},
               {"wide16_8", false, true},
               {"direct:width=3", false, true},
               {"hardwired:width=3", false, false},
               {"pwl_int_const:width=4,entries=3", true, false}};
  for (const auto& one : cases) {
    const std::string command = replay_command(request, one.unit, "exp", std::nullopt);
    EXPECT_EQ(command.find(" --tails ") != std::string::npos, one.tails) << command;
    EXPECT_EQ(command.find(" --storage ") != std::string::npos, one.storage) << command;
  }
}

}  // namespace
}  // namespace pwlsim::tests
