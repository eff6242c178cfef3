// SPDX-License-Identifier: Apache-2.0
#include "sim/unit/hardwired/hardwired.h"

#include <algorithm>
#include <string>
#include <utility>

#include "sim/base/error.h"
#include "sim/unit/bins.h"
#include "sim/unit/directed_run.h"
#include "sim/unit/function_codes.h"
#include "sim/unit/golden_pipeline.h"
#include "sim/unit/hardwired/golden.h"
#include "sim/unit/line_format.h"
#include "sim/unit/part_rules.h"
#include "sim/unit/statement.h"
#include "sim/unit/unit_config.h"
#include "sim/unit/unit_table.h"
#include "sim/unit/words_literal.h"

namespace pwlsim::unit {
namespace {

constexpr int kNone = -1;
constexpr int kAllScales = 76543210;
constexpr int kMostSelectBits = 4;

std::string text(int number) { return std::to_string(number); }

/// A function and an input scale, which make one truth table.
struct Chosen {
  const Function* function;
  int scale;
};

/// The digits of a function's parameter, the last one first: 345 gives 5, 4, 3.
std::vector<int> scales_in(int digits) {
  std::vector<int> scales;
  if (digits == kNone) return scales;
  do {
    scales.push_back(digits % 10);
    digits /= 10;
  } while (digits > 0);
  return scales;
}

/// The truth tables that the parameters name, in their order. Empty: there is one, for the table that the unit is built
/// for.
std::vector<Chosen> chosen_by(const Values& values) {
  std::vector<Chosen> chosen;
  for (const Function* const function : built_in_functions()) {
    for (const int scale : scales_in(value_of(values, function->name.c_str(), kNone))) {
      chosen.push_back({function, scale});
    }
  }
  return chosen;
}

int select_bits(std::size_t tables) { return log2_of(static_cast<int>(tables)); }

/// A truth table with the meaning of its words.
UnitTable truth_table(const UnitConfig& config, const Chosen& chosen, std::optional<int> output_scale = {}) {
  UnitTable table;
  table.x.word = config.x;
  table.y.word = config.y;
  set_code_scales(table, *chosen.function, config.x_width(), config.y_width(), {chosen.scale, output_scale},
                  config.structure->name());
  table.words = {function_codes(table, *chosen.function)};
  return table;
}

/// Bins for the words that are looked up and for the truth tables that are selected.
class HardwiredCases {
 public:
  HardwiredCases(const HardwiredParameters& p, Bins& bins)
      : bins_(bins),
        words_(bins.add_range("word", 0, 1 << p.width)),
        tables_(bins.add_range("truth_table", 0, 1 << p.select_width)) {}

  void cycle(const CycleInputs& /*in*/) {}
  void stage(int /*i*/, const HardwiredCore& core, const HardwiredCore::Slot& /*before*/,
             const HardwiredCore::Slot& after) {
    bins_.hit(words_ + static_cast<std::size_t>(after.x));
    bins_.hit(tables_ + static_cast<std::size_t>(core.select()));
  }

 private:
  Bins& bins_;
  std::size_t words_, tables_;
};

class Hardwired : public Structure {
 public:
  std::string name() const override { return "hardwired"; }

  std::string description() const override {
    return "truth tables of chosen functions and scales as logic: what a unit costs that cannot be programmed";
  }

  std::vector<Parameter> parameters() const override {
    // name, least, greatest, default, meaning
    std::vector<Parameter> all = {{"width", 3, 8, "8", "bits of x"},
                                  {"out_width", 3, 16, "width", "bits of y, a code"}};
    for (const Function* const function : built_in_functions()) {
      all.push_back({.name = function->name,
                     .least = kNone,
                     .greatest = kAllScales,
                     .standard = "none",
                     .meaning = "scales of this function's truth tables, one digit each (345 is 3, 4, 5); -1 is none"});
    }
    return all;
  }

