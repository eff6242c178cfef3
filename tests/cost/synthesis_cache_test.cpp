// SPDX-License-Identifier: Apache-2.0
//
// The cache of the flow when tools fail. Scripts with the tools' names come first on PATH.

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <regex>
#include <string>
#include <thread>
#include <vector>

#include "sim/base/error.h"
#include "sim/cost/map/synthesis.h"
#include "sim/lockstep/rtl_loader.h"
#include "tests/cost/mapped_unit.h"
#include "tests/own_rtl.h"
#include "tests/rooms.h"

namespace pwlsim::tests {
namespace fs = std::filesystem;
namespace {

/// Sets an environment variable for as long as it lives.
class Environment {
 public:
  Environment(const char* name, const std::string& value) : name_(name) {
    const char* const before = std::getenv(name);
    had_ = before != nullptr;
    if (had_) before_ = before;
    setenv(name, value.c_str(), 1);
  }
  ~Environment() { had_ ? setenv(name_, before_.c_str(), 1) : unsetenv(name_); }
  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;

 private:
  const char* name_;
  std::string before_;
  bool had_;
};

class SynthesisCache : public testing::Test {
 protected:
  void SetUp() override { synthesis_tools(); }  // gets the versions of the real tools, which are then kept

  Synthesis make(double clock_ns = 10, const char* unit = "int8_4") const {
    return synthesise(
        {.unit = &find_unit(unit), .technology = &technology_, .clock_ns = clock_ns, .storage = TableStorage::kFlop},
        cache());
  }

  std::string complaint() const {
    try {
      make();
    } catch (const std::runtime_error& error) {
      return error.what();
    }
    return "accepted";
  }

  fs::path cache() const { return folder_.path() / "cache"; }

  /// Finished and unfinished results in the cache.
  std::vector<std::string> entries() const {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(cache())) {
      if (entry.is_directory()) names.push_back(entry.path().filename().string());
    }
    return names;
  }

  /// PATH with a shell script in place of a tool.
  std::string path_with(const std::string& tool, const std::string& script) const {
    fs::create_directories(folder_.path() / "bin");
    const std::string file = folder_.write("bin/" + tool, "#!/bin/sh\n" + script);
    fs::permissions(file, fs::perms::owner_all);
    return (folder_.path() / "bin").string() + ":" + std::getenv("PATH");
  }

  /// PATH with a Yosys that works and adds a line to `runs` each time.
  std::string path_with_counter() const {
    return path_with("yosys", "echo run >> '" + (folder_.path() / "runs").string() + "'\nexec /usr/bin/yosys \"$@\"\n");
  }
  std::size_t runs() const {
    if (!fs::exists(folder_.path() / "runs")) return 0;
    const std::string text = folder_.read("runs");
    return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
  }

  /// Expects the error of a failing tool. The log that it names must contain `logged`.
  void expect_failure(const std::string& says, const std::string& logged) const {
    const std::string text = complaint();
    EXPECT_EQ(text.rfind("synthesis of int8_4: ", 0), 0U) << text;
    EXPECT_NE(text.find(": " + says), std::string::npos) << text;
    const std::regex names_log("; the log is (.*\\.log)$");
    std::smatch match;
    ASSERT_TRUE(std::regex_search(text, match, names_log)) << text;
    EXPECT_EQ(ScratchFolder::read_whole(match[1].str()), logged);
    EXPECT_EQ(entries(), std::vector<std::string>()) << "a failure is not kept";
  }

