// SPDX-License-Identifier: Apache-2.0
#include "sim/report/comparison.h"

#include <fmt/format.h>
#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "sim/report/cost_table.h"
#include "sim/report/text_table.h"

namespace pwlsim::report {
namespace {

/// Under figures of a unit whose models differ.
constexpr const char* kGoldenFigures = "where models differ, the figures are those of the golden model\n";

std::string verdict(const LockstepResult& lockstep) { return lockstep.passed() ? "equal" : "DIFFERS"; }

/// A figure, or "-" where no input was judged.
std::string figure(double value, const char* format = "{:.3g}") {
  return std::isnan(value) ? "-" : fmt::format(fmt::runtime(format), value);
}

/// "s=5 F=6" or "-" where a format has neither.
std::string scales(const UnitTable& table) {
  return !table.config.input_scale ? "-" : fmt::format("s={} F={}", table.scale, table.fraction);
}

nlohmann::ordered_json number_or_null(double value) {
  return std::isfinite(value) ? nlohmann::ordered_json(value) : nlohmann::ordered_json(nullptr);
}

nlohmann::ordered_json power_json(const Power& power) {
  return {{"internal_w", power.internal},
          {"switching_w", power.switching},
          {"clock_w", power.clock},
          {"leakage_w", power.leakage},
          {"total_w", power.total()}};
}

nlohmann::ordered_json unit_power_json(const UnitPower& power) {
  nlohmann::ordered_json json = {{"cycles", power.cycles},
                                 {"operations", power.operations},
                                 {"energy_per_operation_j", power.energy_per_operation},
                                 {"active", power_json(power.active)},
                                 {"idle", power_json(power.idle)},
                                 {"idle_with_gated_table", power_json(power.idle_gated)}};
  for (const auto& [part, share] : power.parts) json["parts"][part] = power_json(share);
  return json;
}

/// The unit with wires and clock tree.
nlohmann::ordered_json layout_json(const LayoutCost& layout) {
  nlohmann::ordered_json json = {{"area_um2", layout.area}, {"gate_equivalents", layout.gate_equivalents}};
  if (layout.tree.buffers > 0) {
    json["clock_tree"] = {{"buffer", layout.tree.buffer},
                          {"buffers", layout.tree.buffers},
                          {"levels", layout.tree.levels},
                          {"area_um2", layout.tree.area},
                          {"latency_ns", layout.tree.latency}};
  }
  if (layout.power) json["power"] = unit_power_json(*layout.power);
  return json;
}

nlohmann::ordered_json cost_json(const UnitCost& cost) {
  nlohmann::ordered_json json = {{"cells", cost.cells},
                                 {"flops", cost.flops},
                                 {"area_um2", cost.area},
                                 {"gate_equivalents", cost.gate_equivalents},
                                 {"meets_clock", cost.meets_clock()},
                                 {"timing",
                                  {{"fmax_mhz", cost.timing.fmax},
                                   {"slack_ns", cost.timing.slack},
                                   {"slack_without_wires_ns", cost.bare_slack},
                                   {"hold_slack_ns", cost.timing.hold_slack},
                                   {"critical_path", cost.path}}},
                                 {"nets_beyond_limits",
                                  {{"max_capacitance", cost.beyond.capacitance},
                                   {"max_transition", cost.beyond.transition},
                                   {"max_fanout", cost.beyond.fanout}}},
                                 {"recipe", cost.recipe}};
  for (const auto& [part, area] : cost.parts) json["parts"][part] = {{"cells", area.cells}, {"area_um2", area.area}};
  if (!cost.power) return json;
  const UnitPower& power = *cost.power;
  json["power"] = unit_power_json(power);
  if (power.glitches) {
    json["power"]["glitches"] = {{"cycles", power.glitches->cycles},
                                 {"settled_w", power.glitches->settled},
                                 {"with_glitches_w", power.glitches->with_glitches}};
  }
  json["with_wires_and_clock_tree"] = layout_json(cost.layout);
  return json;
}

nlohmann::ordered_json cost_conditions_json(const CostConditions& cost) {
  nlohmann::ordered_json json = {{"library", cost.library},     {"corner", cost.corner},
                                 {"file", cost.library_file},   {"tools", cost.tools},
                                 {"storage", cost.storage},     {"clock_ns", cost.clock_ns},
                                 {"nand2_um2", cost.nand2_um2}, {"areas", cost.areas_note},
                                 {"wires", cost.wires},         {"clock_buffer", cost.clock_buffer}};
  if (cost.node_nand2_um2) json["node_nand2_um2"] = *cost.node_nand2_um2;
  return json;
}

nlohmann::ordered_json report_json(const UnitReport& report) {
  const LockstepResult& lockstep = report.lockstep;
  const UnitConfig& config = report.registers.config;
  nlohmann::ordered_json models;
  for (const ModelVerdict& verdict : lockstep.verdicts) {
    nlohmann::ordered_json model = {
        {"model", verdict.model}, {"mismatches", verdict.mismatches}, {"results", verdict.results}};
    if (verdict.first) {
      model["first_mismatch"] = {{"cycle", verdict.first->cycle},
                                 {"port", verdict.first->port},
                                 {"input", number_or_null(verdict.first->input.x)},
                                 {"input_word", verdict.first->input.word},
                                 {"segment", verdict.first->segment},
                                 {"expected", verdict.first->expected},
                                 {"actual", verdict.first->actual}};
    }
    models.push_back(model);
  }
  nlohmann::ordered_json json = {{"function", report.function->name}, {"unit", config.name}};
  json["entries"] = config.entries;
  if (config.input_scale) {
    json["scale"] = report.registers.scale;
    json["fraction"] = report.registers.fraction;
    if (config.output_scale) json["output_scale"] = report.registers.output_scale;
  }
  json["latency"] = report.latency;
  json["results_per_cycle"] = lockstep.results_per_cycle();
  json["cycles"] = lockstep.cycles;
  json["inputs"] = lockstep.inputs;
  json["results"] = lockstep.results;
  if (lockstep.dropped > 0) json["lost_to_resets"] = lockstep.dropped;
  json["errors"] = {{"judged", report.errors.count()},
                    {"out_of_range", report.errors.out_of_range()},
                    {"mse", report.errors.mse()},
                    {"mean_error", report.errors.mean_error()},
                    {"mean_absolute_error", report.errors.mean_absolute()},
                    {"max_absolute_error", report.errors.max_absolute()},
                    {"max_at", report.errors.max_at()},
                    {"max_relative_error", number_or_null(report.errors.max_relative())},
                    {"snr_db", number_or_null(report.errors.snr_db())},
                    {"end_to_end_mse", report.errors.end_to_end_mse()}};
  json["segment_hits"] = report.segment_hits;
  if (report.cost) json["cost"] = cost_json(*report.cost);
  json["equal"] = lockstep.passed();
  json["models"] = models;
  return json;
}

/// The table's entries: real numbers, where it is one of lines, register words, and how many inputs met them.
TextTable entries_table(const UnitReport& report) {
  const UnitTable& registers = report.registers;
  const UnitConfig& config = registers.config;
  const Table& lines = report.table;
  const auto has = [](const auto& list, int i) { return i < static_cast<int>(list.size()); };
  std::vector<std::string> header = {"segment"};
  if (!lines.slopes.empty()) header.insert(header.end(), {"up to x", "slope", "intercept"});
  for (const RegisterField& field : config.registers) {
    if (field.per_entry) header.push_back(field.name);
  }
  header.emplace_back("inputs");
  TextTable table(header);
  for (int i = 0; i < config.entries; ++i) {
    std::vector<std::string> row = {fmt::format("{}", i)};
    if (!lines.slopes.empty()) {
      row.push_back(has(lines.breakpoints, i) ? fmt::format("{:.6g}", lines.breakpoints[i]) : "inf");
      row.push_back(fmt::format("{:.6g}", lines.slopes[i]));
      row.push_back(fmt::format("{:.6g}", lines.intercepts[i]));
    }
    for (std::size_t f = 0; f < config.registers.size(); ++f) {
      const RegisterField& field = config.registers[f];
      if (!field.per_entry) continue;
      const std::vector<Word>& words = registers.words[f];
      row.push_back(has(words, i) ? fmt::format("0x{:0{}x}", words[i], (field.word.width + 3) / 4) : "");
    }
    row.push_back(fmt::format("{}", report.segment_hits[i]));
    table.add(std::move(row));
  }
  return table;
}

}  // namespace

std::string equation(const LockstepResult& lockstep) {
  std::string text;
  for (const ModelVerdict& verdict : lockstep.verdicts) text += verdict.model + " = ";
  return text + "golden";
}

std::string run_conditions_text(const RunConditions& conditions) {
  std::string text = fmt::format("{}; method {}, stimulus {}, stall {}, seed {}", conditions.program, conditions.method,
                                 conditions.stimulus, conditions.stall, conditions.seed);
  for (const auto& [name, value] : conditions.settings) text += fmt::format(", {} {}", name, value);
  return text + "\n";
}

std::string comparison_text(const std::vector<UnitReport>& reports, const RunConditions& conditions) {
  TextTable table({"unit", "table", "latency", "res/cycle", "cycles", "judged", "MSE", "MSE end-to-end", "mean |err|",
                   "max |err|", "at x", "max rel", "SNR dB", "mismatches", "lockstep"});
  const Function* function = nullptr;
  for (const UnitReport& report : reports) {
    if (function != nullptr && function != report.function) table.add_rule();
    if (function != report.function) {
      std::vector<std::string> title(15);
      title[0] = report.function->name;
      table.add(std::move(title));
    }
    function = report.function;
    const LockstepResult& lockstep = report.lockstep;
    const ErrorStatistics& errors = report.errors;
    table.add({"  " + report.registers.config.name, scales(report.registers), fmt::format("{}", report.latency),
               fmt::format("{:.3f}", lockstep.results_per_cycle()), fmt::format("{}", lockstep.cycles),
               fmt::format("{}", errors.count()), figure(errors.mse()), figure(errors.end_to_end_mse()),
               figure(errors.mean_absolute()), figure(errors.max_absolute()), figure(errors.max_at(), "{:.4g}"),
               figure(errors.max_relative()), figure(errors.snr_db(), "{:.1f}"),
               fmt::format("{}", lockstep.mismatches()), verdict(lockstep)});
  }
  std::string text = run_conditions_text(conditions) + "\n" + table.text() + "\n";
  if (reports.empty()) return text;
  const bool passed =
      std::all_of(reports.begin(), reports.end(), [](const UnitReport& report) { return report.lockstep.passed(); });
  text +=
      "judged: inputs in the function's range, before and after rounding to the unit's format; all are compared\n"
      "MSE: against the function at the rounded input; end-to-end: against the function of the number before it\n";
  const bool any_wide = std::any_of(reports.begin(), reports.end(),
                                    [](const UnitReport& report) { return report.registers.config.reduces_range; });
  if (any_wide) text += "wide units are judged over every input whose exact value a result can hold\n";
  if (!passed) text += kGoldenFigures;
  text += fmt::format("{} in every cycle: {}\n", equation(reports.front().lockstep), passed ? "yes" : "NO");
  if (conditions.cost) text += "\n" + cost_table(reports, conditions);
  return text;
}

std::string unit_text(const UnitReport& report, const RunConditions& conditions) {
  const UnitTable& registers = report.registers;
  const UnitConfig& config = registers.config;
  const LockstepResult& lockstep = report.lockstep;
  const ErrorStatistics& errors = report.errors;
  std::string text = run_conditions_text(conditions);
  text += fmt::format("\n{} with {} = {} over ", config.name, report.function->name, report.function->definition);
  if (const auto task = config.structure->fit_task(config, *report.function)) {
    text += fmt::format("all inputs; table of {} over [{}, {}], scale 2^-{}\n", task->function->definition,
                        task->function->lo, task->function->hi, task->scale);
  } else {
    text += fmt::format("[{}, {}]\n", report.function->lo, report.function->hi);
  }
  if (config.input_scale) {
    text += fmt::format("input scale 2^-{}, {} fraction bits in slopes and intercepts", registers.scale,
                        registers.fraction);
    if (config.output_scale) text += fmt::format(", output scale 2^-{}", registers.output_scale);
    text += "\n";
  }
  const TextTable table = entries_table(report);
  text += "\n" + table.text() + "\n";
  text += fmt::format("cycles                {} ({} with data, the rest reset, table and draining)\n", lockstep.cycles,
                      lockstep.flow_cycles);
  text += fmt::format("inputs / results      {} / {}", lockstep.inputs, lockstep.results);
  text += lockstep.dropped > 0 ? fmt::format(" ({} lost to resets)\n", lockstep.dropped) : "\n";
  text += fmt::format("results a cycle       {:.3f}, latency {}\n", lockstep.results_per_cycle(), report.latency);
  text += fmt::format("judged inputs         {} ({} outside the range)\n", errors.count(), errors.out_of_range());
  if (errors.count() > 0) {
    text += fmt::format("MSE                   {:.4g} (end to end {:.4g})\n", errors.mse(), errors.end_to_end_mse());
    text +=
        fmt::format("mean error            {:.4g} (absolute {:.4g})\n", errors.mean_error(), errors.mean_absolute());
    text += fmt::format("greatest error        {:.4g} at x = {:.6g}\n", errors.max_absolute(), errors.max_at());
    if (!std::isnan(errors.max_relative())) {
      text += fmt::format("greatest relative     {:.4g}, beyond half a step of the result\n", errors.max_relative());
    }
    text += fmt::format("signal to noise       {:.2f} dB\n", errors.snr_db());
  }
  if (!lockstep.passed()) text += kGoldenFigures;
  text += fmt::format("{} in every cycle: {}\n", equation(lockstep), lockstep.passed() ? "yes" : "NO");
  if (conditions.cost) text += "\n" + cost_table({report}, conditions);
  return text;
}

std::string mismatch_text(const std::vector<UnitReport>& reports) {
  std::string text;
  for (const UnitReport& report : reports) {
    const LockstepResult& lockstep = report.lockstep;
    if (lockstep.passed()) continue;
    for (const ModelVerdict& verdict : lockstep.verdicts) {
      if (verdict.mismatches == 0 && verdict.results == lockstep.results) continue;
      text += fmt::format("{} {}: {} differs from golden in {} of {} cycles", report.function->name,
                          report.registers.config.name, verdict.model, verdict.mismatches, lockstep.cycles);
      if (verdict.results != lockstep.results) {
        text +=
            fmt::format(", delivered {} results for {} inputs", verdict.results, lockstep.inputs - lockstep.dropped);
      }
      text += "\n";
      if (verdict.first) {
        const Mismatch& first = *verdict.first;
        const std::string when = first.cycle < lockstep.data_from ? " before the table was loaded" : "";
        text += fmt::format(
            "  first in cycle {}{}: {} of input {:.9g} (word {:#x}, segment {}): expected {:#x}, actual {:#x}\n",
            first.cycle, when, first.port, first.input.x, first.input.word, first.segment, first.expected,
            first.actual);
      }
    }
    if (!report.replay.empty()) text += "  replay: " + report.replay + "\n";
  }
  return text;
}

std::vector<CheckCase> comparison_cases(const std::string& group, const std::vector<UnitReport>& reports) {
  std::vector<CheckCase> cases;
  for (const UnitReport& report : reports) {
    CheckCase result{group + "." + report.function->name, report.registers.config.name, report.lockstep.passed(), "",
                     report.seconds};
    if (!result.passed) result.message = mismatch_text({report});
    if (!result.passed && result.message.empty()) result.message = "results are missing";
    cases.push_back(std::move(result));
  }
  return cases;
}

std::vector<CheckCase> clock_cases(const std::string& group, const std::vector<UnitReport>& reports) {
  std::vector<CheckCase> cases;
  for (const UnitReport& report : reports) {
    if (!report.cost || report.function != reports.front().function) continue;
    CheckCase& added = cases.emplace_back(CheckCase{group + ".clock", report.registers.config.name, true, ""});
    if (report.cost->timing.hold_slack < 0) {
      added.passed = false;
      added.message = fmt::format("a path is too short: hold slack {:.3f} ns", report.cost->timing.hold_slack);
      continue;
    }
    if (report.cost->meets_clock()) continue;
    added.skipped = true;
    added.message =
        fmt::format("misses the clock of {} ns by {:.3f} ns", report.cost->clock_ns, -report.cost->timing.slack);
  }
  return cases;
}

std::string comparison_json(const std::vector<UnitReport>& reports, const RunConditions& conditions) {
  nlohmann::ordered_json json = {{"program", conditions.program},   {"method", conditions.method},
                                 {"stimulus", conditions.stimulus}, {"stall", conditions.stall},
                                 {"seed", conditions.seed},         {"runs", nlohmann::ordered_json::array()}};
  for (const auto& [name, value] : conditions.settings) json["settings"][name] = value;
  if (conditions.cost) json["cost"] = cost_conditions_json(*conditions.cost);
  for (const UnitReport& report : reports) json["runs"].push_back(report_json(report));
  // A file name need not be UTF-8, JSON has to.
  return json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace pwlsim::report
