// SPDX-License-Identifier: Apache-2.0
#include "sim/lockstep/rtl_ports.h"

#include <algorithm>
#include <cstdio>
#include <optional>
#include <sstream>

#include "sim/base/error.h"

namespace pwlsim::lockstep {
namespace {

std::string describe(bool output, const std::string& name, int width) {
  return std::string(output ? "output " : "input ") + name + " of " + std::to_string(width) +
         (width == 1 ? " bit" : " bits");
}

std::string needs_text(const UnitConfig& config, const Port& wanted) {
  return "; a unit for " + config.name + " needs " + describe(wanted.output, wanted.name, wanted.width);
}

std::string unit_text(const RtlSource& source) { return source.files[0].string() + ": top " + source.top; }

/// A port of an unsupported kind: double &x_i; or VL_IN8((&x_i)[4],7,0); or VL_INOUT8(&x_i,7,0);
std::optional<DeclaredPort> odd_port(const std::string& line) {
  const auto name_after = [&](std::size_t ampersand) {
    return line.substr(ampersand + 1, line.find_first_of(";),", ampersand) - ampersand - 1);
  };
  const std::size_t ampersand = line.find('&');
  if (ampersand == std::string::npos) return std::nullopt;
  const std::string before = line.substr(0, ampersand);
  const auto is = [&](const char* type) { return before.find(type) != std::string::npos; };
  if (is("double ")) return DeclaredPort{.name = name_after(ampersand), .output = false, .width = 0, .odd = "a real"};
  if (is("std::string ")) {
    return DeclaredPort{.name = name_after(ampersand), .output = false, .width = 0, .odd = "a string"};
  }
  if (is("VL_INOUT")) return DeclaredPort{.name = name_after(ampersand), .output = false, .width = 0, .odd = "inout"};
  if (is("((")) {
    return DeclaredPort{
        .name = name_after(ampersand), .output = false, .width = 0, .odd = "unpacked (an array such as x [0:0])"};
  }
  return std::nullopt;
}

}  // namespace

std::vector<DeclaredPort> declared_ports(const std::string& header) {
  std::vector<DeclaredPort> ports;
  bool among_ports = false;
  std::istringstream lines(header);
  for (std::string line; std::getline(lines, line);) {
    if (line.find("// PORTS") != std::string::npos) among_ports = true;
    if (line.find("// CELLS") != std::string::npos) break;
    if (!among_ports) continue;
    if (const auto odd = odd_port(line)) {
      ports.push_back(*odd);
      continue;
    }
    const std::size_t macro = line.find_first_not_of(' ');
    if (macro == std::string::npos || (line.compare(macro, 5, "VL_IN") != 0 && line.compare(macro, 6, "VL_OUT") != 0))
      continue;
    const std::size_t name = line.find("(&", macro) + 2;
    const std::size_t comma = line.find(',', name);
    int msb = 0;
    int lsb = 0;
    if (comma == std::string::npos || std::sscanf(line.c_str() + comma, ",%d,%d", &msb, &lsb) != 2) continue;
    ports.push_back(
        {.name = line.substr(name, comma - name), .output = line[macro + 3] == 'O', .width = msb - lsb + 1});
  }
  return ports;
}

void check_port(const RtlSource& source, const UnitConfig& config, const Port& wanted, const DeclaredPort& found) {
  const std::string unit = unit_text(source);
  const std::string needs = needs_text(config, wanted);
  if (!found.odd.empty()) throw InputError(unit + ": port " + found.name + " is " + found.odd + needs);
  if (found.output == wanted.output && found.width == wanted.width) return;
  throw InputError(
      unit + " has " + describe(found.output, found.name, found.width) + needs +
      (source.foreign && found.output == wanted.output
           ? "; --param NAME=VALUE sets parameters of " + source.top + ", --unit says which unit it is to be"
           : ""));
}

std::string naming_advice(const std::string& port) { return "--port " + port + "=NAME says what it is called there"; }

std::string tie_advice(const DeclaredPort& port) {
  return "--tie " + port.name + (port.output ? "= leaves it open" : "=0 gives it a value");
}

std::set<std::string> check_ports(const std::string& header, const RtlSource& source, const UnitConfig& config) {
  std::vector<Port> wanted_ports = unit::ports_of(config);
  if (source.netlist) {
    wanted_ports.push_back({.name = "open_latches_i", .output = false, .width = 1, .meaning = "", .optional = true});
  }
  std::vector<DeclaredPort> declared = declared_ports(header);
  std::set<std::string> optional;
  for (const Port& wanted : wanted_ports) {
    const auto found = std::find_if(declared.begin(), declared.end(),
                                    [&](const DeclaredPort& port) { return port.name == wanted.name; });
    if (found == declared.end()) {
      if (wanted.optional) continue;
      throw InputError(unit_text(source) + " has no port " + wanted.name + needs_text(config, wanted) +
                       (source.foreign ? "; " + naming_advice(wanted.name) : ""));
    }
    check_port(source, config, wanted, *found);
    if (wanted.optional) optional.insert(wanted.name);
    declared.erase(found);
  }
  if (!declared.empty()) {
    throw InputError(unit_text(source) + " has a port " + declared[0].name +
                     " that the interface of a unit does not know" +
                     (source.foreign ? "; " + tie_advice(declared[0]) : ""));
  }
  return optional;
}

}  // namespace pwlsim::lockstep
