// SPDX-License-Identifier: Apache-2.0
#include "sim/lockstep/rtl_adapter.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <algorithm>
#include <filesystem>
#include <set>
#include <vector>

#include "sim/base/cache_entry.h"
#include "sim/base/content_hash.h"
#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/lockstep/code_version.h"
#include "sim/lockstep/rtl_ports.h"

namespace pwlsim::lockstep {
namespace {

constexpr const char* kAdapter = "pwlsim_adapter";

/// Ports that a foreign unit may lack, if the user says so.
const std::set<std::string> kMayLack = {"rst_ni", "valid_i", "ready_o", "valid_o", "ready_i"};

bool is_write_port(const std::string& name) { return name.compare(0, 3, "wr_") == 0; }

std::string range(int width) { return width == 1 ? "" : fmt::format("[{}:0] ", width - 1); }

/// A Verilog value of any width for what a user types: 0 and 1 fill all bits.
std::string tied(const std::string& value) { return value == "0" || value == "1" ? "'" + value : value; }

/// What a port of a unit is called in the foreign one.
struct Connection {
  Port port;
  std::string name;  ///< empty: there is none
  bool inverted = false;
};

class Adapter {
 public:
  Adapter(const RtlSource& source, const UnitConfig& config, const PortMap& ports)
      : source_(source), config_(config), ports_(ports), declared_(ports_of_top(source)) {
    for (const auto& [name, theirs] : ports.names) check_known(name);
    for (const Port& port : unit::ports_of(config)) connect(port);
    for (const DeclaredPort& port : declared_) tie(port);
    for (const auto& [name, value] : ports.ties) {
      if (used_ties_.count(name) == 0) fail("--tie " + name + "=" + value, "has no further port of that name");
    }
  }

  RtlSource::Lacks lacks() const {
    return {.reset = !has("rst_ni"),
            .back_pressure = !has("ready_i") || !has("ready_o") || !has("valid_o"),
            .writes = !has("wr_en_i")};
  }

  std::string text(int latency) const {
    std::string header;
    std::string body;
    std::string binding;
    for (const Connection& one : connections_) {
      if (one.port.optional && one.name.empty()) continue;
      header += (header.empty() ? "" : ",\n") + fmt::format("  {} logic {}{}", one.port.output ? "output" : "input",
                                                            range(one.port.width), one.port.name);
      if (!one.name.empty()) binding += bound(one, body);
    }
    for (const auto& [name, value] : ports_.ties) {
      binding += fmt::format("    .{}({}),\n", name, value.empty() ? "" : tied(value));
    }
    binding.resize(binding.rfind(','));
    if (!has("ready_o")) body += "  assign ready_o = 1'b1;\n";
    if (!has("valid_o")) body += valid_text(latency);
    return fmt::format(
        "// A unit of pwlsim around {0}.\nmodule {1} (\n{2}\n);\n{3}  {0} {4}{6} (\n{5}\n  );\nendmodule\n",
        source_.top, kAdapter, header, body, parameters(), binding, kAdapterInstance);
  }

 private:
  [[noreturn]] void fail(const std::string& what, const std::string& reason) const {
    throw InputError(printable(what) + ": " + source_.top + " " + reason);
  }

  void check_known(const std::string& name) const {
    const std::vector<Port> all = unit::ports_of(config_);
    if (std::any_of(all.begin(), all.end(), [&](const Port& port) { return port.name == name; })) return;
    std::string known;
    for (const Port& port : all) known += (known.empty() ? "" : ", ") + port.name;
    throw InputError("--port " + printable(name) + ": is not a port of a unit; these are " + known);
  }

  bool has(const std::string& name) const {
    return std::any_of(connections_.begin(), connections_.end(),
                       [&](const Connection& one) { return one.port.name == name && !one.name.empty(); });
  }

  const DeclaredPort* declared(const std::string& name) const {
    const auto found =
        std::find_if(declared_.begin(), declared_.end(), [&](const DeclaredPort& port) { return port.name == name; });
    return found == declared_.end() ? nullptr : &*found;
  }

