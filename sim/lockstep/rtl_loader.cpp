// SPDX-License-Identifier: Apache-2.0
#include "sim/lockstep/rtl_loader.h"
#include <dlfcn.h>
#include <unistd.h>
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <sstream>
#include <string_view>

#include "sim/base/cache_entry.h"
#include "sim/base/content_hash.h"
#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/base/files_below.h"
#include "sim/base/precompiled_header.h"
#include "sim/base/process.h"
#include "sim/base/source_folder.h"
#include "sim/base/temporary_folder.h"
#include "sim/base/threads.h"
#include "sim/lockstep/code_version.h"
#include "sim/lockstep/embedded_sources.h"
#include "sim/lockstep/rtl_modules.h"
#include "sim/lockstep/rtl_ports.h"
#include "sim/lockstep/rtl_text.h"
#include "sim/lockstep/verilated_call.h"
#include "sim/lockstep/waveform.h"

namespace pwlsim::lockstep {
namespace fs = std::filesystem;
namespace {

constexpr const char* kCacheFile = "cache file";  // in messages
constexpr const char* kSaid = "said";             // file with Verilator's warnings
constexpr const char* kWave = "wave.fst";
constexpr const char* kTopAround = "pwl_sweep_top";  // top module of RtlSource::around
constexpr const char* kVerilator = "verilator_bin";  // the program behind the "verilator" script, which uses a shell

const fs::path& verilator_include() {
  static const fs::path include = [] {
    std::string root = run_process({kVerilator, "--getenv", "VERILATOR_ROOT"}, ".").output;
    root.erase(root.find_last_not_of(" \n\r") + 1);
    return fs::path(root) / "include";
  }();
  return include;
}

/// Throws InputError with a tool's message if it failed.
void check(const ProcessResult& result, const std::string& what, const RtlSource& source) {
  if (result.exit_code == 0) return;
  check_machine(result, what + " on " + source.files[0].string());
  throw InputError(what + " failed on " + source.files[0].string() + " (top " + source.top + "):\n" +
                   with_user_names(result.output, source));
}

const std::vector<std::string>& compile_flags() {
  static const std::vector<std::string> flags = [] {
    std::vector<std::string> common = {"-std=c++17",
                                       "-O2",
                                       "-fPIC",
                                       "-fvisibility=hidden",
                                       "-DVL_USER_FINISH",
                                       "-DVL_USER_STOP",
                                       "-DVL_USER_FATAL",
                                       "-DVL_USER_WARN",
                                       "-w",
                                       "-isystem",
                                       verilator_include().string(),
                                       "-isystem",
                                       (verilator_include() / "vltstd").string()};  // needed for public signals
    // clang does not know the flag, nor does it need it.
    if (cxx_version().find("clang") == std::string::npos) common.emplace_back("-fno-gnu-unique");
    return common;
  }();
  return flags;
}

std::vector<std::string> compile_command(const std::vector<std::string>& rest) {
  std::vector<std::string> command = cxx_compiler();
  command.insert(command.end(), compile_flags().begin(), compile_flags().end());
  command.insert(command.end(), rest.begin(), rest.end());
  return command;
}

// Sends what units print to the listener of the library, and not to standard output, where the tables go.
constexpr std::string_view kPrintHeader =
    "#include <cstdio>\n#undef stdout\n#define stdout stderr\n"
    "extern int pwl_print(const char* format, ...);\n#define VL_PRINTF pwl_print\n"
    "#include <cstdlib>\nextern int pwl_system(const char* command);\nnamespace std { using ::pwl_system; }\n"
    "#define system pwl_system\n";

/// Verilator's own run-time code, compiled once for all models. Returns the object files.
std::vector<std::string> runtime_objects(const fs::path& cache, bool trace, bool coverage) {
  std::vector<std::string> sources = {"verilated", "verilated_threads"};
  if (coverage) sources.emplace_back("verilated_cov");
  if (trace) sources.emplace_back("verilated_fst_c");
  ContentHash hash;
  hash.add(rtl_tool_versions());
  for (const std::string& flag : compile_flags()) hash.add(flag);
  for (const std::string& source : sources) hash.add(source);
  hash.add(kPrintHeader);
  CacheEntry entry(cache, kCodeVersion, "runtime-" + hash.hex(), "verilated.o");
  if (!entry.complete()) {
    write_file(entry.folder() / "checked_writes.h", kCheckedWritesSource, kCacheFile);
    write_file(entry.folder() / "print.h", kPrintHeader, kCacheFile);
    for (const std::string& source : sources) {
      const std::string path = (verilator_include() / (source + ".cpp")).string();
      std::vector<std::string> options = {"-include", "print.h", "-c", path, "-o", source + ".o"};
      if (source == "verilated_fst_c") options.insert(options.end(), {"-include", "checked_writes.h"});
      const ProcessResult result = run_process(compile_command(options), entry.folder());
      check_machine(result, "compiling Verilator's " + path);
      if (result.exit_code != 0) throw MachineError("compiling Verilator's " + path + " failed:\n" + result.output);
    }
    entry.commit();
  }
  std::vector<std::string> objects;
  for (const std::string& source : sources) objects.push_back((entry.folder() / (source + ".o")).string());
  return objects;
}

/// Options of a quick compilation, with a precompiled header.
std::vector<std::string> quick_options(const fs::path& cache) {
  static constexpr const char* kHeaders =
      "#include <algorithm>\n#include <cstddef>\n#include <cstdint>\n#include <cstring>\n#include <memory>\n"
      "#include <stdexcept>\n#include <string>\n#include <vector>\n#include \"verilated.h\"\n";
  std::vector<std::string> options =
      precompiled_header(cache, "verilated", kHeaders, rtl_tool_versions(), compile_command({"-O1"}));
  options.emplace_back("-O1");
  return options;
}

/// Whether the unit's assertions are compiled in. Verilator then also checks each `unique case`, which takes time.
bool has_assertions(const RtlSource& source, const std::vector<RtlText>& texts) {
  const auto asserts = [](const RtlText& text) { return text.content.find("assert") != std::string::npos; };
  return !source.netlist && (source.foreign || std::any_of(texts.begin(), texts.end(), asserts));
}

/// Throws InputError for an imported C function that this program does not have; it has those of C's library, such as
/// sin. `header` is the one in which Verilator declares them.
void check_imports(const std::string& header, const RtlSource& source) {
  constexpr std::string_view kPlace = "// DPI import at ";
  std::istringstream lines(header);
  std::string place;
  for (std::string line; std::getline(lines, line);) {
    const std::size_t at = line.find(kPlace);
    const std::size_t end = line.find('(');
    if (at != std::string::npos) {
      place = line.substr(at + kPlace.size());
      place.erase(place.rfind(':'));  // the column
    } else if (!place.empty() && end != std::string::npos) {
      const std::string name = line.substr(0, end).substr(line.find_last_of(" *", end) + 1);
      if (dlsym(RTLD_DEFAULT, name.c_str()) == nullptr) {
        throw InputError(with_user_names(place, source) + ": imports " + name + " from C (DPI); --rtl takes no C code");
      }
      place.clear();
    }
  }
}

/// Verilator's options for a source. The functions of a netlist are split: compilers take more than linear time.
std::vector<std::string> verilator_options(const RtlSource& source, bool assertions, bool trace) {
  const std::string top = source.around.empty() ? source.top : kTopAround;
  std::vector<std::string> options = {
      "--cc",   "--top-module", top,      "--prefix",    "Vunit",      "-Mdir",        ".", "-O3", "--x-assign",
      "unique", "--x-initial",  "unique", "--no-timing", "-Wno-fatal", "-Wno-MULTITOP"};
  // The user saw the warnings when the plain model was built, without a module around the unit.
  if (!source.foreign || !source.around.empty()) options.insert(options.end(), {"-Wno-lint", "-Wno-style"});
  // Without these options the first of two modules with one name would be taken, and an $error about a module's
  // parameters would be a warning only.
  options.insert(options.end(), {"-Werror-MODDUP", "-Werror-USERERROR", "-Werror-USERFATAL"});
  if (assertions) options.emplace_back("--assert");
  if (source.netlist) options.insert(options.end(), {"--output-split-cfuncs", "200"});
  if (source.coverage) {
    // Instances that are not flattened share one count.
    options.insert(options.end(),
                   {"--coverage-line", "--coverage-toggle", "--coverage-max-width", "65536", "--flatten"});
  }
  if (trace) options.insert(options.end(), {"--trace-fst", "--trace-structs"});
  if (!source.around.empty()) return options;  // that module sets the parameters
  for (const std::string& parameter : source.parameters) options.push_back("-G" + parameter);
  return options;
}

/// The files of a folder with one of these extensions, sorted, because compilers inline by their order.
std::vector<fs::path> files_with(const fs::path& folder, const std::set<std::string>& extensions) {
  std::vector<fs::path> files;
  for (const auto& file : fs::directory_iterator(folder)) {
    if (extensions.count(file.path().extension()) != 0) files.push_back(file.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

/// Compiles Verilator's code and the wrapper into unit.so. It is one translation unit, because the headers are most of
/// the work. For a netlist, or with coverage, the code that runs only once is a second one, compiled in parallel
/// without optimisation.
void compile(const RtlSource& source, const fs::path& folder, const std::vector<std::string>& defines,
             const std::vector<std::string>& objects, const fs::path& shared) {
  const bool apart = source.netlist || source.coverage;
  std::string run_often, run_once;
  for (const fs::path& file : files_with(folder, {".cpp"})) {
    const std::string name = file.filename().string();
    if (name.rfind("Vunit", 0) != 0) continue;
    const bool once = name.find("__Slow") != std::string::npos || name.find("__Syms") != std::string::npos;
    (apart && once ? run_once : run_often) += "#include \"" + name + "\"\n";
  }
  write_file(folder / "unity.cpp", run_often + "#include \"verilated_wrapper.cpp\"\n", kCacheFile);
  std::vector<std::string> arguments = {"-shared", "-Wl,-Bsymbolic", "-I.", "-o", "unit.so"};
  if (apart) {
    write_file(folder / "once.cpp", run_once, kCacheFile);
    const auto object = [&](const char* stem, std::vector<std::string> options) {
      options.insert(options.end(), {"-I.", "-c", std::string(stem) + ".cpp", "-o", stem + std::string(".o")});
      options.insert(options.end(), defines.begin(), defines.end());
      return run_process(compile_command(options), folder);
    };
    ProcessResult once;
    Beside other([&] { once = object("once", {"-O0"}); });
    const ProcessResult often = object("unity", {"-O1", "-ftree-vectorize"});
    other.wait();
    check(once, "The C++ compiler", source);
    check(often, "The C++ compiler", source);
    arguments.insert(arguments.end(), {"unity.o", "once.o"});
  } else {
    if (source.quick) {
      const std::vector<std::string> options = quick_options(shared);
      arguments.insert(arguments.begin(), options.begin(), options.end());
    }
    arguments.insert(arguments.end(), defines.begin(), defines.end());
    arguments.emplace_back("unity.cpp");
  }
  arguments.insert(arguments.end(), objects.begin(), objects.end());
  check(run_process(compile_command(arguments), folder), "The C++ compiler", source);
}

/// Whether a warning only says that a parameter has fewer than the 32 bits that Verilator gives a plain number,
/// although the parameter can hold the number.
bool tells_of_a_number_that_fits(const std::string& warning, const std::string& parameter) {
  const std::string words = "VAR '" + parameter + "' expects ";
  const std::string constant = "Initial value's CONST '32'h";
  const std::size_t at = warning.find(words);
  const std::size_t number = warning.find(constant);
  unsigned bits = 0;
  unsigned value = 0;
  if (warning.rfind("%Warning-WIDTH", 0) != 0 || at == std::string::npos || number == std::string::npos ||
      std::sscanf(warning.c_str() + at + words.size(), "%u", &bits) != 1 ||
      std::sscanf(warning.c_str() + number + constant.size(), "%x", &value) != 1) {
    return false;
  }
  const auto is_negative = [&] { return static_cast<std::int32_t>(value) >> (bits - 1) == -1; };
  return bits > 0 && (bits >= 32 || value >> bits == 0 || is_negative());
}

/// Verilator's output without such warnings about parameters that are set from outside.
std::string without_parameter_widths(const std::string& said, const RtlSource& source) {
  std::string kept;
  for (std::size_t at = 0; at < said.size();) {
    const std::size_t next = std::min(said.find("\n%", at), said.size() - 1) + 1;
    const std::string warning = said.substr(at, next - at);
    at = next;
    const auto fits = [&](const std::string& parameter) {
      return tells_of_a_number_that_fits(warning, parameter.substr(0, parameter.find('=')));
    };
    if (std::none_of(source.parameters.begin(), source.parameters.end(), fits)) kept += warning;
  }
  return kept;
}

/// Throws InputError for two modules of one name. Verilator would take the first, and a configuration file may have
/// turned the warning off.
void refuse_two_of_one_name(const RtlSource& source, const std::vector<RtlText>& texts, const fs::path& folder) {
  std::vector<std::string> command = {kVerilator,   "--lint-only", "--top-module", source.top,      "--no-timing",
                                      "-Wno-fatal", "-Wno-lint",   "-Wno-style",   "-Werror-MODDUP"};
  for (const RtlText& text : texts) {
    if (!is_configuration(text.name)) command.push_back(text.name);
  }
  const ProcessResult result = run_process(command, folder);
  if (result.output.find("%Error-MODDUP") != std::string::npos) check(result, "Verilator", source);
}

/// Writes the texts into the folder and verilates them there. Returns Verilator's output.
std::string verilate(const RtlSource& source, const std::vector<RtlText>& texts,
                     const std::vector<std::string>& options, const fs::path& folder) {
  std::vector<std::string> command = {kVerilator};
  command.insert(command.end(), options.begin(), options.end());
  for (const RtlText& text : texts) {
    command.push_back(text.name);
    write_file(folder / text.name, text.content, kCacheFile);
  }
  if (source.foreign && std::any_of(source.files.begin(), source.files.end(), is_configuration)) {
    refuse_two_of_one_name(source, texts, folder);
  }
  const ProcessResult result = run_process(command, folder);
  constexpr std::string_view kUnknown = "Parameters from the command line were not found in the design: ";
  if (const std::size_t at = result.output.find(kUnknown); source.foreign && at != std::string::npos) {
    const std::size_t names = at + kUnknown.size();
    throw InputError("--param " + result.output.substr(names, result.output.find('\n', names) - names) + ": " +
                     source.top + " of " + source.files[0].string() +
                     " has no such parameter, or it is a type, which cannot be set");
  }
  check(result, "Verilator", source);
  return with_user_names(without_parameter_widths(result.output, source), source);
}

/// Prints a text on standard error unless this process has printed it before.
void show_once(const std::string& text) {
  static std::mutex mutex;
  static std::set<std::string> shown;
  const std::lock_guard lock(mutex);
  if (text.empty() || !shown.insert(text).second) return;
  std::fprintf(stderr, "%s%s", isatty(STDERR_FILENO) != 0 ? "\r\033[K" : "", text.c_str());  // over a line of progress
  std::fflush(stderr);
}

/// A loaded library's model.
class VerilatedModel : public GatesModel {
 public:
  VerilatedModel(const fs::path& library, RtlSource source, bool has_segment, std::uint64_t seed,
                 const std::string& trace_path)
      : source_(std::move(source)),
        has_segment_(has_segment),
        trace_path_(trace_path),
        library_(dlopen(library.c_str(), RTLD_NOW | RTLD_LOCAL)) {
    if (library_ == nullptr)
      throw MachineError(std::string("cannot load a Verilated model: ") + dlerror() + noexec_advice(library));
    const auto create = symbol<void* (*)(unsigned, const char*)>("pwl_create");
    listen_to_units([this](const char* name) { return symbol<void*>(name); });
    destroy_ = symbol<void (*)(void*)>("pwl_destroy");
    if (!trace_path_.empty()) trace_error_ = symbol<int (*)()>("pwl_trace_error");
    run_ = symbol<void (*)(void*, const CycleInputs*, CycleOutputs*, std::size_t)>("pwl_run");
    end_ = symbol<void (*)(void*)>("pwl_end");
    free_run_ = symbol<std::uint64_t (*)(void*, std::size_t)>("pwl_free_run");
    // Verilator takes seeds from 1 to 2^31-1.
    const auto small_seed = static_cast<unsigned>(seed % 0x7fff'ffff) + 1;
    const std::string file = trace_path.empty() ? "" : trace_file();
    model_ = create(small_seed, trace_path.empty() ? nullptr : file.c_str());
    done_ = symbol<const volatile std::size_t* (*)(void*)>("pwl_done")(model_);
  }
  ~VerilatedModel() override {
    try {
      VerilatedModel::end();
    } catch (const std::exception&) {  // callers that need the error call end() themselves
    }
    destroy_(model_);
    if (!trace_path_.empty()) {
      int error = trace_error_();
      if (error == 0 && trace_folder_) error = copy_waveform(*trace_folder_ / kWave, trace_path_);
      if (error != 0) note_lost_waveform(trace_path_, error);
    }
    dlclose(library_);
  }

  std::string name() const override { return source_.label; }
  bool has_segment() const override { return has_segment_; }
  void run(const CycleInputs* in, CycleOutputs* out, std::size_t cycles) override {
    call_unit(source_, done_, [&] { run_(model_, in, out, cycles); });
  }
  void end() override {
    end_unit(source_, done_, [&] { end_(model_); });
  }
  void free_run(std::size_t cycles) { free_run_(model_, cycles); }
  std::string coverage_data() const {
    if (!source_.coverage) throw InputError(source_.label + " was not built to count coverage");
    const TemporaryFolder folder;
    const std::string file = folder / "coverage.dat";
    write_file(file, "", kCacheFile);  // fails here, because Verilator's code would end the program
    symbol<void (*)(void*, const char*)>("pwl_write_coverage")(model_, file.c_str());
    RtlSource named = source_;  // with names that fit on one line
    for (fs::path& path : named.files) path = printable(path.filename().string());
    return with_user_names(read_file(file), named);
  }

  std::vector<std::uint64_t> toggles() const override {
    std::vector<std::uint64_t> counts(source_.counted.size());
    toggles_(model_, counts.data());
    return counts;
  }
  std::uint64_t counted_cycles() const override { return toggles_(model_, nullptr); }
  void reset_counts() override { reset_counts_(model_); }

  /// Finds the counted signals.
  void watch() {
    std::vector<std::string> scopes;
    std::vector<const char*> scope_texts, names;
    for (const RtlSource::Signal& signal : source_.counted) scopes.push_back("unit." + signal.scope);
    for (std::size_t i = 0; i < scopes.size(); ++i) {
      scope_texts.push_back(scopes[i].c_str());
      names.push_back(source_.counted[i].name.c_str());
    }
    const auto watch = symbol<std::size_t (*)(void*, const char* const*, const char* const*, std::size_t)>("pwl_watch");
    const std::size_t found = watch(model_, scope_texts.data(), names.data(), names.size());
    if (found < names.size()) {
      throw InputError(source_.files[0].string() + ": there is no one-bit net " + printable(names[found]));
    }
    toggles_ = symbol<std::uint64_t (*)(void*, std::uint64_t*)>("pwl_toggles");
    reset_counts_ = symbol<void (*)(void*)>("pwl_reset_counts");
  }

 private:
  /// The file for Verilator's writer of waveforms. The writer would remove a link or a device of the user's name, and
  /// it needs a file that it can seek in.
  std::string trace_file() {
    if (!fs::exists(trace_path_) || fs::is_regular_file(trace_path_)) return fs::weakly_canonical(trace_path_).string();
    trace_folder_.emplace();
    return *trace_folder_ / kWave;
  }

  template <class Function>
  Function symbol(const char* name) const {
    void* const address = dlsym(library_, name);
    if (address == nullptr) throw InputError(std::string("a Verilated model lacks ") + name + "; clear the cache");
    return reinterpret_cast<Function>(address);
  }

  RtlSource source_;
  bool has_segment_;
  std::string trace_path_;
  std::optional<TemporaryFolder> trace_folder_;  // of a waveform that does not go to a plain file
  void* library_;
  int (*trace_error_)() = nullptr;
  void (*destroy_)(void*) = nullptr;
  void (*run_)(void*, const CycleInputs*, CycleOutputs*, std::size_t) = nullptr;
  void (*end_)(void*) = nullptr;
  std::uint64_t (*free_run_)(void*, std::size_t) = nullptr;
  std::uint64_t (*toggles_)(void*, std::uint64_t*) = nullptr;
  void (*reset_counts_)(void*) = nullptr;
  void* model_ = nullptr;
  const volatile std::size_t* done_ = nullptr;
};

}  // namespace

const std::string& rtl_tool_versions() {
  static const std::string versions =
      versions_of({{kVerilator, "--version"}}) + tool_identity(kVerilator) + cxx_version();
  return versions;
}

fs::path rtl_folder() {
  const char* named = std::getenv("PWLSIM_RTL");
  return named != nullptr && *named != '\0' ? fs::path(named) : source_folder() / "rtl";
}

std::vector<fs::path> rtl_files() {
  const fs::path folder = rtl_folder();
  if (!fs::is_directory(folder)) {
    throw InputError(folder.string() + ": the RTL is not there; set PWLSIM_RTL to the folder that holds it");
  }
  return files_below(folder, ".sv");
}

RtlSource own_rtl(const UnitConfig& config) {
  RtlSource source;
  source.top = config.rtl_top();
  source.parameters = config.rtl_parameters();
  // Files that a unit does not use must not affect the result, but tools number all that they read.
  std::map<std::string, std::string> texts;
  const std::vector<fs::path> files = rtl_files();
  for (const fs::path& file : files) texts[file.stem().string()] = read_file(file.string());
  const std::set<std::string> used = modules_used({source.top}, texts);
  for (const fs::path& file : files) {
    if (used.count(file.stem().string()) != 0) source.files.push_back(file);
  }
  return source;
}

RtlLoader::RtlLoader(const fs::path& cache) : RtlLoader(cache, cache) {}

RtlLoader::RtlLoader(const fs::path& cache, const fs::path& shared)
    : cache_(fs::absolute(cache)), shared_(fs::absolute(shared)) {}

fs::path RtlLoader::build(const RtlSource& source, const UnitConfig& config, bool trace) const {
  if (source.files.empty()) throw InputError("no RTL file was given");
  const std::vector<RtlText> texts = rtl_texts(source);
  const bool assertions = has_assertions(source, texts);
  ContentHash hash;
  hash.add(rtl_tool_versions());
  for (const std::string& flag : compile_flags()) hash.add(flag);
  hash.add(kPrintHeader);
  const std::string_view wrapper = source.wrapper.empty() ? kVerilatedWrapperSource : std::string_view(source.wrapper);
  hash.add(wrapper);
  const std::vector<std::pair<const char*, std::string_view>> headers = {
      {"cycle.h", kCycleHeaderSource},
      {"verilated_hooks.h", kVerilatedHooksSource},
      {"verilated_first_cycle.h", kVerilatedFirstCycleSource},
      {"verilated_unit.h", kVerilatedUnitSource}};
  for (const auto& [name, content] : headers) hash.add(content);
  const std::vector<std::string> options = verilator_options(source, assertions, trace);
  for (const std::string& option : options) hash.add(option);
  hash.add(source.netlist ? "netlist" : source.quick ? "quick" : "");
  hash.add(std::to_string(config.x_width()) + " " + std::to_string(config.data_bits) + " " +
           std::to_string(config.entries) + " " + std::to_string(config.y_width()));
  for (const RtlText& text : texts) {
    hash.add(text.name);
    hash.add(text.content);
  }
  CacheEntry entry(cache_, kCodeVersion, hash.hex(), "unit.so");
  if (entry.complete()) {
    show_once(read_file(entry.folder() / kSaid).substr(1));
    return entry.folder() / "unit.so";
  }
  const fs::path& folder = entry.folder();

  write_file(folder / "verilated_wrapper.cpp", wrapper, kCacheFile);
  for (const auto& [name, content] : headers) write_file(folder / name, content, kCacheFile);

  std::string said = verilate(source, texts, options, folder);
  if (source.foreign && source.around.empty()) said = preprocessor_warnings(source) + said;
  show_once(said);
  write_file(folder / kSaid, "\n" + said, kCacheFile);  // not empty, as an empty file would seem damaged
  std::set<std::string> optional_ports;
  if (source.wrapper.empty()) optional_ports = check_ports(read_file(folder / "Vunit.h"), source, config);
  const bool has_segment = optional_ports.count("segment_o") != 0;
  if (fs::exists(folder / "Vunit__Dpi.h")) check_imports(read_file(folder / "Vunit__Dpi.h"), source);

  std::vector<std::string> defines;
  if (has_segment) defines.emplace_back("-DPWL_HAS_SEGMENT");
  if (trace) defines.emplace_back("-DPWL_TRACE");
  if (assertions) defines.emplace_back("-DPWL_ASSERT");
  if (source.netlist) defines.emplace_back("-DPWL_NETLIST");
  if (source.coverage) defines.insert(defines.end(), {"-DPWL_COVERAGE", "-DVM_COVERAGE=1"});
  if (optional_ports.count("open_latches_i") != 0) defines.emplace_back("-DPWL_LATCHES");
  std::vector<std::string> libraries = runtime_objects(shared_, trace, source.coverage);
  if (trace) libraries.emplace_back("-lz");
  libraries.insert(libraries.end(), {"-lpthread", "-Wl,--as-needed", "-latomic"});  // clang++ needs -latomic
  compile(source, folder, defines, libraries, shared_);
  for (const fs::path& file : files_with(folder, {".cpp", ".h", ".o", ".mk", ".d", ".dat"})) fs::remove(file);
  write_file(folder / "has_segment", has_segment ? "1" : "0", kCacheFile);
  entry.commit();
  return entry.folder() / "unit.so";
}

std::unique_ptr<UnitModel> RtlLoader::load(const RtlSource& source, const UnitConfig& config, std::uint64_t seed,
                                           const std::string& trace_path) const {
  const fs::path library = build(source, config, !trace_path.empty());
  const bool has_segment = read_file(library.parent_path() / "has_segment") == "1";
  return std::make_unique<VerilatedModel>(library, source, has_segment, seed, trace_path);
}

std::unique_ptr<GatesModel> RtlLoader::load_netlist(const RtlSource& source, const UnitConfig& config,
                                                    std::uint64_t seed, const std::string& trace_path) const {
  if (!source.netlist) throw InputError(source.files.at(0).string() + ": only the toggles of a netlist are counted");
  std::unique_ptr<UnitModel> model = load(source, config, seed, trace_path);
  std::unique_ptr<VerilatedModel> gates(static_cast<VerilatedModel*>(model.release()));
  gates->watch();
  return gates;
}

std::string coverage_data(UnitModel& model) {
  const auto* const verilated = dynamic_cast<VerilatedModel*>(&model);
  if (verilated == nullptr) throw InputError("only a Verilated model counts coverage");
  return verilated->coverage_data();
}

std::vector<DeclaredPort> ports_of_top(const RtlSource& source) {
  const TemporaryFolder folder;
  const std::vector<RtlText> texts = rtl_texts(source);
  verilate(source, texts, verilator_options(source, false, false), folder.path());
  return declared_ports(read_file(folder.path() / "Vunit.h"));
}

std::string verilated_code(const RtlSource& source) {
  const TemporaryFolder folder;
  const std::vector<RtlText> texts = rtl_texts(source);
  verilate(source, texts, verilator_options(source, has_assertions(source, texts), false), folder.path());
  std::string code;
  for (const fs::path& file : files_with(folder.path(), {".cpp", ".h"}))
    code += file.filename().string() + "\n" + read_file(file);
  return code;
}

void run_raw_verilated(UnitModel& model, std::size_t cycles) {
  auto* const verilated = dynamic_cast<VerilatedModel*>(&model);
  if (verilated == nullptr) throw InputError("only a Verilated model can run raw");
  verilated->free_run(cycles);
}

}  // namespace pwlsim::lockstep
