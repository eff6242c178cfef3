// SPDX-License-Identifier: Apache-2.0
#include "sim/unit/pwl_wide/pwl_wide.h"

#include <cmath>

#include "sim/base/elementary.h"
#include "sim/base/error.h"
#include "sim/unit/golden_pipeline.h"
#include "sim/unit/line_format.h"
#include "sim/unit/lines/line_fields.h"
#include "sim/unit/part_rules.h"
#include "sim/unit/pwl_wide/cases.h"
#include "sim/unit/pwl_wide/golden.h"
#include "sim/unit/pwl_wide/parts.h"
#include "sim/unit/pwl_wide/range_reduction.h"
#include "sim/unit/quantise_lines.h"
#include "sim/unit/unit_config.h"
#include "sim/unit/unit_table.h"

namespace pwlsim::unit {
namespace {

std::string text(int number) { return std::to_string(number); }

const RangeReduction& reduction_of(const UnitConfig& config, const Function& function) {
  const RangeReduction* const found = range_reduction(wide_parameters(config.values).inner.width, function.name);
  if (found == nullptr) throw InputError(config.name + " serves exp, div and rsqrt, not " + function.name);
  return *found;
}

/// Base of the expansion: the accumulator's fraction bits and the two integer bits of the result.
int expand_base(int fraction, const RangeReduction& reduction) { return fraction + reduction.scale + 2; }

/// Value of the lowest bit of a result. Results have result_fraction() fraction bits for unscaled inputs. A scaled
/// input q * 2^-s of div or rsqrt multiplies them by 2^s or 2^(s/2).
double result_step(const WideParameters& p, RangeMode mode, int scale) {
  const double unscaled = std::ldexp(1.0, -result_fraction(p));
  if (mode == RangeMode::kDiv) return std::ldexp(unscaled, scale);
  if (mode == RangeMode::kRsqrt) return unscaled * elementary::exp2(0.5 * scale);
  return unscaled;
}

class PwlWide : public Structure {
 public:
  std::string name() const override { return "pwl_wide"; }

  std::string description() const override {
    return "exp, 1/x, 1/sqrt(x) of all words: range reduction, the mantissa by integer lines, range expansion";
  }

  std::vector<Parameter> parameters() const override {
    // name, least, greatest, default, meaning
    return {{"x_width", 8, 32, "16", "bits of x, a power of two"},
            {"width", 5, 32, "8", "bits of codes and of all words of the table, at most x_width"},
            {"entries", 3, 64, "8", "segments of the table"}};
  }

  UnitConfig configure(const Values& given) const override {
    const auto value = [&](const char* name, int otherwise) { return value_of(given, name, otherwise); };
    UnitConfig config;
    config.structure = this;
    config.values = {{"x_width", value("x_width", 16)}, {"width", value("width", 8)}, {"entries", value("entries", 8)}};
    const WideParameters p = wide_parameters(config.values);
    if ((p.x_width & (p.x_width - 1)) != 0) throw InputError("x_width is " + text(p.x_width) + ", not 8, 16 or 32");
    // The reduced input is multiplied in words of 64 bits.
    if (p.x_width + 1 + p.inner.width > 64) {
      throw InputError("width is " + text(p.inner.width) + ", more than 31 with x_width 32");
    }
    if (p.inner.width > p.x_width) {
      throw InputError("width is " + text(p.inner.width) + ", more than x_width, " + text(p.x_width));
    }
    const WordFormat word = signed_word(p.inner.width);
    config.x = signed_word(p.x_width);
    config.y = unsigned_word(p.y_width());
    config.entries = p.inner.entries;
    config.segment_stage = WideCore::kLineStage;
    config.stages = WideCore::kStages;
    config.registers =
        line_fields(p.inner.entries, word, word, word, 4, p.inner.width,
                    "0: left shift of intercepts; 1: base of the expansion's shift; 2: mode; 3: scale of "
                    "exp's inputs");
    config.address_bits = p.inner.address_bits();
    config.data_bits = p.inner.width;
    config.input_scale = true;
    config.reduces_range = true;
    return config;
  }

  std::string describe(const UnitConfig& config) const override {
    const WideParameters p = wide_parameters(config.values);
    return "exp, div, rsqrt of all " + text(p.x_width) + "-bit words by " + text(p.inner.width) + "-bit codes, " +
           text(p.y_width()) + "-bit results";
  }

  std::string rtl_top() const override { return "pwl_unit_wide"; }

  std::vector<std::string> rtl_parameters(const UnitConfig& config) const override {
    const WideParameters p = wide_parameters(config.values);
    return {"X_WIDTH=" + text(p.x_width), "WIDTH=" + text(p.inner.width), "ENTRIES=" + text(p.inner.entries)};
  }

