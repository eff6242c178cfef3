// SPDX-License-Identifier: Apache-2.0
#include "sim/cost/power/glitch.h"

#include <fmt/format.h>
#include <unistd.h>
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <string>
#include <unordered_map>

#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/base/process.h"
#include "sim/base/temporary_folder.h"
#include "sim/cost/power/power.h"
#include "sim/rooms.h"

namespace pwlsim::cost {
namespace fs = std::filesystem;
namespace {

constexpr const char* kTemporary = "temporary file";  // in messages

/// An input port and its value. The ports except the clock are in the order of the fields of a line of cycles.hex.
struct Field {
  const char* port;
  std::uint64_t (*value)(const CycleInputs&);
};
constexpr Field kFields[] = {
    {"rst_ni", [](const CycleInputs& in) -> std::uint64_t { return in.rst_n; }},
    {"valid_i", [](const CycleInputs& in) -> std::uint64_t { return in.valid; }},
    {"ready_i", [](const CycleInputs& in) -> std::uint64_t { return in.ready; }},
    {"wr_en_i", [](const CycleInputs& in) -> std::uint64_t { return in.wr_en; }},
    {"wr_addr_i", [](const CycleInputs& in) -> std::uint64_t { return in.wr_addr; }},
    {"wr_data_i", [](const CycleInputs& in) { return in.wr_data; }},
    {"x_i", [](const CycleInputs& in) { return in.x; }},
};
constexpr std::size_t kFieldBits = 64;  // width of each field in cycles.hex, whatever the port's width

std::string cycles_text(const std::vector<CycleInputs>& cycles) {
  std::string text;
  for (const CycleInputs& in : cycles) {
    for (const Field& field : kFields) text += fmt::format("{:016x}", field.value(in));
    text += '\n';
  }
  return text;
}

/// The text of a bench that drives the unit cycle by cycle; cycle i begins at i + 1 periods. Nets are recorded from
/// just before the first counted cycle, so that its first changes count.
std::string bench_text(const Netlist& netlist, std::size_t cycles, std::size_t first_counted, std::int64_t period_ps) {
  std::string declarations, connections, fields;
  for (const Netlist::Port& port : netlist.ports) {
    const std::string range = port.nets.size() == 1 ? "" : fmt::format("[{}:0] ", port.nets.size() - 1);
    declarations += fmt::format("  {} {}{};\n", port.output ? "wire" : "reg", range, port.name);
    connections += fmt::format("{}.{}({})", connections.empty() ? "" : ", ", port.name, port.name);
  }
  std::size_t at = std::size(kFields);
  for (const Field& field : kFields) {
    --at;
    fields += fmt::format("      {} = now[{} +: {}];\n", field.port, at * kFieldBits, kFieldBits);
  }
  const std::int64_t low = period_ps / 2;
  const std::int64_t delay = period_ps / 20;
  return fmt::format(R"(`timescale 1ps/1ps
module pwl_bench;
{}  reg [{}:0] cycles [0:{}];
  reg [{}:0] now;
  integer i;
  {} dut ({});
  initial begin
    $readmemh("cycles.hex", cycles);
    clk_i = 0;
    #{};
    for (i = 0; i < {}; i = i + 1) begin
      if (i == {}) begin
        $dumpfile("nets.vcd");
        $dumpvars(1, dut);
      end
      #1 clk_i = 1;
      #{};
      now = cycles[i];
{}      #{};
      clk_i = 0;
      #{};
    end
    $finish;
  end
endmodule
)",
                     declarations, std::size(kFields) * kFieldBits - 1, cycles - 1, std::size(kFields) * kFieldBits - 1,
                     netlist.top, connections, period_ps - 1, cycles, first_counted, delay, fields,
                     period_ps - low - delay, low - 1);
}

/// Reads the file of value changes and counts.
class ChangeCounter {
 public:
  ChangeCounter(const Netlist& netlist, const std::vector<CycleInputs>& cycles, std::size_t first_counted,
                std::int64_t period_ps)
      : netlist_(netlist),
        cycles_(cycles),
        period_ps_(period_ps),
        nets_(netlist.nets.size()),
        cycle_(static_cast<std::int64_t>(first_counted) - 1) {
    result_.transitions.resize(nets_.size());
    result_.settled.resize(nets_.size());
    result_.unknown_in.resize(nets_.size());
    result_.unknown_last.assign(nets_.size(), -1);
    for (std::size_t net = 0; net < nets_.size(); ++net) index_.emplace(netlist.nets[net], net);
  }

