// SPDX-License-Identifier: Apache-2.0
#include "sim/experiment/survey.h"

#include <fmt/format.h>
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <iterator>

#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/experiment/choice.h"
#include "sim/experiment/tables.h"
#include "sim/fit/table_error.h"

namespace pwlsim::experiment {
namespace {

ScaleErrors unknown() {
  ScaleErrors errors{};
  for (ScaleFigures* figures : {&errors.mse, &errors.nmse, &errors.bias_share}) {
    std::fill(std::begin(figures->at), std::end(figures->at), NAN);
  }
  return errors;
}

/// A function on a unit, and what its inputs are weighed by.
struct Task {
  const Function& function;
  const UnitConfig& unit;
  const Activations& sample;
};

/// A way to make tables.
struct Way {
  std::string name;
  bool seeded;
  std::function<ScaleErrors(const Task&, std::uint64_t seed)> errors;
};

void set_error_at(ScaleErrors& errors, int scale, const Table& table, const Task& task) {
  const TableError error =
      table_error(quantise(table, task.function, task.unit, {scale, {}}), task.function, task.sample);
  errors.mse.at[scale] = error.mse;
  errors.nmse.at[scale] = error.nmse();
  errors.bias_share.at[scale] = error.bias_share();
}

FitRequest request_of(const Task& task, const FitMethod& method, Tails tails, std::uint64_t seed) {
  FitRequest request{task.function, task.unit};
  request.tails = tails;
  request.seed = seed;
  if (method.weighs) request.sample = task.sample;
  return request;
}

/// One table for all scales, whose breakpoints are rounded to each.
ScaleErrors errors_of_one(const std::string& method, const Task& task, std::uint64_t seed) {
  FitRequest request = request_of(task, find_fit_method(method), Tails::kFree, seed);
  for (int scale = 0; scale < kSurveyScales; ++scale) request.scales.push_back(scale);
  const Table table = fit_table(method, request);
  ScaleErrors errors{};
  for (int scale = 0; scale < kSurveyScales; ++scale) set_error_at(errors, scale, table, task);
  return errors;
}

/// The best table of each scale.
ScaleErrors errors_of_optima(const Task& task, Tails tails) {
  FitRequest request = request_of(task, find_fit_method("optimal"), tails, 1);
  ScaleErrors errors{};
  for (int scale = 0; scale < kSurveyScales; ++scale) {
    request.scales = {scale};
    set_error_at(errors, scale, fit_table("optimal", request), task);
  }
  return errors;
}

/// The tables that GQA-LUT's authors published, where they are.
ScaleErrors errors_of_published(const std::string& folder, const Task& task, Feedback& feedback) {
  const std::string path = fmt::format("{}/{}_pwl_{}.json", folder, task.function.name, task.unit.entries - 1);
  ScaleErrors errors = unknown();
  if (!std::filesystem::exists(path)) return errors;
  for (const FittedTable& table : load_tables(path, feedback)) {
    const int scale = table.scales.at(0);
    if (scale < kSurveyScales) set_error_at(errors, scale, table.table, task);
  }
  return errors;
}

std::vector<Way> ways_of(const SurveyRequest& request, Feedback& feedback) {
  const auto one = [](const std::string& method) {
    return [method](const Task& task, std::uint64_t seed) { return errors_of_one(method, task, seed); };
  };
  const auto optima = [](Tails tails) {
    return [tails](const Task& task, std::uint64_t) { return errors_of_optima(task, tails); };
  };
  return {
      {"uniform", false, one("uniform")},
      {"NN-LUT", true, one("nnlut")},
      {"GQA-LUT", true, one("gqa")},
      {"GQA-LUT, published", false,
       [folder = request.published, &feedback](const Task& task, std::uint64_t) {
         return errors_of_published(folder, task, feedback);
       }},
      {"shared optimum", false, one("optimal")},
      {"optimum", false, optima(Tails::kFree)},
      {"optimum, tails held", false, optima(Tails::kHold)},
  };
}

}  // namespace

double ScaleFigures::mean() const {
  double sum = 0;
  for (const double error : at) sum += error / kSurveyScales;
  return sum;
}

Survey survey_tables(const SurveyRequest& request, Feedback& feedback) {
  if (!std::filesystem::is_directory(request.published)) {
    throw InputError("--published " + printable(request.published) + ": there is no such folder");
  }
  const std::vector<Way> ways = ways_of(request, feedback);
  Survey survey{request.seeds, request.weights.name, {}, {}};
  Weights weights(request.weights);
  for (const Way& way : ways) survey.ways.push_back(way.name);
  std::vector<const Activations*> samples;  // of each row
  for (const Function* function : find_functions(request.functions)) {
    for (const int entries : request.entries) {
      SurveyRow& row = survey.rows.emplace_back(SurveyRow{function, &find_unit("int8_" + std::to_string(entries)), {}});
      samples.push_back(&weights.of(*function));
      weights.say_left_out(*function, feedback);
      for (const Way& way : ways) row.errors.emplace_back(way.seeded ? request.seeds : 1);
    }
  }
  struct Job {
    std::size_t row, way, seed;
  };
  std::vector<Job> jobs;
  for (std::size_t r = 0; r < survey.rows.size(); ++r) {
    const SurveyRow& row = survey.rows[r];
    for (std::size_t w = 0; w < ways.size(); ++w) {
      for (std::size_t seed = 0; seed < row.errors[w].size(); ++seed) jobs.push_back({r, w, seed});
    }
  }
  const auto line = [&](std::size_t done) { return fmt::format("survey: {} of {} fits", done, jobs.size()); };
  for_each_with_progress(jobs.size(), feedback, line, [&](std::size_t i) {
    const Job& job = jobs[i];
    SurveyRow& row = survey.rows[job.row];
    row.errors[job.way][job.seed] = ways[job.way].errors({*row.function, *row.unit, *samples[job.row]}, job.seed + 1);
  });
  return survey;
}

}  // namespace pwlsim::experiment
