// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "sim/cost/netlist/netlist.h"
#include "tests/rooms.h"

namespace pwlsim::tests {

/// Builds a netlist by hand. A net is made when it is first named. The netlist has a port clk_i.
class NetlistBuilder {
 public:
  NetlistBuilder() {
    netlist_.top = "unit";
    input("clk_i");
  }

  int net(const std::string& name) {
    for (std::size_t i = 0; i < netlist_.nets.size(); ++i) {
      if (netlist_.nets[i] == name) return static_cast<int>(i);
    }
    netlist_.nets.push_back(name);
    return static_cast<int>(netlist_.nets.size()) - 1;
  }
  void input(const std::string& name) {
    netlist_.ports.push_back({.name = name, .output = false, .nets = {net(name)}});
  }
  void output(const std::string& name) {
    netlist_.ports.push_back({.name = name, .output = true, .nets = {net(name)}});
  }
  void cell(const std::string& name, const std::string& type,
            const std::vector<std::pair<std::string, std::string>>& pins) {
    Netlist::Cell& added =
        netlist_.cells.emplace_back(Netlist::Cell{.name = name, .type = type, .part = "", .pins = {}});
    for (const auto& [pin, connected] : pins) added.pins.push_back({pin, net(connected)});
  }
  Netlist netlist() const { return netlist_; }

 private:
  Netlist netlist_;
};

}  // namespace pwlsim::tests
