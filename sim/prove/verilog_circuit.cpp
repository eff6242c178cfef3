// SPDX-License-Identifier: Apache-2.0
#include "sim/prove/verilog_circuit.h"

#include <fmt/format.h>
#include <algorithm>
#include <map>
#include <mutex>
#include <set>
#include <sstream>
#include <stdexcept>

#include "sim/base/content_hash.h"
#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/base/process.h"
#include "sim/base/temporary_folder.h"
#include "sim/cost/netlist/netlist.h"
#include "sim/rooms.h"

namespace pwlsim::prove {
namespace fs = std::filesystem;
namespace {

constexpr const char* kTemporary = "temporary file";  // in messages

// The passes do no optimisation, which a proof would have to trust; equal and constant signals are found in the AIG.
// Outputs of registers with a reset become ports, because async2sync puts the reset between them and the register,
// which then loses its name.
constexpr const char* kScript = R"(
hierarchy -check -top {0}{1}
rename -top design
proc
flatten
memory_map
opt_clean
check -assert
tee -q -o outputs.txt select -list o:*
select -set cleared t:$adff %co1:+[Q] w:* %i
expose @cleared
{2}async2sync
dffunmap
techmap
opt_clean
select -assert-none t:$_DFF_N_ t:$_DLATCH_*
select -set clocked w:clk_i %a %co1:+[C]
select -assert-none t:$_DFF_P_ @clocked %d
select *
setundef -undriven -anyseq
setundef -anyseq
aigmap
opt_clean
write_aiger -ascii -map map.txt design.aag
)";

constexpr const char* kTrees = R"(opt_expr
opt_clean
wreduce
peepopt
opt_clean
alumacc
opt
opt_clean
maccmap
opt_clean
)";

[[noreturn]] void fail(const fs::path& cache, const std::string& what, const std::string& log) {
  const fs::path path = cache / ("prove-" + content_hash(log) + ".log");
  std::error_code ignored;
  fs::create_directories(cache, ignored);
  write_file(path.string(), log, "log");
  throw InputError(fmt::format("{}; the log is {}", what, path.string()));
}

/// The line of a log that reports an error.
std::string error_line(const std::string& log) {
  const std::size_t error = log.find("ERROR");
  return error == std::string::npos ? "" : ": " + printable(log.substr(error, log.find('\n', error) - error));
}

/// The lines of a text, each split into words.
std::vector<std::vector<std::string>> words_of(const std::string& text) {
  std::vector<std::vector<std::string>> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) {
    std::istringstream words(line);
    std::vector<std::string>& added = lines.emplace_back();
    for (std::string word; words >> word;) added.push_back(word);
  }
  return lines;
}

int number(const std::string& text) { return std::stoi(text); }

/// Names of inputs, outputs and registers, by their numbers in the AIGER file.
struct NameMap {
  std::map<int, std::vector<std::string>> inputs, outputs, registers;
};

NameMap read_names(const std::string& text) {
  // "input 3 0 valid_i": the fourth input is bit 0 of valid_i.
  const auto lines = words_of(text);
  std::map<std::string, int> greatest;
  for (const auto& words : lines) {
    if (words.size() == 4) greatest[words[3]] = std::max(greatest[words[3]], number(words[2]));
  }
  NameMap names;
  for (const auto& words : lines) {
    if (words.size() != 4) continue;
    auto& kind = words[0] == "input" ? names.inputs : words[0] == "output" ? names.outputs : names.registers;
    std::vector<std::string>& list = kind[number(words[1])];
    const std::string bit = fmt::format("{}[{}]", words[3], words[2]);
    // The file does not tell wires of one bit from others.
    const bool single = greatest[words[3]] == 0;
    if (single) list.push_back(words[3]);
    if (!single || words[0] == "latch") list.push_back(bit);
  }
  return names;
}

/// Names a register without a name after an output that depends on no other register, which is the register's wire
/// after its reset.
void name_cleared(Circuit& circuit, const Circuit::Signal& output) {
  const std::vector<bool> reached = circuit.aig.support({output.literal});
  Circuit::Register* found = nullptr;
  for (Circuit::Register& reg : circuit.registers) {
    if (!reached[node_of(reg.output)]) continue;
    if (found != nullptr) return;
    found = &reg;
  }
  if (found != nullptr && (found->names.empty() || found->cleared)) {
    found->names.push_back(output.name);
    found->cleared = true;
  }
}

