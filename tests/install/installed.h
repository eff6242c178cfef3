// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>
#include <string>

#include "tests/cli/cli_fixture.h"
#include "tests/rooms.h"

namespace pwlsim::tests {

/// The build, installed into a folder of its own that was moved afterwards.
class Installed : public Cli {
 protected:
  Installed() {
    const fs::path first = place_.path() / "first";
    const ProcessResult result =
        run_process({PWLSIM_CMAKE, "--install", PWLSIM_BUILD, "--prefix", first.string()}, place_.path());
    EXPECT_EQ(result.exit_code, 0) << result.output;
    fs::rename(first, prefix());
  }

  fs::path prefix() const { return place_.path() / "prefix"; }
  fs::path share() const { return prefix() / "share/pwlsim"; }

  /// Runs the installed program in the scratch folder.
  Outcome installed(const Arguments& arguments) const {
    return shell("exec \"$0\" \"$@\"", Arguments{(prefix() / "bin/pwlsim").string()} + arguments);
  }

  ScratchFolder place_;
};

}  // namespace pwlsim::tests
