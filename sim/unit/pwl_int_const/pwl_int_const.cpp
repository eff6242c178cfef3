// SPDX-License-Identifier: Apache-2.0
#include "sim/unit/pwl_int_const/pwl_int_const.h"

#include <string>
#include <utility>
#include <vector>

#include "sim/base/random.h"
#include "sim/unit/bins.h"
#include "sim/unit/directed_run.h"
#include "sim/unit/golden_pipeline.h"
#include "sim/unit/line_format.h"
#include "sim/unit/lines/integer_classes.h"
#include "sim/unit/part_rules.h"
#include "sim/unit/pwl_int/pwl_int.h"
#include "sim/unit/pwl_int_const/golden.h"
#include "sim/unit/statement.h"
#include "sim/unit/table.h"
#include "sim/unit/unit_config.h"
#include "sim/unit/unit_table.h"
#include "sim/unit/words_literal.h"

namespace pwlsim::unit {
namespace {

// Widest words whose proof ends: wider multipliers are too hard for the prover.
constexpr int kMostProvenWidth = 8;

std::string text(int number) { return std::to_string(number); }

/// A table of chords over equal parts of the range, which completes a configuration that has no table.
Table chords(const Function& function, int entries) {
  Table table;
  const auto at = [&](int i) { return function.lo + (function.hi - function.lo) * i / entries; };
  for (int i = 0; i < entries; ++i) {
    const double left = at(i), right = at(i + 1);
    const double slope = (function.exact(right) - function.exact(left)) / (right - left);
    if (i > 0) table.breakpoints.push_back(left);
    table.slopes.push_back(slope);
    table.intercepts.push_back(function.exact(left) - slope * left);
  }
  return table;
}

/// Bins for the segments of inputs, and for inputs at the ends of segments.
class IntConstCases {
 public:
  IntConstCases(const UnitConfig& config, const IntConstCore& core, Bins& bins)
      : bins_(bins), width_(config.x_width()), codes_(bins, "x", width_), segments_(bins.all().size()) {
    std::int64_t last = int_min(width_) - 1;
    for (int i = 0; i < config.entries; ++i) {
      const std::int64_t end = i + 1 < config.entries ? core.lines().breakpoint(i) : int_max(width_);
      const char* const why = end <= last ? "no code lies in this segment of the table" : "";
      bins.add("segment." + text(i), why);
      bins.add("segment." + text(i) + ".last_code", why);
      last = end;
    }
  }

  void cycle(const CycleInputs& /*in*/) {}
  void stage(int i, const IntConstCore& core, const IntConstCore::Slot& /*before*/, const IntConstCore::Slot& after) {
    if (i != 0) return;
    codes_.meet(after.x);
    const int segment = core.segment(after.x);
    const std::int64_t x = sign_extend(after.x, width_);
    const std::int64_t end = segment + 1 < core.lines().entries() ? core.lines().breakpoint(segment) : int_max(width_);
    bins_.hit(segments_ + static_cast<std::size_t>(2 * segment));
    bins_.hit_if(x == end, segments_ + static_cast<std::size_t>(2 * segment + 1));
  }

 private:
  Bins& bins_;
  int width_;
  SignedClasses codes_;
  std::size_t segments_;
};

class PwlIntConst : public Structure {
 public:
  std::string name() const override { return "pwl_int_const"; }

  std::string description() const override {
    return "integer lines k*q + (b << s) with a constant table: what a table costs that cannot be programmed";
  }

  std::vector<Parameter> parameters() const override {
    std::vector<Parameter> all = pwl_int().parameters();
    all.pop_back();  // `stages` always has its default
    return all;
  }

  UnitConfig configure(const Values& given) const override {
    UnitConfig config = pwl_int().configure(given);
    config.structure = this;
    config.address_bits = config.data_bits = 1;
    for (RegisterField& field : config.registers) {
      field.constant = true;
      field.address = 0;
      field.span = 0;
      config.constants.emplace_back(field.count);
    }
    const Function& first = functions().front();
    const UnitTable table = pwl_int().quantise(config, chords(first, config.entries), first, {});
    config.constants = table.words;
    return config;
  }

  std::string describe(const UnitConfig& config) const override {
    return pwl_int().describe(config) + ", constant table";
  }

  std::string rtl_top() const override { return "pwl_unit_int_const"; }

  std::vector<std::string> rtl_parameters(const UnitConfig& config) const override {
    std::vector<std::string> all = pwl_int().rtl_parameters(config);
    for (const auto& [name, literal] : constants_of(config)) all.push_back(name + "=" + literal.text);
    return all;
  }

