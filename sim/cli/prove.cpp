// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include "sim/base/file.h"
#include "sim/base/threads.h"
#include "sim/cli/arguments.h"
#include "sim/cli/command.h"
#include "sim/cli/commands.h"
#include "sim/cli/document_options.h"
#include "sim/cli/option_use.h"
#include "sim/cli/options.h"
#include "sim/cli/rtl_options.h"
#include "sim/cli/terminal_feedback.h"
#include "sim/experiment/proofs.h"
#include "sim/report/evidence.h"
#include "sim/report/prove_report.h"
#include "sim/rooms.h"

namespace pwlsim::cli {
namespace {

struct ProveCommand {
  ProveRequest request;
  bool list = false;
  std::string evidence, junit;
  DocumentOptions document;
};

int prove(const Command& app, const ProveCommand& options) {
  const ProveRequest& request = options.request;
  TerminalFeedback feedback;
  const ProofList list = make_proofs(request, options.list, feedback);
  say_idle(app,
           idle_when(options.list,
                     {"--timeout", "--fresh", "--hard", "--liberty", "--lef", "--wire-load", "--evidence", "--junit"},
                     "with --list nothing is proven") +
               idle_when(!options.list && !list.technology, {"--liberty", "--lef", "--wire-load"},
                         "no gates are proven; name units") +
               idle_when(request.all, {"--parts", "--gates"}, "--all has them"));
  if (options.list) {
    write_document(proofs_document(list.proofs), options.document);
    return 0;
  }
  const std::vector<ProofResult> results = run_proofs(list, request, feedback);
  const std::string conditions = fmt::format("{}, {}; {} cores; for all values of all inputs and registers",
                                             yosys_version(), abc_version(), cores());
  write_document(prove_document(results, conditions, true), options.document);
  if (!options.evidence.empty()) {
    const Evidence evidence = evidence_of("prove", prove_command(request), prove_document(results, conditions, false));
    write_file(options.evidence, evidence_json(evidence), "--evidence");
  }
  write_junit(options.junit, "prove", prove_cases(results));
  return std::any_of(results.begin(), results.end(), is_failure) ? 1 : 0;
}

}  // namespace

void add_prove(CLI::App& program, int& exit_code) {
  Command& app = add_command(
      program, "prove",
      "Prove by Yosys and abc that the RTL is what it should be, and the gates are the RTL, for all inputs");
  app->footer(
      "Examples: pwlsim prove --unit int8_8\n"
      "          pwlsim prove --all --evidence prove.json\n"
      "          pwlsim prove --units int8_8,int8_16 --gates\n"
      "          pwlsim prove --unit int8_8 --rtl my_unit.sv   (its data path, for all inputs and tables)\n"
      "Each proof has to refute its mutants, or it counts as vacuous. Without options: the parts. Exit code: 0 all "
      "proofs\n"
      "hold, 1 one is refuted, vacuous or not decided in time.");
  const auto options = std::make_shared<ProveCommand>();
  ProveRequest& request = options->request;
  add_list(app, "--unit,--units", request.units, "Units, or all: their data path, every cycle, and their gates", true);
  app->add_flag(
      "--all", request.all,
      "Integer units with 8 and 16 entries, units of words and constants, the gates of some units, the handshake and "
      "all parts");
  app->add_flag("--parts", request.parts, "The handshake and the parts, each for the widths of the units");
  app->add_flag("--gates", request.gates, "Of the units named: only that their gates are their RTL");
  app->add_option("--only", request.only, "Proofs whose names fit the pattern, such as 'mul_int/*'")->check(check_name);
  app->add_flag("--list", options->list, "Show the names and statements, prove nothing");
  app->add_flag("--fresh", request.fresh, "Decide again what the cache knows");
  app->add_flag("--hard", request.hard, "Try what is known not to end, too");
  add_number(app, "--timeout", request.timeout, "Seconds of CPU time for each proof and each mutant", 1, 1e6);
  add_rtl_options(app, request.rtl);
  add_liberty_option(app, request.library.liberty);
  add_layout_options(app, request.library);
  add_document_options(app, options->document);
  app.add_output("--evidence", options->evidence, "Write the table that is printed to FILE, for the README");
  app.add_report("--junit", options->junit, "Write a report for CI servers to FILE");
  app->callback([&app, options, &exit_code] { exit_code = prove(app, *options); });
}

}  // namespace pwlsim::cli
