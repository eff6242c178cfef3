// SPDX-License-Identifier: Apache-2.0
#include "sim/stress/random_scenario.h"

#include <algorithm>
#include <array>
#include <utility>

#include "sim/base/random.h"
#include "sim/lockstep/stall.h"
#include "sim/lockstep/stimulus.h"
#include "sim/rooms.h"

namespace pwlsim::stress {
namespace {

class Maker {
 public:
  Maker(const UnitConfig& unit, const std::vector<UnitTable>& tables, std::uint64_t seed, const RtlSource::Lacks& lacks)
      : unit_(unit), tables_(tables), lacks_(lacks), random_(seed), stall_(Stall::parse("none")), scenario_{&unit, {}} {
    for (std::size_t f = 0; f < unit.registers.size(); ++f) {
      const RegisterField& field = unit.registers[f];
      if (!field.is_limit || !field.constant) continue;
      for (const Word limit : unit.constants[f]) remember_end(field, limit);
    }
  }

  Scenario make(std::size_t cycles) {
    if (lacks_.writes) {
      load_quietly(tables_.front().writes());
    } else {
      load(random_table());
    }
    while (scenario_.cycles.size() < cycles) phase();
    scenario_.cycles.resize(cycles);
    return std::move(scenario_);
  }

 private:
  void phase() {
    choose_stall();
    noise_ = random_.chance(0.5);
    stay_ = random_.chance(0.7);
    switch (random_.below(8)) {
      case 0:
        if (!lacks_.writes) load(random_table());
        break;
      case 1:
        if (!lacks_.writes) load(random_registers());
        break;
      case 2:
        if (!lacks_.reset) reset(1 + random_.below(3));
        break;
      case 3:
        idle(1 + random_.below(20));
        break;
      default:
        flow(1 + random_.below(100));
        break;
    }
  }

  void choose_stall() {
    const std::array<const char*, 7> kinds = {"none",       "none",    "random:0.3", "input:0.7",
                                              "output:0.7", "burst:3", "alternate"};
    stall_ = Stall::parse(kinds[random_.below(kinds.size())]);
    if (lacks_.back_pressure) stall_.take_all();
  }

  std::vector<RegisterWrite> random_table() {
    if (tables_.empty()) return random_registers();
    std::vector<RegisterWrite> writes = tables_[random_.below(static_cast<std::uint32_t>(tables_.size()))].writes();
    if (random_.chance(0.3)) shuffle(writes);
    return writes;
  }

  std::vector<RegisterWrite> random_registers() {
    std::vector<RegisterWrite> writes;
    for (int address = 0; address < unit_.addresses(); ++address) {
      if (random_.chance(0.7)) writes.push_back({static_cast<std::uint32_t>(address), random_register(random_, unit_)});
    }
    shuffle(writes);
    return writes;
  }

  void shuffle(std::vector<RegisterWrite>& writes) {
    for (std::size_t i = writes.size(); i > 1; --i) {
      std::swap(writes[i - 1], writes[random_.below(static_cast<std::uint32_t>(i))]);
    }
  }

  /// The table that a unit without write port has, for the other models. No data flow before it is there.
  void load_quietly(const std::vector<RegisterWrite>& writes) {
    for (const RegisterWrite& write : writes) {
      CycleInputs in = quiet_cycle();
      in.ready = 1;
      set(in, write);
      add(in);
    }
  }

  void load(const std::vector<RegisterWrite>& writes) {
    const bool with_data = random_.chance(0.5);
    const double gap = random_.chance(0.3) ? 0.5 : 0;
    for (const RegisterWrite& write : writes) {
      while (random_.chance(gap)) add(cycle(with_data));
      CycleInputs in = cycle(with_data);
      set(in, write);
      add(in);
    }
  }

  void reset(std::uint32_t count) {
    for (std::uint32_t i = 0; i < count; ++i) {
      CycleInputs in = cycle(true);
      in.rst_n = 0;
      if (random_.chance(0.3) && !lacks_.writes) set(in, random_write());
      add(in);
    }
  }

  void idle(std::uint32_t count) {
    for (std::uint32_t i = 0; i < count; ++i) add(cycle(false));
  }

  void flow(std::uint32_t count) {
    const std::array<double, 4> rates = {0, 0, 0.05, 0.5};
    const double rewrite = rates[random_.below(rates.size())];
    for (std::uint32_t i = 0; i < count; ++i) {
      CycleInputs in = cycle(true);
      if (random_.chance(rewrite) && !lacks_.writes) set(in, random_write());
      add(in);
    }
  }

  RegisterWrite random_write() {
    return {random_.below(static_cast<std::uint32_t>(unit_.addresses())), random_register(random_, unit_)};
  }

  static void set(CycleInputs& in, const RegisterWrite& write) {
    in.wr_en = 1;
    in.wr_addr = static_cast<std::uint16_t>(write.address);
    in.wr_data = write.data;
  }

  CycleInputs cycle(bool with_data) {
    CycleInputs in = quiet_cycle();
    const Stall::Sides sides = stall_.next(random_);
    in.ready = sides.accept ? 1 : 0;
    if (with_data && sides.offer) {
      in.valid = 1;
      in.x = stay_ && random_.chance(0.2) ? last_x_ : random_x();
      last_x_ = in.x;
    } else if (noise_) {
      in.x = random_word(random_, unit_);
    }
    if (noise_) {
      const RegisterWrite write = random_write();
      in.wr_addr = static_cast<std::uint16_t>(write.address);
      in.wr_data = write.data;
    }
    return in;
  }

  /// An input word: random, or at or beside a breakpoint that was written lately.
  Word random_x() {
    if (ends_.empty() || unit_.reduces_range || random_.chance(0.5)) return random_word(random_, unit_);
    const Word end = ends_[random_.below(static_cast<std::uint32_t>(ends_.size()))];
    return (end + random_.below(3) - 1) & low_bits(unit_.x_width());
  }

  void add(const CycleInputs& in) {
    if (in.wr_en != 0) remember_end(in);
    scenario_.cycles.push_back(in);
  }

  /// Remembers the last input of a segment if a write sets one.
  void remember_end(const CycleInputs& in) {
    for (const RegisterField& field : unit_.registers) {
      const bool is_in = in.wr_addr >= field.address && in.wr_addr - field.address < static_cast<unsigned>(field.span);
      if (field.is_limit && is_in) remember_end(field, in.wr_data);
    }
  }

  void remember_end(const RegisterField& field, Word limit) {
    constexpr std::size_t kMost = 64;
    // A limit with fewer bits than x stands for the last word with these top bits.
    const int missing = std::max(0, unit_.x_width() - field.word.width);
    if (ends_.size() >= kMost) ends_.erase(ends_.begin());
    ends_.push_back(missing == 0 ? limit : limit << missing | low_bits(missing));
  }

  const UnitConfig& unit_;
  const std::vector<UnitTable>& tables_;
  const RtlSource::Lacks lacks_;
  Random random_;
  Stall stall_;
  Scenario scenario_;
  std::vector<Word> ends_;
  Word last_x_ = 0;
  bool noise_ = false, stay_ = false;
};

}  // namespace

Scenario random_scenario(const UnitConfig& unit, const std::vector<UnitTable>& tables, std::uint64_t seed,
                         std::size_t cycles, const RtlSource::Lacks& lacks) {
  return Maker(unit, tables, seed, lacks).make(cycles);
}

}  // namespace pwlsim::stress
