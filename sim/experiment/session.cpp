// SPDX-License-Identifier: Apache-2.0
#include "sim/experiment/session.h"

#include <fmt/format.h>
#include <algorithm>
#include <chrono>
#include <filesystem>
#include <set>
#include <tuple>

#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/base/find_named.h"
#include "sim/base/threads.h"
#include "sim/base/version.h"
#include "sim/cost/liberty/wire_load.h"
#include "sim/cost/unit_cost.h"
#include "sim/experiment/command_text.h"
#include "sim/experiment/tables.h"
#include "sim/fit/fit.h"
#include "sim/lockstep/input_recorder.h"
#include "sim/lockstep/watchdog.h"
#include "sim/rooms.h"
#include "sim/unit/golden.h"

namespace pwlsim::experiment {
namespace {

// Enough for an average, and a matter of seconds.
constexpr std::size_t kGlitchCycles = 1000;

}  // namespace

Session::Session(RunRequest request, Feedback& feedback) : request_(std::move(request)), feedback_(feedback) {
  if (!request_.table.empty() && !request_.fixed_table.empty()) {
    throw InputError("--table: --fixed-table has the table");
  }
  if (!request_.table_file().empty()) {
    TableContext context{request_.functions, request_.units, {}, request_.output_scale};
    if (request_.scale) context.scales = {*request_.scale};
    tables_ = load_tables(request_.table_file(), feedback_, context);
  }
  choose_pairs();
  find_fit_method(request_.method);
  Stall::parse(request_.stall);
  check_rtl_request(request_, units_);
  check_lacks();
  if (request_.cost.wanted) {
    find_named(table_storages(), "table storage", request_.cost.storage);
    if (request_.cost.library.liberty.empty()) request_.cost.library.liberty = default_liberty();
    technology_ = technology_of(request_, feedback_);
    if (!request_.cost.glitches.empty()) read_file(request_.cost.glitches);  // refuses one that is not there
  }
  check_writable(request_.trace, "--trace");
  if (request_.stimulus.empty()) request_.stimulus = default_stimulus();
  // Stimuli are read and tables made before anything is built, so that what cannot be had costs no time.
  for (const auto& [function, unit] : chosen_.pairs) {
    prepared_[{function, unit}].stimulus = make_stimulus(stimulus_request(), *function, *unit);
  }
  std::vector<decltype(prepared_)::value_type*> places;
  for (auto& prepared : prepared_) places.push_back(&prepared);
  for_each_on_all_cores(places.size(), [&](std::size_t i) {
    const auto [function, unit] = places[i]->first;
    std::tie(places[i]->second.table, places[i]->second.registers) = make_table(*function, *unit);
  });
  for (const auto& [function, unit] : chosen_.pairs) {
    const std::string note = saturation_note(prepared_.at({function, unit}).registers, *function);
    if (!note.empty()) feedback_.note(note);
  }
}

/// What a foreign unit cannot do is not asked of it.
void Session::check_lacks() {
  if (!request_.has_rtl()) return;
  lacks_ = rtl_source(request_, *units_.front()).lacks;
  if (lacks_.writes && request_.rewrite > 0) throw InputError("--rewrite: a unit with --fixed-table has no write port");
  if (lacks_.reset && request_.reset > 0) throw InputError("--reset: the unit has no rst_ni");
  if (lacks_.back_pressure && request_.stall != "none") {
    feedback_.note("the unit has no back-pressure, so that the output side takes every result");
  }
}

std::string Session::default_stimulus() const {
  const auto is_recorded = [](const FunctionOnUnit& pair) {
    return std::filesystem::exists(recordings_folder() + "/" + pair.first->name + ".npy");
  };
  return std::all_of(chosen_.pairs.begin(), chosen_.pairs.end(), is_recorded) ? "recorded" : "uniform";
}

StimulusRequest Session::stimulus_request() {
  return {.name = request_.stimulus,
          .seed = request_.seed,
          .length = request_.cycles,
          .scale = request_.scale,
          .recordings = recordings_folder(),
          .column = request_.column,
          .read = &recordings_};
}

std::vector<std::string> Session::function_names() const {
  if (!request_.functions.empty()) return request_.functions;
  if (tables_.empty()) return {"gelu"};
  std::vector<std::string> names;
  for (const FittedTable& table : tables_) names.push_back(table.table.function);
  return names;
}

std::vector<std::string> Session::unit_names() const {
  if (!request_.units.empty()) return request_.units;
  if (tables_.empty()) return standard_units();
  std::vector<std::string> names;
  const std::vector<const Function*> functions = find_functions(function_names());
  for (const FittedTable& table : tables_) {
    if (std::find(functions.begin(), functions.end(), &table.function()) != functions.end()) {
      names.push_back(table.unit->name);
    }
  }
  if (names.empty()) {
    throw InputError(fmt::format("{}: has no table of {}; it has {}", request_.table_file(), functions.front()->name,
                                 contents_of(tables_)));
  }
  return names;
}

/// Of a file of tables, "all" takes what is there.
void Session::choose_pairs() {
  const bool any_function = request_.functions.empty() || names_all(request_.functions);
  chosen_ = pairs_of(function_names(), unit_names());
  std::vector<FunctionOnUnit>& pairs = chosen_.pairs;
  if (!tables_.empty() && (request_.units.empty() || names_all(request_.units) || any_function)) {
    const auto is_missing = [&](const FunctionOnUnit& pair) {
      return std::none_of(tables_.begin(), tables_.end(), [&](const FittedTable& table) {
        return &table.function() == pair.first && same_format(*table.unit, *pair.second);
      });
    };
    pairs.erase(std::remove_if(pairs.begin(), pairs.end(), is_missing), pairs.end());
    chosen_.left_out.clear();
    if (pairs.empty() && (request_.units.empty() || names_all(request_.units))) {
      throw InputError(
          fmt::format("{}: has no table for these units; it has {}", request_.table_file(), contents_of(tables_)));
    }
  }
  // Units in the order in which they were named, whatever the first function is.
  for (const UnitConfig* unit : find_units(unit_names())) {
    const auto is_of = [&](const FunctionOnUnit& pair) { return pair.second == unit; };
    if (std::any_of(pairs.begin(), pairs.end(), is_of)) {
      units_.push_back(unit);
    } else if (!tables_.empty() && !names_all(request_.units)) {
      throw InputError(
          fmt::format("{}: has no table for {}; it has {}", request_.table_file(), unit->name, contents_of(tables_)));
    }
  }
  if (request_.single) check_single();
}

void Session::check_single() const {
  std::set<const Function*> functions;
  for (const FunctionOnUnit& pair : chosen_.pairs) functions.insert(pair.first);
  const auto check = [&](std::size_t count, const char* what) {
    if (count == 1) return;
    const std::string there =
        tables_.empty() ? "" : fmt::format("; {} has {}", request_.table_file(), contents_of(tables_));
    throw InputError(
        fmt::format("run takes one unit and one function, not {} {}s; compare takes several{}", count, what, there));
  };
  check(tables_.empty() ? find_units(unit_names()).size() : units_.size(), "unit");
  check(functions.size(), "function");
}

std::pair<Table, UnitTable> Session::make_table(const Function& function, const UnitConfig& unit) const {
  const QuantiseOptions quantising{request_.scale, request_.output_scale};
  if (!tables_.empty()) {
    const auto [fitted, registers] = find_table(tables_, request_.table_file(), function, unit, quantising);
    return {fitted->table, registers};
  }
  FitRequest request{function, unit};
  if (request_.scale && unit.input_scale) request.scales = {*request_.scale};
  request.output_scale = request_.output_scale;
  request.objective = default_objective(find_fit_method(request_.method), request.format);
  request.tails = find_named(tail_kinds(), "kind of tails", request_.tails).value;
  request.seed = request_.seed;
  MadeTable made = fit::make_table(request_.method, request, unit);
  return {std::move(made.table), std::move(made.registers)};
}

UnitCost Session::cost_of(const UnitModels& models, std::uint64_t operations) const {
  UnitCost cost = area_and_timing(*models.synthesis, *technology_, request_.cost.clock);
  const auto power = [&](Layout layout) {
    return power_of_run(*models.synthesis, *technology_, *models.gates, operations, request_.cost.clock, layout);
  };
  cost.power = power(Layout::kNone);
  cost.layout.power = power(Layout::kEstimated);
  return cost;
}

const UnitConfig& Session::built_for(const FunctionOnUnit& pair) const {
  return pair.second->has_constants() ? prepared_.at(pair).registers.config : *pair.second;
}

UnitReport Session::run_one(const FunctionOnUnit& pair, const UnitModels& models, const std::string& label) {
  const Function& function = *pair.first;
  const UnitConfig& config = *pair.second;
  Prepared& prepared = prepared_.at(pair);
  UnitReport report{&function,
                    prepared.table,
                    prepared.registers,
                    models.latency,
                    {},
                    ErrorStatistics(function, prepared.registers),
                    std::vector<std::uint64_t>(config.entries),
                    ""};
  const std::unique_ptr<Stimulus> stimulus = std::move(prepared.stimulus);

  LockstepOptions lockstep;
  lockstep.stall = Stall::parse(request_.stall);
  if (lacks_.back_pressure) lockstep.stall.take_all();
  lockstep.seed = request_.seed;
  lockstep.max_cycles = request_.cycles;
  lockstep.latency = request_.latency;
  lockstep.compare_idle = !request_.has_rtl();
  lockstep.rewrite = request_.rewrite;
  lockstep.reset = request_.reset;
  lockstep.quiet_idle = technology_.has_value();

  const GoldenUnit golden(report.registers);
  const auto collect = [&](const LockstepSample* samples, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
      const UnitTable& registers = report.registers;
      // What a table under change returns says nothing about the function.
      if (request_.rewrite == 0) {
        report.errors.add(samples[i].input.x, registers.decode_input(samples[i].input.word),
                          registers.decode_output(samples[i].y));
      }
      ++report.segment_hits[golden.segment(samples[i].input.word)];
    }
  };
  Progress progress(feedback_);
  std::vector<UnitModel*> compared = models.all();
  std::optional<InputRecorder> recorder;
  std::vector<std::uint64_t> toggles;  // of the recorded cycles
  if (models.gates) {
    models.gates->reset_counts();
    recorder.emplace(*models.gates, request_.cost.glitches.empty() ? 0 : kGlitchCycles,
                     [&] { toggles = models.gates->toggles(); });
    compared.back() = &*recorder;
  }
  const std::string replay = replay_command(request_, config.name, function.name, std::nullopt);
  watched_work().what = fmt::format("{} {}; replay: {}", function.name, config.name, replay);
  try {
    report.lockstep = run_lockstep(report.registers, compared, *stimulus, lockstep, collect, [&](std::uint64_t inputs) {
      progress.show(fmt::format("{}: {} inputs", label, inputs));
    });
  } catch (const UnitStopped& stopped) {
    throw UnitStopped(fmt::format("{}\n  in cycle {} of {} {}; replay: {}", stopped.what(), stopped.cycle(),
                                  function.name, config.name, replay),
                      stopped.cycle());
  }
  if (models.gates) {
    report.cost = cost_of(models, report.lockstep.inputs);
    if (toggles.empty()) toggles = models.gates->toggles();  // of a shorter run
    // Gates that miss the clock have no time to settle, so their glitches mean nothing. Gates that differ are reported
    // below.
    if (!request_.cost.glitches.empty() && report.cost->timing.slack >= 0 && report.lockstep.passed()) {
      report.cost->power->glitches =
          glitches_of_run(*models.synthesis, *technology_, request_.cost.glitches,
                          {recorder->inputs(), toggles, recorder->flushed_from()}, request_.cost.clock);
    }
  }
  for (const ModelVerdict& verdict : report.lockstep.verdicts) {
    if (verdict.first && report.replay.empty()) {
      // A mismatch after the last input needs the end of the stimulus, so the whole run.
      const std::uint64_t data_cycle =
          verdict.first->cycle + 1 - std::min(verdict.first->cycle, report.lockstep.data_from);
      const bool early = data_cycle <= report.lockstep.flow_cycles;
      report.replay = replay_command(request_, config.name, function.name,
                                     early ? std::optional<std::uint64_t>(data_cycle) : std::nullopt);
    }
  }
  return report;
}

