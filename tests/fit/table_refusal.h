// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>
#include <string>

#include "sim/base/error.h"
#include "sim/fit/table_file.h"
#include "tests/rooms.h"
#include "tests/scratch_folder.h"

namespace pwlsim::tests {

/// What read_tables() says of a file with this content, behind the file's name: one line. "accepted": nothing.
inline std::string refusal(const std::string& content, const TableContext& context = {}) {
  const ScratchFolder folder;
  const std::string path = folder.write("tables", content);
  try {
    read_tables(path, nullptr, context);
  } catch (const InputError& error) {
    const std::string message = error.what();
    EXPECT_EQ(message.rfind(path + ": ", 0), 0U) << message;
    EXPECT_EQ(message.find('\n'), std::string::npos) << message;
    return message.substr(path.size() + 2);
  }
  return "accepted";
}

}  // namespace pwlsim::tests
