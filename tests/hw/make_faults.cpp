// SPDX-License-Identifier: Apache-2.0
//
// make_faults LIST HW_FOLDER OUTPUT_FOLDER: for each fault of the list a copy of all SystemC headers in a namespace of
// its own, one of them with the fault; and systemc_faults.h, which makes a model of each.

#include <filesystem>
#include <iostream>
#include <map>

#include "sim/unit/unit_config.h"
#include "tests/hw/fault.h"

namespace fs = std::filesystem;

namespace {

void replace_all(std::string& text, const std::string& from, const std::string& to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
    text.replace(at, from.size(), to);
  }
}

/// The C++ type of each unit within its namespace.
const std::map<std::string, std::string>& unit_types() {
  static const std::map<std::string, std::string> types = {
#define PWL_UNIT_INT(id, w, a, n, q) {#id, "UnitInt<" #w ", " #a ", " #n ", " #q " != 0>"},
#define PWL_UNIT_FP(id, e, m, n, s) {#id, "UnitFp<" #e ", " #m ", " #n ", " #s " != 0>"},
#define PWL_UNIT_WIDE(id, x, w, n) {#id, "UnitWide<" #x ", " #w ", " #n ">"},
#include "sim/unit/units.def"
#undef PWL_UNIT_INT
#undef PWL_UNIT_FP
#undef PWL_UNIT_WIDE
  };
  return types;
}

void make(const std::string& list, const fs::path& hw, const fs::path& output) {
  std::string includes;
  std::string makers;
  std::string names;
  for (const pwlsim::tests::Fault& fault : pwlsim::tests::read_faults(list)) {
    fs::create_directories(output / fault.name / "hw");
    bool injected = false;
    for (const auto& entry : fs::directory_iterator(hw)) {
      if (entry.path().extension() != ".h") continue;
      std::string text = pwlsim::tests::read_text(entry.path());
      if (entry.path().filename() == fault.file) {
        text = pwlsim::tests::inject(fault, text);
        injected = true;
      }
      replace_all(text, "namespace pwlsim::hw {", "namespace pwlsim::hw_" + fault.name + " {\nusing namespace number;");
      replace_all(text, "#include \"hw/", "#include \"" + fault.name + "/hw/");
      std::ofstream(output / fault.name / "hw" / entry.path().filename()) << text;
    }
    if (!injected) throw std::runtime_error("fault " + fault.name + ": there is no hw/" + fault.file);
    const pwlsim::unit::UnitConfig& unit = pwlsim::unit::find_unit(fault.unit);
    const std::string kind = unit.is_wide() ? "wide" : unit.is_float() ? "fp" : "int";
    includes += "#include \"" + fault.name + "/hw/unit_" + kind + ".h\"\n";
    makers += "  if (name == \"" + fault.name + "\") {\n    return std::make_unique<SystemcBench<hw_" + fault.name +
              "::" + unit_types().at(fault.unit) + ">>(\"" + fault.name + "\", find_unit(\"" + fault.unit +
              "\"));\n  }\n";
  }
  std::ofstream header(output / "systemc_faults.h");
  header
      << "#pragma once\n#include <memory>\n#include <string>\n#include \"sim/lockstep/systemc_bench.h\"\n#include "
         "\"tests/rooms.h\"\n"
      << includes
      << "namespace pwlsim::tests {\ninline std::unique_ptr<UnitModel> make_faulty_model(const std::string& name) {\n"
      << makers << "  return nullptr;\n}\n}  // namespace pwlsim::tests\n";
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    std::cerr << "usage: make_faults LIST HW_FOLDER OUTPUT_FOLDER\n";
    return 2;
  }
  try {
    make(argv[1], argv[2], argv[3]);
  } catch (const std::exception& error) {
    std::cerr << "make_faults: " << error.what() << "\n";
    return 1;
  }
  return 0;
}
