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
  std::fill(std::begin(errors.at), std::end(errors.at), NAN);
  return errors;
}

/// A way to make tables.
struct Way {
  std::string name;
  bool seeded;
  std::function<ScaleErrors(const Function&, const UnitConfig&, std::uint64_t seed)> errors;
};

double error_at(const Table& table, const Function& function, const UnitConfig& unit, int scale) {
  return table_error(quantise(table, function, unit, {scale, {}}), function).mse;
}

/// One table for all scales, whose breakpoints are rounded to each.
ScaleErrors errors_of_one(const std::string& method, FitRequest request, const UnitConfig& unit) {
  for (int scale = 0; scale < kSurveyScales; ++scale) request.scales.push_back(scale);
  const Table table = fit_table(method, request);
  ScaleErrors errors{};
  for (int scale = 0; scale < kSurveyScales; ++scale) {
    errors.at[scale] = error_at(table, request.function, unit, scale);
  }
  return errors;
}

/// The best table of each scale.
ScaleErrors errors_of_optima(FitRequest request, const UnitConfig& unit) {
  ScaleErrors errors{};
  for (int scale = 0; scale < kSurveyScales; ++scale) {
    request.scales = {scale};
    errors.at[scale] = error_at(fit_table("optimal", request), request.function, unit, scale);
  }
  return errors;
}

/// The tables that GQA-LUT's authors published, where they are.
ScaleErrors errors_of_published(const std::string& folder, const Function& function, const UnitConfig& unit,
                                Feedback& feedback) {
  const std::string path = fmt::format("{}/{}_pwl_{}.json", folder, function.name, unit.entries - 1);
  ScaleErrors errors = unknown();
  if (!std::filesystem::exists(path)) return errors;
  for (const FittedTable& table : load_tables(path, feedback)) {
    const int scale = table.scales.at(0);
    if (scale < kSurveyScales) errors.at[scale] = error_at(table.table, function, unit, scale);
  }
  return errors;
}

std::vector<Way> ways_of(const SurveyRequest& request, Feedback& feedback) {
  const auto free = [](const Function& function, const UnitConfig& unit, std::uint64_t seed) {
    FitRequest fit{function, unit};
    fit.tails = Tails::kFree;
    fit.seed = seed;
    return fit;
  };
  const auto one = [free](const std::string& method) {
    return [free, method](const Function& function, const UnitConfig& unit, std::uint64_t seed) {
      return errors_of_one(method, free(function, unit, seed), unit);
    };
  };
  return {
      {"uniform", false, one("uniform")},
      {"NN-LUT", true, one("nnlut")},
      {"GQA-LUT", true, one("gqa")},
      {"GQA-LUT, published", false,
       [folder = request.published, &feedback](const Function& function, const UnitConfig& unit, std::uint64_t) {
         return errors_of_published(folder, function, unit, feedback);
       }},
      {"shared optimum", false, one("optimal")},
      {"optimum", false,
       [free](const Function& function, const UnitConfig& unit, std::uint64_t seed) {
         return errors_of_optima(free(function, unit, seed), unit);
       }},
      {"optimum, tails held", false,
       [](const Function& function, const UnitConfig& unit, std::uint64_t) {
         return errors_of_optima({function, unit}, unit);
       }},
  };
}

}  // namespace

double ScaleErrors::mean() const {
  double sum = 0;
  for (const double error : at) sum += error / kSurveyScales;
  return sum;
}

Survey survey_tables(const SurveyRequest& request, Feedback& feedback) {
  if (!std::filesystem::is_directory(request.published)) {
    throw InputError("--published " + printable(request.published) + ": there is no such folder");
  }
  const std::vector<Way> ways = ways_of(request, feedback);
  Survey survey{request.seeds, {}, {}};
  for (const Way& way : ways) survey.ways.push_back(way.name);
  for (const Function* function : find_functions(request.functions)) {
    for (const int entries : request.entries) {
      SurveyRow& row = survey.rows.emplace_back(SurveyRow{function, &find_unit("int8_" + std::to_string(entries)), {}});
      for (const Way& way : ways) row.errors.emplace_back(way.seeded ? request.seeds : 1);
    }
  }
  struct Job {
    SurveyRow* row;
    std::size_t way, seed;
  };
  std::vector<Job> jobs;
  for (SurveyRow& row : survey.rows) {
    for (std::size_t w = 0; w < ways.size(); ++w) {
      for (std::size_t seed = 0; seed < row.errors[w].size(); ++seed) jobs.push_back({&row, w, seed});
    }
  }
  const auto line = [&](std::size_t done) { return fmt::format("survey: {} of {} fits", done, jobs.size()); };
  for_each_with_progress(jobs.size(), feedback, line, [&](std::size_t i) {
    const Job& job = jobs[i];
    job.row->errors[job.way][job.seed] = ways[job.way].errors(*job.row->function, *job.row->unit, job.seed + 1);
  });
  return survey;
}

}  // namespace pwlsim::experiment
