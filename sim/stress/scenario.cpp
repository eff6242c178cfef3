// SPDX-License-Identifier: Apache-2.0
#include "sim/stress/scenario.h"

#include <fmt/format.h>
#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <sstream>

#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/lockstep/comparison.h"
#include "sim/lockstep/in_flight.h"
#include "sim/rooms.h"
#include "sim/unit/golden.h"
#include "sim/unit/unit_table.h"

namespace pwlsim::stress {
namespace {

constexpr std::size_t kResetCycles = 3;
constexpr std::size_t kMostCycles = 10'000'000;  // limit for a file, so that a typing error does not fill the memory

std::string hex(Word word) {
  std::array<char, 24> text{};
  std::snprintf(text.data(), text.size(), "0x%llx", static_cast<unsigned long long>(word));
  return text.data();
}

/// A write as a word: "slope[2]=0x40"; for an address without a field "address[40]=0x40".
std::string write_text(const UnitConfig& unit, const CycleInputs& in) {
  std::string name = "address";
  unsigned index = in.wr_addr;
  for (const RegisterField& field : unit.registers) {
    if (in.wr_addr < field.address || in.wr_addr - field.address >= static_cast<unsigned>(field.span)) continue;
    name = field.name;
    index = in.wr_addr - field.address;
  }
  return name + "[" + std::to_string(index) + "]=" + hex(in.wr_data);
}

bool same(const CycleInputs& a, const CycleInputs& b) { return std::memcmp(&a, &b, sizeof a) == 0; }

/// Reads a file, line by line.
class Reader {
 public:
  explicit Reader(const std::filesystem::path& file) : file_(file), text_(read_text(file.string())) {}

  Scenario read() {
    Scenario scenario{nullptr, {}};
    for (std::string line; std::getline(text_, line);) {
      ++line_;
      std::istringstream rest(line.substr(0, line.find('#')));
      std::vector<std::string> words;
      for (std::string word; rest >> word;) words.push_back(word);
      if (words.empty()) continue;
      if (words[0] == "unit") {
        if (words.size() != 2) fail("`unit NAME` has one name, without blanks");
        if (scenario.unit != nullptr) fail("there is one line `unit NAME`, and this is the second");
        scenario.unit = find(words[1]);
      } else if (scenario.unit == nullptr) {
        fail("the first line has to be `unit NAME`, such as `unit int8_8`");
      } else if (words[0] == "constant") {
        if (!scenario.cycles.empty()) fail("constants stand before the first cycle");
        constant(scenario, words);
      } else {
        cycle(scenario, words);
      }
    }
    if (scenario.unit == nullptr) throw InputError(file_.string() + ": has no line `unit NAME`");
    if (scenario.cycles.empty()) throw InputError(file_.string() + ": has no cycle; a line such as `x=0x1` is one");
    return scenario;
  }

 private:
  [[noreturn]] void fail(const std::string& what) const {
    throw InputError(file_.string() + ":" + std::to_string(line_) + ": " + what);
  }

  const UnitConfig* find(const std::string& name) const {
    try {
      return &find_unit(name);
    } catch (const InputError& error) {
      fail(error.what());
    }
  }

  /// Reads `constant FIELD WORD …`.
  void constant(Scenario& scenario, const std::vector<std::string>& words) {
    const auto& fields = scenario.unit->registers;
    std::string known;
    for (std::size_t f = 0; f < fields.size(); ++f) {
      if (!fields[f].constant) continue;
      known += (known.empty() ? "" : ", ") + fields[f].name;
      if (words.size() < 2 || fields[f].name != words[1]) continue;
      const auto count = static_cast<std::size_t>(fields[f].count);
      if (words.size() != 2 + count) fail(fields[f].name + " has " + std::to_string(count) + " words");
      const auto built = std::make_shared<UnitConfig>(*scenario.unit);
      for (std::size_t i = 0; i < count; ++i) built->constants[f][i] = number(words[2 + i], fields[f].word.width);
      scenario.built = built;
      scenario.unit = built.get();
      return;
    }
    fail(known.empty() ? scenario.unit->name + " has no constants: its registers are written"
                       : "`constant` is followed by the name of a field and its words; fields: " + known);
  }

