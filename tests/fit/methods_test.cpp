// SPDX-License-Identifier: Apache-2.0
//
// Properties of the tables of all methods.

#include <gtest/gtest.h>
#include <algorithm>
#include <filesystem>

#include "sim/base/error.h"
#include "sim/base/first_few.h"
#include "sim/fit/fit.h"
#include "sim/fit/optimal.h"
#include "sim/fit/table_error.h"
#include "sim/fit/table_file.h"
#include "sim/unit/structures.h"
#include "tests/rooms.h"

namespace pwlsim::tests {
namespace {

double mse_at(const Table& table, const Function& function, const UnitConfig& unit, int scale) {
  return table_error(quantise(table, function, unit, {scale, {}}), function).mse;
}

double optimum(const Function& function, const UnitConfig& unit, int scale) {
  FitRequest request{function, unit, {scale}};
  request.tails = Tails::kFree;
  return mse_at(fit_table("optimal", request), function, unit, scale);
}

TEST(Methods, NoneBeatsTheOptimum) {
  int equal = 0;
  for (const Function& function : functions()) {
    for (const char* name : {"int8_4", "int8_8", "int8_16"}) {
      const UnitConfig& unit = find_unit(name);
      for (int scale = 0; scale <= 6; ++scale) {
        const double least = optimum(function, unit, scale);
        for (const FitMethod& method : fit_methods()) {
          for (const Tails tails : {Tails::kFree, Tails::kHold}) {
            FitRequest request{function, unit, {scale}};
            request.tails = tails;
            request.seed = static_cast<std::uint64_t>(scale) + 1;
            if (method.name == "gqa") request.settings = {{"generations", 100}};
            if (method.name == "nnlut") request.settings = {{"steps", 3000}, {"samples", 5000}};
            const double error = mse_at(fit_table(method.name, request), function, unit, scale);
            ASSERT_GE(error, least * (1 - 1e-9)) << method.name << " " << function.name << " " << name << " " << scale;
            equal += error <= least * (1 + 1e-9) ? 1 : 0;
          }
        }
      }
    }
  }
  EXPECT_GE(equal, 8 * 3 * 7) << "the method itself reaches it";
}

TEST(Methods, PublishedTablesDoNotBeatTheOptimumEither) {
  int tables = 0;
  for (const auto& entry : std::filesystem::directory_iterator(PWLSIM_TEST_DATA "/gqa_lut")) {
    if (entry.path().extension() != ".json") continue;
    for (const FittedTable& table : read_tables(entry.path().string())) {
      const int scale = table.scales.at(0);
      EXPECT_GT(mse_at(table.table, table.function(), *table.unit, scale),
                optimum(table.function(), *table.unit, scale));
      ++tables;
    }
  }
  EXPECT_EQ(tables, 6 * 7);
}

TEST(Methods, TheSharedOptimumLiesBetween) {
  for (const Function& function : functions()) {
    const UnitConfig& unit = find_unit("int8_8");
    FitRequest request{function, unit, {0, 1, 2, 3, 4, 5, 6}};
    request.tails = Tails::kFree;
    const Table shared = fit_table("optimal", request);
    const Table uniform = fit_table("uniform", request);
    double sum_shared = 0;
    double sum_uniform = 0;
    for (int scale = 0; scale <= 6; ++scale) {
      const double error = mse_at(shared, function, unit, scale);
      EXPECT_GE(error, optimum(function, unit, scale) * (1 - 1e-9));
      sum_shared += error;
      sum_uniform += mse_at(uniform, function, unit, scale);
    }
    EXPECT_LT(sum_shared, sum_uniform) << function.name;
    EXPECT_NEAR(sum_shared / 7, mse_bound(request).mse, 1e-9 * sum_shared) << function.name;
  }
}

// What a structure says its tables are made of decides which methods fit it: those that are named for it make a table,
// the others are refused with these names.
TEST(Methods, AStructureSaysWhichOnesMakeItsTables) {
  for (const Structure* structure : structures()) {
    const UnitConfig& unit = find_unit(structure->name());
    const Function& function =
        *std::find_if(functions().begin(), functions().end(), [&](const Function& one) { return serves(unit, one); });
    const std::vector<std::string> fitting = methods_for(structure->table_kind());
    EXPECT_FALSE(fitting.empty()) << unit.name;
    for (const FitMethod& method : fit_methods()) {
      SCOPED_TRACE(unit.name + " " + method.name);
      FitRequest request{function, unit};
      if (method.name == "gqa") request.settings = {{"generations", 2}};
      if (method.name == "nnlut") request.settings = {{"steps", 50}, {"samples", 500}};
      if (std::count(fitting.begin(), fitting.end(), method.name) > 0) {
        EXPECT_NO_THROW(make_table(method.name, request, unit));
        continue;
      }
      try {
        fit_table(method.name, request);
        ADD_FAILURE();
      } catch (const InputError& error) {
        EXPECT_EQ(error.what(), "method " + method.name + " makes no tables for " + unit.name +
                                    "; methods that do: " + first_few(fitting, fitting.size()));
      }
    }
  }
  EXPECT_EQ(methods_for(TableKind::kLines).size(), fit_methods().size());
  EXPECT_EQ(methods_for(TableKind::kWords), (std::vector<std::string>{"optimal", "uniform"}));
}

}  // namespace
}  // namespace pwlsim::tests
