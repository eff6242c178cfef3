// SPDX-License-Identifier: Apache-2.0
//
// The lockstep catches a fault in any part of the SystemC model. The list is faults.txt.

#include <gtest/gtest.h>

#include "sim/fit/fit.h"
#include "sim/lockstep/lockstep.h"
#include "sim/lockstep/systemc_model.h"
#include "sim/mutate/detector.h"
#include "systemc_faults.h"
#include "tests/hw/fault.h"
#include "tests/rooms.h"

namespace pwlsim::tests {
namespace {

class SystemcFault : public testing::TestWithParam<Fault> {};

TEST_P(SystemcFault, IsCaught) {
  const UnitConfig& config = find_unit(GetParam().unit);
  const auto faulty = make_faulty_model(GetParam().name);
  const auto sound = make_systemc_model(config);
  ASSERT_NE(faulty, nullptr);
  EXPECT_TRUE(run_for_faults(config, *sound).passed());
  const LockstepResult result = run_for_faults(config, *faulty);
  EXPECT_FALSE(result.passed()) << "the fault was not caught";
  ASSERT_TRUE(result.verdicts[0].first || result.verdicts[0].results != result.inputs);
}

INSTANTIATE_TEST_SUITE_P(All, SystemcFault, testing::ValuesIn(read_faults(PWL_FAULTS)),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace pwlsim::tests
