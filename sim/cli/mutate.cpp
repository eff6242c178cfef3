// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/base/version.h"
#include "sim/cli/arguments.h"
#include "sim/cli/command.h"
#include "sim/cli/commands.h"
#include "sim/cli/document_options.h"
#include "sim/cli/option_use.h"
#include "sim/cli/rtl_options.h"
#include "sim/cli/terminal_feedback.h"
#include "sim/experiment/mutants.h"
#include "sim/report/evidence.h"
#include "sim/report/mutate_report.h"
#include "sim/rooms.h"

namespace pwlsim::cli {
namespace {

struct MutateCommand {
  MutateRequest request;
  bool list = false, verbose = false;
  std::string junit, evidence;
  DocumentOptions document;
  std::string judge, trial, folder;  // of a judge
};

std::vector<MutateResult> results_of(const std::vector<ModelMutants>& models) {
  std::vector<MutateResult> results;
  for (const ModelMutants& model : models) results.push_back({model.name, model.mutants, model.kept, model.stale});
  return results;
}

std::string conditions_of(const MutateRequest& request, const ModelMutants& first) {
  if (request.rtl.has_rtl()) {
    return fmt::format(
        "{}, {} in lockstep with the golden model of {}; rejected: by Verilator or the compiler; same code: they make "
        "the same program of it; explained: nobody can see it, for the reason in --rtl-survivors; score: killed of the "
        "others",
        program_name(), first.name, request.unit.empty() ? "int8_8" : request.unit);
  }
  return program_name() +
         ", rejected: by Verilator or the compiler; same code: they make the same program of it, in every unit; by "
         "lint: of the killed, those that only Verilator's lint notices; explained: nobody can see it, for the reason "
         "in survivors.txt; score: killed of the others";
}

int mutate(const MutateCommand& command) {
  const MutateRequest& request = command.request;
  TerminalFeedback feedback;
  if (!command.judge.empty()) {
    const Trial trial = find_trial(command.trial);
    if (request.rtl.has_rtl()) {
      judge_here(foreign_subject(request, feedback), command.folder, trial);
    } else {
      judge_here(language_of(command.judge), command.folder, find_unit(request.unit), trial);
    }
    return 0;
  }
  std::vector<ModelMutants> models = mutants_of(request);
  if (command.list) {
    write_document(mutants_document(results_of(models)), command.document);
    return 0;
  }
  judge_mutants(request, models, feedback);
  const std::string conditions = conditions_of(request, models.front());
  const std::vector<MutateResult> results = results_of(models);
  const MutateView view{request.harmless, command.verbose};
  const Document document = mutate_document(results, conditions, view);
  write_document(document, command.document);
  if (!command.evidence.empty()) {
    write_file(command.evidence, evidence_json(evidence_of("mutate", mutate_command(request), document)), "--evidence");
  }
  const std::vector<CheckCase> cases = mutate_cases(results, view);
  write_junit(command.junit, "pwlsim mutate", cases);
  return std::all_of(cases.begin(), cases.end(), [](const CheckCase& one) { return one.passed; }) ? 0 : 1;
}

}  // namespace

void add_mutate(CLI::App& program, int& exit_code) {
  Command& app = add_command(
      program, "mutate",
      "Small changes of RTL, pwlsim's or your own, and of the SystemC model, one at a time, each of which has to be "
      "noticed");
  app->footer(
      "Example: pwlsim mutate --files pwl_pipe.sv,pipe.h\n"
      "A part of all, for CI: pwlsim mutate --sample 50 --seed 7\n"
      "Your own RTL: pwlsim mutate --unit int8_8 --rtl my_unit.sv --rtl-survivors my_survivors.txt\n"
      "With --rtl the files that it names, includes or takes from -y have the mutants, and the lockstep with the\n"
      "golden model of --unit has to notice them: would it see such a bug in your unit?\n"
      "Lists are in tests/unit/, in common/ for files that structures share and in a folder of each structure:\n"
      "survivors.txt explains survivors, extra_mutants.txt has mutants to be judged besides. FILE takes the place of\n"
      "all lists of its kind; its entries about files of the other language do not count.\n"
      "Verdicts are kept in the cache: a run that was ended goes on.\n"
      "Exit code: 0 all killed or explained, 1 an unexplained survivor or an explanation out of date, 2 wrong usage "
      "or\n"
      "bad input.");
  const auto command = std::make_shared<MutateCommand>();
  MutateRequest& request = command->request;
  add_list(app, "--models", request.models, "rtl, systemc", true);
  app->add_option("--unit", request.unit, "The unit that --rtl is to equal; default: int8_8");
  add_list(app, "--files", request.files, "Only mutants of these files, such as pwl_pipe.sv", true);
  app->add_option("--id", request.id, "Only the mutant of that name; --list has the names")->check(check_name);
  add_whole<std::uint64_t>(app, "--sample", request.sample, "Only so many mutants of each model, drawn at random", 1,
                           1'000'000);
  add_whole(app, "--seed", request.seed, "Seed of the draw");
  app.add_input("--rtl-survivors", request.rtl_survivors, "List that explains survivors of the RTL");
  app.add_input("--systemc-survivors", request.systemc_survivors, "List that explains those of the SystemC model");
  app.add_input("--rtl-extra", request.rtl_extra, "List of mutants of the RTL to be judged besides");
  app.add_input("--systemc-extra", request.systemc_extra, "List of those of the SystemC model");
  app.also_reads("the default of --rtl-survivors", [] { return mutant_lists(kSurvivors); });
  app.also_reads("the default of --rtl-extra", [] { return mutant_lists(kExtraMutants); });
  app->add_flag("--extra", request.extra, "Only the mutants of these lists, all of which have to be killed");
  app->add_flag("--prove", request.prove,
                "Say of survivors of --rtl whether they still compute the same (pwlsim prove)");
  app->add_flag("--list", command->list, "List the mutants and judge none");
  app->add_flag("--fresh", request.fresh, "Judge again what the cache knows");
  app->add_flag("--verbose", command->verbose, "Say of each mutant what became of it");
  app->add_flag("--harmless", request.harmless,
                "In place of mutants a change of each file that changes nothing: a check of this check. "
                "Exit code: 0 all of them survive, 1 one does not");
  app.add_report("--junit", command->junit, "Write a JUnit report to FILE");
  add_document_options(app, command->document);
  app.add_output("--evidence", command->evidence, "Write the table that is printed to FILE, for the README");
  add_rtl_options(app, request.rtl);
  // How this program calls itself to judge one unit of one mutant.
  app->add_option("--judge", command->judge)->group("");
  app->add_option("--trial", command->trial)->group("");
  app->add_option("--folder", command->folder)->group("");
  app->callback([&app, command, &exit_code] {
    const bool foreign = command->request.rtl.has_rtl();
    const auto judges = [&](const char* model) {
      return std::find(command->request.models.begin(), command->request.models.end(), model) !=
             command->request.models.end();
    };
    say_idle(app,
             idle_when(!command->request.sample, {"--seed"}, "all are judged; --sample draws some") +
                 idle_when(command->list,
                           {"--junit", "--evidence", "--verbose", "--fresh", "--rtl-survivors", "--systemc-survivors"},
                           "with --list none is judged") +
                 idle_when(!foreign, {"--prove"}, "only mutants of --rtl are proven") +
                 idle_when(foreign, {"--models"}, "with --rtl the mutants are of that RTL") +
                 idle_when(!command->list && !foreign && !judges("rtl"), {"--rtl-survivors", "--rtl-extra"},
                           "no RTL is judged") +
                 idle_when(!command->list && (foreign || !judges("systemc")),
                           {"--systemc-survivors", "--systemc-extra"}, "no SystemC model is judged") +
                 idle_when(command->request.harmless, {"--rtl-extra", "--systemc-extra", "--extra"},
                           "with --harmless only changes that change nothing are judged"));
    exit_code = mutate(*command);
  });
}

}  // namespace pwlsim::cli