  void cycle(Scenario& scenario, std::vector<std::string>& words) const {
    const UnitConfig& unit = *scenario.unit;
    std::size_t count = 1;
    if (words.back()[0] == '*') {
      count = static_cast<std::size_t>(number(words.back().substr(1), 32));
      words.pop_back();
    }
    if (words.empty() || count == 0 || count > kMostCycles - scenario.cycles.size()) {
      fail("*COUNT follows the words of a cycle; a file has at most " + std::to_string(kMostCycles) + " cycles");
    }
    CycleInputs in = quiet_cycle();
    for (const std::string& word : words) {
      if (word == "-" && words.size() == 1) continue;
      if (word == "reset") {
        in.rst_n = 0;
      } else if (word == "stall") {
        in.ready = 0;
      } else if (word.rfind("x=", 0) == 0 || word.rfind("idle_x=", 0) == 0) {
        in.valid = word[0] == 'x' ? 1 : 0;
        in.x = number(word.substr(word.find('=') + 1), unit.x_width());
      } else {
        write(unit, in, word);
      }
    }
    scenario.cycles.insert(scenario.cycles.end(), count, in);
  }

  /// Reads a write such as "slope[2]=0x40", with or without "idle_" before it.
  void write(const UnitConfig& unit, CycleInputs& in, const std::string& word) const {
    const bool idle = word.rfind("idle_", 0) == 0;
    const std::string text = word.substr(idle ? 5 : 0);
    const std::size_t open = text.find('['), close = text.find("]=");
    const std::string name = text.substr(0, open);
    const auto is_it = [&](const RegisterField& one) { return one.name == name && !one.constant; };
    const auto field = std::find_if(unit.registers.begin(), unit.registers.end(), is_it);
    const bool raw = name == "address";
    if ((field == unit.registers.end() && !raw) || open == std::string::npos || close == std::string::npos ||
        close < open) {
      std::string known;
      for (const RegisterField& one : unit.registers) known += one.constant ? "" : one.name + "[i]=, ";
      fail("'" + printable(word) + "' is not a word of a cycle; known: x=, idle_x=, stall, reset, " + known +
           "address[i]=, idle_ before these, -, *COUNT");
    }
    const Word index = number(text.substr(open + 1, close - open - 1), unit.address_bits);
    if (!raw && index >= static_cast<Word>(field->span)) {
      fail("'" + printable(word) + "': " + name + " has " + std::to_string(field->span) + " addresses, from 0");
    }
    in.wr_en = idle ? 0 : 1;
    in.wr_addr = static_cast<std::uint16_t>(index + (raw ? 0 : field->address));
    in.wr_data = number(text.substr(close + 2), unit.data_bits);
  }

  /// An unsigned number, decimal or 0x…, of at most `bits` bits.
  Word number(const std::string& text, int bits) const {
    const bool hexadecimal = text.rfind("0x", 0) == 0;
    const char* const begin = text.data() + (hexadecimal ? 2 : 0);
    const char* const end = text.data() + text.size();
    Word value = 0;
    const auto [stopped, error] = std::from_chars(begin, end, value, hexadecimal ? 16 : 10);
    if (error != std::errc() || stopped != end || begin == end || (value & ~low_bits(std::max(bits, 1))) != 0) {
      fail("'" + printable(text) + "' is not a number of " + std::to_string(bits) + " bits (decimal or 0x…)");
    }
    return value;
  }

