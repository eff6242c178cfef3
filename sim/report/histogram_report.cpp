// SPDX-License-Identifier: Apache-2.0
#include "sim/report/histogram_report.h"

#include <cmath>

#include "sim/base/version.h"

namespace pwlsim::report {

Document histogram_document(const std::vector<MadeHistogram>& all) {
  using One = const MadeHistogram&;
  const Figures<MadeHistogram> figures = {
      {{"function", "function"}, [](One h) { return h.function->name; }},
      {{"unit", "unit"}, [](One h) { return h.unit->name; }},
      {{"scale", "s"}, [](One h) { return h.histogram.scale; }},
      {{"activations", "activations", kAlways, show_shortest}, [](One h) { return h.activations; }},
      {{"distinct", "codes"}, [](One h) { return h.histogram.codes.size(); }},
      {{"saturated", ""}, [](One h) { return h.saturated; }},
      {{"", "saturated", kAlways, show_percent}, [](One h) { return h.saturated / h.activations; }},
      {{"mse", "least MSE"}, [](One h) { return h.least_mse; }},
      {{"nmse", "least NMSE"}, [](One h) { return h.variance > 0 ? Cell(h.least_mse / h.variance) : Cell(NAN); }}};
  Document document;
  document.facts = {{"program", program_name()}};
  document.conditions = {program_name()};
  document.sections.push_back(
      {"",
       {},
       {table_of("tables", figures, all)},
       {"saturated: activations with the least or the greatest code, which stands for all that it clips",
        "least MSE: what rounding and clipping of the inputs cost with the best value for each code; NMSE: over the "
        "variance of the function over the activations"}});
  return document;
}

}  // namespace pwlsim::report
