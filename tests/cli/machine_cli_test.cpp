// SPDX-License-Identifier: Apache-2.0
// No figure depends on the user's machine and settings.
#include <unistd.h>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <map>

#include "tests/cli/cli_fixture.h"

namespace pwlsim::tests {
namespace {

/// A command, and the files that it writes.
struct Job {
  Arguments arguments;
  std::vector<std::string> files;
};

/// One command of each kind, and each tool that is called: Verilator, the compiler, Yosys, ABC, OpenSTA, Icarus,
/// gnuplot.
std::vector<Job> jobs() {
  const std::string cells = "/usr/share/qflow/tech/osu018/osu018_stdcells.v";
  return {
      {{"list"}, {}},
      {{"fit", "--function", "gelu,exp", "--scale", "3", "-o", "t.json"}, {"t.json"}},
      {{"fit", "--function", "gelu", "--method", "gqa", "--scale", "5", "-o", "gqa.json"}, {"gqa.json"}},
      {{"eval", "t.json", "--weights", "recorded", "--json", "eval.json"}, {"eval.json"}},
      {{"plot", "t.json", "--function", "gelu", "-o", "p.svg"}, {"p.svg"}},
      {{"survey", "--entries", "8", "--seeds", "1", "--json", "survey.json"}, {"survey.json"}},
      {{"run", "--unit", "int8_4", "--stimulus", "codes", "--trace", "wave", "--json", "run.json"},
       {"run.json", "wave.int8_4.vcd"}},
      {{"cost", "--units", "int8_4", "--stimulus", "codes", "--glitches", cells, "--json", "cost.json"}, {"cost.json"}},
      {{"sweep", "--unit", "int8_4", "--json", "sweep.json"}, {"sweep.json"}},
      {{"stress", "--unit", "int8_4", "--sessions", "1", "--evidence", "stress.json"}, {"stress.json"}},
      {{"replay", "cycles.txt"}, {}},
      {{"prove", "--only", "pipe_queue/2", "--fresh"}, {}},
      {{"mutate", "--models", "rtl", "--sample", "1", "--fresh", "--evidence", "mutate.json"}, {"mutate.json"}},
  };
}

class Machine : public Cli {
 protected:
  /// Everything that each job prints and writes in its own folder.
  std::map<std::string, std::string> results(const std::string& folder, const Arguments& environment) const {
    std::map<std::string, std::string> all;
    const fs::path place = folder_.path() / folder;
    fs::create_directories(place);
    std::ofstream(place / "cycles.txt") << "unit int8_4\nslope[0]=0x40\nx=0x7f\n- *6\n";
    for (const Job& job : jobs()) {
      Arguments command = {"env"};
      command = command + environment + Arguments{PWLSIM_PROGRAM} + job.arguments;
      setenv("PWLSIM_TEST_PLACE", place.c_str(), 1);
      const Outcome outcome = shell("cd \"$PWLSIM_TEST_PLACE\" && exec \"$0\" \"$@\"", command);
      std::string name;
      for (const std::string& argument : job.arguments) name += argument + " ";
      EXPECT_EQ(outcome.exit_code, 0) << name << outcome.err;
      all[name] = without_times(outcome.out);
      for (const std::string& file : job.files) {
        all[name + file] = without_times(ScratchFolder::read_whole(place / file));
      }
    }
    return all;
  }

