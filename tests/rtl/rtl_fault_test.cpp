// SPDX-License-Identifier: Apache-2.0
//
// The lockstep catches a fault in any part of the RTL. The list is faults.txt.

#include <gtest/gtest.h>
#include <unistd.h>
#include <filesystem>

#include "sim/lockstep/rtl_loader.h"
#include "sim/mutate/detector.h"
#include "tests/hw/fault.h"
#include "tests/rooms.h"

namespace pwlsim::tests {
namespace fs = std::filesystem;
namespace {

class RtlFault : public testing::TestWithParam<Fault> {};

TEST_P(RtlFault, IsCaught) {
  const Fault& fault = GetParam();
  const UnitConfig& config = find_unit(fault.unit);
  const RtlLoader loader;
  RtlSource source = own_rtl(config);
  EXPECT_TRUE(run_for_faults(config, *loader.load(source, config, 1)).passed());

  const fs::path folder = fs::temp_directory_path() / ("pwlsim-fault-" + fault.name + "-" + std::to_string(getpid()));
  fs::create_directories(folder);
  bool injected = false;
  for (fs::path& file : source.files) {
    if (file.filename() != fault.file) continue;
    const std::string faulty = inject(fault, read_text(file.string()));
    file = folder / fault.file;
    std::ofstream(file) << faulty;
    injected = true;
  }
  ASSERT_TRUE(injected) << "there is no rtl/" << fault.file;
  const LockstepResult result = run_for_faults(config, *loader.load(source, config, 1));
  EXPECT_FALSE(result.passed()) << "the fault was not caught";
  ASSERT_TRUE(result.verdicts[0].first.has_value());
  EXPECT_GT(result.verdicts[0].first->cycle, 0U);
  fs::remove_all(folder);
}

INSTANTIATE_TEST_SUITE_P(All, RtlFault, testing::ValuesIn(read_faults(PWL_FAULTS)),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace pwlsim::tests