  std::unique_ptr<Golden> make_golden(const UnitConfig& config) const override {
    return std::make_unique<UntimedGolden<IntConstCore>>(IntConstCore(config));
  }
  std::unique_ptr<UnitModel> make_pipeline(const UnitConfig& config, int latency) const override {
    return std::make_unique<GoldenPipeline<IntConstCore>>(IntConstCore(config), latency);
  }
  std::unique_ptr<UnitModel> make_cases(const UnitConfig& config, Bins& bins) const override {
    const IntConstCore core(config);
    return std::make_unique<GoldenPipeline<IntConstCore, IntConstCases>>(core, config.latency(),
                                                                         IntConstCases(config, core, bins));
  }

  TwinMaker twin() const override { return pwl_int_const_twin; }

  TableKind table_kind() const override { return TableKind::kLines; }
  std::optional<LineTableFormat> line_format(const UnitConfig& config) const override {
    return pwl_int().line_format(config);
  }
  int default_scale(const UnitConfig& config, const Function& function) const override {
    return pwl_int().default_scale(config, function);
  }
  UnitTable quantise(const UnitConfig& config, const Table& table, const Function& function,
                     const QuantiseOptions& options) const override {
    return pwl_int().quantise(config, table, function, options);
  }
  Table table_of(const UnitTable& registers) const override { return pwl_int().table_of(registers); }

  /// Inputs: the ends of all segments and their neighbours, the least and the greatest code, and random ones.
  std::vector<DirectedRun> directed_runs(const UnitConfig& config, std::uint64_t seed) const override {
    const int width = config.x_width();
    const IntConstCore core(config);
    std::vector<Word> words = {static_cast<Word>(int_min(width)) & low_bits(width), low_bits(width), 0, 1,
                               static_cast<Word>(int_max(width))};
    for (int j = 0; j + 1 < config.entries; ++j) {
      for (const int step : {0, 1}) {
        words.push_back(static_cast<Word>(core.lines().breakpoint(j) + step) & low_bits(width));
      }
    }
    Random random(seed);
    for (int i = 0; i < 1000; ++i) words.push_back(random_word(random, config.x));
    return {{empty_table(config), std::move(words)}};
  }

  PartRules part_rules(const UnitConfig& /*config*/) const override {
    PartRules rules;
    rules.rules = {handshake_rule(),
                   {"segment", {"x_i"}},
                   {"requant", {"acc_q"}},
                   {"add", {"intercept_q"}},
                   {"mul", {"slope_q", "x_q"}}};
    rules.adders_of = "add";
    rules.adders_to = "mul";
    return rules;
  }

  std::vector<Statement> statements(const UnitConfig& config) const override {
    const IntParameters p = int_parameters(config.values);
    Statement::Parameters parameters = {{"WIDTH", p.width},
                                        {"SLOPE_WIDTH", p.slope_width},
                                        {"INTERCEPT_WIDTH", p.intercept_width},
                                        {"BREAKPOINT_WIDTH", p.breakpoint_width},
                                        {"ACC_WIDTH", p.acc_width},
                                        {"ENTRIES", p.entries},
                                        {"REQUANTISE", p.requantise ? 1 : 0}};
    for (const auto& constant : constants_of(config)) parameters.push_back(constant);
    const int registers =
        p.stages + p.width + p.slope_width + p.intercept_width + p.acc_width + (p.requantise ? p.width : 0);
    Statement step = unit_statement(config, "reference_int_const", parameters, registers);
    step.covers = config.name + ": any stalls, resets";
    step.partners = {{"valid", "u_pipe.valid_q"},  {"x", "x_q"},     {"slope", "slope_q"},
                     {"intercept", "intercept_q"}, {"acc", "acc_q"}, {"post.y", "gen_requant.y_q"}};
    if (p.width > kMostProvenWidth || p.slope_width > kMostProvenWidth) {
      step.unsettled = "it holds a multiplier of this width";
    }
    return {step};
  }
  std::vector<Statement> part_statements() const override { return {}; }
  bool gates_proof_ends(const UnitConfig& config) const override { return pwl_int().gates_proof_ends(config); }

 private:
  static Statement::Parameters constants_of(const UnitConfig& config) {
    const IntParameters p = int_parameters(config.values);
    Statement::Parameters all = {{"BREAKPOINTS", words_literal(config.constants.at(0), p.breakpoint_width)},
                                 {"SLOPES", words_literal(config.constants.at(1), p.slope_width)},
                                 {"INTERCEPTS", words_literal(config.constants.at(2), p.intercept_width)},
                                 {"SHIFT", words_literal({config.constants.at(3).at(0)}, p.shift_bits())}};
    if (p.requantise) {
      all.emplace_back("REQUANT", words_literal({config.constants.at(3).at(1)}, log2_of(p.acc_width)));
    }
    return all;
  }
};

}  // namespace

const Structure& pwl_int_const() {
  static const PwlIntConst structure;
  return structure;
}

}  // namespace pwlsim::unit
