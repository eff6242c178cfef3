// SPDX-License-Identifier: Apache-2.0
//
// The example of tests/rtl/foreign/README.md: its commands run in its order, and print what it shows.

#include <gtest/gtest.h>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include "sim/base/file.h"
#include "tests/cli/cli_fixture.h"

namespace pwlsim::tests {
namespace {

/// A command of the README's blocks and the lines below it.
struct Step {
  std::string command;
  std::vector<std::string> shown;  ///< pieces of what it prints, in their order
  int exit_code = 0;
};

constexpr const char* kBlock = "```console";
constexpr const char* kFailed = "(exit code 1)";

std::vector<Step> steps_of(const std::string& markdown) {
  std::vector<Step> steps;
  std::istringstream lines(markdown);
  bool inside = false;
  for (std::string line; std::getline(lines, line);) {
    if (line.rfind("```", 0) == 0) {
      inside = line == kBlock;
    } else if (inside && line.rfind("$ ", 0) == 0) {
      steps.push_back({line.substr(2), {}});
    } else if (inside && line == kFailed) {
      steps.back().exit_code = 1;
    } else if (inside && !line.empty()) {
      steps.back().shown.push_back(line);
    }
  }
  return steps;
}

/// The first of the pieces that is not in the text behind those before it; empty: all are.
std::string missing(const std::string& text, const std::vector<std::string>& pieces) {
  std::size_t at = 0;
  for (const std::string& piece : pieces) {
    at = text.find(piece, at);
    if (at == std::string::npos) return piece;
    at += piece.size();
  }
  return "";
}

/// A number of some bytes, the first one on top.
std::uint64_t big_endian(const std::string& bytes, std::size_t at, std::size_t size) {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < size; ++i) number = number << 8 | static_cast<unsigned char>(bytes.at(at + i));
  return number;
}

/// What a block in the LZ4 format holds: literals, and pieces of what came before.
std::string lz4_text(const std::string& packed) {
  std::string text;
  std::size_t at = 0;
  const auto byte = [&] { return static_cast<unsigned char>(packed.at(at++)); };
  const auto length = [&](std::size_t first) {
    for (unsigned more = first == 15 ? 255 : 0; more == 255; first += more) more = byte();
    return first;
  };
  while (at < packed.size()) {
    const unsigned token = byte();
    const std::size_t literals = length(token >> 4);
    text += packed.substr(at, literals);
    at += literals;
    if (at >= packed.size()) break;
    const std::size_t low = byte();
    const std::size_t back = low | static_cast<std::size_t>(byte()) << 8;
    const std::size_t copied = length(token & 15U) + 4;
    for (std::size_t i = 0; i < copied; ++i) text += text.at(text.size() - back);
  }
  return text;
}

/// The names of scopes and signals in an FST waveform, with other bytes between them. They are one block of the file,
/// whose type says how it is packed.
std::string fst_names(const std::string& file) {
  constexpr unsigned char kPackedNames = 6;  // by LZ4
  for (std::size_t at = 0; at + 9 < file.size();) {
    const std::size_t size = big_endian(file, at + 1, 8);
    if (static_cast<unsigned char>(file[at]) == kPackedNames) return lz4_text(file.substr(at + 17, size - 16));
    at += 1 + size;
  }
  return "";
}

class ForeignExample : public Cli {
 protected:
  static fs::path place() { return fs::path(PWLSIM_ROOT) / "tests/rtl/foreign"; }

  Outcome run(const std::string& command) const {
    return shell("pwlsim() { \"$0\" \"$@\"; }; " + command, {PWLSIM_PROGRAM});
  }
};

TEST_F(ForeignExample, EachCommandPrintsWhatTheReadmeShows) {
  fs::copy_file(place() / "my_act.sv", folder_.path() / "my_act.sv");
  const std::vector<Step> steps = steps_of(read_file(place() / "README.md"));
  ASSERT_GE(steps.size(), 7U);
  for (const Step& step : steps) {
    SCOPED_TRACE(step.command);
    const Outcome outcome = run(step.command);
    EXPECT_EQ(outcome.exit_code, step.exit_code) << outcome.out << outcome.err;
    EXPECT_EQ(missing(outcome.out, step.shown), "") << outcome.out << outcome.err;
    if (step.command.find(" --trace bug") == std::string::npos) continue;
    // The waveforms: of the unit, and of the SystemC model beside it.
    const std::string names = fst_names(folder_.read("bug.int8_4.fst"));
    for (const char* name : {"my_act", "above_1", "held_intercept", "y_o [15:0]"}) EXPECT_SAYS(names, name);
    EXPECT_SAYS(folder_.read("bug.int8_4.vcd"), "$var");
  }
  const std::string session = folder_.read("stress.int8_4.txt");
  std::size_t cycles = 0;
  std::istringstream lines(session);
  for (std::string line; std::getline(lines, line);) {
    cycles += line.empty() || line[0] == '#' || line.rfind("unit ", 0) == 0 ? 0 : 1;
  }
  EXPECT_LE(cycles, 3U) << session;
}

// The check of that test: a line that is not printed, and a command that succeeds where it is said to fail.
TEST_F(ForeignExample, ALineThatIsNotPrintedIsFound) {
  const std::vector<Step> steps = steps_of("```console\n$ pwlsim list\nint8_4\nno such unit\n(exit code 1)\n```\n");
  ASSERT_EQ(steps.size(), 1U);
  const Outcome outcome = run(steps[0].command);
  EXPECT_EQ(missing(outcome.out, steps[0].shown), "no such unit");
  EXPECT_NE(outcome.exit_code, steps[0].exit_code);
}

}  // namespace
}  // namespace pwlsim::tests