  /// Number of processes with that text in their environment.
  static int processes_with(const std::string& text) {
    int found = 0;
    for (const auto& process : fs::directory_iterator("/proc")) {
      std::ifstream file(process.path() / "environ", std::ios::binary);
      const std::string variables{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
      found += variables.find(text) == std::string::npos ? 0 : 1;
    }
    return found;
  }

  /// The text without times, which depend on the machine.
  static std::string without_times(std::string text) {
    for (const char* time :
         {"[0-9.]+ s\\b", "[0-9.]+ M?[a-z]+/s", "\\$date[^$]*\\$end", "proven +[0-9.]+", "core_seconds\": [0-9.e-]+"}) {
      text = std::regex_replace(text, std::regex(time), "TIME");
    }
    return text;
  }
};

/// Writes start-up files, and files that tools read from the folder in which they run.
void write_start_up_files(const fs::path& home) {
  const std::map<std::string, std::string> files = {{".sta", "puts hostile\nexit 7\n"},
                                                    {".abc.rc", "set autoexec ps\n"},
                                                    {"abc.rc", "set autoexec ps\n"},
                                                    {".yosys_history", "shell\n"},
                                                    {".tclshrc", "exit 7\n"},
                                                    {".wishrc", "exit 7\n"},
                                                    {".gnuplot", "set terminal dumb\nset title 'hostile'\n"},
                                                    {"gnuplotrc", "set title 'hostile'\n"},
                                                    {".Xdefaults", "gnuplot*background: black\n"},
                                                    {".iverilog", "-DHOSTILE\n"},
                                                    {"iverilog.conf", "hostile\n"},
                                                    {".vvprc", "hostile\n"},
                                                    {".verilator", "--hostile\n"},
                                                    {".bashrc", "exit 7\n"},
                                                    {".bash_profile", "exit 7\n"},
                                                    {".profile", "exit 7\n"},
                                                    {".gdbinit", "quit\n"},
                                                    {".makerc", "hostile\n"},
                                                    {"GNUmakefile", "hostile\n"},
                                                    {"specs", "*cpp: -DHOSTILE\n"},
                                                    {".config/ccache/ccache.conf", "compiler = hostile\n"},
                                                    {"any/verilated.h", "#error hostile\n"},
                                                    {"any/cstdint", "#error hostile\n"},
                                                    {"any/svdpi.h", "#error hostile\n"}};
  for (const auto& [name, text] : files) {
    fs::create_directories((home / name).parent_path());
    std::ofstream(home / name) << text;
  }
}

/// Each environment variable from the manuals of the tools and their parts, with a value that has an effect.
Arguments hostile_variables(const fs::path& home) {
  const std::string folder = home.string();
  const std::string any = folder + "/any";
  Arguments set = {"HOME=" + folder, "XDG_CONFIG_HOME=" + folder + "/.config", "PWD=/nowhere", "IFS=x"};
  // Verilator, SystemC.
  for (const char* name :
       {"VERILATOR_ROOT", "VERILATOR_BIN", "VERILATOR_GDB", "VERILATOR_VALGRIND", "VERILATOR_AUTHOR_SITE", "SYSTEMC",
        "SYSTEMC_HOME", "SYSTEMC_INCLUDE", "SYSTEMC_LIBDIR", "SYSTEMC_ARCH", "SYSTEMC_CORE", "OBJCACHE", "MAKE",
        "SC_SIGNAL_WRITE_CHECK", "SC_DEPRECATION_WARNINGS"}) {
    set.push_back(std::string(name) + "=hostile");
  }
  // The compiler and its linker.
  for (const char* name : {"CPATH", "C_INCLUDE_PATH", "CPLUS_INCLUDE_PATH", "OBJC_INCLUDE_PATH", "LIBRARY_PATH",
                           "COMPILER_PATH", "LD_RUN_PATH"}) {
    set.push_back(std::string(name) + "=" + any);
  }
  for (const char* flags : {"CFLAGS", "CXXFLAGS", "CPPFLAGS", "LDFLAGS", "MAKEFLAGS", "GNUMAKEFLAGS",
                            "CCC_OVERRIDE_OPTIONS", "GCC_COMPARE_DEBUG", "COLLECT_GCC_OPTIONS", "LDEMULATION"}) {
    set.push_back(std::string(flags) + "=-DHOSTILE -fno-such-option");
  }
  for (const char* name : {"GCC_EXEC_PREFIX", "COLLECT_GCC", "COLLECT_LTO_WRAPPER", "GCC_SPECS"}) {
    set.push_back(std::string(name) + "=" + any + "/");
  }
  set =
      set + Arguments{"DEPENDENCIES_OUTPUT=" + any + "/d", "SUNPRO_DEPENDENCIES=" + any + "/s", "SOURCE_DATE_EPOCH=1"};
  // Yosys, ABC, OpenSTA and the Tcl in them.
  for (const char* name :
       {"YOSYS_DATDIR", "YOSYS_PLUGIN_PATH", "ABC", "ABC_RC", "STA_HOME", "TCLLIBPATH", "TCL_LIBRARY",
        "TCL_PACKAGE_PATH", "TCLINIT", "TK_LIBRARY", "PYTHONPATH", "PYTHONHOME", "PYTHONSTARTUP", "PERL5LIB"}) {
    set.push_back(std::string(name) + "=" + any);
  }
  // Icarus, gnuplot.
  for (const char* name :
       {"IVERILOG_ICONFIG", "IVERILOG_VPI_MODULE_PATH", "IVERILOG_DUMPER", "VVP_WAVE_FORMAT", "GNUTERM", "GNUHELP",
        "GNUPLOT_LIB", "GNUPLOT_DRIVER_DIR", "GNUPLOT_PS_DIR", "GNUPLOT_FONTPATH", "GNUPLOT_DEFAULT_GDFONT",
        "GDFONTPATH", "FIT_LOG", "FIT_SCRIPT", "DISPLAY", "FONTCONFIG_FILE"}) {
    set.push_back(std::string(name) + "=hostile");
  }
  // Shells, the C library, locales.
  set = set + Arguments{"BASH_ENV=" + folder + "/.bashrc",
                        "ENV=" + folder + "/.profile",
                        "CDPATH=.:/usr",
                        "POSIXLY_CORRECT=1",
                        "LC_ALL=tr_TR.UTF-8",
                        "LANG=de_DE.UTF-8",
                        "LC_NUMERIC=de_DE.UTF-8",
                        "LANGUAGE=tr",
                        "TZ=Asia/Kathmandu",
                        "COLUMNS=20",
                        "TERM=hostile",
                        "MALLOC_PERTURB_=165",
                        "OMP_NUM_THREADS=1",
                        "GREP_OPTIONS=-v",
                        "READLINE_LINE=x",
                        "INPUTRC=" + folder + "/.profile",
                        "EDITOR=false",
                        "PAGER=false",
                        "SHELL=/bin/false"};
  return set;
}

// The hostile settings get a new cache.
TEST_F(Machine, ChangesNoByte) {
  const fs::path home = folder_.path() / "home";
  write_start_up_files(home);
  const Arguments passed = {"-i", "PATH=" + std::string(std::getenv("PATH"))};
  const auto clean = results(
      "clean", passed + Arguments{"HOME=/nonexistent", "PWLSIM_CACHE=" + std::string(std::getenv("PWLSIM_CACHE"))});
  const std::string cold = (folder_.path() / "cold").string();
  const auto hostile = results("hostile", passed + hostile_variables(home) + Arguments{"PWLSIM_CACHE=" + cold});
  ASSERT_EQ(clean.size(), hostile.size());
  for (const auto& [name, bytes] : clean) EXPECT_EQ(hostile.at(name), bytes) << name;
  EXPECT_GE(clean.size(), 22U);
}

// A copy of a checkout with its build uses its own files.
TEST_F(Machine, ACopiedCheckoutIsJudgedByItsOwnRtl) {
  for (const char* part : {"hw", "rtl", "scripts", "sim"}) {
    fs::copy(fs::path(PWLSIM_RTL_SOURCES).parent_path() / part, folder_.path() / part, fs::copy_options::recursive);
  }
  fs::create_directories(folder_.path() / "build/any");
  fs::copy(PWLSIM_PROGRAM, folder_.path() / "build/any/pwlsim");
  const std::string copy = (folder_.path() / "build/any/pwlsim").string();
  const auto compare = [&] {
    return shell("exec \"$0\" \"$@\"", {copy, "run", "--unit", "int8_4", "--stimulus", "codes", "--cycles", "50"});
  };
  EXPECT_EQ(compare().exit_code, 0);
  folder_.write("rtl/pwl_int/pwl_unit_int.sv", "not Verilog\n");
  const Outcome broken = compare();
  EXPECT_EQ(broken.exit_code, 2);
  EXPECT_SAYS(broken.err, (folder_.path() / "rtl/pwl_int/pwl_unit_int.sv").string());
}

TEST_F(Machine, ProcessesAreFound) {
  const std::string mark = folder_.path().string() + "/mark";
  EXPECT_EQ(processes_with(mark), 0);
  setenv("MARK", mark.c_str(), 1);
  std::system("sleep 5 >/dev/null 2>&1 & true");
  unsetenv("MARK");
  EXPECT_EQ(processes_with(mark), 1);
}

// Nothing is left in TMPDIR, nothing incomplete in the cache, and no tool runs on.
TEST_F(Machine, WhoIsStoppedLeavesNothing) {
  for (const Arguments& arguments : std::vector<Arguments>{{"compare", "--units", "int8_4", "--no-cost"},
                                                           {"cost", "--units", "int8_4"},
                                                           {"prove", "--parts"},
                                                           {"mutate", "--models", "rtl", "--sample", "9"},
                                                           {"coverage", "--units", "int8_4"},
                                                           {"sweep", "--unit", "int16_8"},
                                                           {"run", "--trace", "w", "--cycles", "3000000"}}) {
    SCOPED_TRACE(arguments[0]);
    fs::remove_all(folder_.path() / "tmp");
    fs::remove_all(folder_.path() / "cache");
    fs::create_directory(folder_.path() / "tmp");
    const Outcome outcome =
        shell("export TMPDIR=\"$PWD/tmp\" PWLSIM_CACHE=\"$PWD/cache\"; \"$0\" \"$@\" & sleep 1; kill -TERM $!; wait $!",
              Arguments{PWLSIM_PROGRAM} + arguments);
    EXPECT_EQ(outcome.exit_code, 128 + SIGTERM) << outcome.err;
    EXPECT_TRUE(fs::is_empty(folder_.path() / "tmp"));
    // Killed processes may take a moment to disappear.
    int left = processes_with((folder_.path() / "tmp").string());
    for (int i = 0; i < 50 && left != 0; ++i) {
      usleep(100'000);
      left = processes_with((folder_.path() / "tmp").string());
    }
    EXPECT_EQ(left, 0);
    if (!fs::exists(folder_.path() / "cache")) continue;
    for (const auto& entry : fs::recursive_directory_iterator(folder_.path() / "cache")) {
      EXPECT_EQ(entry.path().string().find(".partial"), std::string::npos) << entry.path();
    }
  }
}

// A user who can make no more threads.
TEST_F(Machine, WithoutASecondThreadItTakesLonger) {
  const Arguments fit = {PWLSIM_PROGRAM, "fit", "--function", "all", "--entries", "8", "--scale", "0..6", "-o", "-"};
  const std::string usual = shell("exec \"$0\" \"$@\"", fit).out;
  fs::copy(PWLSIM_PROGRAM, folder_.path() / "pwlsim");  // in a place from which any user may run it
  fs::create_directory(folder_.path() / "share");
  fs::create_directory_symlink(fs::path(PWLSIM_RTL_SOURCES).parent_path(), folder_.path() / "share/pwlsim");
  fs::permissions(folder_.path(), fs::perms::owner_all | fs::perms::group_exec | fs::perms::others_exec);
  Arguments alone = fit;
  alone[0] = (folder_.path() / "pwlsim").string();
  const Outcome outcome =
      shell("exec setpriv --reuid 65534 --regid 65534 --clear-groups prlimit --nproc=1 \"$0\" \"$@\"", alone);
  if (geteuid() != 0) GTEST_SKIP() << "only root can become another user";
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(outcome.out, usual);
}

TEST_F(Machine, ALimitOfTimeBelowThatOfAToolIsKept) {
  const Outcome outcome =
      shell("ulimit -t 60; exec \"$0\" \"$@\"", {PWLSIM_PROGRAM, "prove", "--only", "pipe_queue/2", "--fresh"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_SAYS(outcome.out, "1 proofs hold");
}

TEST_F(Machine, AnotherCompilerMakesTheSame) {
  if (std::system("command -v clang++ >/dev/null 2>&1") != 0) GTEST_SKIP() << "there is no clang++";
  const Arguments run = {"run", "--unit", "int8_4", "--cycles", "500", "--json", "-"};
  const auto figures = [&] {
    return std::regex_replace(pwlsim(run).out, std::regex("\"[a-z_]*(seconds|per_second)[a-z_]*\": [0-9.e+-]+"), "");
  };
  const std::string usual = figures();
  setenv("CXX", "clang++", 1);
  EXPECT_EQ(figures(), usual);
  unsetenv("CXX");
  EXPECT_TRUE(nlohmann::json::accept(pwlsim(run).out));
}

// Runs without fused multiply-add and AVX2, if the C library can turn them off. On a processor without them both runs
// are the same.
TEST_F(Machine, FusedMultiplyAddChangesNoByte) {
  const Arguments fit = {"fit", "--function", "all", "--format", "fp32", "--entries", "16", "-o", "-"};
  const std::string usual = pwlsim(fit).out;
  EXPECT_SAYS(usual, "pwlsim-tables");
  setenv("GLIBC_TUNABLES", "glibc.cpu.hwcaps=-FMA,-FMA4,-AVX2", 1);
  EXPECT_EQ(pwlsim(fit).out, usual);
  unsetenv("GLIBC_TUNABLES");
}

}  // namespace
}  // namespace pwlsim::tests
