// SPDX-License-Identifier: Apache-2.0
#include "sim/unit/pwl_int/pwl_int.h"

#include <cmath>
#include <cstdlib>

#include "sim/base/error.h"
#include "sim/unit/golden_pipeline.h"
#include "sim/unit/line_format.h"
#include "sim/unit/lines/line_block.h"
#include "sim/unit/lines/line_fields.h"
#include "sim/unit/part_rules.h"
#include "sim/unit/pwl_int/cases.h"
#include "sim/unit/pwl_int/golden.h"
#include "sim/unit/pwl_int/parts.h"
#include "sim/unit/quantise_lines.h"
#include "sim/unit/unit_config.h"
#include "sim/unit/unit_table.h"

namespace pwlsim::unit {
namespace {

std::string text(int number) { return std::to_string(number); }

IntParameters complete(const Values& given) {
  const auto value = [&](const char* name, int otherwise) { return value_of(given, name, otherwise); };
  IntParameters p{};
  p.width = value("width", 8);
  p.slope_width = value("slope_width", p.width);
  p.intercept_width = value("intercept_width", p.width);
  p.breakpoint_width = value("breakpoint_width", p.width);
  p.acc_width = value("acc_width", p.width + p.slope_width);
  p.entries = value("entries", 8);
  p.requantise = value("requantise", 0) != 0;
  p.stages = value("stages", p.requantise ? 3 : 2);
  return p;
}

void check(const IntParameters& p) {
  const int product = p.width + p.slope_width;
  const int widest = std::max(p.width, p.intercept_width);
  if (p.breakpoint_width > p.width) {
    throw InputError("breakpoint_width is " + text(p.breakpoint_width) + ", more than the width of x, " +
                     text(p.width));
  }
  if (p.intercept_width > product - 1) {
    throw InputError("intercept_width is " + text(p.intercept_width) + ", more than " + text(product - 1) +
                     ", one less than the bits of the product");
  }
  if (p.acc_width > product || p.acc_width < widest) {
    throw InputError("acc_width is " + text(p.acc_width) + ", not from " + text(widest) + ", the widest word, to " +
                     text(product) + ", the bits of the product");
  }
  if (p.stages > 3 && !p.requantise) throw InputError("stages is 4, which only a unit that requantises has");
}

class IntGolden : public UntimedGolden<IntCore> {
 public:
  explicit IntGolden(const IntParameters& p) : UntimedGolden(IntCore(p)), p_(p) {}

  void evaluate_block(Word first, std::size_t count, Word* y, std::uint8_t* segment) const override {
    if (!core_.lines().sorted()) return Golden::evaluate_block(first, count, y, segment);
    evaluate_lines(core_, p_.width, first, count, y, segment, [&](Word word, std::size_t words, Word* result) {
      IntCore::Slot slot{};
      slot.x = word;
      core_.take_line(slot);
      for (std::size_t i = 0; i < words; ++i) {
        slot.x = word + i;
        const Word acc = core_.accumulate(slot);
        result[i] = p_.requantise ? core_.requantise(acc) : acc;
      }
    });
  }

 private:
  IntParameters p_;
};

class PwlInt : public Structure {
 public:
  std::string name() const override { return "pwl_int"; }

  std::string description() const override {
    return "integer lines k*q + (b << s): segment comparator, table, multiplier, adder, requantiser (GQA-LUT)";
  }

  std::vector<Parameter> parameters() const override {
    // name, least, greatest, default, meaning
    return {{"width", 3, 32, "8", "bits of x"},
            {"slope_width", 3, 32, "width", "bits of slopes"},
            {"intercept_width", 3, 32, "width", "bits of intercepts"},
            {"breakpoint_width", 2, 32, "width", "bits of breakpoints, which are compared with the top bits of x"},
            {"acc_width", 3, 64, "width + slope_width", "bits of the accumulator; fewer than the default wrap"},
            {"entries", 2, 64, "8", "segments of the table"},
            {"requantise", 0, 1, "0", "1: y is the accumulator rounded to a code of as many bits as x"},
            {"stages", 1, 4, "2, with requantise 3", "pipeline registers from x to y"}};
  }

