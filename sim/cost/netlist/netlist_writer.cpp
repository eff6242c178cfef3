// SPDX-License-Identifier: Apache-2.0
#include "sim/cost/netlist/netlist_writer.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "sim/base/json_place.h"

namespace pwlsim::cost {
namespace {

std::string escaped(const std::string& name) {
  const bool plain =
      name.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == std::string::npos &&
      (name[0] < '0' || name[0] > '9');
  return plain ? name : "\\" + name + " ";
}

}  // namespace

std::string netlist_verilog(const Netlist& netlist) {
  // Bits of ports are parts of vectors. All other nets are scalars, even if their names have indices.
  std::vector<std::string> names(netlist.nets.size());
  const auto bit_of = [](const Netlist::Port& port, std::size_t i) {
    return port.nets.size() == 1 ? escaped(port.name) : fmt::format("{}[{}]", escaped(port.name), i);
  };
  // An output port on the net of an input port is driven by that.
  for (const Netlist::Port& port : netlist.ports) {
    for (std::size_t i = 0; !port.output && i < port.nets.size(); ++i) {
      if (port.nets[i] >= 0) names[port.nets[i]] = bit_of(port, i);
    }
  }
  std::string text = fmt::format("module {} (", escaped(netlist.top));
  std::string declarations, assignments;
  const char* separator = "";
  for (const Netlist::Port& port : netlist.ports) {
    const std::string name = escaped(port.name);
    text += separator + name;
    separator = ", ";
    const std::string range = port.nets.size() == 1 ? "" : fmt::format("[{}:0] ", port.nets.size() - 1);
    declarations += fmt::format("  {} {}{};\n", port.output ? "output" : "input", range, name);
    for (std::size_t i = 0; port.output && i < port.nets.size(); ++i) {
      const std::string bit = bit_of(port, i);
      const int net = port.nets[i];
      if (net == Netlist::kOpen) continue;
      if (net < 0) {
        assignments += fmt::format("  assign {} = 1'b{};\n", bit, net == Netlist::kOne ? 1 : 0);
      } else if (names[net].empty()) {
        names[net] = bit;
      } else {
        assignments += fmt::format("  assign {} = {};\n", bit, names[net]);
      }
    }
  }
  text += ");\n" + declarations;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (!names[i].empty()) continue;
    names[i] = escaped(netlist.nets[i]);
    text += fmt::format("  wire {};\n", names[i]);
  }
  text += assignments;
  for (const Netlist::Cell& cell : netlist.cells) {
    text += fmt::format("  {} {} (", escaped(cell.type), escaped(cell.name));
    separator = "";
    for (const Netlist::Pin& pin : cell.pins) {
      if (pin.net == Netlist::kOpen) continue;
      const std::string signal = pin.net >= 0 ? names[pin.net] : pin.net == Netlist::kOne ? "1'b1" : "1'b0";
      text += fmt::format("{}.{}({})", separator, escaped(pin.name), signal);
      separator = ", ";
    }
    text += ");\n";
  }
  return text + "endmodule\n";
}

std::string netlist_json(const Netlist& netlist) {
  using Json = nlohmann::ordered_json;
  const auto bit = [](int net) {
    return net >= 0 ? Json(net + 2) : net == Netlist::kOne ? Json("1") : net == Netlist::kZero ? Json("0") : Json("x");
  };
  Json ports = Json::object(), cells = Json::object(), names = Json::object();
  for (const Netlist::Port& port : netlist.ports) {
    Json bits = Json::array();
    for (const int net : port.nets) bits.push_back(bit(net));
    ports[port.name] = {{"direction", port.output ? "output" : "input"}, {"bits", bits}};
  }
  for (const Netlist::Cell& cell : netlist.cells) {
    Json connections = Json::object();
    for (const Netlist::Pin& pin : cell.pins) {
      connections[pin.name] = pin.net == Netlist::kOpen ? Json::array() : Json::array({bit(pin.net)});
    }
    cells[cell.name] = {{"type", cell.type}, {"attributes", {{"part", cell.part}}}, {"connections", connections}};
  }
  for (std::size_t i = 0; i < netlist.nets.size(); ++i) {
    names[netlist.nets[i]] = {{"bits", Json::array({bit(static_cast<int>(i))})}};
  }
  const Json module = {{"ports", ports}, {"cells", cells}, {"netnames", names}};
  return json_dump({{"modules", {{netlist.top, module}}}}) + "\n";
}

}  // namespace pwlsim::cost
