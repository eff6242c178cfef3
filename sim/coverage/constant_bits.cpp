// SPDX-License-Identifier: Apache-2.0
#include "sim/coverage/constant_bits.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/base/json_place.h"
#include "sim/base/process.h"
#include "sim/base/temporary_folder.h"

namespace pwlsim::coverage {
namespace {

constexpr const char* kTemporary = "temporary file";  // in messages
constexpr const char* kOut = "signals.json";

// No pass looks at registers or chooses a value for an undefined one. Cells are removed, so that only signals are
// written.
constexpr const char* kScript = R"(
hierarchy -check -top {0}{1}
proc -noopt
flatten
setundef -undriven -anyseq
setundef -anyseq
opt_expr -full -fine -keepdc
opt_clean
delete t:*
write_json {2}
)";

/// The first error in Yosys's output, on one line.
std::string error_line(const std::string& log) {
  const std::size_t error = log.find("ERROR");
  return error == std::string::npos ? "" : ": " + printable(log.substr(error, log.find('\n', error) - error));
}

}  // namespace

std::set<std::string> constant_bits(const RtlSource& source) {
  const TemporaryFolder folder;
  std::string script = "read_verilog -sv -DSYNTHESIS";
  for (std::size_t i = 0; i < source.files.size(); ++i) {
    const std::string name = fmt::format("source_{}.sv", i);
    write_file(folder / name.c_str(), read_file(source.files[i].string()), kTemporary);
    script += " " + name;
  }
  std::string parameters;
  for (const std::string& parameter : source.parameters) {
    const std::size_t equals = parameter.find('=');
    parameters += fmt::format(" -chparam {} {}", parameter.substr(0, equals), parameter.substr(equals + 1));
  }
  write_file(folder / "constants.ys", script + fmt::format(kScript, source.top, parameters, kOut), kTemporary);
  const ProcessResult result = run_process({"yosys", "-q", "-s", "constants.ys"}, folder.path());
  check_machine(result, "Yosys on " + source.top);
  if (result.exit_code != 0) {
    throw InputError(fmt::format("Yosys cannot read {}, so its constant bits are not known{}", source.top,
                                 error_line(result.output)));
  }

  std::set<std::string> constant;
  const nlohmann::json design = parse_foreign_json(read_file(folder / kOut), kOut);
  for (const auto& [module, content] : design.at("modules").items()) {
    for (const auto& [name, wire] : content.at("netnames").items()) {
      if (wire.contains("upto")) continue;  // no RTL here counts its bits upwards
      const auto& bits = wire.at("bits");
      const int lowest = wire.value("offset", 0);
      for (std::size_t i = 0; i < bits.size(); ++i) {
        if (bits[i] != "0" && bits[i] != "1") continue;
        constant.insert(fmt::format("{}[{}]", name, lowest + static_cast<int>(i)));
        if (bits.size() == 1) constant.insert(name);
      }
    }
  }
  return constant;
}

std::string constant_bits_tool() {
  const std::string version = versions_of({{"yosys", "-V"}});
  return version.substr(0, version.find(" (git"));
}

}  // namespace pwlsim::coverage