std::vector<UnitReport> Session::run() {
  if (!chosen_.left_out.empty()) feedback_.note(left_out_note(chosen_));
  std::vector<const UnitConfig*> built;
  for (const UnitConfig* unit : units_) {
    for (const FunctionOnUnit& pair : chosen_.pairs) {
      const UnitConfig* const one = &built_for(pair);
      if (pair.second == unit && std::find(built.begin(), built.end(), one) == built.end()) built.push_back(one);
    }
  }
  const std::vector<UnitModels> models = load_unit_models(request_, built, technology_, feedback_);
  waveform_text_ = waveform_text(models);
  std::vector<UnitReport> reports;
  for (const FunctionOnUnit& pair : chosen_.pairs) {
    const auto& [function, unit] = pair;
    const auto of_unit = [&](const UnitModels& model) { return model.unit == &built_for(pair); };
    const std::string label =
        fmt::format("{} {} ({} of {})", function->name, unit->name, reports.size() + 1, chosen_.pairs.size());
    const auto start = std::chrono::steady_clock::now();
    reports.push_back(run_one(pair, *std::find_if(models.begin(), models.end(), of_unit), label));
    reports.back().seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  }
  // A mismatch is what there is to say first.
  const bool equal =
      std::all_of(reports.begin(), reports.end(), [](const UnitReport& r) { return r.lockstep.passed(); });
  const auto& [function, unit] = chosen_.pairs.back();
  if (equal) end_models(models, replay_command(request_, unit->name, function->name, std::nullopt));
  return reports;
}

