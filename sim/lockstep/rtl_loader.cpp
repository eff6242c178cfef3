// SPDX-License-Identifier: Apache-2.0
#include "sim/lockstep/rtl_loader.h"

#include <dlfcn.h>
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <sstream>

#include "sim/lockstep/cache_entry.h"
#include "sim/lockstep/content_hash.h"
#include "sim/lockstep/embedded_sources.h"
#include "sim/lockstep/process.h"
#include "sim/pwl/error.h"
#include "sim/pwl/file.h"

namespace pwlsim {
namespace fs = std::filesystem;
namespace {

constexpr const char* kCacheFile = "cache file";     // in messages
constexpr const char* kVerilator = "verilator_bin";  // the program behind the "verilator" script, which uses a shell

std::string compiler() {
  const char* named = std::getenv("CXX");
  return named != nullptr && *named != '\0' ? named : "c++";
}

/// The versions of the tools; part of every cache key.
const std::string& tool_versions() {
  static const std::string versions = [] {
    std::string text;
    for (const std::string& tool : {std::string(kVerilator), compiler()}) {
      const ProcessResult result = run_process({tool, "--version"}, ".");
      if (result.exit_code != 0) throw InputError(tool + " --version failed: " + result.output);
      text += result.output;
    }
    return text;
  }();
  return versions;
}

const fs::path& verilator_include() {
  static const fs::path include = [] {
    std::string root = run_process({kVerilator, "--getenv", "VERILATOR_ROOT"}, ".").output;
    root.erase(root.find_last_not_of(" \n\r") + 1);
    return fs::path(root) / "include";
  }();
  return include;
}

/// The plain name of a copy; the ending tells Verilator the language.
std::string local_name(const RtlSource& source, std::size_t file) {
  return "source_" + std::to_string(file) + (source.files[file].extension() == ".v" ? ".v" : ".sv");
}

/// Puts the user's file names back into what a tool says of their copies.
std::string with_user_names(std::string text, const RtlSource& source) {
  for (std::size_t i = source.files.size(); i-- > 0;) {
    const std::string local = local_name(source, i);
    const std::string name = source.files[i].string();
    for (std::size_t at = 0; (at = text.find(local, at)) != std::string::npos; at += name.size()) {
      text.replace(at, local.size(), name);
    }
  }
  return text;
}

/// Fails with a tool's own words.
void check(const ProcessResult& result, const std::string& what, const RtlSource& source) {
  if (result.exit_code == 0) return;
  throw InputError(what + " failed on " + source.files[0].string() + " (top " + source.top + "):\n" +
                   with_user_names(result.output, source));
}

const std::vector<std::string>& compile_flags() {
  static const std::vector<std::string> flags = {"-std=c++17",
                                                 "-O2",
                                                 "-fPIC",
                                                 "-fvisibility=hidden",
                                                 "-fno-gnu-unique",
                                                 "-DVL_USER_FINISH",
                                                 "-DVL_USER_STOP",
                                                 "-DVL_USER_FATAL",
                                                 "-w",
                                                 "-isystem",
                                                 verilator_include().string()};
  return flags;
}

std::vector<std::string> compile_command(const std::vector<std::string>& rest) {
  std::vector<std::string> command = {compiler()};
  command.insert(command.end(), compile_flags().begin(), compile_flags().end());
  command.insert(command.end(), rest.begin(), rest.end());
  return command;
}

/// Verilator's own run-time code, compiled once for all models. Returns the object files.
std::vector<std::string> runtime_objects(const fs::path& cache, bool trace) {
  std::vector<std::string> sources = {"verilated", "verilated_threads"};
  if (trace) sources.emplace_back("verilated_fst_c");
  ContentHash hash;
  hash.add(tool_versions());
  for (const std::string& flag : compile_flags()) hash.add(flag);
  for (const std::string& source : sources) hash.add(source);
  CacheEntry entry(cache, "runtime-" + hash.hex(), "verilated.o");
  if (!entry.complete()) {
    for (const std::string& source : sources) {
      const std::string path = (verilator_include() / (source + ".cpp")).string();
      const ProcessResult result = run_process(compile_command({"-c", path, "-o", source + ".o"}), entry.folder());
      if (result.exit_code != 0) throw InputError("compiling Verilator's " + path + " failed:\n" + result.output);
    }
    entry.commit();
  }
  std::vector<std::string> objects;
  for (const std::string& source : sources) objects.push_back((entry.folder() / (source + ".o")).string());
  return objects;
}

struct Port {
  const char* name;
  bool output;
  int width;
  bool optional;
};

/// A port as the Verilated class declares it: VL_IN8(&x_i,7,0);
struct DeclaredPort {
  std::string name;
  bool output;
  int width;
};

std::vector<DeclaredPort> declared_ports(const std::string& header) {
  std::vector<DeclaredPort> ports;
  std::istringstream lines(header);
  for (std::string line; std::getline(lines, line);) {
    const std::size_t macro = line.find_first_not_of(' ');
    if (macro == std::string::npos || (line.compare(macro, 5, "VL_IN") != 0 && line.compare(macro, 6, "VL_OUT") != 0))
      continue;
    const std::size_t name = line.find("(&", macro) + 2;
    const std::size_t comma = line.find(',', name);
    int msb = 0;
    int lsb = 0;
    if (comma == std::string::npos || std::sscanf(line.c_str() + comma, ",%d,%d", &msb, &lsb) != 2) continue;
    const bool both = line.compare(macro, 8, "VL_INOUT") == 0;  // fits neither direction
    ports.push_back({line.substr(name, comma - name), line[macro + 3] == 'O', both ? 0 : msb - lsb + 1});
  }
  return ports;
}

/// Compares the ports of the Verilated class with those of the unit. Returns whether there is a segment_o.
bool check_ports(const std::string& header, const RtlSource& source, const UnitConfig& config) {
  const Port wanted_ports[] = {
      {"clk_i", false, 1, false},
      {"rst_ni", false, 1, false},
      {"valid_i", false, 1, false},
      {"ready_o", true, 1, false},
      {"x_i", false, config.x_width(), false},
      {"segment_o", true, config.index_bits(), true},
      {"valid_o", true, 1, false},
      {"ready_i", false, 1, false},
      {"y_o", true, config.y_width(), false},
      {"wr_en_i", false, 1, false},
      {"wr_addr_i", false, config.index_bits() + 2, false},
      {"wr_data_i", false, config.width, false},
  };
  const auto describe = [](bool output, const std::string& name, int width) {
    return std::string(output ? "output " : "input ") + name + " of " + std::to_string(width) +
           (width == 1 ? " bit" : " bits");
  };
  const std::string unit = source.files[0].string() + ": top " + source.top;
  std::vector<DeclaredPort> declared = declared_ports(header);
  bool has_segment = false;
  for (const Port& wanted : wanted_ports) {
    const std::string needs =
        "; a unit for " + config.name + " needs " + describe(wanted.output, wanted.name, wanted.width);
    const auto found = std::find_if(declared.begin(), declared.end(),
                                    [&](const DeclaredPort& port) { return port.name == wanted.name; });
    if (found == declared.end()) {
      if (wanted.optional) continue;
      throw InputError(unit + " has no port " + wanted.name + needs);
    }
    if (found->output != wanted.output || found->width != wanted.width) {
      throw InputError(unit + " has " + describe(found->output, found->name, found->width) + needs);
    }
    has_segment = has_segment || wanted.optional;
    declared.erase(found);
  }
  if (!declared.empty()) {
    throw InputError(unit + " has a port " + declared[0].name + " that the interface of a unit does not know");
  }
  return has_segment;
}

/// A loaded library's model.
class VerilatedModel : public UnitModel {
 public:
  VerilatedModel(const fs::path& library, RtlSource source, bool has_segment, std::uint64_t seed,
                 const std::string& trace_path)
      : source_(std::move(source)),
        has_segment_(has_segment),
        library_(dlopen(library.c_str(), RTLD_NOW | RTLD_LOCAL)) {
    if (library_ == nullptr)
      throw InputError(std::string("cannot load a Verilated model: ") + dlerror() + "; delete it");
    const auto create = symbol<void* (*)(unsigned, const char*)>("pwl_create");
    destroy_ = symbol<void (*)(void*)>("pwl_destroy");
    run_ = symbol<void (*)(void*, const CycleInputs*, CycleOutputs*, std::size_t)>("pwl_run");
    free_run_ = symbol<std::uint64_t (*)(void*, std::size_t)>("pwl_free_run");
    // Verilator takes seeds from 1 to 2^31-1.
    const auto small_seed = static_cast<unsigned>(seed % 0x7fff'ffff) + 1;
    model_ = create(small_seed, trace_path.empty() ? nullptr : trace_path.c_str());
  }
  ~VerilatedModel() override {
    destroy_(model_);
    dlclose(library_);
  }

  std::string name() const override { return source_.label; }
  bool has_segment() const override { return has_segment_; }
  void run(const CycleInputs* in, CycleOutputs* out, std::size_t cycles) override {
    try {
      run_(model_, in, out, cycles);
    } catch (const std::runtime_error& error) {
      throw UnitStopped(with_user_names(error.what(), source_));
    }
  }
  void free_run(std::size_t cycles) { free_run_(model_, cycles); }

 private:
  template <class Function>
  Function symbol(const char* name) const {
    void* const address = dlsym(library_, name);
    if (address == nullptr) throw InputError(std::string("a Verilated model lacks ") + name + "; clear the cache");
    return reinterpret_cast<Function>(address);
  }

  RtlSource source_;
  bool has_segment_;
  void* library_;
  void (*destroy_)(void*) = nullptr;
  void (*run_)(void*, const CycleInputs*, CycleOutputs*, std::size_t) = nullptr;
  std::uint64_t (*free_run_)(void*, std::size_t) = nullptr;
  void* model_ = nullptr;
};

}  // namespace

fs::path rtl_folder() {
  const char* named = std::getenv("PWLSIM_RTL");
  return named != nullptr && *named != '\0' ? named : PWLSIM_RTL_FOLDER;
}

RtlSource own_rtl(const UnitConfig& config) {
  RtlSource source;
  source.top = config.rtl_top();
  source.parameters = config.rtl_parameters();
  const fs::path folder = rtl_folder();
  if (!fs::is_directory(folder)) {
    throw InputError(folder.string() + ": the RTL is not there; set PWLSIM_RTL to the folder that holds it");
  }
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() == ".sv") source.files.push_back(entry.path());
  }
  std::sort(source.files.begin(), source.files.end());
  return source;
}