  std::filesystem::path file_;
  std::istringstream text_;
  int line_ = 0;
};

/// The cycles before a scenario: reset, then zero into every register.
std::vector<CycleInputs> prelude(const UnitConfig& unit) {
  CycleInputs reset = quiet_cycle();
  reset.rst_n = 0;
  std::vector<CycleInputs> cycles(kResetCycles, reset);
  for (int address = 0; address < unit.addresses(); ++address) {
    CycleInputs clear = quiet_cycle();
    clear.wr_en = 1;
    clear.wr_addr = static_cast<std::uint16_t>(address);
    cycles.push_back(clear);
  }
  return cycles;
}

}  // namespace

CycleInputs quiet_cycle() {
  CycleInputs in{};
  in.rst_n = 1;
  in.ready = 1;
  return in;
}

std::string cycle_text(const UnitConfig& unit, const CycleInputs& in) {
  std::string text;
  const auto add = [&](const std::string& word) { text += (text.empty() ? "" : " ") + word; };
  if (in.rst_n == 0) add("reset");
  if (in.valid != 0) {
    add("x=" + hex(in.x));
  } else if (in.x != 0) {
    add("idle_x=" + hex(in.x));
  }
  if (in.ready == 0) add("stall");
  if (in.wr_en != 0) {
    add(write_text(unit, in));
  } else if (in.wr_addr != 0 || in.wr_data != 0) {
    add("idle_" + write_text(unit, in));
  }
  return text.empty() ? "-" : text;
}

std::string scenario_text(const Scenario& scenario) {
  const UnitConfig& unit = *scenario.unit;
  const UnitConfig& named = find_unit(unit.name);
  std::string text = "unit " + unit.name + "\n";
  for (std::size_t f = 0; f < unit.constants.size(); ++f) {
    if (unit.constants[f] == named.constants[f]) continue;
    text += "constant " + unit.registers[f].name;
    for (const Word word : unit.constants[f]) text += " " + hex(word);
    text += "\n";
  }
  for (std::size_t i = 0; i < scenario.cycles.size();) {
    std::size_t end = i + 1;
    while (end < scenario.cycles.size() && same(scenario.cycles[end], scenario.cycles[i])) ++end;
    text += cycle_text(*scenario.unit, scenario.cycles[i]);
    if (end - i > 1) text += " *" + std::to_string(end - i);
    text += "\n";
    i = end;
  }
  return text;
}

Scenario read_scenario(const std::filesystem::path& file) { return Reader(file).read(); }

std::vector<CycleOutputs> run_and_drain(UnitModel& model, std::vector<CycleInputs>& inputs) {
  constexpr std::size_t kQuietCycles = 2, kMostCycles = 1 << 16;  // an open row is never answered
  std::vector<CycleOutputs> outputs(inputs.size());
  model.run(inputs.data(), outputs.data(), inputs.size());
  InFlight in_flight(model.has_last());
  const auto advance = [&](const CycleInputs& in, const CycleOutputs& out) {
    if (in.rst_n == 0) return static_cast<void>(in_flight.drop());
    if (out.valid != 0 && in.ready != 0) in_flight.deliver(out.last != 0);
    if (in.valid != 0 && out.ready != 0) in_flight.take({.x = 0, .word = in.x, .last = in.last != 0});
  };
  for (std::size_t i = 0; i < inputs.size(); ++i) advance(inputs[i], outputs[i]);
  std::size_t quiet = 0;
  for (std::size_t i = 0; i < kMostCycles && quiet < kQuietCycles; ++i) {
    quiet += in_flight.empty() ? 1 : 0;
    inputs.push_back(quiet_cycle());
    model.run(&inputs.back(), &outputs.emplace_back(), 1);
    advance(inputs.back(), outputs.back());
  }
  return outputs;
}

ScenarioRun run_scenario(const Scenario& scenario, const std::vector<UnitModel*>& models, int latency,
                         bool compare_idle) {
  ScenarioRun run;
  run.inputs = prelude(*scenario.unit);
  run.prelude = run.inputs.size();
  run.inputs.insert(run.inputs.end(), scenario.cycles.begin(), scenario.cycles.end());

  GoldenModel golden(*scenario.unit, latency);
  run.names.push_back(golden.name());
  run.outputs.push_back(run_and_drain(golden, run.inputs));
  const std::size_t count = run.inputs.size();
  const auto simulate = [&](UnitModel& model) {
    run.names.push_back(model.name());
    run.outputs.emplace_back(count);
    model.run(run.inputs.data(), run.outputs.back().data(), count);
  };
  std::size_t first = count;  // first cycle with a difference
  const auto cycle_of = [&](std::uint64_t cycle) {
    return static_cast<std::int64_t>(cycle) - static_cast<std::int64_t>(run.prelude);
  };
  for (UnitModel* const model : models) {
    try {
      simulate(*model);
    } catch (const UnitStopped& stopped) {
      const auto cycle = static_cast<std::size_t>(stopped.cycle());
      if (cycle < first) {
        first = cycle;
        run.difference = Difference{.cycle = cycle_of(cycle),
                                    .model = model->name(),
                                    .port = "",
                                    .expected = 0,
                                    .actual = 0,
                                    .stopped = stopped.what()};
      }
    }
    Comparison comparison(rule_for(*model, *scenario.unit, compare_idle, run.prelude));
    comparison.block(CycleBlock{run.outputs[0].data()}, CycleBlock{run.outputs.back().data()}, first);
    if (!comparison.first()) continue;
    const auto& [cycle, port, expected, actual] = *comparison.first();
    first = cycle;
    run.difference = Difference{.cycle = cycle_of(cycle),
                                .model = model->name(),
                                .port = port,
                                .expected = value_of(port, expected),
                                .actual = value_of(port, actual)};
  }
  return run;
}

std::string difference_text(const Difference& difference) {
  if (!difference.stopped.empty()) {
    return fmt::format("cycle {}: {} stopped: {}", difference.cycle, difference.model, difference.stopped);
  }
  return fmt::format("cycle {}: {} {} is 0x{:x}, expected 0x{:x}", difference.cycle, difference.model, difference.port,
                     difference.actual, difference.expected);
}

}  // namespace pwlsim::stress
