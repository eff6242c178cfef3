// SPDX-License-Identifier: Apache-2.0
#include "sim/mutate/systemc_mutant.h"

#include <dlfcn.h>
#include <cstdlib>
#include <vector>

#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/base/precompiled_header.h"
#include "sim/base/process.h"
#include "sim/base/source_folder.h"
#include "sim/lockstep/systemc_bench.h"
#include "sim/mutate/code_version.h"
#include "sim/rooms.h"

namespace pwlsim::mutate {
namespace fs = std::filesystem;
namespace {

/// Headers that all mutants include.
constexpr const char* kHeader = "#include <systemc>\n#include \"sim/unit/unit_config.h\"\n";

/// The compiler with its options for mutants.
std::vector<std::string> compile_command(const char* optimisation) {
  std::vector<std::string> command = cxx_compiler();
  command.insert(command.end(),
                 {"-std=c++17", "-fPIC", "-w", "-ffp-contract=off", "-I" + source_folder().string(), optimisation});
#ifdef SC_DEFAULT_WRITER_POLICY  // SystemC needs the same policy in all code of a process
  command.insert(command.end() - 1, "-DSC_DEFAULT_WRITER_POLICY=SC_UNCHECKED_WRITERS");
#endif
  return command;
}

/// Compiles the unit with these additional options.
void compile(const fs::path& folder, const UnitConfig& config, const fs::path& cache, const char* optimisation,
             const std::vector<std::string>& options) {
  std::vector<std::string> command = compile_command(optimisation);
  const std::vector<std::string> header =
      precompiled_header(cache, "systemc_mutant", kHeader, systemc_mutant_versions(), command);
  const std::string structure = config.structure->name();
  write_file(folder / "unit.cpp",
             "#include \"sim/unit/" + structure + "/twin.cpp\"\n" +
                 "extern \"C\" pwlsim::hw::Unit* pwl_make(const pwlsim::unit::UnitConfig* config) {\n" +
                 "  return pwlsim::unit::" + structure + "_twin(*config, \"unit\").release();\n}\n",
             "mutant");
  command.insert(command.end(), header.begin(), header.end());
  command.insert(command.end(), {"-iquote", "."});  // before the project's own headers
  command.insert(command.end(), options.begin(), options.end());
  command.emplace_back("unit.cpp");
  const ProcessResult result = run_process(command, folder);
  check_machine(result, "The C++ compiler of a SystemC mutant");
  if (result.exit_code != 0) throw InputError("The C++ compiler failed on a SystemC mutant:\n" + result.output);
}

}  // namespace

fs::path hw_folder() {
  const char* const named = std::getenv("PWLSIM_HW");
  return named != nullptr && *named != '\0' ? fs::path(named) : source_folder() / "hw";
}

const std::string& systemc_mutant_versions() {
  static const std::string versions = cxx_version() + kCodeVersion;
  return versions;
}

fs::path build_systemc_mutant(const fs::path& folder, const UnitConfig& config, const fs::path& cache) {
  // Not optimised, because compiling is most of the work and would take twice as long.
  compile(folder, config, cache, "-O0", {"-shared", "-Wl,-Bsymbolic", "-o", "unit.so"});
  return folder / "unit.so";
}

std::string systemc_mutant_code(const fs::path& folder, const UnitConfig& config, const fs::path& cache) {
  compile(folder, config, cache, "-O1", {"-S", "-o", "unit.s"});
  return read_file(folder / "unit.s");
}

std::unique_ptr<UnitModel> load_systemc_mutant(const fs::path& library, const UnitConfig& config) {
  void* const handle = dlopen(library.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr) {
    throw MachineError(std::string("cannot load a SystemC mutant: ") + dlerror() + noexec_advice(library));
  }
  auto* const make = reinterpret_cast<hw::Unit* (*)(const UnitConfig*)>(dlsym(handle, "pwl_make"));
  if (make == nullptr) throw InputError(library.string() + " has no pwl_make");
  return std::make_unique<SystemcBench>("mutant", std::unique_ptr<hw::Unit>(make(&config)), config);
}

}  // namespace pwlsim::mutate