  UnitConfig configure(const Values& given) const override {
    UnitConfig config;
    config.structure = this;
    config.values = given;
    const int width = config.values["width"] = value_of(given, "width", 8);
    const int out_width = config.values["out_width"] = value_of(given, "out_width", width);
    for (const Function* const function : built_in_functions()) {
      config.values[function->name] = value_of(given, function->name.c_str(), kNone);
    }
    config.x = signed_word(width);
    config.y = signed_word(out_width);
    config.entries = 1 << width;
    config.stages = 1;
    config.input_scale = true;
    config.output_scale = true;
    config.address_bits = 1;

    std::vector<Chosen> chosen = chosen_by(config.values);
    for (const Chosen& one : chosen) {
      if (one.scale >= width) {
        throw InputError(one.function->name + " has scale " + text(one.scale) + ", not from 0 to " + text(width - 1));
      }
    }
    for (std::size_t i = 0; i < chosen.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        if (chosen[i].function != chosen[j].function || chosen[i].scale != chosen[j].scale) continue;
        throw InputError(chosen[i].function->name + " has scale " + text(chosen[i].scale) + " twice");
      }
    }
    if (chosen.empty()) chosen = {{&functions().front(), code_scale(functions().front(), width)}};
    const int bits = select_bits(chosen.size());
    if (bits > kMostSelectBits) {
      throw InputError("there are " + text(static_cast<int>(chosen.size())) + " truth tables, more than " +
                       text(1 << kMostSelectBits));
    }
    std::vector<Word> values;
    // Numbers beyond the last truth table select the last one.
    for (int i = 0; i < 1 << bits; ++i) {
      const UnitTable table = truth_table(config, chosen[std::min<std::size_t>(i, chosen.size() - 1)]);
      values.insert(values.end(), table.words[0].begin(), table.words[0].end());
    }
    config.registers = {{.name = "value",
                         .address = 0,
                         .span = 0,
                         .count = static_cast<int>(values.size()),
                         .word = config.y,
                         .meaning = "y of the code with these bits",
                         .per_entry = true,
                         .constant = true,
                         .numbers = &Table::values}};
    config.constants = {std::move(values)};
    config.data_bits = std::max(1, bits);
    if (bits > 0) {
      config.registers.push_back({.name = "select",
                                  .address = 0,
                                  .span = 1,
                                  .count = 1,
                                  .word = unsigned_word(bits),
                                  .meaning = "number of the truth table"});
      config.constants.emplace_back();
    }
    return config;
  }

  std::string describe(const UnitConfig& config) const override {
    std::string tables;
    for (const Chosen& one : chosen_by(config.values)) {
      tables += (tables.empty() ? "" : ", ") + one.function->name + " at scale " + text(one.scale);
    }
    return text(config.x_width()) + "-bit codes, each with a result of " + text(config.y_width()) + " bits; " +
           (tables.empty() ? "built for each function" : tables);
  }

  std::string rtl_top() const override { return "pwl_unit_hardwired"; }

  std::vector<std::string> rtl_parameters(const UnitConfig& config) const override {
    std::vector<std::string> all;
    const HardwiredParameters p = hardwired_parameters(config);
    for (const auto& [name, value] : sizes_of(p)) all.push_back(name + "=" + value.text);
    all.push_back("VALUES=" + values_by_bits(p));
    return all;
  }

  std::unique_ptr<Golden> make_golden(const UnitConfig& config) const override {
    return std::make_unique<UntimedGolden<HardwiredCore>>(HardwiredCore(hardwired_parameters(config)));
  }
  std::unique_ptr<UnitModel> make_pipeline(const UnitConfig& config, int latency) const override {
    return std::make_unique<GoldenPipeline<HardwiredCore>>(HardwiredCore(hardwired_parameters(config)), latency);
  }
  std::unique_ptr<UnitModel> make_cases(const UnitConfig& config, Bins& bins) const override {
    const HardwiredParameters p = hardwired_parameters(config);
    return std::make_unique<GoldenPipeline<HardwiredCore, HardwiredCases>>(HardwiredCore(p), config.latency(),
                                                                           HardwiredCases(p, bins));
  }

  TwinMaker twin() const override { return hardwired_twin; }

  bool serves(const UnitConfig& config, const Function& function) const override {
    const std::vector<Chosen> chosen = chosen_by(config.values);
    return chosen.empty() || std::any_of(chosen.begin(), chosen.end(),
                                         [&](const Chosen& one) { return one.function->name == function.name; });
  }

  TableKind table_kind() const override { return TableKind::kWords; }
  std::optional<LineTableFormat> line_format(const UnitConfig& /*config*/) const override { return std::nullopt; }

  /// The usual scale if the unit has it, else the next coarser one, else the coarsest.
  int default_scale(const UnitConfig& config, const Function& function) const override {
    const int usual = code_scale(function, config.x_width());
    int coarser = kNone, coarsest = config.x_width();
    for (const Chosen& one : chosen_by(config.values)) {
      if (one.function->name != function.name) continue;
      coarsest = std::min(coarsest, one.scale);
      if (one.scale <= usual) coarser = std::max(coarser, one.scale);
    }
    if (coarsest == config.x_width()) return usual;
    return coarser == kNone ? coarsest : coarser;
  }

