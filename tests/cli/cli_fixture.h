// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>
#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "sim/base/process.h"
#include "tests/rooms.h"
#include "tests/scratch_folder.h"

namespace pwlsim::tests {

namespace fs = std::filesystem;

using Arguments = std::vector<std::string>;

struct Outcome {
  int exit_code;
  std::string out, err;
};

/// Names that break a program which passes them to a shell or to printf. Their substitutions would make a file x.
inline const std::vector<std::string>& unusual_names() {
  static const std::vector<std::string> names = {
      "a b",     "it's \"quoted\"", "a;touch x", "$(touch x)", "`touch x`", "a\ntouch x\n",
      "a&b|c>d", "a\\b\\n",         "*",         "%s%n",       "{}",        "#a",
      "~",       "caf\xc3\xa9",     "\xff"};
  return names;
}

class Cli : public ::testing::Test {
 protected:
  /// Runs pwlsim in the scratch folder. The shell only separates the two output streams; no argument is code for it.
  Outcome pwlsim(const Arguments& arguments, const std::string& out = "", const std::string& err = "") const {
    Arguments command = {PWLSIM_PROGRAM};
    command.insert(command.end(), arguments.begin(), arguments.end());
    return shell("exec \"$0\" \"$@\"", command, out, err);
  }

  Outcome shell(const std::string& code, const Arguments& arguments, const std::string& out = "",
                const std::string& err = "") const {
    const std::string out_file = out.empty() ? (streams_.path() / "out").string() : out;
    const std::string err_file = err.empty() ? (streams_.path() / "err").string() : err;
    Arguments command = {"/bin/sh", "-c", "exec >\"$PWLSIM_TEST_OUT\" 2>\"$PWLSIM_TEST_ERR\"; " + code};
    command.insert(command.end(), arguments.begin(), arguments.end());
    setenv("PWLSIM_TEST_OUT", out_file.c_str(), 1);
    setenv("PWLSIM_TEST_ERR", err_file.c_str(), 1);
    const ProcessResult result = run_process(command, folder_.path(), {Variables::kAll});
    EXPECT_EQ(result.output, "");
    return {.exit_code = result.exit_code,
            .out = out.empty() ? streams_.read("out") : "",
            .err = err.empty() ? without_progress(streams_.read("err")) : ""};
  }

  /// The log without lines of progress, which appear when a busy machine makes work slow.
  static std::string without_progress(const std::string& log) {
    return std::regex_replace(log, std::regex("progress: [^\n]*\n"), "");
  }

  /// Runs pwlsim, which has to succeed and to say nothing on stderr; returns what it printed.
  std::string output_of(const Arguments& arguments) const {
    const Outcome outcome = pwlsim(arguments);
    EXPECT_EQ(outcome.exit_code, 0) << outcome.out << outcome.err;
    EXPECT_EQ(outcome.err, "");
    return outcome.out;
  }

  nlohmann::json json_of(const std::string& file) const { return nlohmann::json::parse(folder_.read(file)); }

  std::set<std::string> files() const {
    std::set<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder_.path())) names.insert(entry.path().filename().string());
    return names;
  }

  ScratchFolder folder_;
  ScratchFolder streams_;
};

#define EXPECT_SAYS(text, words) EXPECT_NE((text).find(words), std::string::npos) << (text)

inline Arguments operator+(Arguments a, const Arguments& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

}  // namespace pwlsim::tests