Circuit circuit_of(const std::string& aiger, const NameMap& names, const std::set<std::string>& ports,
                   const std::set<std::string>& may_be_constant) {
  const auto lines = words_of(aiger);
  const auto& header = lines.at(0);
  const int inputs = number(header.at(2)), latches = number(header.at(3)), outputs = number(header.at(4)),
            ands = number(header.at(5));
  Circuit circuit;
  std::vector<Literal> literals(number(header.at(1)) + 1, -1);
  literals[0] = kFalse;
  const auto of = [&literals](const std::string& text) {
    const Literal literal = literals.at(number(text) / 2);
    if (literal < 0) throw std::out_of_range("literal " + text + " before what it is");
    return literal ^ (number(text) & 1);
  };
  std::size_t line = 1;
  for (int i = 0; i < inputs; ++i, ++line) {
    const Literal literal = circuit.aig.add_input();
    literals.at(number(lines.at(line).at(0)) / 2) = literal;
    const auto named = names.inputs.find(i);
    if (named == names.inputs.end()) {
      circuit.undefined.push_back(literal);
    } else if (named->second.front() != kClockPort) {
      circuit.inputs.push_back({named->second.front(), literal});
    }
  }
  const std::size_t first_latch = line;
  for (int i = 0; i < latches; ++i, ++line) {
    Circuit::Register reg{.names = {}, .output = circuit.aig.add_input(), .next = kFalse};
    literals.at(number(lines.at(line).at(0)) / 2) = reg.output;
    if (const auto named = names.registers.find(i); named != names.registers.end()) reg.names = named->second;
    circuit.registers.push_back(reg);
  }
  const std::size_t first_output = line;
  line += outputs;
  // Yosys writes operands before the nodes that use them.
  for (int i = 0; i < ands; ++i, ++line) {
    const auto& words = lines.at(line);
    literals.at(number(words.at(0)) / 2) = circuit.aig.both(of(words.at(1)), of(words.at(2)));
  }
  for (int i = 0; i < latches; ++i) circuit.registers[i].next = of(lines.at(first_latch + i).at(1));
  for (int i = 0; i < outputs; ++i) {
    // The last of several equal outputs has all names; constant outputs have none.
    const auto named = names.outputs.find(i);
    if (named == names.outputs.end()) continue;
    for (const std::string& name : named->second) {
      const Circuit::Signal output{name, of(lines.at(first_output + i).at(0))};
      if (ports.count(word_name(name)) != 0) circuit.outputs.push_back(output);
      name_cleared(circuit, output);
    }
  }
  for (const std::string& port : ports) {
    const bool there = std::any_of(circuit.outputs.begin(), circuit.outputs.end(),
                                   [&](const Circuit::Signal& output) { return word_name(output.name) == port; });
    if (!there && may_be_constant.count(port) == 0) throw InputError("output " + port + " is a constant");
  }
  return circuit;
}

Circuit read_now(const Verilog& design, const fs::path& cache) {
  const TemporaryFolder folder;
  std::string script = "read_verilog -sv -DSYNTHESIS";
  for (std::size_t i = 0; i < design.files.size(); ++i) {
    const std::string name = fmt::format("source_{}.sv", i);
    write_file(folder / name.c_str(), design.files[i].text, kTemporary);
    script += " " + name;
  }
  std::string parameters;
  for (const auto& [name, value] : design.parameters) parameters += fmt::format(" -chparam {} {}", name, value);
  script += fmt::format(kScript, design.top, parameters, design.trees ? kTrees : "");
  write_file(folder / "prove.ys", script, kTemporary);
  // "implicitly" makes a warning an error: a wire without a declaration would have one bit.
  const ProcessResult result = run_process({"yosys", "-e", "implicitly", "-s", "prove.ys"}, folder.path());
  check_machine(result, "Yosys on " + design.top);
  if (result.exit_code != 0) {
    fail(cache, fmt::format("Yosys cannot read {}{}", design.top, error_line(result.output)), result.output);
  }
  std::set<std::string> ports;
  for (const auto& words : words_of(read_file(folder / "outputs.txt"))) {
    if (!words.empty()) ports.insert(words[0].substr(words[0].find('/') + 1));
  }
  try {
    return circuit_of(read_file(folder / "design.aag"), read_names(read_file(folder / "map.txt")), ports,
                      design.may_be_constant);
  } catch (const std::logic_error& error) {  // from at() and stoi()
    fail(cache, fmt::format("Yosys' AIG of {} is none: {}", design.top, error.what()), result.output);
  }
}

}  // namespace

std::string yosys_version() {
  static const std::string version = versions_of({{"yosys", "-V"}});
  return version.substr(0, version.find(" (git"));
}

Circuit read_verilog(const Verilog& design, const fs::path& cache) {
  ContentHash hash;
  for (const Verilog::File& file : design.files) hash.add(file.text);
  hash.add(design.top);
  for (const auto& [name, value] : design.parameters) hash.add(name + "=" + value);
  hash.add(design.trees ? "trees" : "");
  for (const std::string& output : design.may_be_constant) hash.add(output);
  const std::string key = hash.hex();
  // Results are kept, because the other side of a proof is the same for all its mutants.
  static std::mutex mutex;
  static std::map<std::string, Circuit> known;
  {
    const std::lock_guard lock(mutex);
    const auto found = known.find(key);
    if (found != known.end()) return found->second;
  }
  Circuit circuit = read_now(design, cache);
  const std::lock_guard lock(mutex);
  return known.emplace(key, std::move(circuit)).first->second;
}

}  // namespace pwlsim::prove
