// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <memory>

#include "sim/base/source_folder.h"
#include "sim/cli/arguments.h"
#include "sim/cli/command.h"
#include "sim/cli/commands.h"
#include "sim/cli/document_options.h"
#include "sim/cli/function_options.h"
#include "sim/cli/table_options.h"
#include "sim/cli/terminal_feedback.h"
#include "sim/experiment/survey.h"
#include "sim/report/survey_report.h"
#include "sim/rooms.h"

namespace pwlsim::cli {
namespace {

struct SurveyCommand {
  SurveyRequest request;
  std::vector<std::string> entries = {"8", "16"};
  std::string range, tails = "hold";  ///< of the functions
  DocumentOptions document;
};

}  // namespace

void add_survey(CLI::App& program, int& exit_code) {
  Command& app = add_command(program, "survey", "Compare all ways to make INT8 tables by their error");
  app->footer(
      "Example: pwlsim survey --function gelu --entries 8\n"
      "         pwlsim survey --function gelu --weights recorded   (NMSE, which goes with a network's accuracy)\n"
      "Mean squared error over the codes in range, at each input scale. uniform, NN-LUT, GQA-LUT and the shared\n"
      "optimum have one set of lines for all scales; the optimum has a table for each.");
  const auto command = std::make_shared<SurveyCommand>();
  SurveyRequest& request = command->request;
  request.published = (source_folder() / "tests/data/gqa_lut").string();
  add_function_options(app, {request.functions, command->range, command->tails}, "");
  add_list(app, "--entries", command->entries, "Numbers of entries, comma-separated", true);
  add_whole(app, "--seeds", request.seeds, "Seeds 1, 2 … of the methods that search or train; their median counts", 1,
            1000);
  add_weights_options(app, request.weights);
  app->add_option("--published", request.published, "Folder of published tables, <function>_pwl_<entries - 1>.json")
      ->capture_default_str();
  app.also_reads("--published", [command] { return files_in(command->request.published, ".json"); });
  add_document_options(app, command->document);
  app->callback([command, &exit_code] {
    command->request.entries = parse_ranges(command->entries, "--entries");
    TerminalFeedback feedback;
    write_document(survey_document(survey_tables(command->request, feedback)), command->document);
    exit_code = 0;
  });
}

}  // namespace pwlsim::cli
