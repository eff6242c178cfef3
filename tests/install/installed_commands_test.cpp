// SPDX-License-Identifier: Apache-2.0
//
// Commands of an installed pwlsim, and a project of somebody else that uses its library.

#include <gtest/gtest.h>
#include <algorithm>
#include <regex>
#include <string>
#include <vector>

#include "tests/install/installed.h"
#include "tests/rooms.h"

namespace pwlsim::tests {
namespace {

class InstalledCommands : public Installed {};

/// The output of a command without how long its proofs took.
std::string without_times(const std::string& text) {
  return std::regex_replace(text, std::regex("proven +[0-9.]+ +|[0-9]+ s in proofs"), "");
}

// What the installed program prints is what that of the build prints.
TEST_F(InstalledCommands, DoWhatThoseOfTheBuildDo) {
  for (const Arguments& arguments :
       std::vector<Arguments>{{"list"},
                              {"list", "--keys"},
                              {"fit", "--function", "gelu", "--entries", "8", "--scale", "5", "-o", "-"},
                              {"run", "--unit", "int8_4"},
                              {"compare", "--units", "int8_4,int8_8", "--no-cost"},
                              {"cost", "--units", "int8_4"},
                              {"prove", "--only", "pipe_queue/2", "--fresh"},
                              {"sweep", "--unit", "int8_8"},
                              {"stress", "--unit", "int8_8", "--sessions", "3"},
                              {"mutate", "--models", "systemc", "--files", "add_int.h", "--sample", "1", "--fresh"},
                              {"survey", "--function", "gelu", "--entries", "8", "--seeds", "1"},
                              {"check", "--show"},
                              {"evidence"}}) {
    SCOPED_TRACE(arguments[0]);
    const Outcome outcome = installed(arguments);
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    EXPECT_EQ(without_times(outcome.out), without_times(pwlsim(arguments).out));
  }
}

/// A project of somebody else, configured and built with the installed library.
class InstalledLibrary : public Installed {
 protected:
  ProcessResult build() const {
    fs::copy(PWLSIM_ROOT "/tests/install/example", folder_.path() / "example", fs::copy_options::recursive);
    // Preset ci has objects for the link-time optimiser in the library, too, which would take long.
    const ProcessResult configured =
        run_process({PWLSIM_CMAKE, "-S", "example", "-B", "build", "-G", "Ninja",
                     "-DCMAKE_PREFIX_PATH=" + prefix().string(), extra_flags(), "-DCMAKE_EXE_LINKER_FLAGS=-fno-lto"},
                    folder_.path(), {Variables::kAll});
    if (configured.exit_code != 0) return configured;
    return run_process({PWLSIM_CMAKE, "--build", "build"}, folder_.path(), {Variables::kAll});
  }

 private:
  static std::string extra_flags() {
#ifdef PWLSIM_SANITIZED
    return "-DCMAKE_CXX_FLAGS=-fsanitize=address,undefined";
#else
    return "-DCMAKE_CXX_FLAGS=";
#endif
  }
};

TEST_F(InstalledLibrary, ServesAProjectOfSomebodyElse) {
  const ProcessResult built = build();
  ASSERT_EQ(built.exit_code, 0) << built.output;
  ASSERT_EQ(installed({"fit", "--function", "gelu", "--entries", "8", "--scale", "5", "-o", "gelu.json"}).exit_code, 0);

  const Outcome equal = shell("exec build/check_unit gelu.json", {});
  EXPECT_EQ(equal.exit_code, 0) << equal.err;
  EXPECT_TRUE(std::regex_match(equal.out,
                               std::regex("int8_8: 256 codes in \\d+ cycles, 0 cycles differ from the golden model\n")))
      << equal.out;

  const Outcome fault = shell("exec build/check_unit gelu.json --fault", {});
  EXPECT_EQ(fault.exit_code, 1);
  EXPECT_SAYS(fault.out, "cycle 29: y = ");

  const Outcome missing = shell("exec build/check_unit missing.json", {});
  EXPECT_EQ(missing.exit_code, 2);
  EXPECT_SAYS(missing.err, "missing.json: ");

  // A program with a main() of its own.
  const Outcome codes = shell("exec build/show_codes int8_8 gelu", {});
  EXPECT_EQ(codes.exit_code, 0) << codes.err;
  EXPECT_EQ(std::count(codes.out.begin(), codes.out.end(), '\n'), 16);
  EXPECT_EQ(codes.out.find("0 0\n0.5 0."), 0U) << codes.out;
}

}  // namespace
}  // namespace pwlsim::tests
