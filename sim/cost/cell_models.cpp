// SPDX-License-Identifier: Apache-2.0
#include "sim/cost/cell_models.h"

#include <fmt/format.h>
#include <algorithm>
#include <string_view>

#include "sim/cost/liberty_writer.h"
#include "sim/cost/tool_warnings.h"
#include "sim/lockstep/process.h"
#include "sim/pwl/error.h"
#include "sim/pwl/file.h"
#include "sim/pwl/rooms.h"

namespace pwlsim::cost {
namespace fs = std::filesystem;
namespace {

constexpr const char* kTemporary = "temporary file";  // in messages

/// A name as Verilog takes any.
std::string escaped(const std::string& name) { return "\\" + name + " "; }

const LibertyPin* pin_of_role(const LibertyCell& cell, std::string_view role) {
  const auto found = std::find_if(cell.pins.begin(), cell.pins.end(),
                                  [&](const LibertyPin& pin) { return pin.clock_gate_role == role; });
  return found == cell.pins.end() ? nullptr : &*found;
}

/// The kinds are those of the Liberty manual: what holds the enable while the clock is active, which edge the flops
/// behind take, and whether the test pin comes before the latch or after it.
std::string clock_gate_model(const LibertyCell& cell) {
  const LibertyPin* const clock = pin_of_role(cell, "clock");
  const LibertyPin* const enable = pin_of_role(cell, "enable");
  const LibertyPin* const out = pin_of_role(cell, "out");
  const LibertyPin* const test = pin_of_role(cell, "test");
  const std::string_view kind = cell.clock_gate;
  const auto is = [kind](std::string_view word) { return kind.find(word) != std::string_view::npos; };
  const bool latch = kind.rfind("latch_", 0) == 0;
  const bool rising = is("posedge");
  const bool known = (latch || kind.rfind("none_", 0) == 0) && (rising || is("negedge")) && !is("obs");
  if (!known || clock == nullptr || enable == nullptr || out == nullptr || (test != nullptr) != is("control")) {
    throw InputError(
        fmt::format("{}: cannot simulate {}, a clock gate of kind {}", cell.place, cell.name, printable(kind)));
  }
  std::string ports;
  for (const LibertyPin& pin : cell.pins) {
    if (pin.direction == LibertyPin::Direction::kInternal) continue;
    const bool output = pin.direction == LibertyPin::Direction::kOutput;
    ports += fmt::format("{}{} {}", ports.empty() ? "" : ", ", output ? "output" : "input", escaped(pin.name));
  }
  const std::string clock_name = escaped(clock->name);
  const std::string before = is("precontrol") ? " | " + escaped(test->name) : "";
  const std::string after = is("postcontrol") ? " | " + escaped(test->name) : "";
  std::string body = fmt::format("  wire enable = {}{};\n", escaped(enable->name), before);
  if (latch) {
    body += fmt::format("  reg held;\n  always @* if ({}{}) held = enable;\n", rising ? "!" : "", clock_name);
  } else {
    body += "  wire held = enable;\n";
  }
  body += fmt::format("  assign {} = {}{}(held{});\n", escaped(out->name), clock_name, rising ? "& " : "| ~", after);
  return fmt::format("module {}({});\n{}endmodule\n", escaped(cell.name), ports, body);
}

/// The text of that module; empty when there is none.
std::string_view module_text(std::string_view verilog, const std::string& name) {
  for (const std::string& header : {"\nmodule " + name + "(", "\nmodule " + escaped(name) + "("}) {
    const std::size_t begin = verilog.find(header);
    if (begin == std::string_view::npos) continue;
    constexpr std::string_view kEnd = "\nendmodule\n";
    return verilog.substr(begin, verilog.find(kEnd, begin) + kEnd.size() - begin);
  }
  return {};
}

}  // namespace

std::set<std::string> cell_types(const Netlist& netlist) {
  std::set<std::string> types;
  for (const Netlist::Cell& cell : netlist.cells) types.insert(cell.type);
  return types;
}

bool is_latch(const LibertyCell& cell) { return !cell.states.empty() && !cell.states[0].flop; }

std::string cell_models(const Library& library, const std::set<std::string>& types, const std::string& open_latches,
                        const fs::path& folder) {
  std::string models;
  std::set<std::string> translated;
  for (const std::string& type : types) {
    const LibertyCell* const cell = library.cell(type);
    if (cell == nullptr)
      throw InputError(library.file + ": has no cell " + printable(type) + ", which the netlist uses");
    if (cell->clock_gate.empty()) {
      translated.insert(type);
    } else {
      models += clock_gate_model(*cell);
    }
  }
  if (translated.empty()) return models;

  write_file(folder / "cells.lib", liberty_text(library, LibertyDetail::kFunctions, translated), kTemporary);
  const ProcessResult result = run_process(
      {"yosys", "-q", "-p", "read_liberty -ignore_miss_func cells.lib; proc; write_verilog -noattr yosys.v"}, folder);
  check_machine(result, library.file + ": Yosys");
  if (result.exit_code != 0)
    throw InputError(library.file + ": Yosys cannot read it, it " + result.ending() + ":\n" + result.output);
  check_warnings(library.file + ": Yosys", result.output);
  const std::string verilog = read_file(folder / "yosys.v");
  if (verilog.find("endmodule") == std::string::npos) check_space(folder.string());
  for (const std::string& type : translated) {
    std::string text(module_text(verilog, type));
    constexpr std::string_view kLatch = "always @*\n";
    if (is_latch(*library.cell(type))) {
      const std::size_t at = text.find(kLatch);
      if (at == std::string::npos) throw InputError(library.file + ": Yosys makes no latch of cell " + printable(type));
      text.insert(at + kLatch.size() - 1, " if (" + open_latches + ")");
    }
    if (text.empty()) {
      throw InputError(fmt::format("{}: cannot simulate cell {}: it lacks the function of an output",
                                   library.cell(type)->place, printable(type)));
    }
    models += text;
  }
  return models;
}

}  // namespace pwlsim::cost
