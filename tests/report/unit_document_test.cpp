// SPDX-License-Identifier: Apache-2.0
#include "sim/report/unit_document.h"

#include <gtest/gtest.h>
#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "sim/base/file.h"
#include "sim/base/process.h"
#include "sim/fit/fit.h"
#include "sim/lockstep/rtl_loader.h"
#include "sim/report/document_json.h"
#include "sim/unit/random_unit.h"
#include "sim/unit/structures.h"
#include "tests/own_rtl.h"
#include "tests/rooms.h"
#include "tests/scratch_folder.h"

namespace pwlsim::tests {
namespace {

using Json = nlohmann::ordered_json;

/// "input x_i 8", in order.
using PortList = std::vector<std::string>;

std::string port_text(const std::string& direction, const std::string& name, std::size_t bits) {
  return direction + " " + name + " " + std::to_string(bits);
}

/// What the document says of one unit.
Json described(const UnitConfig& unit) { return Json::parse(document_json(unit_document({&unit})))["units"][0]; }

PortList ports_of_document(const UnitConfig& unit) {
  const Json document = described(unit);
  PortList ports;
  for (const Json& port : document.at("ports")) {
    ports.push_back(port_text(port.at("direction"), port.at("name"), port.at("bits")));
  }
  return ports;
}

/// The ports of a source's top module as Yosys sees them.
PortList ports_of_rtl(const RtlSource& source) {
  const ScratchFolder folder;
  std::string script = "read_verilog -sv -DSYNTHESIS";
  for (std::size_t i = 0; i < source.files.size(); ++i) {
    const std::string name = "source_" + std::to_string(i) + ".sv";
    folder.write(name, read_file(source.files[i].string()));
    script += " " + name;
  }
  script += "\nhierarchy -top " + source.top;
  for (const std::string& parameter : source.parameters) {
    const std::size_t equals = parameter.find('=');
    script += " -chparam " + parameter.substr(0, equals) + " " + parameter.substr(equals + 1);
  }
  folder.write("ports.ys", script + "\nproc -noopt\ndelete */t:*\nwrite_json ports.json\n");
  const ProcessResult result = run_process({"yosys", "-q", "-s", "ports.ys"}, folder.path());
  EXPECT_EQ(result.exit_code, 0) << result.output;
  const Json design = Json::parse(folder.read("ports.json"));
  PortList ports;
  for (const auto& [name, module] : design.at("modules").items()) {
    if (!module.at("attributes").contains("top")) continue;
    for (const auto& [port, is] : module.at("ports").items()) {
      ports.push_back(port_text(is.at("direction"), port, is.at("bits").size()));
    }
  }
  return ports;
}

/// Units of all structures: their defaults, and random ones.
std::vector<const UnitConfig*> units_of_all_structures() {
  std::vector<const UnitConfig*> units = random_units(3, 14);
  for (const Structure* structure : structures()) units.push_back(&find_unit(structure->name()));
  return units;
}

/// The same of another text for the top module.
PortList ports_of_head(RtlSource source, const ScratchFolder& folder, const std::string& text) {
  source.files = {folder.write("top.sv", text)};
  return ports_of_rtl(source);
}

TEST(UnitDocument, PortsAreThoseOfTheRtl) {
  std::set<std::string> seen;
  for (const UnitConfig* unit : units_of_all_structures()) {
    const PortList ports = ports_of_document(*unit);
    EXPECT_EQ(ports.size(), 12U) << unit->name;
    EXPECT_EQ(ports, ports_of_rtl(own_rtl(*unit))) << unit->name;
    seen.insert(unit->structure->name());
  }
  EXPECT_EQ(seen.size(), structures().size());
}

// The comparison above sees each kind of difference, in every structure.
TEST(UnitDocument, AnotherPortInTheRtlIsNoticed) {
  const std::pair<const char*, const char*> changes[] = {{" x_i,", " x_i, input logic more_i,"},
                                                         {"output logic", "input  logic"},
                                                         {" wr_en_i,", " wr_enable_i,"},
                                                         {"-1:0] ", ":0] "}};
  for (const Structure* structure : structures()) {
    const UnitConfig& unit = find_unit(structure->name());
    const PortList expected = ports_of_document(unit);
    for (const auto& [from, to] : changes) {
      const ScratchFolder folder;
      const RtlSource source = own_rtl(unit);
      for (const std::filesystem::path& file : source.files) {
        if (file.stem() != source.top) continue;
        // The module's head alone: what is behind it would no longer fit.
        std::string text = read_file(file.string());
        const std::size_t ports = text.find("/// Clock."), end = text.find(");\n", ports);
        const std::size_t at = text.find(from, ports);
        ASSERT_LT(at, end) << unit.name << ": " << from;
        text = text.substr(0, end) + ");\nendmodule\n";
        EXPECT_EQ(ports_of_head(source, folder, text), expected) << unit.name;
        text.replace(at, std::string(from).size(), to);
        EXPECT_NE(ports_of_head(source, folder, text), expected) << unit.name << ": " << to;
      }
    }
  }
}

TEST(UnitDocument, RegistersHaveAddressesOfTheirOwnAndFitTheWritePort) {
  for (const UnitConfig* unit : units_of_all_structures()) {
    const Json document = described(*unit);
    std::size_t address_bits = 0, data_bits = 0;
    for (const Json& port : document["ports"]) {
      if (port["name"] == "wr_addr_i") address_bits = port["bits"];
      if (port["name"] == "wr_data_i") data_bits = port["bits"];
    }
    std::set<std::size_t> addresses;
    for (const Json& field : document["registers"]) {
      EXPECT_EQ(field.contains("first_address"), field["writable"].get<bool>()) << unit->name;
      if (!field["writable"]) continue;
      EXPECT_LE(field["bits"], data_bits) << unit->name;
      const std::size_t first = field["first_address"], words = field["words"];
      EXPECT_GT(words, 0U);
      for (std::size_t address = first; address < first + words; ++address) {
        EXPECT_TRUE(addresses.insert(address).second) << unit->name << " " << address;
        EXPECT_LT(address, std::size_t{1} << address_bits) << unit->name;
      }
    }
    EXPECT_EQ(document["parameters"].size(), unit->structure->parameters().size()) << unit->name;
    EXPECT_EQ(document["latency"], unit->latency());
    EXPECT_EQ(document["top"], unit->rtl_top());
  }
}

TEST(UnitDocument, NamesTheMethodsThatMakeTheUnitsTables) {
  for (const UnitConfig* unit : units_of_all_structures()) {
    const std::vector<std::string> methods = methods_for(unit->structure->table_kind());
    EXPECT_EQ(described(*unit)["methods"], Json(methods)) << unit->name;
    const std::string line = unit_document({unit}).sections[0].intro.back();
    for (const FitMethod& method : fit_methods()) {
      EXPECT_EQ(line.find(" " + method.name) != std::string::npos,
                std::count(methods.begin(), methods.end(), method.name) > 0)
          << unit->name << ": " << line;
    }
  }
}

TEST(UnitDocument, TellsWhatAUnitIs) {
  const Document document = unit_document({&find_unit("int8_8q"), &find_unit("fp16_8"), &find_unit("pwl_int_const")});
  ASSERT_EQ(document.sections.size(), 3U);
  EXPECT_EQ(document.sections[0].title, "int8_8q");
  const Json units = Json::parse(document_json(document))["units"];
  ASSERT_EQ(units.size(), 3U);
  EXPECT_EQ(units[0]["registers"][3], Json::parse(R"({"name": "shift", "first_address": 24, "words": 2, "bits": 8,
    "number": "unsigned", "writable": true,
    "meaning": "0: left shift of intercepts; 1: right shift of the requantiser"})"));
  EXPECT_EQ(units[1]["registers"].size(), 3U) << "a field without words is none";
  EXPECT_EQ(units[1]["registers"][0]["number"], "float e5m10");
  EXPECT_FALSE(units[2]["registers"][0]["writable"].get<bool>());
}

}  // namespace
}  // namespace pwlsim::tests
