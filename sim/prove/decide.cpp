// SPDX-License-Identifier: Apache-2.0
#include "sim/prove/decide.h"

#include <fmt/format.h>
#include <csignal>
#include <sstream>

#include "sim/base/content_hash.h"
#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/base/process.h"
#include "sim/base/temporary_folder.h"
#include "sim/rooms.h"

namespace pwlsim::prove {
namespace fs = std::filesystem;
namespace {

constexpr const char* kTemporary = "temporary file";  // in messages

// Debian's name of abc; /usr/bin/abc is another program.
constexpr const char* kAbc = "berkeley-abc";

[[noreturn]] void fail(const fs::path& cache, const std::string& what, const std::string& log) {
  const fs::path path = cache / ("abc-" + content_hash(log) + ".log");
  std::error_code ignored;
  fs::create_directories(cache, ignored);
  write_file(path.string(), log, "log");
  throw InputError(fmt::format("berkeley-abc {}; the log is {}", what, path.string()));
}

bool has(const std::string& text, const char* part) { return text.find(part) != std::string::npos; }

/// Throws unless abc has read all inputs and all pairs of outputs: "i/o = 16/ 32".
void check_size(const std::string& output, const Miter& miter, const fs::path& cache) {
  const std::size_t at = output.find("i/o =");
  std::istringstream numbers(at == std::string::npos ? "" : output.substr(at + 5));
  std::size_t inputs = 0, outputs = 0;
  char slash = 0;
  numbers >> inputs >> slash >> outputs;
  if (inputs != miter.inputs.size() || outputs != 2 * miter.outputs.size())
    fail(cache, "reads another circuit", output);
}

}  // namespace

Decision decide(const Miter& miter, double seconds, const fs::path& cache) {
  // The two sides of each output, one after the other.
  std::vector<Literal> outputs;
  for (const Miter::Output& output : miter.outputs) {
    outputs.push_back(output.implementation);
    outputs.push_back(output.reference);
  }
  const TemporaryFolder folder;
  write_file(folder / "pairs.aig", miter.aig.aiger(outputs), kTemporary);
  // Without -d, `&cec -m` announces a miter of single outputs but compares outputs in pairs, and so calls some
  // different circuits equal. The conflict limit is out of reach, so that only the limit of CPU time ends it, and a
  // busy machine decides as much as an idle one.
  const ProcessResult result = run_process(
      {kAbc, "-s", "-q", "read_aiger pairs.aig; print_stats; &get; &cec -m -d -C 1000000000; write_cex cex.txt"},
      folder.path(), {Variables::kOfTools, seconds});
  if (result.signal == SIGXCPU) return {Verdict::kUndecided, {}};
  check_machine(result, "berkeley-abc");
  check_size(result.output, miter, cache);
  if (has(result.output, "NOT EQUIVALENT")) {
    Decision decision{Verdict::kDifferent, {}};
    const std::string values = fs::exists(folder / "cex.txt") ? read_file(folder / "cex.txt") : "";
    const std::size_t size = miter.inputs.size();
    if (values.find_first_not_of("01") < size || values.size() < size) fail(cache, "gives no values", result.output);
    for (std::size_t i = 0; i < size; ++i) decision.counterexample.push_back(values[i] == '1');
    if (!differs(miter, decision.counterexample)) fail(cache, "gives values that make no difference", result.output);
    return decision;
  }
  if (has(result.output, "Networks are equivalent")) return {Verdict::kEqual, {}};
  if (has(result.output, "UNDECIDED")) return {Verdict::kUndecided, {}};
  fail(cache, fmt::format("failed with exit code {}", result.exit_code), result.output);
}

std::string abc_version() {
  static const std::string version = versions_of({{kAbc, "-s", "-c", "version"}});
  const std::size_t at = version.find("ABC 1");
  return at == std::string::npos ? "berkeley-abc"
                                 : "berkeley-abc " + version.substr(at + 4, version.find(" (", at) - at - 4);
}

}  // namespace pwlsim::prove
