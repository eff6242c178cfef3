// SPDX-License-Identifier: Apache-2.0
#include "sim/base/nearest_name.h"

#include <gtest/gtest.h>
#include <string>
#include <vector>

#include "sim/base/error.h"
#include "sim/unit/unit_config.h"

namespace pwlsim::tests {
using namespace unit;
namespace {

TEST(NearestName, IsWhatASlipLeadsTo) {
  const std::vector<std::string> known = {"compare", "cost", "check", "coverage", "run"};
  EXPECT_EQ(nearest_name("compre", known), "compare");
  EXPECT_EQ(nearest_name("COMPARE", known), "compare");
  EXPECT_EQ(nearest_name("comapre", known), "compare");  // a swap
  EXPECT_EQ(nearest_name("cov", known), "coverage");     // a beginning
  EXPECT_EQ(nearest_name("rnu", known), "run");
  EXPECT_EQ(nearest_name("coast", known), "cost");
  for (const char* other : {"", "x", "co", "prove", "elephant"}) EXPECT_EQ(nearest_name(other, known), "") << other;
  EXPECT_EQ(nearest_name(std::string(100'000, 'c'), known), "");
  EXPECT_EQ(nearest_name("run", {}), "");
}

// The message lists similar units only, because a list of all units would hide the mistake.
TEST(UnknownUnit, NamesWhatThereIsNearIt) {
  const struct {
    const char* name;
    const char* says;
  } cases[] = {
      {"int8", "unknown unit 'int8'; entries of int8: 4, 8, 16, 32, 64"},
      {"int8_", "unknown unit 'int8_'; entries of int8: 4, 8, 16, 32, 64"},
      {"int8_8s", "unknown unit 'int8_8s'; int8 has no 's'; entries of int8: 4, 8, 16, 32, 64, with q: 8, 16"},
      {"fp32_8q", "unknown unit 'fp32_8q'; fp32 has no 'q'; entries of fp32: 4, 8, 16, 64, with s: 8"},
      {"int8_65", "unit 'int8_65': '65': entries is a whole number from 2 to 64"},
      {"int8_1q", "unit 'int8_1q': '1': entries is a whole number from 2 to 64"},
      {"int8_99999999999", "unit 'int8_99999999999': '99999999999': entries is a whole number from 2 to 64"},
      {"int8_08", "unit 'int8_08': '08' begins with a zero; entries is a whole number from 2 to 64"},
      {"int8_8:width=9",
       "int8_8:width=9: int8_8 has all its parameters; others follow the name of a structure, such as pwl_int:width=9"},
      {"all", "'all' stands for all units; one is needed, such as int8_4"},
      {"INT8_8", "unknown unit 'INT8_8' (did you mean int8_8?); formats: int8, int16, "},
      {"int8-8", "unknown unit 'int8-8' (did you mean int8_8?); formats: "},
      {"fp64_8", "unknown unit 'fp64_8'; formats: int8, int16, int32, int32w, fp32, fp16, bf16, wide16, wide32, "},
      {"", "unknown unit ''; formats: "},
  };
  for (const auto& one : cases) {
    try {
      find_unit(one.name);
      ADD_FAILURE() << one.name;
    } catch (const InputError& error) {
      EXPECT_EQ(std::string(error.what()).substr(0, std::string(one.says).size()), one.says);
    }
  }
}

}  // namespace
}  // namespace pwlsim::tests