  UnitConfig configure(const Values& given) const override {
    const IntParameters p = complete(given);
    check(p);
    UnitConfig config;
    config.structure = this;
    config.values = {{"width", p.width},
                     {"slope_width", p.slope_width},
                     {"intercept_width", p.intercept_width},
                     {"breakpoint_width", p.breakpoint_width},
                     {"acc_width", p.acc_width},
                     {"entries", p.entries},
                     {"requantise", p.requantise ? 1 : 0},
                     {"stages", p.stages}};
    config.x = signed_word(p.width);
    config.y = signed_word(p.y_width());
    config.entries = p.entries;
    config.stages = p.stages;
    config.registers = line_fields(
        p.entries, signed_word(p.breakpoint_width), signed_word(p.slope_width), signed_word(p.intercept_width),
        p.requantise ? 2 : 1, p.data_bits(),
        p.requantise ? "0: left shift of intercepts; 1: right shift of the requantiser" : "left shift of intercepts");
    config.address_bits = p.address_bits();
    config.data_bits = p.data_bits();
    config.input_scale = true;
    config.output_scale = p.requantise;
    return config;
  }

  std::string describe(const UnitConfig& config) const override {
    const IntParameters p = int_parameters(config.values);
    std::string words;
    const auto add = [&](const char* what, int width) {
      if (width != p.width) words += ", " + text(width) + "-bit " + what;
    };
    add("slopes", p.slope_width);
    add("intercepts", p.intercept_width);
    add("breakpoints", p.breakpoint_width);
    return text(p.width) + "-bit codes" + words + ", " + text(p.acc_width) + "-bit accumulator" +
           (p.requantise ? ", requantised output" : "");
  }

  std::string rtl_top() const override { return "pwl_unit_int"; }

  /// Parameters with the RTL's own defaults are left out.
  std::vector<std::string> rtl_parameters(const UnitConfig& config) const override {
    const IntParameters p = int_parameters(config.values);
    std::vector<std::string> all;
    const auto add = [&](const char* name, int value) { all.push_back(name + ("=" + text(value))); };
    add("WIDTH", p.width);
    add("ACC_WIDTH", p.acc_width);
    add("ENTRIES", p.entries);
    // A plain 1 has 32 bits, and Verilator's linter warns when it is given to a parameter of one bit.
    all.emplace_back(p.requantise ? "REQUANTISE=1'b1" : "REQUANTISE=1'b0");
    if (p.slope_width != p.width) add("SLOPE_WIDTH", p.slope_width);
    if (p.intercept_width != p.width) add("INTERCEPT_WIDTH", p.intercept_width);
    if (p.breakpoint_width != p.width) add("BREAKPOINT_WIDTH", p.breakpoint_width);
    if (p.stages != (p.requantise ? 3 : 2)) add("STAGES", p.stages);
    return all;
  }

  std::unique_ptr<Golden> make_golden(const UnitConfig& config) const override {
    return std::make_unique<IntGolden>(int_parameters(config.values));
  }
  std::unique_ptr<UnitModel> make_pipeline(const UnitConfig& config, int latency) const override {
    return std::make_unique<GoldenPipeline<IntCore>>(IntCore(config), latency);
  }
  std::unique_ptr<UnitModel> make_cases(const UnitConfig& config, Bins& bins) const override {
    return std::make_unique<GoldenPipeline<IntCore, IntCases>>(IntCore(config), config.latency(),
                                                               IntCases(int_parameters(config.values), bins));
  }

  TwinMaker twin() const override { return pwl_int_twin; }

  TableKind table_kind() const override { return TableKind::kLines; }
  std::optional<LineTableFormat> line_format(const UnitConfig& config) const override {
    return int_line_format(int_parameters(config.values));
  }

  int default_scale(const UnitConfig& config, const Function& function) const override {
    return unit::default_scale(function, int_line_format(int_parameters(config.values)));
  }

