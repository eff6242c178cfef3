// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/function_options.h"

#include <CLI/CLI.hpp>

#include "sim/cli/arguments.h"
#include "sim/experiment/functions.h"

namespace pwlsim::cli {

CLI::Option* add_function_options(Command& app, const FunctionOptions& options, const std::string& standard) {
  add_list(app, "--function", options.functions,
           "Functions, comma-separated: names (pwlsim list), all, NAME=EXPRESSION of x, NAME=FILE of samples (.csv, "
           ".txt, .npy); NAME= may be left out" +
               (standard.empty() ? "" : "; default: " + standard),
           options.words);
  app->add_option("--range", options.range,
                  "LO:HI, where tables of these functions are fitted and judged; default: their own");
  CLI::Option* const tails =
      app->add_option("--tails", options.tails,
                      "Beyond the range: hold the function's tails, or leave the lines free; or two lines to hold, "
                      "such as 0:x; default of an expression or samples: the values at the ends")
          ->capture_default_str();
  if (options.tails.empty()) tails->default_str("hold; with --weights free");
  app.also_reads("--function", [functions = &options.functions] { return sample_files(*functions); });
  app.first([functions = &options.functions, range = &options.range, lines = &options.tails] {
    define_functions({*functions, *range, *lines});
  });
  return tails;
}

}  // namespace pwlsim::cli
