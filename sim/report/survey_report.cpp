// SPDX-License-Identifier: Apache-2.0
#include "sim/report/survey_report.h"

#include <fmt/format.h>
#include <algorithm>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "sim/base/version.h"

namespace pwlsim::report {
namespace {

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

/// The median over the seeds of a figure.
double median(const std::vector<ScaleErrors>& seeds, const ErrorFigure& figure) {
  std::vector<double> values;
  for (const ScaleErrors& one : seeds) values.push_back(figure.of(one));
  std::sort(values.begin(), values.end());
  const std::size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

/// All errors, by way and seed.
DataTable errors_table(const Survey& survey) {
  DataTable table{"mse", {{"function", ""}, {"unit", ""}, {"at_scales_0_to_6", ""}}};
  table.identity = 2;
  for (const SurveyRow& row : survey.rows) {
    DataTable methods{"", {{"method", ""}, {"mse_at_scales", ""}}};
    methods.form = DataTable::Form::kValues;
    for (std::size_t c = 0; c < survey.ways.size(); ++c) {
      Cell::List runs;
      for (const ScaleErrors& errors : row.errors[c]) runs.push_back(Cell::list(errors.at));
      methods.rows.push_back({{survey.ways[c], std::move(runs)}});
    }
    table.rows.push_back({{row.function->name, row.unit->name, std::move(methods)}});
  }
  return table;
}

/// What people see: a table for each figure.
DataTable figure_table(const Survey& survey, const ErrorFigure& figure) {
  DataTable table{"", {{"", figure.title}}};
  for (const std::string& way : survey.ways) table.columns.push_back({"", way, 1});
  for (const SurveyRow& row : survey.rows) {
    Row& shown = table.rows.emplace_back();
    shown.cells.push_back(fmt::format("{} {}", row.function->name, row.unit->entries));
    for (std::size_t c = 0; c < survey.ways.size(); ++c) shown.cells.emplace_back(median(row.errors[c], figure));
  }
  return table;
}

/// The same for programs.
DataTable medians_table(const Survey& survey) {
  DataTable table{"medians", {{"function", ""}, {"unit", ""}, {"scales", ""}, {"by_method", ""}}};
  table.identity = 3;
  for (const ErrorFigure& figure : error_figures()) {
    for (const SurveyRow& row : survey.rows) {
      DataTable methods{"", {{"method", ""}, {"median_mse", ""}}};
      methods.form = DataTable::Form::kValues;
      for (std::size_t c = 0; c < survey.ways.size(); ++c)
        methods.rows.push_back({{survey.ways[c], median(row.errors[c], figure)}});
      table.rows.push_back({{row.function->name, row.unit->name, figure.title, std::move(methods)}});
    }
  }
  return table;
}

}  // namespace

Document survey_document(const Survey& survey) {
  Document document;
  document.facts = {{"program", program_name()}, {"seeds", survey.seeds}};
  document.conditions = {
      fmt::format("{}; MSE of INT8 units over the codes in range; NN-LUT, GQA-LUT: median of {} seeds", program_name(),
                  survey.seeds)};
  const std::vector<ErrorFigure>& figures = error_figures();
  document.sections = {{"", {}, {figure_table(survey, figures[0]), errors_table(survey), medians_table(survey)}},
                       {"at s = 0, 2 and 5", {}, {}, {}, "", true}};
  for (std::size_t f = 1; f < figures.size(); ++f) {
    document.sections[1].tables.push_back(figure_table(survey, figures[f]));
  }
  return document;
}

}  // namespace pwlsim::report
