// SPDX-License-Identifier: Apache-2.0
#include "sim/cost/power/gates.h"

#include <fmt/format.h>
#include <map>
#include <set>

#include "sim/base/cache_entry.h"
#include "sim/base/content_hash.h"
#include "sim/base/file.h"
#include "sim/cost/code_version.h"
#include "sim/cost/liberty/liberty_writer.h"
#include "sim/cost/netlist/cell_models.h"
#include "sim/rooms.h"

namespace pwlsim::cost {
namespace fs = std::filesystem;
namespace {

constexpr const char* kTop = "pwl_gates";
constexpr const char* kCacheFile = "cache file";  // in messages

// Only the netlist's own nets are public, so that Verilator may optimise the insides of cells.
constexpr const char* kPublicNets =
    "`verilator_config\n"
    "public_flat_rd -module \"{}\" -var \"*\"\n"
    "public_flat_rd -module \"{}\" -var \"pwl_net_*\"\n";

/// The bit of a port, such as "x_i[3]", for each net of a port.
std::map<int, std::string> port_nets(const Netlist& netlist) {
  std::map<int, std::string> nets;
  for (const Netlist::Port& port : netlist.ports) {
    for (std::size_t bit = 0; bit < port.nets.size(); ++bit) {
      if (port.nets[bit] < 0) continue;
      nets.emplace(port.nets[bit], port.nets.size() == 1 ? "w_" + port.name : fmt::format("w_{}[{}]", port.name, bit));
    }
  }
  return nets;
}

/// The text of a top module around the unit. It has registers for the unit's inputs, as RtlSource::netlist requires,
/// and a one-bit signal for each net of a port.
std::string top_text(const Netlist& netlist, bool latches) {
  std::string ports = latches ? "input open_latches_i" : "";
  std::string body, connections;
  for (const Netlist::Port& port : netlist.ports) {
    const std::string range = port.nets.size() == 1 ? "" : fmt::format("[{}:0] ", port.nets.size() - 1);
    ports += fmt::format("{}{} {}{}", ports.empty() ? "" : ", ", port.output ? "output" : "input", range, port.name);
    connections += fmt::format("{}.{}(w_{})", connections.empty() ? "" : ", ", port.name, port.name);
    if (port.output || port.name == kClockPort) {
      body += fmt::format("  wire {}w_{};\n", range, port.name);
      body += port.output ? fmt::format("  assign {0} = w_{0};\n", port.name)
                          : fmt::format("  assign w_{0} = {0};\n", port.name);
    } else {
      body += fmt::format("  reg {0}w_{1};\n  always @(posedge {2}) w_{1} <= {1};\n", range, port.name, kClockPort);
    }
  }
  for (const auto& [net, bit] : port_nets(netlist)) body += fmt::format("  wire pwl_net_{} = {};\n", net, bit);
  return fmt::format("module {}({});\n{}  {} unit({});\nendmodule\n", kTop, ports, body, netlist.top, connections);
}

}  // namespace

RtlSource gates_rtl(const RtlLoader& loader, const GatesSource& source) {
  const Netlist& netlist = source.netlist;
  const std::set<std::string> types = cell_types(netlist);
  ContentHash hash;
  bool latches = false;
  for (const std::string& type : types) {
    hash.add(type);
    const LibertyCell* const cell = source.library.cell(type);
    if (cell == nullptr) continue;  // cell_models() reports it
    latches = latches || is_latch(*cell);
  }
  hash.add(liberty_text(source.library, LibertyDetail::kFunctions, types));
  const std::string top = top_text(netlist, latches);
  hash.add(top);
  CacheEntry entry(loader.cache(), kCodeVersion, "gates-" + hash.hex(), "cells.v");
  if (!entry.complete()) {
    const fs::path& folder = entry.folder();
    const std::string models = cell_models(source.library, types, std::string(kTop) + ".open_latches_i", folder);
    write_file(folder / "top.v", top, kCacheFile);
    write_file(folder / "nets.vlt", fmt::format(kPublicNets, netlist.top, kTop), kCacheFile);
    write_file(folder / "cells.v", models, kCacheFile);
    entry.commit();
  }

  RtlSource rtl;
  rtl.files = {source.verilog, entry.folder() / "cells.v", entry.folder() / "top.v", entry.folder() / "nets.vlt"};
  rtl.top = kTop;
  rtl.label = "gates";
  rtl.netlist = true;
  const std::map<int, std::string> of_ports = port_nets(netlist);
  for (int net = 0; net < static_cast<int>(netlist.nets.size()); ++net) {
    if (of_ports.count(net) != 0) {
      rtl.counted.push_back({kTop, fmt::format("pwl_net_{}", net)});
    } else {
      rtl.counted.push_back({fmt::format("{}.unit", kTop), netlist.nets[net]});
    }
  }
  return rtl;
}

std::unique_ptr<GatesModel> load_gates(const RtlLoader& loader, const GatesSource& source, const UnitConfig& config,
                                       std::uint64_t seed, const std::string& trace_path) {
  return loader.load_netlist(gates_rtl(loader, source), config, seed, trace_path);
}

}  // namespace pwlsim::cost
