// SPDX-License-Identifier: Apache-2.0
//
// What commands do, called as a library: without a command line and without a word on standard output.

#include <gtest/gtest.h>
#include <algorithm>
#include <string>
#include <vector>

#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/base/version.h"
#include "sim/experiment/evaluation.h"
#include "sim/experiment/histogram.h"
#include "sim/experiment/session.h"
#include "sim/experiment/sweep_plan.h"
#include "sim/experiment/tables.h"
#include "sim/fit/table_error.h"
#include "tests/experiment/recorded_feedback.h"
#include "tests/scratch_folder.h"

namespace pwlsim::tests {
namespace {

/// Runs `work`, which must print nothing. (On standard error, tools that are slow say so.)
template <class Work>
void in_silence(const Work& work) {
  testing::internal::CaptureStdout();
  work();
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "");
}

TEST(Requests, ALockstepRunIsACall) {
  in_silence([] {
    RecordedFeedback feedback;
    RunRequest request;
    request.units = {"int8_4", "wide16_8"};
    request.functions = {"all"};
    request.stimulus = "codes";
    request.cycles = 300;
    request.stall = "random:0.5";
    Session session(request, feedback);
    const std::vector<UnitReport> reports = session.run();
    ASSERT_EQ(reports.size(), functions().size() + 3);
    for (const UnitReport& report : reports) {
      EXPECT_TRUE(report.lockstep.passed()) << report.function->name;
      EXPECT_EQ(report.lockstep.verdicts.size(), 2U);
      EXPECT_GT(report.lockstep.inputs, 50U);
    }
    EXPECT_EQ(session.conditions().stall, "random:0.5");
    EXPECT_EQ(feedback.notes, std::vector<std::string>{"left out where they do not serve the function: wide16_8"});
    ASSERT_FALSE(feedback.lines.empty());
    EXPECT_EQ(feedback.lines.back(), "end");
  });
}

TEST(Requests, WhatCannotBeRunIsAnInputError) {
  RecordedFeedback feedback;
  RunRequest request;
  request.units = {"int8_4"};
  request.stall = "sometimes";
  EXPECT_THROW(Session(request, feedback), InputError);
}

TEST(Requests, TablesAreMadeWrittenReadAndJudged) {
  in_silence([] {
    const ScratchFolder folder;
    const std::string file = (folder.path() / "tables.json").string();
    RecordedFeedback feedback;
    TablesRequest request;
    request.functions = {"gelu", "exp"};
    request.units = {"int8_4"};
    request.scales = {3, 4};
    request.method = "uniform";
    const std::vector<FittedTable> tables = fit_tables(request, feedback);
    ASSERT_EQ(tables.size(), 4U);
    write_file(file, tables_json(tables, program_name()), "test");
    const std::vector<Evaluation> judged = evaluate_tables({.files = {file}, .scales = {}, .weights = {}}, feedback);
    ASSERT_EQ(judged.size(), 6U);  // two means
    EXPECT_EQ(judged[2].count, 2);
    EXPECT_DOUBLE_EQ(judged[2].error.mse, (judged[0].error.mse + judged[1].error.mse) / 2);
    EXPECT_DOUBLE_EQ(judged[0].error.mse, table_error(register_sets(tables[0]).front(), tables[0].function()).mse);
    ASSERT_TRUE(judged[0].optimum);
    EXPECT_LE(judged[0].optimum->mse, judged[0].error.mse);
    request.scales = {8};
    EXPECT_THROW(fit_tables(request, feedback), InputError);
    request.settings = {{"population", 3}};
    EXPECT_THROW(fit_tables(request, feedback), InputError);
  });
}

TEST(Requests, TheBestOfSeveralSeedsIsTakenByItsWeights) {
  in_silence([] {
    const ScratchFolder folder;
    RecordedFeedback feedback;
    TablesRequest request;
    request.functions = {"hswish"};
    request.method = "gqa";
    request.settings = {{"population", 10}, {"generations", 20}};
    request.seed = 4;
    request.tails = "free";
    std::string numbers;
    for (int i = 0; i < 500; ++i) numbers += std::to_string(0.01 * i - 3.2) + "\n";
    request.weights.name = folder.write("numbers.txt", numbers);
    EXPECT_THROW(fit_tables(request, feedback), InputError);  // gqa cannot weigh
    request.seeds = 5;
    Weights weights(request.weights);
    const FittedTable best = fit_tables(request, weights, feedback).front();
    const auto nmse = [&](const FittedTable& table) {
      return table_error(register_sets(table)[0], table.function(), weights.of(table.function())).nmse();
    };
    ASSERT_TRUE(best.seeds);
    EXPECT_EQ(best.seeds->figures.size(), 5U);
    EXPECT_EQ(best.seeds->best(), nmse(best));
    // Each seed by itself makes one of them.
    std::vector<double> figures;
    request.seeds = 1;
    request.weights = {};
    for (request.seed = 4; request.seed < 9; ++request.seed) {
      const FittedTable one = fit_tables(request, feedback).front();
      EXPECT_FALSE(one.seeds);
      figures.push_back(nmse(one));
      if (request.seed == best.seed) {
        EXPECT_EQ(one.table.slopes, best.table.slopes);
      }
    }
    std::sort(figures.begin(), figures.end());
    EXPECT_EQ(best.seeds->figures, figures);
    EXPECT_LT(best.seeds->best(), best.seeds->worst());
    request.seeds = 2;
    request.method = "uniform";
    request.settings = {};
    EXPECT_THROW(fit_tables(request, feedback), InputError);  // leaves nothing to chance
  });
}

TEST(Requests, HistogramsAddUpToThatOfAllRecordings) {
  in_silence([] {
    const ScratchFolder folder;
    const std::string first = folder.write("first.txt", "0.1\n0.12\n-9\n3.3\n");
    const std::string second = folder.write("second.txt", "0.1\n7\n");
    const std::string both = folder.write("both.txt", "0.1\n0.12\n-9\n3.3\n0.1\n7\n");
    HistogramRequest request{{second}, "", "gelu", "int8_8", {5}};
    const std::string made = folder.write("second.csv", histogram_text(make_histograms(request)[0]));
    request.files = {first, made};
    const MadeHistogram sum = make_histograms(request)[0];
    request.files = {both};
    EXPECT_EQ(histogram_text(make_histograms(request)[0]), histogram_text(sum));
    EXPECT_EQ(sum.activations, 6);
    EXPECT_EQ(sum.saturated, 2);
    // No table is better than the best value for each code.
    RecordedFeedback feedback;
    TablesRequest tables;
    tables.functions = {"gelu"};
    tables.scales = {5};
    tables.tails = "free";
    tables.weights.name = folder.write("sum.csv", histogram_text(sum));
    Weights weights(tables.weights);
    const FittedTable table = fit_tables(tables, weights, feedback).front();
    const TableError error = table_error(register_sets(table)[0], table.function(), weights.of(table.function()));
    EXPECT_GE(error.mse, sum.least_mse);
    EXPECT_DOUBLE_EQ(error.variance, sum.variance);
    request.scales = {8};
    EXPECT_THROW(make_histograms(request), InputError);
    request = {{made}, "", "gelu", "int8_8", {4}};
    EXPECT_THROW(make_histograms(request), InputError);  // the codes are of scale 5
    request = {{first}, "", "gelu", "fp32_8", {}};
    EXPECT_THROW(make_histograms(request), InputError);
  });
}

TEST(Requests, ASweepNamesTheCommandThatSaysTheSame) {
  RecordedFeedback feedback;
  SweepRequest request;
  request.tables.units = {"int8_4"};
  request.tables.scales = {0, 1, 2, 5};
  request.tables.method = "uniform";
  request.to = 0x7f;
  EXPECT_EQ(sweep_command(request),
            "pwlsim sweep --unit int8_4 --function gelu --tails hold --scale 0..2,5 --method uniform --seed 1 "
            "--weights uniform --to 0x7f");
  const SweepPlan plan = make_plan(request, feedback);
  ASSERT_EQ(plan.items.size(), 4U);
  EXPECT_EQ(plan.items[3].command,
            "pwlsim sweep --unit int8_4 --function gelu --tails hold --scale 5 --method uniform --seed 1 --weights "
            "uniform");
  EXPECT_EQ(plan.items[3].to, 0x7fU);
  request.to = 0x100;
  EXPECT_THROW(make_plan(request, feedback), InputError);
}

}  // namespace
}  // namespace pwlsim::tests
