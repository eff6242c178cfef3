// SPDX-License-Identifier: Apache-2.0
#include "sim/report/scenario_table.h"

#include <fmt/format.h>
#include <algorithm>

#include "sim/report/text_table.h"

namespace pwlsim::report {
namespace {

std::string outputs_text(const CycleOutputs& out) {
  return fmt::format("{}{} {:x} {}", out.valid != 0 ? "v" : "-", out.ready != 0 ? "r" : "-", out.y, out.segment);
}

}  // namespace

std::string scenario_table(const Scenario& scenario, const ScenarioRun& run, std::size_t most) {
  const std::size_t count = run.inputs.size();
  std::size_t last = count - 1;
  if (run.difference) {
    last = std::min(last, static_cast<std::size_t>(run.difference->cycle + static_cast<std::int64_t>(run.prelude)));
  }
  std::vector<std::string> header = {"cycle", "inputs"};
  header.insert(header.end(), run.names.begin(), run.names.end());
  TextTable table(header);
  for (std::size_t i = last + 1 - std::min(last + 1, most); i <= last; ++i) {
    std::vector<std::string> row = {
        fmt::format("{}", static_cast<std::int64_t>(i) - static_cast<std::int64_t>(run.prelude)),
        cycle_text(*scenario.unit, run.inputs[i])};
    for (std::size_t m = 0; m < run.outputs.size(); ++m) {
      const bool marked = i == last && run.difference && run.names[m] == run.difference->model;
      row.push_back(outputs_text(run.outputs[m][i]) + (marked ? " *" : ""));
    }
    table.add(std::move(row));
  }
  return table.text() +
         "outputs: valid_o (v), ready_o (r), y_o, segment_o; cycles below 0 reset the unit and clear its registers\n";
}

std::string difference_text(const Difference& difference) {
  if (!difference.stopped.empty()) {
    return fmt::format("cycle {}: {} stopped: {}", difference.cycle, difference.model, difference.stopped);
  }
  return fmt::format("cycle {}: {} {} is 0x{:x}, expected 0x{:x}", difference.cycle, difference.model, difference.port,
                     difference.actual, difference.expected);
}

}  // namespace pwlsim::report