  void connect(const Port& port) {
    Connection one{port, port.name};
    const auto given = ports_.names.find(port.name);
    if (given != ports_.names.end()) {
      one.inverted = given->second.compare(0, 1, "~") == 0;
      one.name = given->second.substr(one.inverted ? 1 : 0);
    } else if (declared(port.name) == nullptr && (port.optional || (ports_.fixed_table && is_write_port(port.name)))) {
      one.name.clear();
    }
    if (one.name.empty()) {
      const bool may_lack = port.optional || kMayLack.count(port.name) != 0 || is_write_port(port.name);
      if (!may_lack) fail("--port " + port.name + "=", "cannot do without it");
      const auto valid = ports_.names.find("valid_o");
      if (port.name == "rst_ni" && (valid == ports_.names.end() || !valid->second.empty())) {
        fail("--port rst_ni=", "has a valid_o, which has to be 0 after a reset");
      }
      if (is_write_port(port.name) && !ports_.fixed_table) {
        fail("--port " + port.name + "=", "needs --fixed-table FILE, the table that it has in place of a write port");
      }
    } else {
      const DeclaredPort* const found = declared(one.name);
      if (found == nullptr) {
        const bool may_lack = kMayLack.count(port.name) != 0;
        fail(given == ports_.names.end() ? port.name : "--port " + port.name + "=" + given->second,
             "has no port " + one.name + "; " + naming_advice(port.name) +
                 (may_lack ? ", --port " + port.name + "= that there is none" : ""));
      }
      check_port(source_, config_, port, *found);
      taken_.insert(one.name);
    }
    connections_.push_back(one);
  }

  void tie(const DeclaredPort& port) {
    if (taken_.count(port.name) != 0) return;
    const auto value = ports_.ties.find(port.name);
    if (value == ports_.ties.end()) {
      fail(port.name, std::string("has this further ") + (port.output ? "output" : "input") + "; " + tie_advice(port));
    }
    if (!port.output && value->second.empty()) fail("--tie " + port.name + "=", "has no value for this input");
    if (port.output && !value->second.empty()) {
      fail("--tie " + port.name + "=" + value->second, "drives this output itself; " + tie_advice(port));
    }
    used_ties_.insert(port.name);
  }

  /// The binding of a port. An inverted output goes through a signal of its own.
  static std::string bound(const Connection& one, std::string& body) {
    if (!one.inverted) return fmt::format("    .{}({}),\n", one.name, one.port.name);
    if (!one.port.output) return fmt::format("    .{}(~{}),\n", one.name, one.port.name);
    body +=
        fmt::format("  logic {0}inverse_{1};\n  assign {1} = ~inverse_{1};\n", range(one.port.width), one.port.name);
    return fmt::format("    .{}(inverse_{}),\n", one.name, one.port.name);
  }

  static std::string valid_text(int latency) {
    return fmt::format(
        "  logic [{0}:0] valid_q;\n"
        "  always_ff @(posedge clk_i or negedge rst_ni) begin\n"
        "    if (!rst_ni) valid_q <= '0;\n"
        "    else         valid_q <= {1}'({{valid_q, valid_i}});\n"
        "  end\n"
        "  assign valid_o = valid_q[{0}];\n",
        latency - 1, latency);
  }

  std::string parameters() const {
    std::string all;
    for (const std::string& parameter : source_.parameters) {
      const std::size_t equals = parameter.find('=');
      all +=
          (all.empty() ? "" : ", ") + fmt::format(".{}({})", parameter.substr(0, equals), parameter.substr(equals + 1));
    }
    return all.empty() ? "" : "#(" + all + ") ";
  }

  const RtlSource& source_;
  const UnitConfig& config_;
  const PortMap& ports_;
  std::vector<DeclaredPort> declared_;
  std::vector<Connection> connections_;
  std::set<std::string> taken_, used_ties_;
};

}  // namespace

RtlSource adapted(const RtlSource& source, const UnitConfig& config, const PortMap& ports, int latency) {
  const Adapter adapter(source, config, ports);
  const std::string text = adapter.text(latency);
  ContentHash hash;
  hash.add(text);
  CacheEntry entry(default_cache(), kCodeVersion, "adapter-" + hash.hex(), kAdapterFile);
  if (!entry.complete()) {
    write_file(entry.folder() / kAdapterFile, text, "cache file");
    entry.commit();
  }
  RtlSource around = source;
  around.files.push_back(entry.folder() / kAdapterFile);
  around.top = kAdapter;
  around.parameters.clear();
  around.lacks = adapter.lacks();
  return around;
}

}  // namespace pwlsim::lockstep
