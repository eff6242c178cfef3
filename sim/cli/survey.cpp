// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <algorithm>
#include <atomic>
#include <cmath>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>

#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/base/source_folder.h"
#include "sim/base/threads.h"
#include "sim/cli/command.h"
#include "sim/cli/commands.h"
#include "sim/cli/document_options.h"
#include "sim/cli/progress.h"
#include "sim/cli/tables.h"
#include "sim/fit/table_error.h"
#include "sim/rooms.h"

namespace pwlsim::cli {
namespace {

constexpr int kScales = 7;  // s = 0 … 6, as the published tables have them

struct SurveyCommand {
  std::vector<std::string> functions = {"all"};
  std::vector<std::string> entries = {"8", "16"};
  int seeds = 20;
  std::string published = (source_folder() / "tests/data/gqa_lut").string();
  DocumentOptions document;
};

/// MSE of a unit's results at each scale; NaN where unknown.
struct ScaleErrors {
  double at[kScales];

  static ScaleErrors unknown() {
    ScaleErrors errors{};
    std::fill(std::begin(errors.at), std::end(errors.at), NAN);
    return errors;
  }
  double mean() const {
    double sum = 0;
    for (const double error : at) sum += error / kScales;
    return sum;
  }
};

/// A figure of the errors that the survey shows.
struct ErrorFigure {
  std::string title;
  std::function<double(const ScaleErrors&)> of;
};

const std::vector<ErrorFigure>& error_figures() {
  static const std::vector<ErrorFigure> all = {
      {"mean over s = 0 … 6", [](const ScaleErrors& errors) { return errors.mean(); }},
      {"s = 0", [](const ScaleErrors& errors) { return errors.at[0]; }},
      {"s = 2", [](const ScaleErrors& errors) { return errors.at[2]; }},
      {"s = 5", [](const ScaleErrors& errors) { return errors.at[5]; }},
  };
  return all;
}

/// A way to tables that the survey compares.
struct Contender {
  std::string name;
  bool seeded;
  std::function<ScaleErrors(const Function&, const UnitConfig&, std::uint64_t seed)> errors;
};

double error_at(const Table& table, const Function& function, const UnitConfig& unit, int scale) {
  return table_error(quantise(table, function, unit, {scale, {}}), function).mse;
}

/// One table for all scales, whose breakpoints are rounded to each.
ScaleErrors errors_of_one(const std::string& method, FitRequest request, const UnitConfig& unit) {
  for (int scale = 0; scale < kScales; ++scale) request.scales.push_back(scale);
  const Table table = fit_table(method, request);
  ScaleErrors errors{};
  for (int scale = 0; scale < kScales; ++scale) {
    errors.at[scale] = error_at(table, request.function, unit, scale);
  }
  return errors;
}

/// The best table of each scale.
ScaleErrors errors_of_optima(FitRequest request, const UnitConfig& unit) {
  ScaleErrors errors{};
  for (int scale = 0; scale < kScales; ++scale) {
    request.scales = {scale};
    errors.at[scale] = error_at(fit_table("optimal", request), request.function, unit, scale);
  }
  return errors;
}

/// The tables that GQA-LUT's authors published, where they are.
ScaleErrors errors_of_published(const std::string& folder, const Function& function, const UnitConfig& unit) {
  const std::string path = fmt::format("{}/{}_pwl_{}.json", folder, function.name, unit.entries - 1);
  ScaleErrors errors = ScaleErrors::unknown();
  if (!std::filesystem::exists(path)) return errors;
  for (const FittedTable& table : load_tables(path)) {
    const int scale = table.scales.at(0);
    if (scale < kScales) errors.at[scale] = error_at(table.table, function, unit, scale);
  }
  return errors;
}

std::vector<Contender> contenders(const SurveyCommand& command) {
  const auto free = [](const Function& function, const UnitConfig& unit, std::uint64_t seed) {
    FitRequest request{function, unit};
    request.tails = Tails::kFree;
    request.seed = seed;
    return request;
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
       [folder = command.published](const Function& function, const UnitConfig& unit, std::uint64_t) {
         return errors_of_published(folder, function, unit);
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

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const std::size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

/// The survey of one function and unit: [contender][seed].
struct Surveyed {
  const Function* function;
  const UnitConfig* unit;
  std::vector<std::vector<ScaleErrors>> errors;

  /// Median over the seeds.
  double figure(std::size_t contender, const ErrorFigure& figure) const {
    std::vector<double> values;
    for (const ScaleErrors& one : errors[contender]) values.push_back(figure.of(one));
    return median(values);
  }
};

/// All errors, by contender and seed.
DataTable errors_table(const std::vector<Surveyed>& rows, const std::vector<Contender>& all) {
  DataTable table{"mse", {{"function", ""}, {"unit", ""}, {"at_scales_0_to_6", ""}}};
  table.identity = 2;
  for (const Surveyed& row : rows) {
    DataTable methods{"", {{"method", ""}, {"mse_at_scales", ""}}};
    methods.form = DataTable::Form::kValues;
    for (std::size_t c = 0; c < all.size(); ++c) {
      Cell::List runs;
      for (const ScaleErrors& errors : row.errors[c]) runs.push_back(Cell::list(errors.at));
      methods.rows.push_back({{all[c].name, std::move(runs)}});
    }
    table.rows.push_back({{row.function->name, row.unit->name, std::move(methods)}});
  }
  return table;
}

/// What people see: a table for each figure.
DataTable figure_table(const std::vector<Surveyed>& rows, const std::vector<Contender>& all,
                       const ErrorFigure& figure) {
  DataTable table{"", {{"", figure.title}}};
  for (const Contender& contender : all) table.columns.push_back({"", contender.name, 1});
  for (const Surveyed& row : rows) {
    Row& shown = table.rows.emplace_back();
    shown.cells.push_back(fmt::format("{} {}", row.function->name, row.unit->entries));
    for (std::size_t c = 0; c < all.size(); ++c) shown.cells.emplace_back(row.figure(c, figure));
  }
  return table;
}

/// The same for programs.
DataTable medians_table(const std::vector<Surveyed>& rows, const std::vector<Contender>& all) {
  DataTable table{"medians", {{"function", ""}, {"unit", ""}, {"scales", ""}, {"by_method", ""}}};
  table.identity = 3;
  for (const ErrorFigure& figure : error_figures()) {
    for (const Surveyed& row : rows) {
      DataTable methods{"", {{"method", ""}, {"median_mse", ""}}};
      methods.form = DataTable::Form::kValues;
      for (std::size_t c = 0; c < all.size(); ++c) methods.rows.push_back({{all[c].name, row.figure(c, figure)}});
      table.rows.push_back({{row.function->name, row.unit->name, figure.title, std::move(methods)}});
    }
  }
  return table;
}

Document document_of(const std::vector<Surveyed>& rows, const std::vector<Contender>& all,
                     const SurveyCommand& command) {
  Document document;
  document.facts = {{"program", program_name()}, {"seeds", command.seeds}};
  document.conditions = {
      fmt::format("{}; MSE of INT8 units over the codes in range; NN-LUT, GQA-LUT: median of {} seeds", program_name(),
                  command.seeds)};
  const std::vector<ErrorFigure>& figures = error_figures();
  document.sections = {
      {"", {}, {figure_table(rows, all, figures[0]), errors_table(rows, all), medians_table(rows, all)}},
      {"at s = 0, 2 and 5", {}, {}, {}, "", true}};
  for (std::size_t f = 1; f < figures.size(); ++f) {
    document.sections[1].tables.push_back(figure_table(rows, all, figures[f]));
  }
  return document;
}

void run_survey(const SurveyCommand& command) {
  if (!std::filesystem::is_directory(command.published)) {
    throw InputError("--published " + printable(command.published) + ": there is no such folder");
  }
  const std::vector<Contender> all = contenders(command);
  std::vector<Surveyed> rows;
  for (const Function* function : parse_functions(command.functions)) {
    for (const int entries : parse_ranges(command.entries, "--entries")) {
      rows.push_back({function, &find_unit("int8_" + std::to_string(entries)), {}});
      for (const Contender& contender : all) {
        rows.back().errors.emplace_back(contender.seeded ? command.seeds : 1);
      }
    }
  }
  struct Job {
    Surveyed* row;
    std::size_t contender;
    int seed;
  };
  std::vector<Job> jobs;
  for (Surveyed& row : rows) {
    for (std::size_t c = 0; c < all.size(); ++c) {
      for (std::size_t seed = 0; seed < row.errors[c].size(); ++seed) jobs.push_back({&row, c, static_cast<int>(seed)});
    }
  }
  Progress progress;
  std::atomic<std::size_t> done{0};
  std::mutex progress_mutex;
  for_each_on_all_cores(jobs.size(), [&](std::size_t i) {
    const Job& job = jobs[i];
    job.row->errors[job.contender][job.seed] =
        all[job.contender].errors(*job.row->function, *job.row->unit, static_cast<std::uint64_t>(job.seed) + 1);
    const std::lock_guard lock(progress_mutex);
    progress.show(fmt::format("survey: {} of {} fits", ++done, jobs.size()));
  });
  progress.clear();
  write_document(document_of(rows, all, command), command.document);
}

}  // namespace

void add_survey(CLI::App& program, int& exit_code) {
  Command* const app = &add_command(program, "survey", "Compare all ways to make INT8 tables by their error");
  app->footer(
      "Example: pwlsim survey --function gelu --entries 8\n"
      "Mean squared error over the codes in range, at each input scale. uniform, NN-LUT, GQA-LUT and the shared\n"
      "optimum have one set of lines for all scales; the optimum has a table for each.");
  const auto command = std::make_shared<SurveyCommand>();
  add_list(*app, "--function", command->functions, "Functions, comma-separated, or all", true);
  add_list(*app, "--entries", command->entries, "Numbers of entries, comma-separated", true);
  add_whole(*app, "--seeds", command->seeds, "Seeds 1, 2 … of the methods that search or train; their median counts", 1,
            1000);
  app->add_option("--published", command->published, "Folder of published tables, <function>_pwl_<entries - 1>.json")
      ->capture_default_str();
  app->also_reads("--published", [command] { return files_in(command->published, ".json"); });
  add_document_options(*app, command->document);
  app->callback([command, &exit_code] {
    run_survey(*command);
    exit_code = 0;
  });
}

}  // namespace pwlsim::cli