  UnitTable quantise(const UnitConfig& config, const Table& table, const Function& function,
                     const QuantiseOptions& options) const override {
    const IntParameters p = int_parameters(config.values);
    const LineTableFormat format = int_line_format(p);
    UnitTable unit = empty_table(config);
    unit.scale = options.scale.value_or(unit::default_scale(function, format));
    QuantisedLines lines = quantise_lines(table, function, format, unit.scale, config.name, options.fraction);
    unit.fraction = lines.fraction;
    const int finest = unit.fraction + unit.scale;
    unit.output_scale = options.output_scale.value_or(default_output_scale(function, format, unit.scale, finest));
    constexpr int kAbsurd = 1000;  // beyond it, shifts overflow
    if (p.requantise && (std::abs(static_cast<double>(unit.output_scale)) > kAbsurd || unit.requant_shift() < 0 ||
                         unit.requant_shift() >= p.acc_width)) {
      throw InputError("output scale " + text(unit.output_scale) + " is out of range for " + config.name + ": " +
                       text(finest - p.acc_width + 1) + " to " + text(finest));
    }
    unit.field("breakpoint") = std::move(lines.breakpoints);
    unit.field("slope") = std::move(lines.slopes);
    unit.field("intercept") = std::move(lines.intercepts);
    unit.field("shift")[kInterceptShift] = static_cast<Word>(lines.intercept_shift);
    if (p.requantise) unit.field("shift")[kRequantShift] = static_cast<Word>(unit.requant_shift());
    unit.x.step = std::ldexp(1.0, -unit.scale);
    unit.y.step = std::ldexp(1.0, -(p.requantise ? unit.output_scale : finest));
    return unit;
  }

  Table table_of(const UnitTable& registers) const override {
    const IntParameters p = int_parameters(registers.config.values);
    const LineTableFormat format = int_line_format(p);
    const auto shift = static_cast<int>(registers.field("shift").at(kInterceptShift));
    const auto numbers = [&](const char* field, int width, int fraction) {
      std::vector<double> all;
      for (const Word word : registers.field(field)) {
        all.push_back(std::ldexp(static_cast<double>(sign_extend(word, width)), -fraction));
      }
      return all;
    };
    Table table;
    for (const Word word : registers.field("breakpoint")) {
      const double code = format.last_code(static_cast<double>(sign_extend(word, p.breakpoint_width)));
      table.breakpoints.push_back(std::ldexp(code, -registers.scale));
    }
    table.slopes = numbers("slope", p.slope_width, registers.fraction);
    table.intercepts = numbers("intercept", p.intercept_width, registers.fraction + registers.scale - shift);
    return table;
  }

  std::vector<DirectedRun> directed_runs(const UnitConfig& config, std::uint64_t seed) const override {
    return int_directed_runs(config, seed);
  }

  PartRules part_rules(const UnitConfig& /*config*/) const override {
    PartRules rules;
    rules.rules = {handshake_rule(),
                   {"table", {"wr_en_i", "wr_addr_i", "wr_data_i", "u_table.gen_line"}},
                   {"segment", {"x_i", "u_table.gen_breakpoint"}},
                   {"requant", {"acc_q", "requant_q"}},
                   {"add", {"intercept_q", "shift_q"}},
                   {"mul", {"slope_q", "x_q"}}};
    rules.stored = {"u_table.", "shift_q", "requant_q"};
    rules.adders_of = "add";
    rules.adders_to = "mul";
    return rules;
  }

  std::vector<Statement> statements(const UnitConfig& config) const override { return int_unit_statements(config); }
  std::vector<Statement> part_statements() const override { return int_part_statements(); }
  bool gates_proof_ends(const UnitConfig& config) const override { return int_parameters(config.values).width <= 8; }
};

}  // namespace

const Structure& pwl_int() {
  static const PwlInt structure;
  return structure;
}

LineTableFormat int_line_format(const IntParameters& p) {
  LineTableFormat format;
  format.entries = p.entries;
  format.x_width = p.width;
  format.breakpoint_width = p.breakpoint_width;
  format.slope_width = p.slope_width;
  format.intercept_width = p.intercept_width;
  format.acc_width = p.acc_width;
  format.output_width = p.requantise ? p.width : 0;
  return format;
}

}  // namespace pwlsim::unit