  DelayedActivity read(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) throw InputError("Icarus Verilog has written no waveform");
    std::string line;
    while (std::getline(file, line) && line.rfind("$enddefinitions", 0) != 0) declaration(line);
    check_declarations();
    while (std::getline(file, line)) change(line);
    // The time after the last change belongs to the last cycle.
    end_cycles(static_cast<std::int64_t>(cycles_.size()));
    return std::move(result_);
  }

 private:
  struct Net {
    char value = 'x';         ///< now
    char known = 'x';         ///< the last value that was 0 or 1
    char settled = 'x';       ///< `known` at the end of the last cycle
    bool was_unknown = true;  ///< whether it was unknown at the end of the last cycle
  };

  /// Reads a declaration: $var wire 8 ! x_i [7:0] $end
  void declaration(const std::string& line) {
    std::vector<std::string> words;
    std::size_t at = 0;
    while ((at = line.find_first_not_of(" \t", at)) != std::string::npos) {
      const std::size_t end = std::min(line.find_first_of(" \t", at), line.size());
      words.push_back(line.substr(at, end - at));
      at = end;
    }
    if (words.size() < 6 || words[0] != "$var") return;
    const int width = std::atoi(words[2].c_str());
    const std::string name = words[4].substr(words[4][0] == '\\' ? 1 : 0);
    std::vector<int>& bits = identifiers_[words[3]];
    const auto port = std::find_if(netlist_.ports.begin(), netlist_.ports.end(),
                                   [&](const Netlist::Port& candidate) { return candidate.name == name; });
    if (port != netlist_.ports.end() && static_cast<int>(port->nets.size()) == width) {
      bits = port->nets;
    } else if (width == 1 && index_.count(name) != 0) {
      bits = {static_cast<int>(index_.at(name))};
    }
    for (const int net : bits) {
      if (net >= 0) found_.insert({net, true});
    }
  }

  void check_declarations() const {
    for (std::size_t net = 0; net < nets_.size(); ++net) {
      if (found_.count(static_cast<int>(net)) == 0) {
        throw InputError("the netlist's Verilog file has no net " + printable(netlist_.nets[net]));
      }
    }
  }

  /// Reads a time or a change: #1000, 1!, b0101 ! or a keyword.
  void change(const std::string& line) {
    if (line.empty() || line[0] == '$') return;
    if (line[0] == '#') {
      end_cycles(std::strtoll(line.c_str() + 1, nullptr, 10) / period_ps_ - 1);
    } else if (line[0] == 'b') {
      const std::size_t space = line.find(' ');
      if (space == std::string::npos) return;
      const std::vector<int>& bits = bits_of(line.substr(space + 1));
      // Values are shortened: the first digit is repeated for all higher bits, or 0 if it is 1.
      for (std::size_t bit = 0; bit < bits.size(); ++bit) {
        const char value = bit + 1 < space ? line[space - 1 - bit] : line[1] == '1' ? '0' : line[1];
        change(bits[bit], value);
      }
    } else {
      for (const int net : bits_of(line.substr(1))) change(net, line[0]);
    }
  }

  const std::vector<int>& bits_of(const std::string& identifier) const {
    static const std::vector<int> none;
    const auto found = identifiers_.find(identifier);
    return found == identifiers_.end() ? none : found->second;
  }

  void change(int index, char value) {
    if (index < 0) return;
    Net& net = nets_[index];
    net.value = value;
    if (value != '0' && value != '1') return;
    if (net.known != value && net.known != 'x' && counted()) ++result_.transitions[index];
    net.known = value;
  }

  bool counted() const {
    return cycle_ >= 0 && cycle_ < static_cast<std::int64_t>(cycles_.size()) && cycles_[cycle_].counted != 0;
  }

  /// Ends all cycles before `cycle`.
  void end_cycles(std::int64_t cycle) {
    for (; cycle_ < cycle; ++cycle_) end_cycle();
  }

