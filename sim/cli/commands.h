// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace CLI {
class App;
}

namespace pwlsim::cli {

// Each adds its subcommand to the program. The subcommand leaves the program's exit code in `exit_code`.
void add_check(CLI::App& program, int& exit_code);
void add_compare(CLI::App& program, int& exit_code);
void add_mutate(CLI::App& program, int& exit_code);
void add_prove(CLI::App& program, int& exit_code);
void add_run(CLI::App& program, int& exit_code);
void add_cost(CLI::App& program, int& exit_code);
void add_coverage(CLI::App& program, int& exit_code);
void add_fit(CLI::App& program, int& exit_code);
void add_eval(CLI::App& program, int& exit_code);
void add_evidence(CLI::App& program, int& exit_code);
void add_survey(CLI::App& program, int& exit_code);
void add_plot(CLI::App& program, int& exit_code);
void add_replay(CLI::App& program, int& exit_code);
void add_stress(CLI::App& program, int& exit_code);
void add_sweep(CLI::App& program, int& exit_code);
void add_docs(CLI::App& program, int& exit_code);
void add_histogram(CLI::App& program, int& exit_code);
void add_list(CLI::App& program, int& exit_code);

}  // namespace pwlsim::cli
