// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <CLI/CLI.hpp>
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
#include "sim/cli/arguments.h"
#include "sim/cli/command.h"
#include "sim/cli/commands.h"
#include "sim/cli/document_options.h"
#include "sim/cli/option_use.h"
#include "sim/cli/rtl_options.h"
#include "sim/cli/table_options.h"
#include "sim/cli/terminal_feedback.h"
#include "sim/experiment/command_text.h"
#include "sim/experiment/sweep_plan.h"
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

struct SweepOptions {
  TableOptions tables;
  SweepRequest request;
  std::string from, to, shard, state;
  std::optional<int> jobs;  ///< default: all cores
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

SweepRequest request_of(const SweepOptions& options) {
  SweepRequest request = options.request;
  request.tables = request_of(options.tables);
  if (!request.files.empty() && !request.rtl.fixed_table.empty()) {
    throw InputError("--table: --fixed-table has the table");
  }
  if (!request.table_files().empty()) {
    request.tables.functions = options.tables.functions;
    request.tables.units = options.tables.units;
  }
  if (!options.from.empty()) request.from = parse_word(options.from, "--from");
  if (!options.to.empty()) request.to = parse_word(options.to, "--to");
  request.shard = parse_shard(options.shard);
  if (request.shard.count > 1 && options.state.empty()) {
    throw InputError("--shard: needs --state FILE, which pwlsim sweep merge reads");
  }
  return request;
}

/// Of the options of a sweep, those that it has no use for. The seed sets what registers hold at first.
IdleOptions idle_in_sweep(const SweepOptions& options, const SweepRequest& request, const SweepPlan& plan) {
  std::vector<const UnitConfig*> units;
  for (const SweepItem& item : plan.items) {
    const UnitConfig* const unit = &find_unit(item.config().name);
    if (std::find(units.begin(), units.end(), unit) == units.end()) units.push_back(unit);
  }
  IdleOptions idle = request.table_files().empty() ? idle_in_fit(request.tables, units) : idle_on_units(units, false);
  idle.erase(std::remove_if(idle.begin(), idle.end(), [](const IdleOption& one) { return one.option == "--seed"; }),
             idle.end());
  return idle + idle_in_summary(options.summary);
}

/// Says how far the sweep is.
class SweepShow {
 public:
  explicit SweepShow(Feedback& feedback) : progress_(feedback) {}

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

int sweep(const Command& app, const SweepOptions& options) {
  const SweepRequest request = request_of(options);
  TerminalFeedback feedback;
  const SweepPlan plan = make_plan(request, feedback);
  say_idle(app, idle_in_sweep(options, request, plan));
  const JournalHeader header = header_of(plan, request.shard);
  std::optional<Journal> journal;
  if (!options.state.empty()) journal.emplace(options.state, header);
  if (journal && journal->damaged_lines() > 0) {
    feedback.note(
        fmt::format("{}: {} damaged line(s); what they said is done again", options.state, journal->damaged_lines()));
  }
  std::optional<SweepShow> show(std::in_place, feedback);
  SweepRun run;
  run.jobs = options.jobs.value_or(static_cast<int>(cores()));
  run.seed = request.tables.seed;
  run.journal = journal ? &*journal : nullptr;
  run.show = [&](const SweepProgress& progress) { (*show)(progress); };
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
  show.reset();
  const std::size_t wanted = chunks_of_shard(header);
  if (records.size() < wanted) {
    std::fprintf(stderr, "pwlsim: stopped by signal %d; %s\n", stop_signal.load(),
                 options.state.empty() ? "nothing is kept without --state FILE"
                                       : fmt::format("{} of {} chunks are in {}; the same command goes on from there",
                                                     records.size(), wanted, options.state)
                                             .c_str());
    return 128 + stop_signal;
  }
  const int exit_code = report(summarise(header, records), options.summary, sweep_command(request), run.jobs);
  if (request.shard.count > 1) {
    std::cout << fmt::format("with the state files of all {} shards: pwlsim sweep merge FILE…\n", request.shard.count);
  }
  return exit_code;
}

void add_summary_options(Command& app, SummaryOptions& options) {
  add_document_options(app, options.document);
  app.add_report("--junit", options.junit, "Write a report for CI servers to FILE, one case a table");
  app.add_output("--evidence", options.evidence, "Write the table that is printed to FILE, for the README");
  app->add_option("--evidence-command", options.evidence_command,
                  "What that file names as the command that makes it; default: this command");
}

void add_merge(CLI::App& sweep, int& exit_code) {
  Command& app = add_command(sweep, "merge", "Add up the state files of all shards of a sweep");
  app->footer("Example: pwlsim sweep merge shard_*.state --json sweep.json");
  const auto files = std::make_shared<std::vector<std::string>>();
  const auto options = std::make_shared<SummaryOptions>();
  app.add_input("files", *files, "State files (--state)")->required();
  add_summary_options(app, *options);
  app->callback([&app, files, options, &exit_code] {
    say_idle(app, idle_in_summary(*options));
    std::string command = "pwlsim sweep merge";
    for (const std::string& file : *files) command += " " + quoted(file);
    exit_code = report(merge_journals(*files), *options, command, 0);
  });
}

}  // namespace

void add_sweep(CLI::App& program, int& exit_code) {
  Command& app = add_command(program, "sweep", "Compare the RTL with the golden model on every input word there is");
  app->footer(
      "Example: pwlsim sweep --unit int8_8 --function all --scale 0..6\n"
      "All 2^32 inputs, to go on after a stop: pwlsim sweep --unit fp32_8 --function gelu --state gelu.state\n"
      "On several machines: pwlsim sweep --unit fp32_8 --shard 1/4 --state 1.state (to 4/4), then\n"
      "                     pwlsim sweep merge 1.state 2.state 3.state 4.state\n"
      "Exit code: 0 all equal, 1 a mismatch, 2 wrong usage or bad input, 128 + signal when stopped.");
  const auto options = std::make_shared<SweepOptions>();
  add_choice_options(app, options->tables);
  add_table_options(app, options->tables);
  CLI::Option* const table =
      app.add_input("--table", options->request.files,
                    "Take the tables of FILE (pwlsim fit, or GQA-LUT's JSON) in place of a method; may be repeated")
          ->allow_extra_args(false);
  for (const char* name : {"--format", "--entries", "--method", "--tails", "--objective", "--shared", "--zero-mean",
                           "--weights", "--column", "--seeds", "--least", "--set", "--output-scale"}) {
    table->excludes(app->get_option(name));
  }
  add_rtl_options(app, options->request.rtl);
  app->add_option("--from", options->from, "First input word, such as 4660 or 0x1234; default: 0");
  app->add_option("--to", options->to, "Last input word; default: the greatest");
  add_whole(app, "--jobs", options->jobs, "Cores; default: all", 1, 4096);
  add_whole(app, "--chunk", options->request.chunk, "Inputs that are done and recorded as a whole", kLeastChunk);
  app->add_option("--shard", options->shard, "Do part I of N only, 1/N to N/N")->type_name("I/N");
  app.add_updated("-o,--state", options->state,
                  "Record chunks in FILE; with a FILE that is there, go on from where it ends");
  add_summary_options(app, options->summary);
  add_merge(*app, exit_code);
  app->callback([&app, options, &exit_code] {
    if (!app->get_subcommands().empty()) return;  // merge
    exit_code = sweep(app, *options);
  });
}

}  // namespace pwlsim::cli
