// SPDX-License-Identifier: Apache-2.0
#include "sim/unit/direct/direct.h"

#include <string>

#include "sim/base/random.h"
#include "sim/unit/bins.h"
#include "sim/unit/direct/golden.h"
#include "sim/unit/directed_run.h"
#include "sim/unit/function_codes.h"
#include "sim/unit/golden_pipeline.h"
#include "sim/unit/part_rules.h"
#include "sim/unit/statement.h"
#include "sim/unit/unit_config.h"
#include "sim/unit/unit_table.h"

namespace pwlsim::unit {
namespace {

std::string text(int number) { return std::to_string(number); }

/// Bins for the words that are looked up.
class DirectCases {
 public:
  DirectCases(const DirectParameters& p, Bins& bins) : bins_(bins), words_(bins.add_range("word", 0, 1 << p.width)) {}

  void cycle(const CycleInputs& /*in*/) {}
  void stage(int /*i*/, const DirectCore& /*core*/, const DirectCore::Slot& /*before*/, const DirectCore::Slot& after) {
    bins_.hit(words_ + static_cast<std::size_t>(after.x));
  }

 private:
  Bins& bins_;
  std::size_t words_;
};

class Direct : public Structure {
 public:
  std::string name() const override { return "direct"; }

  std::string description() const override {
    return "a table with a word for each input code: no error but rounding, what CPU run times do";
  }

  std::vector<Parameter> parameters() const override {
    // name, least, greatest, default, meaning
    return {{"width", 3, 8, "8", "bits of x; the table has 2^width words"},
            {"out_width", 3, 32, "width", "bits of y, a code"}};
  }

  UnitConfig configure(const Values& given) const override {
    UnitConfig config;
    config.structure = this;
    config.values["width"] = value_of(given, "width", 8);
    config.values["out_width"] = value_of(given, "out_width", config.values["width"]);
    const DirectParameters p = direct_parameters(config.values);
    config.x = signed_word(p.width);
    config.y = signed_word(p.out_width);
    config.entries = 1 << p.width;
    config.stages = 1;
    config.registers = {{.name = "value",
                         .address = 0,
                         .span = config.entries,
                         .count = config.entries,
                         .word = config.y,
                         .meaning = "y of the code with these bits",
                         .per_entry = true,
                         .numbers = &Table::values}};
    config.address_bits = p.width;
    config.data_bits = p.out_width;
    config.input_scale = true;
    config.output_scale = true;
    return config;
  }

  std::string describe(const UnitConfig& config) const override {
    const DirectParameters p = direct_parameters(config.values);
    return text(p.width) + "-bit codes, each with a result of " + text(p.out_width) + " bits";
  }

  std::string rtl_top() const override { return "pwl_unit_direct"; }

  std::vector<std::string> rtl_parameters(const UnitConfig& config) const override {
    const DirectParameters p = direct_parameters(config.values);
    return {"WIDTH=" + text(p.width), "OUT_WIDTH=" + text(p.out_width)};
  }

  std::unique_ptr<Golden> make_golden(const UnitConfig& config) const override {
    return std::make_unique<UntimedGolden<DirectCore>>(DirectCore(direct_parameters(config.values)));
  }
  std::unique_ptr<UnitModel> make_pipeline(const UnitConfig& config, int latency) const override {
    return std::make_unique<GoldenPipeline<DirectCore>>(DirectCore(direct_parameters(config.values)), latency);
  }
  std::unique_ptr<UnitModel> make_cases(const UnitConfig& config, Bins& bins) const override {
    const DirectParameters p = direct_parameters(config.values);
    return std::make_unique<GoldenPipeline<DirectCore, DirectCases>>(DirectCore(p), config.latency(),
                                                                     DirectCases(p, bins));
  }

  TwinMaker twin() const override { return direct_twin; }

  TableKind table_kind() const override { return TableKind::kWords; }
  std::optional<LineTableFormat> line_format(const UnitConfig& /*config*/) const override { return std::nullopt; }

  int default_scale(const UnitConfig& config, const Function& function) const override {
    return code_scale(function, config.x_width());
  }

  UnitTable quantise(const UnitConfig& config, const Table& table, const Function& function,
                     const QuantiseOptions& options) const override {
    UnitTable unit = empty_table(config);
    set_code_scales(unit, function, config.x_width(), config.y_width(), options, config.name);
    unit.field("value") = codes_of(unit, table, function, config.name);
    return unit;
  }

  /// The table has no lines, only words.
  Table table_of(const UnitTable& registers) const override { return decoded_values(registers, 0); }

  /// Every input word, for two tables that differ in each word.
  std::vector<DirectedRun> directed_runs(const UnitConfig& config, std::uint64_t seed) const override {
    UnitTable table = empty_table(config);
    Random random(seed);
    for (Word& word : table.field("value")) word = random_word(random, config.y);
    std::vector<Word> words(static_cast<std::size_t>(config.entries));
    for (std::size_t i = 0; i < words.size(); ++i) words[i] = i;
    return {{table, words}};
  }

  PartRules part_rules(const UnitConfig& /*config*/) const override {
    PartRules rules;
    rules.rules = {handshake_rule(), {"table", {"wr_en_i", "wr_addr_i", "wr_data_i"}}, {"read", {"x_i", "word_q"}}};
    rules.stored = {"word_q"};
    return rules;
  }

  std::vector<Statement> statements(const UnitConfig& config) const override {
    const DirectParameters p = direct_parameters(config.values);
    const int registers = config.entries * p.out_width + p.out_width + 1;
    Statement step =
        unit_statement(config, "reference_direct", {{"WIDTH", p.width}, {"OUT_WIDTH", p.out_width}}, registers);
    step.partners = {{"valid", "u_pipe.valid_q"}, {"y", "y_q"}};
    step.no_fault = {"pipe_bubble"};  // one stage has no bubbles
    return {step};
  }
  std::vector<Statement> part_statements() const override { return {}; }
  bool gates_proof_ends(const UnitConfig& /*config*/) const override { return true; }
};

}  // namespace

const Structure& direct() {
  static const Direct structure;
  return structure;
}

}  // namespace pwlsim::unit
