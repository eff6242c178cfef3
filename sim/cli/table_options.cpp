// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/table_options.h"

#include <fmt/format.h>
#include <CLI/CLI.hpp>
#include <charconv>
#include <cmath>
#include <string_view>
#include <system_error>

#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/base/find_named.h"
#include "sim/cli/arguments.h"
#include "sim/cli/function_options.h"
#include "sim/lockstep/recording.h"

namespace pwlsim::cli {
namespace {

/// The finite number that the whole text is, or nothing.
std::optional<double> finite_number(std::string_view text) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool good = error == std::errc() && end == text.data() + text.size() && std::isfinite(number);
  return good ? std::optional(number) : std::nullopt;
}

std::map<std::string, double> read_settings(const TableOptions& options) {
  std::map<std::string, double> settings;
  const FitMethod& method = find_fit_method(options.request.method);
  for (const std::string& text : options.settings) {
    const std::size_t equals = text.find('=');
    const auto value =
        equals == std::string::npos ? std::nullopt : finite_number(std::string_view(text).substr(equals + 1));
    if (!value) throw InputError("--set " + printable(text) + ": is not NAME=NUMBER");
    const std::string name = text.substr(0, equals);
    if (method.settings.empty()) {
      throw InputError("--set " + printable(text) + ": method " + method.name + " has no settings");
    }
    find_named(method.settings, "setting", name);
    if (!settings.emplace(name, *value).second) throw InputError("--set " + name + ": is given twice");
  }
  return settings;
}

std::optional<double> read_least(const std::string& text) {
  if (text.empty()) return std::nullopt;
  if (text == "exact") return 0;
  const std::optional<double> error = finite_number(text);
  if (!error || *error <= 0) {
    throw InputError("--least " + printable(text) + ": is neither an error above 0 nor 'exact'");
  }
  return error;
}

}  // namespace

// A list takes one argument, so that what follows may be a file.
void add_choice_options(Command& app, TableOptions& options) {
  options.request.tails.clear();  // request_of() knows the weights
  add_function_options(app, {options.functions, options.range, options.request.tails, false}, "gelu");
  CLI::Option* const format =
      app->add_option("--format", options.format, "Number format: int8, int16, int32, int32w, fp32, fp16, bf16")
          ->capture_default_str();
  CLI::Option* const entries =
      add_list(app, "--entries", options.entries, "Entries, comma-separated; default: 8", false);
  add_list(app, "--unit,--units", options.units,
           "Unit configurations in place of format and entries, or all (pwlsim list)", false)
      ->excludes(format)
      ->excludes(entries);
  add_list(app, "--scale", options.scales,
           "Input scales s of integer units, such as 5 or 0..6; default: finest for the range", false);
}

void add_table_options(Command& app, TableOptions& options) {
  TablesRequest& request = options.request;
  app->add_flag("--shared", request.shared, "One table for all the scales instead of one each");
  app->add_option("--method", request.method, "How tables are made (see pwlsim list)")->capture_default_str();
  app->add_option(
      "--objective", request.objective,
      "What is made small: mse, output-mse, max-error; default: mse, with method optimal output-mse for units "
      "that round their results to codes");
  app->add_flag("--zero-mean", request.zero_mean, "Bring the mean error to zero");
  add_weights_options(app, request.weights);
  app->add_option("--least", options.least,
                  "As few entries as reach that error of the objective, or 'exact': bit-exact output codes");
  add_whole(app, "--seed", request.seed, "Seed of everything random");
  add_whole(app, "--seeds", options.seeds,
            "Methods that search or train: the best table of so many seeds, --seed and those after it; by NMSE over "
            "the weights, without weights by MSE; default: 1, with --weights 5",
            1, 10'000);
  app->add_option("--set", options.settings, "Setting of the method, NAME=VALUE (see pwlsim list)")
      ->allow_extra_args(false);
  add_whole(app, "--output-scale", request.output_scale, "Scale of output codes; default: finest for the values");
}

void add_weights_options(Command& app, WeightsRequest& weights) {
  app.add_input("--weights", weights.name,
                "Fit to what a network has: recorded (bundled activations), a file as for --stimulus, or a histogram "
                "(pwlsim histogram)")
      ->capture_default_str();
  app.also_reads("recorded weights", [] { return files_in(recordings_folder(), ".npy"); });
  app->add_option("--column", weights.column, "Column of a file of --weights with several: its name or number")
      ->check(check_name);
}

TablesRequest request_of(const TableOptions& options) {
  TablesRequest request = options.request;
  if (!options.functions.empty()) request.functions = options.functions;
  if (!options.units.empty()) {
    request.units = options.units;
  } else {
    const auto entries = options.entries.empty() ? std::vector<std::string>{"8"} : options.entries;
    request.units.clear();
    for (const int n : parse_ranges(entries, "--entries")) {
      request.units.push_back(fmt::format("{}_{}", options.format, n));
    }
  }
  request.scales = parse_ranges(options.scales, "--scale");
  if (request.tails.empty()) request.tails = request.weights.given() ? "free" : "hold";
  request.seeds = options.seeds.value_or(request.weights.given() && find_fit_method(request.method).random ? 5 : 1);
  request.least = read_least(options.least);
  request.settings = read_settings(options);
  return request;
}

}  // namespace pwlsim::cli
