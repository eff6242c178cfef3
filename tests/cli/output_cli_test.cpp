// SPDX-License-Identifier: Apache-2.0
// An output never destroys an input, and goes to the file that its name means.
#include <unistd.h>
#include <map>

#include "sim/base/source_folder.h"
#include "tests/cli/cli_fixture.h"

namespace pwlsim::tests {
namespace {

class OutputCli : public Cli {
 protected:
  OutputCli() {
    for (const char* name : {"t.json", "w.npy", "a.state", "b.json", "l.lib", "x.txt", "s.int8_4.txt", "x.int8_4.vcd",
                             "x.pwl_int_width_5.vcd"}) {
      folder_.write(name, std::string("of a user: ") + name);
    }
    folder_.write("h.svh", "`define NOTHING\n");
    folder_.write("u.sv",
                  "`include \"h.svh\"\nmodule u;\n  initial $readmemh(\"w.npy\", m);\n  reg m [1];\nendmodule\n");
    folder_.write("inner.f", "u.sv\n");
    folder_.write("outer.f", "-f inner.f\n");
    fs::create_directory(folder_.path() / "lib");
    folder_.write("lib/found.sv", "module found; endmodule\n");
    folder_.write("needs.sv", "module needs; found f(); endmodule\n");
    fs::create_directory(folder_.path() / "published");
    folder_.write("published/gelu_pwl_7.json", "published");
    fs::create_symlink("t.json", folder_.path() / "link.json");
    fs::create_hard_link(folder_.path() / "t.json", folder_.path() / "twin.json");
    fs::create_symlink("new.json", folder_.path() / "to_new.json");
  }

  /// Everything in the folder.
  std::map<std::string, std::string> contents() const {
    std::map<std::string, std::string> all;
    for (const auto& entry : fs::recursive_directory_iterator(folder_.path())) {
      const std::string name = entry.path().lexically_relative(folder_.path());
      all[name] = entry.is_regular_file() ? folder_.read(name) : "";
    }
    return all;
  }

