// SPDX-License-Identifier: Apache-2.0
#include "sim/cost/netlist/netlist.h"

#include <fmt/format.h>
#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/base/json_place.h"

namespace pwlsim::cost {
namespace {

using Json = nlohmann::json;

/// Numbers nets in the order in which they are first used. Yosys writes a net as a number and a constant as a text.
class NetNumbers {
 public:
  int number(const Json& bit) {
    if (bit.is_string()) {
      const auto& constant = bit.get_ref<const std::string&>();
      return constant == "1" ? Netlist::kOne : constant == "0" ? Netlist::kZero : Netlist::kOpen;
    }
    return numbers_.emplace(bit.get<int>(), static_cast<int>(numbers_.size())).first->second;
  }
  std::size_t size() const { return numbers_.size(); }

 private:
  std::map<int, int> numbers_;
};

Netlist netlist_of(const Json& modules) {
  if (modules.size() != 1) throw InputError(fmt::format("{} modules in place of one flat one", modules.size()));
  Netlist netlist;
  netlist.top = modules.begin().key();
  const Json& module = modules.front();
  NetNumbers numbers;
  for (const auto& [name, port] : module.at("ports").items()) {
    Netlist::Port& added =
        netlist.ports.emplace_back(Netlist::Port{.name = name, .output = port.at("direction") == "output", .nets = {}});
    for (const Json& bit : port.at("bits")) added.nets.push_back(numbers.number(bit));
  }
  for (const auto& [name, cell] : module.at("cells").items()) {
    const Json attributes = cell.value("attributes", Json::object());
    Netlist::Cell& added = netlist.cells.emplace_back(
        Netlist::Cell{.name = name, .type = cell.at("type"), .part = attributes.value("part", ""), .pins = {}});
    for (const auto& [pin, bits] : cell.at("connections").items()) {
      if (bits.size() > 1) throw InputError(fmt::format("pin {} of cell {} has {} bits", pin, name, bits.size()));
      added.pins.push_back({pin, bits.empty() ? Netlist::kOpen : numbers.number(bits.front())});
    }
  }
  // A net with several names gets that of a port, an input before an output, else that of a register.
  netlist.nets.resize(numbers.size());
  const auto name_nets = [&](const std::string& name, const Json& bits) {
    for (std::size_t i = 0; i < bits.size(); ++i) {
      const int net = numbers.number(bits[i]);
      if (net < 0 || net >= static_cast<int>(netlist.nets.size()) || !netlist.nets[net].empty()) continue;
      netlist.nets[net] = bits.size() == 1 ? name : fmt::format("{}[{}]", name, i);
    }
  };
  const auto is_register = [](const std::string& name) {
    return name.size() > 2 && name.compare(name.size() - 2, 2, "_q") == 0;
  };
  for (const char* direction : {"input", "output"}) {
    for (const auto& [name, port] : module.at("ports").items()) {
      if (port.at("direction") == direction) name_nets(name, port.at("bits"));
    }
  }
  for (const auto& [name, net] : module.at("netnames").items()) {
    if (is_register(name)) name_nets(name, net.at("bits"));
  }
  for (const auto& [name, net] : module.at("netnames").items()) name_nets(name, net.at("bits"));
  const auto unnamed = std::find(netlist.nets.begin(), netlist.nets.end(), "");
  if (unnamed != netlist.nets.end()) throw InputError("a net without a name");
  return netlist;
}

}  // namespace

Netlist read_netlist(const std::filesystem::path& path) {
  // Later versions of Yosys may write more keys, so unknown ones are allowed.
  const Json document = parse_foreign_json(read_file(path.string()), path.string());
  try {
    return netlist_of(document.at("modules"));
  } catch (const Json::exception& error) {
    throw InputError(path.string() + ": not a netlist of Yosys: " + error.what());
  } catch (const InputError& error) {
    throw InputError(path.string() + ": " + error.what());
  }
}

}  // namespace pwlsim::cost
