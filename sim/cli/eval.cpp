// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <memory>

#include "sim/cli/arguments.h"
#include "sim/cli/command.h"
#include "sim/cli/commands.h"
#include "sim/cli/document_options.h"
#include "sim/cli/function_options.h"
#include "sim/cli/option_use.h"
#include "sim/cli/table_options.h"
#include "sim/cli/terminal_feedback.h"
#include "sim/experiment/evaluation.h"
#include "sim/report/evaluation_report.h"
#include "sim/rooms.h"

namespace pwlsim::cli {
namespace {

struct EvalCommand {
  EvaluationRequest request;
  std::vector<std::string> scales;
  std::string range, tails = "hold";  ///< of the functions
  DocumentOptions document;
};

void run_eval(const Command& app, EvalCommand& command) {
  command.request.scales = parse_ranges(command.scales, "--scale");
  TerminalFeedback feedback;
  const std::vector<Evaluation> evaluations = evaluate_tables(command.request, feedback);
  say_idle(app, idle_on_units(units_of(evaluations), false));
  write_document(evaluation_document(evaluations, command.request), command.document);
}

}  // namespace

void add_eval(CLI::App& program, int& exit_code) {
  Command& app = add_command(program, "eval", "Say how good the tables of files are");
  app->footer(
      "Example: pwlsim eval gelu.json published/gelu_pwl_7.json --json figures.json\n"
      "         pwlsim eval mine.csv --function gelu --unit int8_8\n"
      "         pwlsim eval gelu.json --weights recorded   (what a network feels: NMSE)\n"
      "Files are those of pwlsim fit, whose help shows what a person may write, or JSON of GQA-LUT's authors.");
  const auto command = std::make_shared<EvalCommand>();
  app.add_input("files", command->request.files, "Files of tables")->required();
  add_list(app, "--scale", command->scales, "Input scales s in place of those in the files, such as 5 or 0..6", false);
  add_function_options(app, {command->request.functions, command->range, command->tails, false},
                       "those that the files say");
  add_list(app, "--unit,--units", command->request.units, "Units of tables whose file does not say them", false);
  add_weights_options(app, command->request.weights);
  add_document_options(app, command->document);
  app->callback([&app, command, &exit_code] {
    run_eval(app, *command);
    exit_code = 0;
  });
}

}  // namespace pwlsim::cli
