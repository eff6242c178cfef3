// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <algorithm>
#include <atomic>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <functional>
#include <iostream>
#include <memory>
#include <optional>

#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/base/leftovers.h"
#include "sim/base/threads.h"
#include "sim/cli/command.h"
#include "sim/cli/commands.h"
#include "sim/cli/document_options.h"
#include "sim/cli/option_use.h"
#include "sim/cli/options.h"
#include "sim/cli/progress.h"
#include "sim/cli/tables.h"
#include "sim/lockstep/rtl_loader.h"
#include "sim/report/evidence.h"
#include "sim/report/sweep_report.h"
#include "sim/rooms.h"
#include "sim/sweep/run_sweep.h"

namespace pwlsim::cli {
namespace {

/// Where a summary goes besides standard output.
struct SummaryOptions {
  std::string junit, evidence, evidence_command;
  DocumentOptions document;
};

IdleOptions idle_in_summary(const SummaryOptions& options) {
  return idle_when(options.evidence.empty(), {"--evidence-command"}, "no --evidence is written");
}

struct SweepOptions : RtlOptions {
  FitOptions fit;
  std::vector<std::string> tables;
  std::string from, to, shard, state;
  std::optional<int> jobs;  ///< default: all cores
  std::uint64_t chunk = kDefaultChunk;
  SummaryOptions summary;
};

/// "0x12ab" or "4779".
Word parse_word(const std::string& text, const std::string& option) {
  const bool hex = text.rfind("0x", 0) == 0 || text.rfind("0X", 0) == 0;
  const char* const begin = text.data() + (hex ? 2 : 0);
  const char* const end = text.data() + text.size();
  Word word = 0;
  const auto [last, error] = std::from_chars(begin, end, word, hex ? 16 : 10);
  if (error != std::errc() || last != end) {
    throw InputError(option + " " + printable(text) + ": is not an input word such as 4660 or 0x1234");
  }
  return word;
}

Shard parse_shard(const std::string& text) {
  Shard shard;
  if (text.empty()) return shard;
  const std::size_t slash = text.find('/');
  const auto parse = [&](std::string_view part, int& number) {
    const auto [last, error] = std::from_chars(part.data(), part.data() + part.size(), number);
    return error == std::errc() && last == part.data() + part.size();
  };
  if (slash == std::string::npos || !parse(std::string_view(text).substr(0, slash), shard.index) ||
      !parse(std::string_view(text).substr(slash + 1), shard.count) || shard.index < 1 || shard.index > shard.count) {
    throw InputError("--shard " + printable(text) + ": is not one such as 1/4, from 1/4 to 4/4");
  }
  return shard;
}

/// Throws InputError for a function, unit or scale that was asked for by name and that no table serves.
void check_served(const SweepOptions& options, const std::vector<const Function*>& functions,
                  const std::vector<int>& scales, const std::vector<FittedTable>& tables) {
  const auto check = [&](const std::string& what, const auto& serves) {
    if (std::any_of(tables.begin(), tables.end(), serves)) return;
    throw InputError(fmt::format("--table {}: no table of {} is in it", fmt::join(options.tables, ", "), what));
  };
  // Of "all", those that are there are meant.
  for (const Function* const function : names_all(options.fit.functions) ? std::vector<const Function*>{} : functions) {
    check(function->name, [&](const FittedTable& table) { return &table.function() == function; });
  }
  for (const std::string& unit : names_all(options.fit.units) ? std::vector<std::string>{} : options.fit.units) {
    check(unit, [&](const FittedTable& table) { return table.unit->name == unit; });
  }
  for (const int s : scales) {
    check(fmt::format("scale {}", s), [&](const FittedTable& table) {
      return !table.unit->input_scale || std::find(table.scales.begin(), table.scales.end(), s) != table.scales.end();
    });
  }
  check("what was asked for", [](const FittedTable&) { return true; });
}

/// The tables of files that --function, --unit and --scale leave.
std::vector<FittedTable> tables_of_files(const SweepOptions& options) {
  const std::vector<const Function*> functions = parse_functions(options.fit.functions);
  const std::vector<const UnitConfig*> units = find_units(options.fit.units);
  const std::vector<int> scales = parse_ranges(options.fit.scales, "--scale");
  std::vector<FittedTable> tables;
  for (const std::string& file : options.tables) {
    for (FittedTable& table : load_tables(file)) {
      if (!functions.empty() && std::find(functions.begin(), functions.end(), &table.function()) == functions.end()) {
        continue;
      }
      if (!scales.empty() && table.unit->input_scale) {
        const auto is_wanted = [&](int s) { return std::find(scales.begin(), scales.end(), s) != scales.end(); };
        table.scales.erase(std::remove_if(table.scales.begin(), table.scales.end(), std::not_fn(is_wanted)),
                           table.scales.end());
        if (table.scales.empty()) continue;
      }
      if (options.fit.units.empty()) tables.push_back(table);
      for (const UnitConfig* const unit : units) {
        if (!same_format(*unit, *table.unit)) continue;
        tables.push_back(table);
        tables.back().unit = unit;
      }
    }
  }
  check_served(options, functions, scales, tables);
  return tables;
}

/// "a,b,c", as the command line takes lists.
std::string joined(const std::vector<std::string>& texts) {
  std::string list;
  for (const std::string& text : texts) list += (list.empty() ? "" : ",") + text;
  return list;
}

/// The command that sweeps these functions, units and scales (each may be empty) as the options say.
std::string sweep_command(const SweepOptions& options, const std::string& functions, const std::string& units,
                          const std::string& scales) {
  const FitOptions& fit = options.fit;
  std::string text = "pwlsim sweep";
  const auto add = [&](const char* option, const std::string& value) {
    if (!value.empty()) text += std::string(" ") + option + " " + quoted(value);
  };
  add("--unit", units);
  add("--function", functions);
  add("--scale", scales);
  for (const std::string& file : options.tables) add("--table", file);
  if (options.tables.empty()) {
    add("--method", fit.method);
    add("--tails", fit.tails);
    add("--seed", std::to_string(fit.seed));
    add("--objective", fit.objective);
    if (fit.shared) text += " --shared";
    if (fit.zero_mean) text += " --zero-mean";
    add("--weights", fit.weights.name);
    if (!fit.weights.column.empty()) add("--column", fit.weights.column);
    add("--least", fit.least);
    for (const std::string& setting : fit.settings) add("--set", setting);
    if (fit.output_scale) add("--output-scale", std::to_string(*fit.output_scale));
  }
  return text + rtl_arguments(options);
}

/// The command that sweeps one table.
std::string item_command(const SweepOptions& options, const FittedTable& table, const UnitTable& registers) {
  const std::string scales = options.fit.shared         ? joined(options.fit.scales)  // which one table serves
                             : !table.unit->input_scale ? ""
                                                        : std::to_string(registers.scale);
  return sweep_command(options, table.table.function, registers.config.name, scales);
}

/// The command that was given.
std::string whole_command(const SweepOptions& options) {
  const FitOptions& fit = options.fit;
  std::string units = joined(fit.units);
  if (units.empty() && options.tables.empty()) {
    for (const std::string& n : fit.entries.empty() ? std::vector<std::string>{"8"} : fit.entries) {
      units += (units.empty() ? "" : ",") + fit.format + "_" + n;
    }
  }
  std::string text = sweep_command(options, joined(fit.functions), units, joined(fit.scales));
  if (!options.from.empty()) text += " --from " + quoted(options.from);
  if (!options.to.empty()) text += " --to " + quoted(options.to);
  if (!options.shard.empty()) text += " --shard " + quoted(options.shard);
  return text;
}

/// The lockstep run of an item, or nothing where `pwlsim run` cannot make its table.
std::string run_command(const SweepOptions& options, const FittedTable& table, const UnitTable& registers) {
  const FitOptions& fit = options.fit;
  const bool plain = fit.objective.empty() && !fit.shared && !fit.zero_mean && fit.weights.name == "uniform" &&
                     fit.least.empty() && fit.settings.empty();
  if (!plain || options.tables.size() > 1) return "";
  Options run;
  run.method = fit.method;
  run.tails = fit.tails;
  run.seed = fit.seed;
  if (!options.tables.empty()) run.table = options.tables[0];
  if (registers.config.input_scale) run.scale = registers.scale;
  run.output_scale = fit.output_scale;
  static_cast<RtlOptions&>(run) = options;
  run.stimulus = "x.txt";
  return replay_command(run, registers.config.name, table.table.function, std::nullopt);
}

SweepItem make_item(const SweepOptions& options, const FittedTable& table, const UnitTable& registers) {
  const UnitConfig& unit = registers.config;
  SweepItem item{label_of(table, registers),
                 registers,
                 &table.function(),
                 rtl_source(options, unit),
                 options.latency.value_or(unit.latency()),
                 0,
                 low_bits(unit.x_width()),
                 "",
                 ""};
  if (!options.from.empty()) item.from = parse_word(options.from, "--from");
  if (!options.to.empty()) item.to = parse_word(options.to, "--to");
  if (item.to > low_bits(unit.x_width()) || item.from > item.to) {
    throw InputError(fmt::format("--from 0x{:x} --to 0x{:x}: is no range of the input words of {}, 0 to 0x{:x}",
                                 item.from, item.to, unit.name, low_bits(unit.x_width())));
  }
  item.command = item_command(options, table, registers);
  item.run = run_command(options, table, registers);
  return item;
}

std::string verilator_version() { return rtl_tool_versions().substr(0, rtl_tool_versions().find('\n')); }

SweepPlan make_plan(const SweepOptions& options) {
  SweepPlan plan{{}, options.chunk, program_name() + ", " + verilator_version()};
  const std::vector<FittedTable> tables = options.tables.empty() ? fit_tables(options.fit) : tables_of_files(options);
  std::vector<const UnitConfig*> units;
  for (const FittedTable& table : tables) units.push_back(table.unit);
  check_rtl_options(options, units);
  for (const FittedTable& table : tables) {
    for (const UnitTable& registers : register_sets(table)) plan.items.push_back(make_item(options, table, registers));
  }
  return plan;
}

/// Of the options of a sweep, those that it has no use for. The seed sets what registers hold at first.
IdleOptions idle_in_sweep(const SweepOptions& options, const SweepPlan& plan) {
  std::vector<const UnitConfig*> units;
  for (const SweepItem& item : plan.items) {
    const UnitConfig* const unit = &find_unit(item.config().name);
    if (std::find(units.begin(), units.end(), unit) == units.end()) units.push_back(unit);
  }
  IdleOptions idle = options.tables.empty() ? idle_in_fit(options.fit, units) : idle_on_units(units, false);
  idle.erase(std::remove_if(idle.begin(), idle.end(), [](const IdleOption& one) { return one.option == "--seed"; }),
             idle.end());
  return idle + idle_in_summary(options.summary);
}

/// Says how far the sweep is.
class SweepShow {
 public:
  void operator()(const SweepProgress& progress) {
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin_).count();
    std::string line = fmt::format("sweep: {} of {} chunks", progress.chunks_done, progress.chunks);
    if (progress.inputs_now > 0) {
      const double rate = static_cast<double>(progress.inputs_now) / seconds;
      const auto left = static_cast<long>(static_cast<double>(progress.inputs_left) / rate);
      line += fmt::format(", {:.1f} M results/s, {}:{:02} min left", rate * 1e-6, left / 60, left % 60);
    }
    progress_.show(line);
  }
  void clear() { progress_.clear(); }