RunConditions Session::conditions() const {
  const std::string method = request_.method + (request_.tails == "hold" ? "" : ", tails " + request_.tails);
  RunConditions conditions{program_name(), tables_.empty() ? method : "of " + request_.table_file(), request_.stimulus,
                           request_.stall, request_.seed};
  const auto add = [&](const char* name, auto value) {
    conditions.settings.emplace_back(name, static_cast<double>(value));
  };
  if (request_.cycles) add("cycles", *request_.cycles);
  if (request_.scale) add("scale", *request_.scale);
  if (request_.output_scale) add("output scale", *request_.output_scale);
  if (request_.rewrite > 0) add("rewrite", request_.rewrite);
  if (request_.reset > 0) add("reset", request_.reset);
  if (request_.has_rtl()) {
    const RtlSource rtl = rtl_source(request_, *units_.front());
    conditions.foreign = rtl.label + ", " + rtl.files.front().string();
  }
  if (technology_) conditions.cost = cost_conditions();
  return conditions;
}

CostConditions Session::cost_conditions() const {
  const Library& library = technology_->library;
  CostConditions conditions;
  conditions.library = library.name;
  conditions.corner = fmt::format("{}process {}, {} V, {} C",
                                  library.operating_conditions.empty() ? "" : library.operating_conditions + ": ",
                                  library.process, library.voltage, library.temperature);
  conditions.library_file = library.file;
  conditions.tools = synthesis_tools();
  conditions.storage = request_.cost.storage;
  conditions.clock_ns = request_.cost.clock;
  conditions.nand2_um2 = technology_->gate_equivalent();
  conditions.areas = technology_->areas.source;
  conditions.areas_note = areas_text(technology_->areas);
  conditions.wires = wires_text(library.wire_load);
  conditions.clock_buffer = technology_->clock_buffer;
  conditions.node_nand2_um2 = request_.cost.node_nand2;
  conditions.glitches = !request_.cost.glitches.empty();
  return conditions;
}

}  // namespace pwlsim::experiment
