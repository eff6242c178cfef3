// SPDX-License-Identifier: Apache-2.0
#include "sim/prove/proof_texts.h"

#include <fmt/format.h>
#include <cctype>
#include <map>
#include <sstream>
#include <utility>

#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/prove/proof.h"
#include "sim/unit/structure_files.h"

namespace pwlsim::prove {
namespace {

/// The name that follows `module` at the beginning of a line; empty: none does.
std::string module_begun_by(const std::string& line) {
  const std::string begin = "module ";
  if (!line.starts_with(begin)) return "";
  std::size_t end = begin.size();
  while (end < line.size() && (std::isalnum(static_cast<unsigned char>(line[end])) != 0 || line[end] == '_')) ++end;
  return line.substr(begin.size(), end - begin.size());
}

std::vector<Verilog::File> split_modules(const std::string& file, const std::string& text) {
  std::vector<Verilog::File> modules;
  std::istringstream lines(text);
  std::string name, module;
  int number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    if (name.empty()) {
      if (line.empty() || line.starts_with("//")) continue;
      name = module_begun_by(line);
      if (name.empty()) {
        throw InputError(
            fmt::format("{}:{}: only comments may stand between modules, each of which begins with "
                        "'module NAME' and ends with 'endmodule' on lines of their own",
                        file, number));
      }
    }
    module += line + "\n";
    if (line != "endmodule") continue;
    modules.push_back({name + ".v", std::exchange(module, "")});
    name.clear();
  }
  if (!name.empty()) throw InputError(fmt::format("{}: module {} has no line 'endmodule'", file, name));
  return modules;
}

}  // namespace

std::vector<Verilog::File> read_modules(const std::vector<std::filesystem::path>& files) {
  std::vector<Verilog::File> all;
  std::map<std::string, std::string> places;
  for (const std::filesystem::path& path : files) {
    const std::string file = path.string();
    for (Verilog::File& module : split_modules(file, read_file(file))) {
      const auto [place, is_new] = places.try_emplace(module.name, file);
      if (!is_new) {
        throw InputError(
            fmt::format("{}: the module of {} is in {} already; rename one", file, module.name, place->second));
      }
      all.push_back(std::move(module));
    }
  }
  return all;
}

ProofTexts read_proof_texts() {
  const auto files = [](const char* name) { return structure_files("sim/unit", name); };
  ProofTexts texts = {.references = read_modules(files("reference.v")),
                      .frames = read_modules(files("harness.v")),
                      .mutants = "",
                      .rtl = read_rtl()};
  for (const std::filesystem::path& file : files("mutants.txt")) texts.mutants += read_file(file.string()) + "\n";
  return texts;
}

}  // namespace pwlsim::prove
