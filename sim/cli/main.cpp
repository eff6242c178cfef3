// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <unistd.h>
#include <CLI/CLI.hpp>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <iostream>
#include <new>
#include <string>
#include <system_error>

#include "sim/base/error.h"
#include "sim/base/leftovers.h"
#include "sim/base/version.h"
#include "sim/cli/commands.h"
#include "sim/cli/usage.h"
#include "sim/unit/unit_model.h"

namespace {

constexpr int kMismatch = 1;
constexpr int kUsage = 2;
constexpr int kMachine = 3;

/// A file that is opened later must not take the place of a standard stream that was closed. What is printed to a
/// closed one fails.
void open_standard_streams() {
  for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (fcntl(descriptor, F_GETFD) < 0 && open("/dev/null", O_RDONLY) < 0) std::exit(kMachine);
  }
}

/// The command line, cut short.
std::string asked_for(int argc, char** argv) {
  std::string text = "pwlsim";
  for (int i = 1; i < argc; ++i) text += std::string(" ") + argv[i];
  return text.size() > 200 ? text.substr(0, 200) + "..." : text;
}

int end_with(int exit_code, const std::string& message) {
  const pwlsim::base::SignalsWait wait;  // whoever was stopped by a signal has nothing to say
  std::cerr << "pwlsim: " << message << "\n";
  return exit_code;
}

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
      "Exit code: 0 all models equal, 1 a mismatch or a failed check, 2 wrong usage or bad input, 3 trouble of the "
      "machine\n(disk, memory, cache, a tool that is missing or was killed), 128 + signal when stopped by one.");
  program.set_version_flag("--version", pwlsim::base::program_name());
  program.require_subcommand(1);
  program.failure_message([](const CLI::App* app, const CLI::Error& error) {
    return "pwlsim: " + pwlsim::cli::wrong_usage(*app, error) + "\n";
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
  pwlsim::cli::add_histogram(program, exit_code);
  pwlsim::cli::add_survey(program, exit_code);
  pwlsim::cli::add_plot(program, exit_code);
  pwlsim::cli::add_stress(program, exit_code);
  pwlsim::cli::add_replay(program, exit_code);
  pwlsim::cli::add_evidence(program, exit_code);
  pwlsim::cli::add_list(program, exit_code);
  pwlsim::cli::add_docs(program, exit_code);
  try {
    program.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return program.exit(error) == 0 ? 0 : kUsage;
  }
  return exit_code;
}

}  // namespace

int main(int argc, char** argv) {
  open_standard_streams();
  // A write that fails says so, where it would end the program.
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  pwlsim::base::end_on_signals();
  // SystemC greets everybody on standard output otherwise.
  setenv("SYSTEMC_DISABLE_COPYRIGHT_MESSAGE", "1", 1);
  // What a command prints is written at its end, if nobody watches, so that a failure is seen with its reason.
  static char buffer[std::size_t{1} << 20];
  if (isatty(STDOUT_FILENO) == 0) std::setvbuf(stdout, buffer, _IOFBF, sizeof buffer);
  try {
    const int exit_code = run(argc, argv);
    errno = 0;
    std::cout.flush();
    if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
      throw pwlsim::base::MachineError(std::string("standard output cannot be written") +
                                       (errno == 0 ? "" : std::string(": ") + std::strerror(errno)));
    }
    const pwlsim::base::SignalsWait wait;
    return exit_code;
  } catch (const pwlsim::cli::UnitStopped& stopped) {
    return end_with(kMismatch, stopped.what());
  } catch (const pwlsim::base::MachineError& error) {
    return end_with(kMachine, error.what());
  } catch (const std::system_error& error) {  // of files and threads
    return end_with(kMachine, error.what());
  } catch (const std::bad_alloc&) {
    return end_with(kMachine, "there is not enough memory for " + asked_for(argc, argv));
  } catch (const std::exception& error) {
    return end_with(kUsage, error.what());
  }
}