  const ScratchFolder folder_;
  const Technology technology_ = read_technology(kOsu018);
};

TEST_F(SynthesisCache, SecondCallRunsNoTool) {
  const Synthesis first = make();
  const Environment yosys("PATH", path_with("yosys", "exit 1\n"));
  path_with("sta", "exit 1\n");
  const Synthesis second = make();
  EXPECT_EQ(second.folder, first.folder);
  EXPECT_EQ(second.recipe, first.recipe);
  EXPECT_EQ(second.area, first.area);
  EXPECT_EQ(second.flops, first.flops);
  EXPECT_EQ(second.timing.slack, first.timing.slack);
  EXPECT_EQ(second.timing.hold_slack, first.timing.hold_slack);
  EXPECT_EQ(second.timing.fmax, first.timing.fmax);
  EXPECT_EQ(second.timing.cells, first.timing.cells);
  EXPECT_EQ(second.netlist.nets, first.netlist.nets);
  for (std::size_t i = 0; i < first.netlist.cells.size(); ++i) {
    EXPECT_EQ(second.netlist.cells[i].part, first.netlist.cells[i].part);
  }
  // Shows that the tools did not work.
  EXPECT_THROW(make(11), InputError);
}

TEST_F(SynthesisCache, SeveralThreadsMakeOneEntry) {
  const Environment path("PATH", path_with_counter());
  std::vector<double> areas(3, 0);
  std::vector<std::thread> threads;
  for (double& area : areas) threads.emplace_back([&] { area = make().area; });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(runs(), 1U);
  EXPECT_EQ(entries().size(), 1U);
  EXPECT_GT(areas[0], 0);
  EXPECT_EQ(areas[1], areas[0]);
  EXPECT_EQ(areas[2], areas[0]);
}

TEST_F(SynthesisCache, EntryIsNamedByRtlScriptsClockAndUsableCells) {
  const Environment path("PATH", path_with_counter());
  const double area = make().area;
  EXPECT_EQ(runs(), 1U);

  make(8);
  EXPECT_EQ(runs(), 2U) << "another clock";

  // RTL in which the intercept counts twice is another unit.
  fs::create_directory(folder_.path() / "rtl");
  for (const auto& [name, text] : own_rtl_texts()) folder_.write("rtl/" + name, text);
  const std::string adder = own_rtl_texts().at("pwl_unit_int.sv");
  const std::string from = ".intercept_i(addend)";
  ASSERT_NE(adder.find(from), std::string::npos);
  std::string changed = adder;
  changed.replace(changed.find(from), from.size(), ".intercept_i(INTERCEPT_WIDTH'(3))");
  folder_.write("rtl/pwl_unit_int.sv", changed);
  {
    const Environment rtl("PWLSIM_RTL", (folder_.path() / "rtl").string());
    EXPECT_LT(make().area, area);
    EXPECT_EQ(runs(), 3U) << "another RTL";
    folder_.write("rtl/pwl_unit_int.sv", adder);
    make();
    EXPECT_EQ(runs(), 3U) << "the same RTL in another place";
  }
  const Technology fewer = read_technology(kOsu018, {"FAX1"});
  EXPECT_NE(
      synthesise({.unit = &find_unit("int8_4"), .technology = &fewer, .clock_ns = 10, .storage = TableStorage::kFlop},
                 cache())
          .area,
      area);
  EXPECT_EQ(runs(), 4U) << "fewer cells";
  EXPECT_EQ(entries().size(), 4U);
}

TEST_F(SynthesisCache, FailingYosysIsOneErrorThatNamesItsLog) {
  {
    const Environment path("PATH", path_with("yosys", "echo hello\necho 'ERROR: unit is in pieces.' >&2\nexit 1\n"));
    expect_failure("Yosys failed: ERROR: unit is in pieces.; ", "hello\nERROR: unit is in pieces.\n");
  }
  EXPECT_GT(make().area, 0) << "with the tool in order again";
}

TEST_F(SynthesisCache, KilledYosysIsAnErrorToo) {
  const Environment path("PATH", path_with("yosys", "kill -9 $$\n"));
  expect_failure("Yosys was killed by signal 9 (Killed); ", "");
}

TEST_F(SynthesisCache, YosysThatMakesNothingIsAnError) {
  const Environment path("PATH", path_with("yosys", "echo all well\n"));
  expect_failure("Yosys made no netlist", "all well\n");
}

TEST_F(SynthesisCache, ErrorInTheOutputOfOpenStaIsAFailureHoweverItEnds) {
  const Environment path("PATH", path_with("sta", "echo 'Error: netlist.v line 3, syntax error'\nexit 0\n"));
  expect_failure("OpenSTA: Error: netlist.v line 3, syntax error", "Error: netlist.v line 3, syntax error\n");
}

TEST_F(SynthesisCache, KilledOpenStaIsAnError) {
  const Environment path("PATH", path_with("sta", "echo begin\nkill -9 $$\n"));
  expect_failure("OpenSTA was killed by signal 9 (Killed)", "begin\n");
}

TEST_F(SynthesisCache, OpenStaThatSaysNothingIsAnError) {
  const Environment path("PATH", path_with("sta", "exit 0\n"));
  expect_failure("OpenSTA ended before its report", "");
}

TEST_F(SynthesisCache, DamagedEntryIsMadeAgain) {
  const Environment path("PATH", path_with_counter());
  const Synthesis sound = make();
  for (const char* name : {"result.json", "netlist.json", "netlist.v"}) {
    const std::size_t before = runs();
    fs::resize_file(sound.folder / name, fs::file_size(sound.folder / name) / 2);
    EXPECT_EQ(make().area, sound.area) << name;
    EXPECT_EQ(runs(), before + 1) << name;
    make();
    EXPECT_EQ(runs(), before + 1) << name;
  }
}

// 10.0001 and 10.0004 ns are the same number of ps to Yosys, but not to sizing and OpenSTA.
TEST_F(SynthesisCache, ClocksThatDifferByLessThanAPicosecondAreTwo) {
  EXPECT_NE(make(10.0001).folder, make(10.0004).folder);
  EXPECT_EQ(entries().size(), 2U);
}

TEST_F(SynthesisCache, LongMessageOfYosysIsShown) {
  const std::string words = "ERROR: " + std::string(150, 'x') + " has no cell.";
  const Environment path("PATH", path_with("yosys", "echo '" + words + "'\nexit 1\n"));
  expect_failure("Yosys failed: " + words + "; ", words + "\n");
}

TEST_F(SynthesisCache, NetlistThatYosysDidNotFinishIsAnErrorWithItsLog) {
  const Environment path("PATH", path_with("yosys", "echo '{ \"modules\": {' > mapped_nf.json\necho well\n"));
  expect_failure("", "well\n");
  EXPECT_NE(complaint().find("is not JSON"), std::string::npos);
}

// A limit on the size of files, just large enough for the library, simulates a disk that is full when Yosys writes.
TEST_F(SynthesisCache, DiskThatIsFullIsNamed) {
  const Environment path("PATH", path_with("yosys", "echo '{ \"modules\": {' > mapped_nf.json\n"));
  rlimit before{};
  getrlimit(RLIMIT_FSIZE, &before);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  const rlimit little{technology_.mapper_text.size() + 4096, before.rlim_max};
  setrlimit(RLIMIT_FSIZE, &little);
  const std::string says = complaint();
  setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, handler);
  EXPECT_EQ(says, cache().string() + ": nothing more can be written there: File too large");
}

}  // namespace
}  // namespace pwlsim::tests
