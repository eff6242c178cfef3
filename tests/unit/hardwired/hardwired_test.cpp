// SPDX-License-Identifier: Apache-2.0
#include "sim/unit/hardwired/hardwired.h"

#include <gtest/gtest.h>
#include <memory>
#include <vector>

#include "sim/base/error.h"
#include "sim/coverage/directed_runs.h"
#include "sim/fit/fit.h"
#include "sim/lockstep/lockstep.h"
#include "sim/lockstep/systemc_model.h"
#include "sim/unit/golden.h"
#include "sim/unit/unit_config.h"
#include "sim/unit/unit_table.h"
#include "tests/rooms.h"
#include "tests/unit/suite.h"

namespace pwlsim::tests {
namespace {

UnitTable made(const UnitConfig& unit, const char* function, QuantiseOptions options = {}) {
  return quantise({}, find_function(function), unit, options);
}

std::vector<Word> results(const UnitTable& table) {
  const GoldenUnit golden(table);
  std::vector<Word> words;
  for (Word x = 0; x < Word{1} << table.config.x_width(); ++x) words.push_back(golden.evaluate(x));
  return words;
}

// A hard-wired unit returns the same as the programmable table, for each function at each scale.
TEST(Hardwired, ReturnsWhatADirectUnitDoes) {
  const UnitConfig& direct = find_unit("direct:width=6,out_width=7");
  for (const Function& function : functions()) {
    for (int scale = 0; scale < 6; ++scale) {
      const UnitTable built = made(find_unit("hardwired:width=6,out_width=7"), function.name.c_str(), {scale, {}});
      EXPECT_TRUE(built.writes().empty());
      EXPECT_EQ(results(built), results(made(direct, function.name.c_str(), {scale, {}}))) << function.name << scale;
    }
  }
}

TEST(Hardwired, SelectsOneOfTheTablesItWasBuiltWith) {
  const UnitConfig& unit = find_unit("hardwired:width=6,gelu=34,exp=3");
  const UnitConfig& direct = find_unit("direct:width=6");
  for (const auto& [function, scale] : {std::pair{"gelu", 3}, {"gelu", 4}, {"exp", 3}}) {
    const UnitTable table = made(unit, function, {scale, {}});
    EXPECT_EQ(table.config.constants, unit.constants);
    EXPECT_EQ(table.writes().size(), 1U);
    EXPECT_EQ(results(table), results(made(direct, function, {scale, {}}))) << function << scale;
  }
  // The fourth number selects the last of three tables.
  UnitTable beyond = empty_table(unit);
  beyond.field("select") = {3};
  EXPECT_EQ(results(beyond), results(made(unit, "exp")));
  EXPECT_THROW(made(unit, "gelu", {5, {}}), InputError);
  EXPECT_THROW(made(unit, "gelu", {3, 1}), InputError);
  EXPECT_FALSE(serves(unit, find_function("silu")));
  EXPECT_THROW(find_unit("hardwired:width=6,gelu=6"), InputError);
  EXPECT_THROW(find_unit("hardwired:gelu=76543210,silu=76543210,exp=3"), InputError);
}

// One configuration gives a unit for each function, with the words as parameters of its RTL.
TEST(Hardwired, ATableMakesItAUnitOfItsOwn) {
  const UnitConfig& unit = find_unit("hardwired:width=3,out_width=3");
  const UnitTable gelu = made(unit, "gelu"), exp = made(unit, "exp");
  EXPECT_NE(gelu.config.rtl_parameters(), exp.config.rtl_parameters());
  EXPECT_EQ(gelu.config.name, unit.name);
  Word packed = 0;
  for (std::size_t i = 0; i < 8; ++i) {
    for (int j = 0; j < 3; ++j) packed |= (gelu.field("value")[i] >> j & 1) << (8 * j + static_cast<int>(i));
  }
  char text[32];
  std::snprintf(text, sizeof text, "VALUES=24'h%06llx", static_cast<unsigned long long>(packed));
  EXPECT_EQ(gelu.config.rtl_parameters().back(), text);
}

TEST(Hardwired, TheSuiteMeetsEveryCaseAndTheTwinIsEqual) {
  std::vector<const UnitConfig*> sizes;
  std::vector<std::unique_ptr<UnitModel>> twins;  // all are made before the first one runs
  for (const char* name : {"hardwired:width=3,out_width=5", "hardwired", "hardwired:width=5,gelu=234,silu=3"}) {
    sizes.push_back(&find_unit(name));
    twins.push_back(make_systemc_model(*sizes.back()));
  }
  UnitConfig with_another_word = *sizes[1];
  with_another_word.constants[0][77] ^= 1;
  const std::unique_ptr<UnitModel> other_twin = make_systemc_model(with_another_word);
  for (std::size_t i = 0; i < sizes.size(); ++i) expect_suite_is_equal_and_complete(*sizes[i], *twins[i]);
  // The comparison sees each word.
  CoverageRun words = std::move(directed_runs(*sizes[1], 1).front());
  EXPECT_EQ(run_lockstep(words.table, {other_twin.get()}, *words.stimulus, {}).mismatches(), 1U);
}

}  // namespace
}  // namespace pwlsim::tests
