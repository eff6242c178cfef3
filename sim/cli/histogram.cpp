// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/cli/arguments.h"
#include "sim/cli/command.h"
#include "sim/cli/commands.h"
#include "sim/cli/document_options.h"
#include "sim/cli/function_options.h"
#include "sim/experiment/histogram.h"
#include "sim/lockstep/recording.h"
#include "sim/report/histogram_report.h"
#include "sim/rooms.h"

namespace pwlsim::cli {
namespace {

struct HistogramCommand {
  HistogramRequest request;
  std::vector<std::string> functions = {"gelu"}, scales;
  std::string range, tails = "hold", output;  ///< range and tails of the function
  DocumentOptions document;
};

int run_histogram(HistogramCommand& command) {
  if (command.functions.size() != 1 || command.functions[0] == "all") {
    throw InputError("histogram takes one function, whose values it sums up");
  }
  command.request.function = command.functions[0];
  command.request.scales = parse_ranges(command.scales, "--scale");
  if (!command.output.empty() && command.request.scales.size() > 1) {
    throw InputError("-o: a file holds the codes of one scale, not of several");
  }
  const std::vector<MadeHistogram> all = make_histograms(command.request);
  if (!command.output.empty()) write_file(command.output, histogram_text(all[0]), "-o");
  if (command.output == "-") return 0;
  write_document(histogram_document(all), command.document);
  if (!command.output.empty()) std::cout << fmt::format("\nwritten: {}\n", command.output);
  return 0;
}

}  // namespace

void add_histogram(CLI::App& program, int& exit_code) {
  Command& app = add_command(program, "histogram", "Gather recorded activations by input code, for --weights");
  app->footer(
      "Example: pwlsim histogram layer3.npy layer4.npy --function gelu --unit int8_8 --scale 5 -o gelu_s5.csv\n"
      "         pwlsim fit --function gelu --scale 5 --weights gelu_s5.csv -o gelu.json\n"
      "         pwlsim histogram --function gelu --scale 2..6   (how much each scale clips, and what that costs)\n"
      "FILE has a line for each code that occurs: code, count, sum of f, and spread, the sum of (f - mean)^2, over\n"
      "its activations. Method optimal makes the same table from it as from the recording, and eval finds the same\n"
      "figures. You may write one while a network runs; the last column may be missing.");
  const auto command = std::make_shared<HistogramCommand>();
  app.add_input("files", command->request.files,
                "Recordings, and histograms to add to them; default: the bundled recording of the function");
  app.also_reads("recorded activations", [] { return files_in(recordings_folder(), ".npy"); });
  app->add_option("--column", command->request.column, "Column of files with several: its name or number")
      ->check(check_name);
  add_function_options(app, {command->functions, command->range, command->tails}, "");
  app->add_option("--unit", command->request.unit, "Unit whose codes they are")->capture_default_str();
  add_list(app, "--scale", command->scales, "Input scales s, such as 5 or 2..6; default: finest for the range", false);
  app.add_output("-o,--output", command->output, "Write the histogram to FILE");
  add_document_options(app, command->document);
  app->callback([command, &exit_code] { exit_code = run_histogram(*command); });
}

}  // namespace pwlsim::cli
