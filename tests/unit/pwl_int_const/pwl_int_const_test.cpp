// SPDX-License-Identifier: Apache-2.0
#include "sim/unit/pwl_int_const/pwl_int_const.h"

#include <gtest/gtest.h>
#include <memory>
#include <vector>

#include "sim/base/random.h"
#include "sim/fit/fit.h"
#include "sim/lockstep/systemc_model.h"
#include "sim/unit/golden.h"
#include "sim/unit/unit_config.h"
#include "sim/unit/unit_table.h"
#include "sim/unit/words_literal.h"
#include "tests/rooms.h"
#include "tests/unit/suite.h"

namespace pwlsim::tests {
namespace {

TEST(WordsLiteral, HasTheFirstWordInItsLowestBits) {
  EXPECT_EQ(words_literal({0xb, 0xa}, 4), "8'hab");
  EXPECT_EQ(words_literal({1, 2, 3}, 3), "9'h0d1");
  EXPECT_EQ(words_literal({1}, 1), "1'h1");
  EXPECT_EQ(words_literal({0xffffffff}, 32), "32'hffffffff");
}

// The same table in registers and in logic gives the same results for all sizes.
TEST(PwlIntConst, ReturnsWhatTheProgrammableUnitDoes) {
  Random random(1);
  for (int i = 0; i < 60; ++i) {
    const std::string sizes =
        ":width=" + std::to_string(6 + random.below(5)) + ",entries=" + std::to_string(2 + random.below(30)) +
        ",slope_width=" + std::to_string(6 + random.below(6)) + ",requantise=" + std::to_string(random.below(2));
    const UnitConfig& programmable = find_unit("pwl_int" + sizes);
    const UnitConfig& constant = find_unit("pwl_int_const" + sizes);
    const Function& function = functions()[random.below(static_cast<std::uint32_t>(functions().size()))];
    const UnitTable written = make_table("uniform", {function, programmable}, programmable).registers;
    const UnitTable built = make_table("uniform", {function, constant}, constant).registers;
    EXPECT_TRUE(built.writes().empty());
    EXPECT_EQ(built.words, written.words);
    const GoldenUnit a(written), b(built);
    for (Word x = 0; x < Word{1} << constant.x_width(); ++x) {
      ASSERT_EQ(a.evaluate(x), b.evaluate(x)) << sizes << " " << function.name << " " << x;
      ASSERT_EQ(a.segment(x), b.segment(x)) << sizes << " " << function.name << " " << x;
    }
  }
}

TEST(PwlIntConst, TheSuiteMeetsEveryCaseAndTheTwinIsEqual) {
  std::vector<const UnitConfig*> sizes;
  std::vector<std::unique_ptr<UnitModel>> twins;  // all are made before the first one runs
  for (const char* name : {"pwl_int_const", "pwl_int_const:width=10,entries=12,requantise=1",
                           "pwl_int_const:width=5,entries=7,slope_width=7,breakpoint_width=4"}) {
    sizes.push_back(&find_unit(name));
    twins.push_back(make_systemc_model(*sizes.back()));
  }
  for (std::size_t i = 0; i < sizes.size(); ++i) expect_suite_is_equal_and_complete(*sizes[i], *twins[i]);
}

}  // namespace
}  // namespace pwlsim::tests