  std::unique_ptr<Golden> make_golden(const UnitConfig& config) const override {
    return std::make_unique<UntimedGolden<WideCore>>(WideCore(config));
  }
  std::unique_ptr<UnitModel> make_pipeline(const UnitConfig& config, int latency) const override {
    return std::make_unique<GoldenPipeline<WideCore>>(WideCore(config), latency);
  }
  std::unique_ptr<UnitModel> make_cases(const UnitConfig& config, Bins& bins) const override {
    return std::make_unique<GoldenPipeline<WideCore, WideCases>>(WideCore(config), config.latency(),
                                                                 WideCases(wide_parameters(config.values), bins));
  }

  bool serves(const UnitConfig& config, const Function& function) const override {
    return range_reduction(wide_parameters(config.values).inner.width, function.name) != nullptr;
  }

  std::optional<FitTask> fit_task(const UnitConfig& config, const Function& function) const override {
    const RangeReduction& reduction = reduction_of(config, function);
    return FitTask{&reduction.mantissa, reduction.scale};
  }

  TwinMaker twin() const override { return pwl_wide_twin; }

  TableKind table_kind() const override { return TableKind::kLines; }
  std::optional<LineTableFormat> line_format(const UnitConfig& config) const override {
    return int_line_format(wide_parameters(config.values).inner);
  }

  /// Inputs cover more than the function's range, so the binary point is in the middle of the word.
  int default_scale(const UnitConfig& config, const Function& /*function*/) const override {
    return config.x_width() / 2;
  }

  UnitTable quantise(const UnitConfig& config, const Table& table, const Function& function,
                     const QuantiseOptions& options) const override {
    const WideParameters p = wide_parameters(config.values);
    const RangeReduction& reduction = reduction_of(config, function);
    UnitTable unit = empty_table(config);
    QuantisedLines lines = quantise_lines(table, reduction.mantissa, int_line_format(p.inner), reduction.scale,
                                          config.name, options.fraction);
    unit.scale = options.scale.value_or(default_scale(config, function));
    check_scale(unit.scale, p.x_width, config.name);
    unit.fraction = lines.fraction;
    unit.field("breakpoint") = std::move(lines.breakpoints);
    unit.field("slope") = std::move(lines.slopes);
    unit.field("intercept") = std::move(lines.intercepts);
    unit.field("shift") = {static_cast<Word>(lines.intercept_shift),
                           static_cast<Word>(expand_base(unit.fraction, reduction)), static_cast<Word>(reduction.mode),
                           static_cast<Word>(unit.scale)};
    if (reduction.mode != RangeMode::kExp) unit.x.word.kind = WordKind::kUnsigned;
    unit.x.step = std::ldexp(1.0, -unit.scale);
    unit.y.step = result_step(p, reduction.mode, unit.scale);
    return unit;
  }

  /// The table of the mantissa.
  Table table_of(const UnitTable& registers) const override {
    const IntParameters p = wide_parameters(registers.config.values).inner;
    const int base = static_cast<int>(registers.field("shift").at(kRequantShift));
    const int shift = static_cast<int>(registers.field("shift").at(kInterceptShift));
    const int scale = base - 2 - registers.fraction;
    const auto numbers = [&](const char* field, int fraction) {
      std::vector<double> all;
      for (const Word word : registers.field(field)) {
        all.push_back(std::ldexp(static_cast<double>(sign_extend(word, p.width)), -fraction));
      }
      return all;
    };
    Table table;
    table.breakpoints = numbers("breakpoint", scale);
    table.slopes = numbers("slope", registers.fraction);
    table.intercepts = numbers("intercept", registers.fraction + scale - shift);
    return table;
  }

  std::vector<DirectedRun> directed_runs(const UnitConfig& config, std::uint64_t seed) const override {
    return wide_directed_runs(config, seed);
  }

  PartRules part_rules(const UnitConfig& /*config*/) const override {
    PartRules rules;
    rules.rules = {handshake_rule(),
                   {"table", {"wr_en_i", "wr_addr_i", "wr_data_i", "u_table.gen_line"}},
                   {"expand", {"acc_q", "base_q", "exponent_4_q"}},
                   {"reduce", {"x_i", "mode_q", "scale_q", "u_reduce."}},
                   {"segment", {"u_table.gen_breakpoint", "code_q"}},
                   {"add", {"intercept_q", "shift_q"}},
                   {"mul", {"slope_q", "x_q"}}};
    rules.stored = {"u_table.", "shift_q", "base_q", "mode_q", "scale_q"};
    rules.not_stored = {"u_reduce."};  // whose pipeline has its own mode_q
    rules.adders_of = "add";
    rules.adders_to = "mul";
    return rules;
  }

  std::vector<Statement> statements(const UnitConfig& /*config*/) const override { return {}; }
  std::vector<Statement> part_statements() const override { return wide_part_statements(); }
  bool gates_proof_ends(const UnitConfig& config) const override {
    return wide_parameters(config.values).inner.width <= 8;
  }
};

}  // namespace

const Structure& pwl_wide() {
  static const PwlWide structure;
  return structure;
}

}  // namespace pwlsim::unit
