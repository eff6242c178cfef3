// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <iostream>

#include "sim/cli/commands.h"
#include "sim/cli/options.h"
#include "sim/lockstep/unit_model.h"
#include "sim/pwl/error.h"

namespace {

constexpr int kMismatch = 1;
constexpr int kUsage = 2;

int run(int argc, char** argv) {
  CLI::App program("Cycle-accurate simulation of piece-wise-linear look-up-table units");
  program.footer(
      "Examples: pwlsim compare --function gelu\n"
      "          pwlsim run --unit int8_8 --function silu --stimulus codes\n"
      "          pwlsim fit --function gelu --entries 8 --scale 0..6 -o gelu.json\n"
      "          pwlsim eval gelu.json\n"
      "          pwlsim plot gelu.json --scale 5 -o gelu.svg\n"
      "          pwlsim cost --units int8_8,fp32_8 --clock 10\n"
      "          pwlsim check\n"
      "          pwlsim coverage\n"
      "          pwlsim prove --unit int8_8\n"
      "          pwlsim sweep --unit fp16_8 --function gelu\n"
      "          pwlsim stress --units all\n"
      "          pwlsim list\n"
      "Exit code: 0 all models equal, 1 a mismatch or a failed check, 2 wrong usage or bad input.");
  program.set_version_flag("--version", pwlsim::cli::program_name());
  program.require_subcommand(1);
  program.failure_message([](const CLI::App*, const CLI::Error& error) {
    return std::string("pwlsim: ") + error.what() + " (see pwlsim --help)\n";
  });
  int exit_code = 0;
  pwlsim::cli::add_compare(program, exit_code);
  pwlsim::cli::add_run(program, exit_code);
  pwlsim::cli::add_cost(program, exit_code);
  pwlsim::cli::add_check(program, exit_code);
  pwlsim::cli::add_coverage(program, exit_code);
  pwlsim::cli::add_sweep(program, exit_code);
  pwlsim::cli::add_prove(program, exit_code);
  pwlsim::cli::add_mutate(program, exit_code);
  pwlsim::cli::add_fit(program, exit_code);
  pwlsim::cli::add_eval(program, exit_code);
  pwlsim::cli::add_survey(program, exit_code);
  pwlsim::cli::add_plot(program, exit_code);
  pwlsim::cli::add_stress(program, exit_code);
  pwlsim::cli::add_replay(program, exit_code);
  pwlsim::cli::add_evidence(program, exit_code);
  pwlsim::cli::add_list(program, exit_code);
  try {
    program.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return program.exit(error) == 0 ? 0 : kUsage;
  }
  return exit_code;
}

}  // namespace

int main(int argc, char** argv) {
  // SystemC greets everybody on standard output otherwise.
  setenv("SYSTEMC_DISABLE_COPYRIGHT_MESSAGE", "1", 1);
  try {
    const int exit_code = run(argc, argv);
    std::cout.flush();
    if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
      throw pwlsim::InputError("standard output cannot be written");
    }
    return exit_code;
  } catch (const pwlsim::cli::UnitStopped& stopped) {
    std::cerr << "pwlsim: " << stopped.what() << "\n";
    return kMismatch;
  } catch (const std::exception& error) {
    std::cerr << "pwlsim: " << error.what() << "\n";
    return kUsage;
  }
}