  UnitTable quantise(const UnitConfig& config, const Table& table, const Function& function,
                     const QuantiseOptions& options) const override {
    const Chosen wanted{&function, options.scale.value_or(default_scale(config, function))};
    const std::vector<Chosen> chosen = chosen_by(config.values);
    const auto is_it = [&](const Chosen& one) {
      return one.function->name == function.name && one.scale == wanted.scale;
    };
    const auto found = std::find_if(chosen.begin(), chosen.end(), is_it);
    if (!chosen.empty() && found == chosen.end()) {
      throw InputError(config.name + " has no truth table of " + function.name + " at scale " + text(wanted.scale) +
                       ": " + describe(config));
    }
    UnitTable own = truth_table(config, wanted, chosen.empty() ? options.output_scale : std::nullopt);
    if (options.output_scale && *options.output_scale != own.output_scale) {
      throw InputError(config.name + " returns " + function.name + " at output scale " + text(own.output_scale) +
                       ", not " + text(*options.output_scale));
    }
    std::vector<Word> codes = codes_of(own, table, function, config.name);
    if (!chosen.empty() && codes != own.words[0]) {
      throw InputError("the truth table of " + function.name + " belongs to the unit " + config.name +
                       ", which has no other; hardwired without functions is built for a table");
    }
    UnitTable unit = empty_table(config);
    unit.scale = own.scale;
    unit.output_scale = own.output_scale;
    unit.x = own.x;
    unit.y = own.y;
    if (chosen.empty()) unit.field("value") = std::move(codes);
    if (chosen.size() > 1) unit.field("select") = {static_cast<Word>(found - chosen.begin())};
    return unit;
  }

  std::size_t first_word(const UnitTable& registers) const override {
    if (registers.config.registers.size() < 2) return 0;
    return static_cast<std::size_t>(registers.field("select")[0]) * static_cast<std::size_t>(registers.config.entries);
  }

  /// The table has no lines, only words: those of the selected truth table.
  Table table_of(const UnitTable& registers) const override { return decoded_values(registers, first_word(registers)); }

  /// Every input word for each truth table.
  std::vector<DirectedRun> directed_runs(const UnitConfig& config, std::uint64_t /*seed*/) const override {
    std::vector<Word> words(static_cast<std::size_t>(config.entries));
    for (std::size_t i = 0; i < words.size(); ++i) words[i] = i;
    std::vector<DirectedRun> runs;
    for (Word select = 0; select < Word{1} << hardwired_parameters(config).select_width; ++select) {
      UnitTable table = empty_table(config);
      if (config.registers.size() > 1) table.field("select") = {select};
      runs.push_back({std::move(table), words});
    }
    return runs;
  }

  PartRules part_rules(const UnitConfig& /*config*/) const override {
    PartRules rules;
    // The logic of the truth tables first: synthesis merges it with the write enables of the result's flops.
    rules.rules = {{"table", {"x_i", "select_q", "wr_en_i", "wr_addr_i", "wr_data_i"}}, handshake_rule()};
    rules.stored = {"select_q"};
    return rules;
  }

  std::vector<Statement> statements(const UnitConfig& config) const override {
    const HardwiredParameters p = hardwired_parameters(config);
    const int registers = p.out_width + 1 + p.select_width;
    Statement step = unit_statement(config, "reference_hardwired", sizes_of(p), registers);
    step.own = {{"VALUES", values_by_bits(p)}};
    step.reference_own = {{"VALUES", words_literal(p.values, p.out_width)}};
    step.partners = {{"valid", "u_pipe.valid_q"}, {"y", "y_q"}};
    step.no_fault = {"pipe_bubble"};  // one stage has no bubbles
    if (p.select_width > 0) {
      step.partners.emplace_back("gen_select.chosen", "gen_select.select_q");
    } else {
      step.no_fault.insert(step.no_fault.end(), {"hardwired_write", "hardwired_address"});
    }
    return {step};
  }
  std::vector<Statement> part_statements() const override { return {}; }
  bool gates_proof_ends(const UnitConfig& /*config*/) const override { return true; }

 private:
  static Statement::Parameters sizes_of(const HardwiredParameters& p) {
    return {{"WIDTH", p.width}, {"OUT_WIDTH", p.out_width}, {"SELECT_WIDTH", p.select_width}};
  }

  /// The value of the RTL's parameter: bit 0 of all words, then bit 1, and so on.
  static std::string values_by_bits(const HardwiredParameters& p) {
    std::vector<Word> bits;
    bits.reserve(p.values.size() * static_cast<std::size_t>(p.out_width));
    for (int j = 0; j < p.out_width; ++j) {
      for (const Word word : p.values) bits.push_back(word >> j & 1);
    }
    return words_literal(bits, 1);
  }
};

}  // namespace

const Structure& hardwired() {
  static const Hardwired structure;
  return structure;
}

HardwiredParameters hardwired_parameters(const UnitConfig& config) {
  const std::vector<Word>& values = config.constants.at(0);
  const int width = config.x_width();
  return {.width = width,
          .out_width = config.y_width(),
          .select_width = select_bits(values.size() >> width),
          .values = values};
}

}  // namespace pwlsim::unit