  void refuses(const Arguments& arguments, const std::string& says) const {
    std::string command;
    for (const std::string& argument : arguments) command += argument + " ";
    SCOPED_TRACE(command);
    const auto before = contents();
    const Outcome outcome = pwlsim(arguments);
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_EQ(outcome.err, "pwlsim: " + says + "\n");
    EXPECT_EQ(contents(), before);
  }
};

TEST_F(OutputCli, WhatIsReadIsNotOverwritten) {
  const Arguments run = {"run", "--unit", "int8_4"};
  refuses(run + Arguments{"--table", "t.json", "--json", "t.json"},
          "--json t.json: would overwrite what --table reads");
  for (const char* other : {"./t.json", "link.json", "twin.json"}) {
    refuses(run + Arguments{"--table", "t.json", "--json", other},
            std::string("--json ") + other + ": would overwrite t.json (--table), the same file");
  }
  refuses(run + Arguments{"--table", "link.json", "--json", "t.json"},
          "--json t.json: would overwrite link.json (--table), the same file");
  refuses(run + Arguments{"--stimulus", "./w.npy", "--json", "w.npy"},
          "--json w.npy: would overwrite ./w.npy (--stimulus), the same file");
  refuses(run + Arguments{"--cost", "--liberty", "x.txt", "l.lib", "--json", "l.lib"},
          "--json l.lib: would overwrite what --liberty reads");
  refuses(run + Arguments{"--cost", "--lef", "l.lib", "--wire-load", "x.txt", "--json", "x.txt"},
          "--json x.txt: would overwrite what --wire-load reads");
  refuses({"compare", "--glitches", "x.txt", "--junit", "x.txt"},
          "--junit x.txt: would overwrite what --glitches reads");
  refuses({"cost", "--lef", "l.lib", "--junit", "l.lib"}, "--junit l.lib: would overwrite what --lef reads");
  refuses({"fit", "--weights", "w.npy", "-o", "w.npy"}, "-o w.npy: would overwrite what --weights reads");
  refuses({"eval", "b.json", "t.json", "--json", "t.json"}, "--json t.json: would overwrite what the command reads");
  refuses({"plot", "t.json", "-o", "t.json"}, "-o t.json: would overwrite what the command reads");
  refuses({"survey", "--published", "published", "--json", "published/gelu_pwl_7.json"},
          "--json published/gelu_pwl_7.json: would overwrite what --published reads");
  refuses({"sweep", "--table", "t.json", "--state", "t.json"}, "-o t.json: would overwrite what --table reads");
  refuses({"sweep", "merge", "a.state", "--json", "a.state"}, "--json a.state: would overwrite what the command reads");
  refuses({"replay", "x.int8_4.vcd", "--trace", "x"}, "--trace x.int8_4.vcd: would overwrite what the command reads");
  refuses({"replay", "x.int8_4.vcd", "--trace", "x.fst"},
          "--trace x.int8_4.vcd: would overwrite what the command reads");
  refuses({"replay", "x.pwl_int_width_5.vcd", "--trace", "x"},
          "--trace x.pwl_int_width_5.vcd: would overwrite what the command reads");
  refuses({"stress", "-f", "s.int8_4.txt", "-o", "s"}, "-o s.int8_4.txt: would overwrite what -f reads");
  refuses({"prove", "--liberty", "l.lib", "--evidence", "l.lib"},
          "--evidence l.lib: would overwrite what --liberty reads");
  refuses({"mutate", "--rtl-survivors", "x.txt", "--junit", "x.txt"},
          "--junit x.txt: would overwrite what --rtl-survivors reads");
  refuses({"coverage", "--waivers", "x.txt", "--json", "x.txt"}, "--json x.txt: would overwrite what --waivers reads");
  refuses({"check", "--liberty", "b.json", "--budgets", "b.json", "--update"},
          "--budgets b.json: would overwrite what --liberty reads");
  refuses({"check", "--budgets", "b.json", "--liberty", "b.json", "--update"},
          "--budgets b.json: would overwrite what --liberty reads");
  refuses({"evidence", "--folder", "published", "--json", "published/gelu_pwl_7.json"},
          "--json published/gelu_pwl_7.json: would overwrite what --folder reads");
}

// Inputs are not only files that options name, but also defaults, and all files that the files of a unit include.
TEST_F(OutputCli, WhatIsReadWithoutBeingNamedIsNotOverwritten) {
  setenv("PWLSIM_LIBERTY", "l.lib", 1);
  refuses({"cost", "--json", "l.lib"}, "--json l.lib: would overwrite what the default of --liberty reads");
  unsetenv("PWLSIM_LIBERTY");
  setenv("PWLSIM_RECORDINGS", ".", 1);
  refuses({"run", "--json", "w.npy"}, "--json w.npy: would overwrite ./w.npy (the recorded stimulus), the same file");
  refuses({"fit", "-o", "w.npy"}, "-o w.npy: would overwrite ./w.npy (recorded weights), the same file");
  unsetenv("PWLSIM_RECORDINGS");
  for (const char* command : {"run", "compare", "stress", "sweep"}) {
    const Arguments unit = {command, "--unit", "int8_4", "--rtl", "u.sv"};
    const std::string option = std::string(command) == "run" ? "--json" : "--junit";
    refuses(unit + Arguments{option, "u.sv"}, option + " u.sv: would overwrite what --rtl reads");
    refuses(unit + Arguments{option, "h.svh"}, option + " h.svh: would overwrite what the RTL reads");
    refuses(unit + Arguments{option, "w.npy"}, option + " w.npy: would overwrite what the RTL reads");
  }
  const Arguments listed = {"run", "--unit", "int8_4", "-f", "outer.f"};
  for (const char* file : {"inner.f", "u.sv", "h.svh"}) {
    refuses(listed + Arguments{"--json", file}, std::string("--json ") + file + ": would overwrite what the RTL reads");
  }
  refuses(listed + Arguments{"--json", "outer.f"}, "--json outer.f: would overwrite what -f reads");
  refuses({"run", "--unit", "int8_4", "--rtl", "needs.sv", "-y", "lib", "--json", "lib/found.sv"},
          "--json lib/found.sv: would overwrite what the RTL reads");
  // If they were not refused, the commands would end before they write anything.
  const std::string list = (source_folder() / "tests/unit/common/survivors.txt").string();
  refuses({"mutate", "--id", "none", "--json", list},
          "--json " + list + ": would overwrite what the default of --rtl-survivors reads");
  refuses({"eval", "none.json", "--json", PWLSIM_RTL_SOURCES "/common/pwl_pipe.sv"},
          "--json " PWLSIM_RTL_SOURCES "/common/pwl_pipe.sv: would overwrite a file of pwlsim itself");
}

TEST_F(OutputCli, TwoOutputsAreTwoFiles) {
  const Arguments compare = {"compare", "--units", "int8_4", "--no-cost"};
  refuses(compare + Arguments{"--json", "o", "--junit", "o"}, "--junit o: --json writes to the same file");
  refuses(compare + Arguments{"--json", "new.json", "--junit", "to_new.json"},
          "--junit to_new.json: --json writes to the same file");
  refuses(compare + Arguments{"--json", "-", "--junit", "-"}, "--junit -: --json writes to the same file");
  refuses(compare + Arguments{"--json", "o.int8_4.vcd", "--trace", "o"},
          "--json o.int8_4.vcd: --trace writes to the same file");
  // Units without a name of their own, too.
  refuses({"compare", "--unit", "pwl_int:width=6,entries=5", "--no-cost", "--json", "o.pwl_int_width_6_entries_5.fst",
           "--trace", "o"},
          "--json o.pwl_int_width_6_entries_5.fst: --trace writes to the same file");
  refuses({"stress", "--unit", "direct:width=3", "-o", "s", "--json", "s.direct_width_3.txt"},
          "--json s.direct_width_3.txt: -o writes to the same file");
}

// The pipe gets only the figures; the tables are still shown.
TEST_F(OutputCli, ADashIsStandardOutput) {
  const Outcome fitted = pwlsim({"fit", "--function", "gelu", "--scale", "5", "-o", "-"});
  EXPECT_EQ(fitted.exit_code, 0);
  EXPECT_EQ(nlohmann::json::parse(fitted.out)["schema"], "pwlsim-tables");
  EXPECT_SAYS(fitted.err, "gelu");
  folder_.write("g.json", fitted.out);
  const Outcome judged = pwlsim({"eval", "g.json", "--json", "-"});
  EXPECT_EQ(judged.exit_code, 0);
  EXPECT_TRUE(nlohmann::json::accept(judged.out)) << judged.out;
  EXPECT_SAYS(judged.err, "gelu");
  EXPECT_EQ(files().count("-"), 0U);
  EXPECT_EQ(pwlsim({"eval", "g.json", "--json", "-"}, "/dev/full").exit_code, 3);
  EXPECT_EQ(shell("exec \"$0\" \"$@\" >&-", {PWLSIM_PROGRAM, "eval", "g.json", "--json", "-"}).exit_code, 3);
}

// The log is opened as by `>>log`. Its content stays, and it is not replaced by a new file.
TEST_F(OutputCli, AnOpenFileIsWrittenThrough) {
  folder_.write("log", "OLD\n");
  const Arguments eval = {PWLSIM_PROGRAM, "eval", "g.json", "--json", "/dev/stdout"};
  pwlsim({"fit", "--function", "gelu", "--scale", "5", "-o", "g.json"});
  const Outcome outcome = shell("exec \"$0\" \"$@\" >>log", eval);
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(folder_.read("log").rfind("OLD\n", 0), 0U);
  EXPECT_SAYS(folder_.read("log"), "\"program\"");
  // Reading from it would never end.
  const Outcome same = shell("exec \"$0\" \"$@\" >>g.json", eval);
  EXPECT_EQ(same.exit_code, 2);
  EXPECT_SAYS(same.err, "--json /dev/stdout: would overwrite g.json (the command), the same file");
}

}  // namespace
}  // namespace pwlsim::tests