  void end_cycle() {
    for (std::size_t i = 0; i < nets_.size(); ++i) {
      Net& net = nets_[i];
      if (counted()) {
        const bool unknown = net.value != '0' && net.value != '1';
        result_.unknown += unknown ? 1 : 0;
        result_.unknown_in[i] += unknown || net.was_unknown ? 1 : 0;
        if (unknown) result_.unknown_last[i] = cycle_;
        result_.settled[i] += net.known != net.settled && net.settled != 'x' ? 1 : 0;
      }
      net.settled = net.known;
      net.was_unknown = net.value != '0' && net.value != '1';
    }
    result_.cycles += counted() ? 1 : 0;
  }

  const Netlist& netlist_;
  const std::vector<CycleInputs>& cycles_;
  std::int64_t period_ps_;
  std::vector<Net> nets_;
  std::unordered_map<std::string, std::size_t> index_;
  std::unordered_map<std::string, std::vector<int>> identifiers_;
  std::unordered_map<int, bool> found_;
  std::int64_t cycle_;
  DelayedActivity result_{};
};

/// Throws InputError with a tool's message if it failed.
void check(const ProcessResult& result, const std::string& what) {
  check_machine(result, what);
  if (result.exit_code != 0) throw InputError(what + ":\n" + result.output);
}

}  // namespace

std::vector<double> DelayedActivity::activity() const { return per_cycle(transitions, cycles); }

DelayedActivity simulate_delays(const fs::path& verilog, const Netlist& netlist, const fs::path& cell_models,
                                const std::vector<CycleInputs>& cycles, double period) {
  const auto start = std::chrono::steady_clock::now();
  const auto first = std::find_if(cycles.begin(), cycles.end(), [](const CycleInputs& in) { return in.counted != 0; });
  if (first == cycles.end()) throw InputError("a simulation with delays needs a cycle of data that counts");
  const std::size_t first_counted = first - cycles.begin();
  if (!(period >= 0.1 && period <= 1e6)) throw InputError(fmt::format("a clock period of {} ns", period));
  const std::int64_t period_ps = std::llround(period * 1000);

  const TemporaryFolder folder;
  write_file(folder / "bench.v", bench_text(netlist, cycles.size(), first_counted, period_ps), kTemporary);
  write_file(folder / "cycles.hex", cycles_text(cycles), kTemporary);
  // Copies with plain names, because a user's file name may have any characters.
  write_file(folder / "netlist.v", read_file(verilog), kTemporary);
  write_file(folder / "cells.v", read_file(cell_models), kTemporary);
  // The bench comes first, so that it does not get the cells' time scale.
  check(run_process(
            {"iverilog", "-gspecify", "-Ttyp", "-s", "pwl_bench", "-o", "bench.vvp", "bench.v", "netlist.v", "cells.v"},
            folder.path()),
        cell_models.string() + ": Icarus Verilog cannot simulate " + verilog.string() + " with these cells");
  check(run_process({"vvp", "-n", "bench.vvp"}, folder.path()),
        verilog.string() + ": the simulation with delays failed");
  DelayedActivity result = ChangeCounter(netlist, cycles, first_counted, period_ps).read(folder / "nets.vcd");
  result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return result;
}

void check_settled(const DelayedActivity& delayed, const Netlist& netlist, const std::vector<bool>& clocks,
                   const std::vector<std::uint64_t>& toggles, std::size_t flushed_from, const fs::path& cell_models) {
  const auto fail = [&](std::size_t net, const std::string& reason) {
    throw InputError(fmt::format("{}: these cells do not do what the library says: net {} {}", cell_models.string(),
                                 printable(netlist.nets[net]), reason));
  };
  for (std::size_t net = 0; net < netlist.nets.size(); ++net) {
    if (clocks[net]) continue;
    if (delayed.unknown_last[net] >= 0 && static_cast<std::size_t>(delayed.unknown_last[net]) >= flushed_from) {
      fail(net, fmt::format("is unknown in cycle {}", delayed.unknown_last[net]));
    }
    const std::uint64_t greater = std::max(delayed.settled[net], toggles[net]);
    if (greater - std::min(delayed.settled[net], toggles[net]) > delayed.unknown_in[net]) {
      fail(net, fmt::format("changes in {} of {} cycles with delays and in {} without", delayed.settled[net],
                            delayed.cycles, toggles[net]));
    }
  }
}

}  // namespace pwlsim::cost
