// SPDX-License-Identifier: Apache-2.0
#include "sim/cost/netlist/cell_models.h"

#include <fmt/format.h>
#include <algorithm>
#include <map>
#include <string_view>

#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/base/process.h"
#include "sim/cost/liberty/liberty_writer.h"
#include "sim/cost/tool/tool_warnings.h"
#include "sim/rooms.h"

namespace pwlsim::cost {
namespace fs = std::filesystem;
namespace {

constexpr const char* kTemporary = "temporary file";  // in messages

/// A name as an escaped identifier of Verilog.
std::string escaped(const std::string& name) { return "\\" + name + " "; }

std::string module_of(const LibertyCell& cell, const std::string& body) {
  std::string ports;
  for (const LibertyPin& pin : cell.pins) {
    if (pin.direction == LibertyPin::Direction::kInternal) continue;
    const bool output = pin.direction == LibertyPin::Direction::kOutput;
    ports += fmt::format("{}{} {}", ports.empty() ? "" : ", ", output ? "output" : "input", escaped(pin.name));
  }
  return fmt::format("module {}({});\n{}endmodule\n", escaped(cell.name), ports, body);
}

const LibertyPin* pin_of_role(const LibertyCell& cell, std::string_view role) {
  const auto found = std::find_if(cell.pins.begin(), cell.pins.end(),
                                  [&](const LibertyPin& pin) { return pin.clock_gate_role == role; });
  return found == cell.pins.end() ? nullptr : &*found;
}

/// The model of a clock gate. Its kind, as in the Liberty manual, says what holds the enable while the clock is active,
/// which edge the flops after it use, and whether the test pin comes before or after the latch.
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
  return module_of(cell, body);
}

/// The model of a latch. It is written here because Yosys 0.23 translates a latch with a clear wrongly, to `if (enable)
/// state = enable | clear`. As in flops, the state has a name that no pin has.
std::string latch_model(const LibertyCell& cell, const std::string& open_latches) {
  std::map<std::string, std::string> states;
  for (std::size_t i = 0; i < cell.states.size(); ++i) {
    states[cell.states[i].name] = fmt::format("pwl_state_{}", i);
    if (!cell.states[i].inverted_name.empty()) states[cell.states[i].inverted_name] = fmt::format("!pwl_state_{}", i);
  }
  const auto verilog = [&](BooleanFunction function) {
    for (std::string& input : function.inputs) {
      const auto state = states.find(input);
      input = state == states.end() ? escaped(input) : state->second;
    }
    return function.empty() ? "1'b0" : text_of(function);
  };
  std::string body;
  for (std::size_t i = 0; i < cell.states.size(); ++i) {
    const LibertyState& state = cell.states[i];
    body += fmt::format(
        "  reg pwl_state_{0};\n  always @* if ({1}) begin\n    if ({2}) pwl_state_{0} = 1'b0;\n"
        "    else if ({3}) pwl_state_{0} = 1'b1;\n    else if ({4}) pwl_state_{0} = {5};\n  end\n",
        i, open_latches, verilog(state.clear), verilog(state.preset), verilog(state.clock), verilog(state.data));
  }
  for (const LibertyPin& pin : cell.pins) {
    if (pin.direction != LibertyPin::Direction::kOutput) continue;
    if (pin.function.empty()) {
      throw InputError(fmt::format("{}: cannot simulate cell {}: it lacks the function of output {}", cell.place,
                                   printable(cell.name), printable(pin.name)));
    }
    body += fmt::format("  assign {} = {};\n", escaped(pin.name), verilog(pin.function));
  }
  return module_of(cell, body);
}

/// The text of the module `name`; empty when there is none.
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
    if (!cell->clock_gate.empty()) {
      models += clock_gate_model(*cell);
    } else if (is_latch(*cell)) {
      models += latch_model(*cell, open_latches);
    } else {
      translated.insert(type);
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
    const std::string_view text = module_text(verilog, type);
    if (text.empty()) {
      throw InputError(fmt::format("{}: cannot simulate cell {}: it lacks the function of an output",
                                   library.cell(type)->place, printable(type)));
    }
    models += text;
  }
  return models;
}

}  // namespace pwlsim::cost
