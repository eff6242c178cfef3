// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <algorithm>
#include <atomic>
#include <cmath>
#include <filesystem>
#include <functional>
#include <iostream>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>

#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/base/json_place.h"
#include "sim/base/source_folder.h"
#include "sim/base/threads.h"
#include "sim/cli/command.h"
#include "sim/cli/commands.h"
#include "sim/cli/progress.h"
#include "sim/cli/tables.h"
#include "sim/fit/table_error.h"
#include "sim/report/text_table.h"
#include "sim/rooms.h"

namespace pwlsim::cli {
namespace {

constexpr int kScales = 7;  // s = 0 … 6, as the published tables have them

struct SurveyCommand {
  std::vector<std::string> functions = {"all"};
  std::vector<std::string> entries = {"8", "16"};
  int seeds = 20;
  std::string published = (source_folder() / "tests/data/gqa_lut").string();
  bool markdown = false;
  std::string json;
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
struct Figure {
  std::string title;
  std::function<double(const ScaleErrors&)> of;
};

const std::vector<Figure>& figures() {
  static const std::vector<Figure> all = {
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

std::string number(double value) { return std::isnan(value) ? "-" : fmt::format("{:.3g}", value); }

/// The survey of one function and unit: [contender][seed].
struct Row {
  const Function* function;
  const UnitConfig* unit;
  std::vector<std::vector<ScaleErrors>> errors;

  /// Median over the seeds.
  double figure(std::size_t contender, const Figure& figure) const {
    std::vector<double> values;
    for (const ScaleErrors& one : errors[contender]) values.push_back(figure.of(one));
    return median(values);
  }
};

std::string markdown_line(const std::vector<std::string>& cells) {
  std::string line = "|";
  for (const std::string& cell : cells) line += " " + cell + " |";
  return line + "\n";
}

std::string text_of(const std::vector<Row>& rows, const std::vector<Contender>& all, const SurveyCommand& command) {
  std::string text;
  if (!command.markdown) {
    text = fmt::format("{}; MSE of INT8 units over the codes in range; NN-LUT, GQA-LUT: median of {} seeds\n",
                       program_name(), command.seeds);
  }
  for (const Figure& figure : figures()) {
    std::vector<std::string> header = {command.markdown ? figure.title : ""};
    for (const Contender& contender : all) header.push_back(contender.name);
    std::vector<std::vector<std::string>> lines;
    for (const Row& row : rows) {
      lines.push_back({fmt::format("{} {}", row.function->name, row.unit->entries)});
      for (std::size_t c = 0; c < all.size(); ++c) lines.back().push_back(number(row.figure(c, figure)));
    }
    if (command.markdown) {
      if (!text.empty()) text += "\n";
      text += markdown_line(header) + markdown_line(std::vector<std::string>(header.size(), "---"));
      for (const auto& line : lines) text += markdown_line(line);
    } else {
      TextTable table(header);
      for (const auto& line : lines) table.add(line);
      text += "\n" + figure.title + "\n" + table.text();
    }
  }
  return text;
}

std::string json_of(const std::vector<Row>& rows, const std::vector<Contender>& all, const SurveyCommand& command) {
  nlohmann::ordered_json json = {{"program", program_name()}, {"seeds", command.seeds}};
  for (const Row& row : rows) {
    nlohmann::ordered_json methods;
    for (std::size_t c = 0; c < all.size(); ++c) {
      nlohmann::ordered_json runs;
      for (const ScaleErrors& errors : row.errors[c]) {
        nlohmann::ordered_json at;
        for (const double error : errors.at)
          at.push_back(std::isnan(error) ? nlohmann::ordered_json() : nlohmann::ordered_json(error));
        runs.push_back(at);
      }
      methods[all[c].name] = runs;
    }
    json["mse"].push_back({{"function", row.function->name}, {"unit", row.unit->name}, {"at_scales_0_to_6", methods}});
  }
  return json_text(json);
}

void run_survey(const SurveyCommand& command) {
  if (!std::filesystem::is_directory(command.published)) {
    throw InputError("--published " + printable(command.published) + ": there is no such folder");
  }
  const std::vector<Contender> all = contenders(command);
  std::vector<Row> rows;
  for (const Function* function : parse_functions(command.functions)) {
    for (const int entries : parse_ranges(command.entries, "--entries")) {
      rows.push_back({function, &find_unit("int8_" + std::to_string(entries)), {}});
      for (const Contender& contender : all) {
        rows.back().errors.emplace_back(contender.seeded ? command.seeds : 1);
      }
    }
  }
  struct Job {
    Row* row;
    std::size_t contender;
    int seed;
  };
  std::vector<Job> jobs;
  for (Row& row : rows) {
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
  if (!command.json.empty()) write_file(command.json, json_of(rows, all, command), "--json");
  std::cout << text_of(rows, all, command);
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
  app->add_flag("--markdown", command->markdown, "Print tables in Markdown");
  app->add_output("--json", command->json, "Write the figures of all seeds and scales to FILE as JSON");
  app->callback([command, &exit_code] {
    run_survey(*command);
    exit_code = 0;
  });
}

}  // namespace pwlsim::cli