RtlLoader::RtlLoader(const fs::path& cache) : cache_(fs::absolute(cache)) {}

fs::path RtlLoader::build(const RtlSource& source, const UnitConfig& config, bool trace) const {
  if (source.files.empty()) throw InputError("no RTL file was given");
  std::vector<std::string> contents;
  ContentHash hash;
  hash.add(tool_versions());
  for (const std::string& flag : compile_flags()) hash.add(flag);
  hash.add(kVerilatedWrapperSource);
  hash.add(kCycleHeaderSource);
  hash.add(source.top);
  for (const std::string& parameter : source.parameters) hash.add(parameter);
  hash.add(trace ? "trace" : "");
  hash.add(std::to_string(config.x_width()) + " " + std::to_string(config.width) + " " +
           std::to_string(config.entries) + " " + std::to_string(config.y_width()));
  for (const fs::path& file : source.files) {
    contents.push_back(read_file(file));
    hash.add(contents.back());
  }
  CacheEntry entry(cache_, hash.hex(), "unit.so");
  if (entry.complete()) return entry.folder() / "unit.so";
  const std::vector<std::string> objects = runtime_objects(cache_, trace);
  const fs::path& folder = entry.folder();

  // The tools see copies under plain names: a user's file name may hold anything.
  std::vector<std::string> local_names;
  for (std::size_t i = 0; i < contents.size(); ++i) {
    local_names.push_back(local_name(source, i));
    write_file(folder / local_names.back(), contents[i], kCacheFile);
  }
  write_file(folder / "verilated_wrapper.cpp", kVerilatedWrapperSource, kCacheFile);
  write_file(folder / "cycle.h", kCycleHeaderSource, kCacheFile);

  std::vector<std::string> verilate = {
      kVerilator, "--cc",       "--top-module", source.top,   "--prefix",   "Vunit",
      "-Mdir",    ".",          "-O3",          "--x-assign", "unique",     "--x-initial",
      "unique",   "-Wno-fatal", "--no-timing",  "-Wno-lint",  "-Wno-style", "-Wno-MULTITOP"};
  if (trace) verilate.insert(verilate.end(), {"--trace-fst", "--trace-structs"});
  for (const std::string& parameter : source.parameters) verilate.push_back("-G" + parameter);
  verilate.insert(verilate.end(), local_names.begin(), local_names.end());
  check(run_process(verilate, folder), "Verilator", source);
  const bool has_segment = check_ports(read_file(folder / "Vunit.h"), source, config);

  std::vector<std::string> arguments = {"-shared", "-Wl,-Bsymbolic", "-I.", "-o", "unit.so"};
  if (has_segment) arguments.emplace_back("-DPWL_HAS_SEGMENT");
  if (trace) arguments.emplace_back("-DPWL_TRACE");
  // One translation unit: the headers are most of the work.
  std::string unity;
  for (const auto& file : fs::directory_iterator(folder)) {
    const std::string name = file.path().filename().string();
    if (name.rfind("Vunit", 0) == 0 && file.path().extension() == ".cpp") unity += "#include \"" + name + "\"\n";
  }
  write_file(folder / "unity.cpp", unity + "#include \"verilated_wrapper.cpp\"\n", kCacheFile);
  arguments.emplace_back("unity.cpp");
  arguments.insert(arguments.end(), objects.begin(), objects.end());
  if (trace) arguments.emplace_back("-lz");
  arguments.emplace_back("-lpthread");
  check(run_process(compile_command(arguments), folder), "The C++ compiler", source);
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

void run_raw_verilated(UnitModel& model, std::size_t cycles) {
  auto* const verilated = dynamic_cast<VerilatedModel*>(&model);
  if (verilated == nullptr) throw InputError("only a Verilated model can run raw");
  verilated->free_run(cycles);
}

}  // namespace pwlsim