 private:
  Progress progress_;
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

std::string conditions(const SweepSummary& summary, int jobs) {
  std::string text = summary.header.program + "; ";
  if (jobs > 0) text += fmt::format("{} core{}; ", jobs, jobs == 1 ? "" : "s");
  return text +
         "RTL against golden model, result and segment in every cycle; error judged over the function's range, at each "
         "input of up to 2^20, else at multiples of 1021";
}

/// Prints and writes a summary. Returns the exit code.
int report(const SweepSummary& summary, const SummaryOptions& options, const std::string& command, int jobs) {
  const Document document = sweep_document(summary, conditions(summary, jobs));
  write_document(document, options.document);
  write_junit(options.junit, "sweep", sweep_cases(summary));
  if (!options.evidence.empty()) {
    const Evidence evidence =
        evidence_of("sweep", options.evidence_command.empty() ? command : options.evidence_command, document);
    write_file(options.evidence, evidence_json(evidence), "--evidence");
  }
  return summary.mismatches() == 0 ? 0 : 1;
}

int sweep(const CLI::App& app, const SweepOptions& options) {
  const Shard shard = parse_shard(options.shard);
  if (shard.count > 1 && options.state.empty()) {
    throw InputError("--shard: needs --state FILE, which pwlsim sweep merge reads");
  }
  const SweepPlan plan = make_plan(options);
  say_idle(app, idle_in_sweep(options, plan));
  const JournalHeader header = header_of(plan, shard);
  std::optional<Journal> journal;
  if (!options.state.empty()) journal.emplace(options.state, header);
  if (journal && journal->damaged_lines() > 0) {
    std::fprintf(stderr, "pwlsim: %s: %zu damaged line(s); what they said is done again\n", options.state.c_str(),
                 journal->damaged_lines());
  }
  SweepShow show;
  SweepRun run;
  run.jobs = options.jobs.value_or(static_cast<int>(cores()));
  run.seed = options.fit.seed;
  run.journal = journal ? &*journal : nullptr;
  run.show = [&](const SweepProgress& progress) { show(progress); };
  std::atomic<bool> stop_asked{false};
  std::atomic<int> stop_signal{0};
  const OrderlyStop orderly([&](int signal) {
    stop_signal = signal;
    stop_asked = true;
  });
  std::map<std::size_t, ChunkRecord> records;
  try {
    records = run_sweep(plan, header, run, RtlLoader(), stop_asked);
  } catch (const UnitStopped& stopped) {
    write_junit(options.summary.junit, "sweep", {{"sweep", "simulation", false, stopped.what()}});
    throw;
  } catch (const MachineError&) {
    if (stop_signal == 0) throw;  // else a tool was ended
    if (!options.state.empty()) records = read_journal(options.state).records;
  }
  show.clear();
  const std::size_t wanted = chunks_of_shard(header);
  if (records.size() < wanted) {
    std::fprintf(stderr, "pwlsim: stopped by signal %d; %s\n", stop_signal.load(),
                 options.state.empty() ? "nothing is kept without --state FILE"
                                       : fmt::format("{} of {} chunks are in {}; the same command goes on from there",
                                                     records.size(), wanted, options.state)
                                             .c_str());
    return 128 + stop_signal;
  }
  const int exit_code = report(summarise(header, records), options.summary, whole_command(options), run.jobs);
  if (shard.count > 1) {
    std::cout << fmt::format("with the state files of all {} shards: pwlsim sweep merge FILE…\n", shard.count);
  }
  return exit_code;
}

void add_summary_options(Command& app, SummaryOptions& options) {
  add_document_options(app, options.document);
  app.add_report("--junit", options.junit, "Write a report for CI servers to FILE, one case a table");
  app.add_output("--evidence", options.evidence, "Write the table that is printed to FILE, for the README");
  app.add_option("--evidence-command", options.evidence_command,
                 "What that file names as the command that makes it; default: this command");
}

void add_merge(CLI::App& sweep, int& exit_code) {
  Command* const app = &add_command(sweep, "merge", "Add up the state files of all shards of a sweep");
  app->footer("Example: pwlsim sweep merge shard_*.state --json sweep.json");
  const auto files = std::make_shared<std::vector<std::string>>();
  const auto options = std::make_shared<SummaryOptions>();
  app->add_input("files", *files, "State files (--state)")->required();
  add_summary_options(*app, *options);
  app->callback([app, files, options, &exit_code] {
    say_idle(*app, idle_in_summary(*options));
    std::string command = "pwlsim sweep merge";
    for (const std::string& file : *files) command += " " + quoted(file);
    exit_code = report(merge_journals(*files), *options, command, 0);
  });
}

}  // namespace

void add_sweep(CLI::App& program, int& exit_code) {
  Command* const app =
      &add_command(program, "sweep", "Compare the RTL with the golden model on every input word there is");
  app->footer(
      "Example: pwlsim sweep --unit int8_8 --function all --scale 0..6\n"
      "All 2^32 inputs, to go on after a stop: pwlsim sweep --unit fp32_8 --function gelu --state gelu.state\n"
      "On several machines: pwlsim sweep --unit fp32_8 --shard 1/4 --state 1.state (to 4/4), then\n"
      "                     pwlsim sweep merge 1.state 2.state 3.state 4.state\n"
      "Exit code: 0 all equal, 1 a mismatch, 2 wrong usage or bad input, 128 + signal when stopped.");
  const auto options = std::make_shared<SweepOptions>();
  add_choice_options(*app, options->fit);
  add_fit_options(*app, options->fit);
  CLI::Option* const table =
      app->add_input("--table", options->tables,
                     "Take the tables of FILE (pwlsim fit, or GQA-LUT's JSON) in place of a method; may be repeated")
          ->allow_extra_args(false);
  for (const char* name : {"--format", "--entries", "--method", "--tails", "--objective", "--shared", "--zero-mean",
                           "--weights", "--column", "--least", "--set", "--output-scale"}) {
    table->excludes(app->get_option(name));
  }
  add_rtl_options(*app, *options);
  app->add_option("--from", options->from, "First input word, such as 4660 or 0x1234; default: 0");
  app->add_option("--to", options->to, "Last input word; default: the greatest");
  add_whole(*app, "--jobs", options->jobs, "Cores; default: all", 1, 4096);
  add_whole(*app, "--chunk", options->chunk, "Inputs that are done and recorded as a whole", kLeastChunk);
  app->add_option("--shard", options->shard, "Do part I of N only, 1/N to N/N")->type_name("I/N");
  app->add_updated("-o,--state", options->state,
                   "Record chunks in FILE; with a FILE that is there, go on from where it ends");
  add_summary_options(*app, options->summary);
  add_merge(*app, exit_code);
  app->callback([app, options, &exit_code] {
    if (!app->get_subcommands().empty()) return;  // merge
    exit_code = sweep(*app, *options);
  });
}

}  // namespace pwlsim::cli
