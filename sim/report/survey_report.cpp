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
  Show show = show_digits<3>;
};

bool is_weighted(const Survey& survey) { return survey.weights != "uniform"; }

/// MSE, or with weights NMSE and the share of bias in it.
std::vector<ErrorFigure> error_figures(const Survey& survey) {
  const bool weighted = is_weighted(survey);
  ScaleFigures ScaleErrors::*const figures = weighted ? &ScaleErrors::nmse : &ScaleErrors::mse;
  const std::string of = weighted ? "NMSE, " : "";
  std::vector<ErrorFigure> all = {
      {of + "mean over s = 0 … 6", [figures](const ScaleErrors& errors) { return (errors.*figures).mean(); }}};
  for (const int scale : {0, 2, 5}) {
    all.push_back({fmt::format("{}s = {}", of, scale),
                   [figures, scale](const ScaleErrors& errors) { return (errors.*figures).at[scale]; }});
  }
  if (weighted) {
    all.push_back({"bias in MSE, mean over s = 0 … 6",
                   [](const ScaleErrors& errors) { return errors.bias_share.mean(); }, show_percent});
  }
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

/// An error at all scales, by way and seed.
DataTable errors_table(const Survey& survey, const std::string& key, ScaleFigures ScaleErrors::*figures) {
  DataTable table{key, {{"function", ""}, {"unit", ""}, {"at_scales_0_to_6", ""}}};
  table.identity = 2;
  for (const SurveyRow& row : survey.rows) {
    DataTable methods{"", {{"method", ""}, {key + "_at_scales", ""}}};
    methods.form = DataTable::Form::kValues;
    for (std::size_t c = 0; c < survey.ways.size(); ++c) {
      Cell::List runs;
      for (const ScaleErrors& errors : row.errors[c]) runs.push_back(Cell::list((errors.*figures).at));
      methods.rows.push_back({{survey.ways[c], std::move(runs)}});
    }
    table.rows.push_back({{row.function->name, row.unit->name, std::move(methods)}});
  }
  return table;
}

/// What people see: a table for each figure.
DataTable figure_table(const Survey& survey, const ErrorFigure& figure) {
  DataTable table{"", {{"", figure.title}}};
  for (const std::string& way : survey.ways) table.columns.push_back({"", way, 1, figure.show});
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
  const std::vector<ErrorFigure> figures = error_figures(survey);
  for (const ErrorFigure& figure : figures) {
    for (const SurveyRow& row : survey.rows) {
      DataTable methods{"", {{"method", ""}, {"median", ""}}};
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
  const bool weighted = is_weighted(survey);
  Document document;
  document.facts = {{"program", program_name()}, {"weights", survey.weights}, {"seeds", survey.seeds}};
  document.conditions = {
      !weighted ? fmt::format("{}; MSE of INT8 units over the codes in range; NN-LUT, GQA-LUT: median of {} seeds",
                              program_name(), survey.seeds)
                : fmt::format(
                      "{}; NMSE of INT8 units over activations ({}), against the function of each before it was "
                      "rounded and clipped; NN-LUT, GQA-LUT: median of {} seeds; the optima are for these activations",
                      program_name(), survey.weights, survey.seeds)};
  std::vector<ErrorFigure> figures = error_figures(survey);
  document.sections = {{"", {}, {figure_table(survey, figures[0]), errors_table(survey, "mse", &ScaleErrors::mse)}},
                       {"at s = 0, 2 and 5", {}, {}, {}, "", true}};
  if (weighted) {
    document.sections[0].tables.push_back(errors_table(survey, "nmse", &ScaleErrors::nmse));
    document.sections[0].tables.push_back(errors_table(survey, "bias_share", &ScaleErrors::bias_share));
    document.sections[0].tables.insert(document.sections[0].tables.begin() + 1, figure_table(survey, figures.back()));
    figures.pop_back();
  }
  document.sections[0].tables.push_back(medians_table(survey));
  for (std::size_t f = 1; f < figures.size(); ++f) {
    document.sections[1].tables.push_back(figure_table(survey, figures[f]));
  }
  return document;
}

}  // namespace pwlsim::report
