// SPDX-License-Identifier: Apache-2.0
#include "sim/unit/pwl_fp/pwl_fp.h"

#include <cmath>
#include <cstring>

#include "sim/base/error.h"
#include "sim/unit/golden_pipeline.h"
#include "sim/unit/line_format.h"
#include "sim/unit/lines/line_block.h"
#include "sim/unit/lines/line_fields.h"
#include "sim/unit/part_rules.h"
#include "sim/unit/pwl_fp/cases.h"
#include "sim/unit/pwl_fp/golden.h"
#include "sim/unit/pwl_fp/parts.h"
#include "sim/unit/quantise_lines.h"
#include "sim/unit/unit_config.h"
#include "sim/unit/unit_table.h"

namespace pwlsim::unit {
namespace {

constexpr int kMostProvenMantissa = 10;  // widest fraction for which the proof of the gates ends

LineTableFormat format_of(const FpParameters& p) {
  LineTableFormat format;
  format.entries = p.entries;
  format.floats = p.format;
  return format;
}

float as_float(Word word) {
  const auto bits = static_cast<std::uint32_t>(word);
  float value;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

std::uint32_t bits_of(float value) {
  std::uint32_t bits;
  std::memcpy(&bits, &value, sizeof bits);
  return bits;
}

class FpGolden : public UntimedGolden<FpCore> {
 public:
  explicit FpGolden(const UnitConfig& config) : UntimedGolden(FpCore(config)), width_(config.x_width()) {}

  void evaluate_block(Word first, std::size_t count, Word* y, std::uint8_t* segment) const override {
    if (!core_.lines().sorted()) return Golden::evaluate_block(first, count, y, segment);
    const FloatFormat format = core_.format();
    const bool fp32 = format.exponent == 8 && format.mantissa == 23;
    evaluate_lines(core_, width_, first, count, y, segment, [&](Word word, std::size_t words, Word* result) {
      FpCore::Slot slot{};
      slot.x = word;
      core_.take_line(slot);
      if (fp32) return fp32_line(slot, words, result);
      for (std::size_t i = 0; i < words; ++i) {
        slot.x = word + i;
        result[i] = core_.accumulate(slot);
      }
    });
  }

 private:
  /// The host's operations equal the unit's when operands and results are normal numbers, zeros or infinities (a
  /// product below all subnormals is zero in both). For NaNs and numbers that may be flushed, the core computes the
  /// result.
  void fp32_line(const FpCore::Slot& line, std::size_t count, Word* y) const {
    const FloatFormat format = core_.format();
    const float slope = as_float(float_flush(line.slope, format));
    const float intercept = as_float(float_flush(line.intercept, format));
    const auto is_plain = [](float value) {
      return std::fabs(value) > std::numeric_limits<float>::min() || value == 0;
    };
    constexpr std::size_t kStretch = 64;
    for (std::size_t begin = 0; begin < count; begin += kStretch) {
      const std::size_t end = std::min(begin + kStretch, count);
      bool all_plain = true;
      for (std::size_t i = begin; i < end; ++i) {
        const float x = as_float(line.x + i);
        const float product = slope * x;
        const float sum = product + intercept;
        y[i] = bits_of(sum);
        all_plain = all_plain && is_plain(x) && is_plain(product) && is_plain(sum);
      }
      if (all_plain) continue;
      for (std::size_t i = begin; i < end; ++i) {
        FpCore::Slot one = line;
        one.x = line.x + i;
        y[i] = core_.accumulate(one);
      }
    }
  }

  int width_;
};

class PwlFp : public Structure {
 public:
  std::string name() const override { return "pwl_fp"; }

  std::string description() const override {
    return "floating-point lines RN(RN(k*x) + b) of IEEE 754 words, rounded to nearest even (NN-LUT)";
  }

  std::vector<Parameter> parameters() const override {
    // name, least, greatest, default, meaning
    return {{"exponent", 3, 8, "8", "bits of the exponent"},
            {"mantissa", 2, 23, "23", "stored fraction bits"},
            {"entries", 2, 64, "8", "segments of the table"},
            {"subnormals", 0, 1, "0", "0: subnormal words count as zero. 1: gradual underflow"}};
  }

  UnitConfig configure(const Values& given) const override {
    const auto value = [&](const char* name, int otherwise) { return value_of(given, name, otherwise); };
    UnitConfig config;
    config.structure = this;
    config.values = {{"exponent", value("exponent", 8)},
                     {"mantissa", value("mantissa", 23)},
                     {"entries", value("entries", 8)},
                     {"subnormals", value("subnormals", 0)}};
    const FpParameters p = fp_parameters(config.values);
    const int most = (1 << p.format.exponent) - 6;  // the exponent counts the leading zeros of a sum
    if (p.format.mantissa > most) {
      throw InputError("mantissa is " + std::to_string(p.format.mantissa) + ", more than " + std::to_string(most) +
                       ", which an exponent of " + std::to_string(p.format.exponent) + " bits allows");
    }
    const WordFormat word = float_word(p.format);
    config.x = config.y = word;
    config.entries = p.entries;
    config.stages = FpCore::kStages;
    config.registers = line_fields(p.entries, word, word, word, 0, word.width, "there is none");
    config.address_bits = p.index_bits() + 2;
    config.data_bits = word.width;
    return config;
  }

  std::string describe(const UnitConfig& config) const override {
    const FloatFormat format = fp_parameters(config.values).format;
    return "IEEE 754, " + std::to_string(format.exponent) + " exponent and " + std::to_string(format.mantissa) +
           " fraction bits, " + (format.subnormals ? "full subnormals" : "subnormals flushed");
  }

  std::string rtl_top() const override { return "pwl_unit_fp"; }

  std::vector<std::string> rtl_parameters(const UnitConfig& config) const override {
    const FpParameters p = fp_parameters(config.values);
    return {"EXPONENT=" + std::to_string(p.format.exponent), "MANTISSA=" + std::to_string(p.format.mantissa),
            "ENTRIES=" + std::to_string(p.entries), p.format.subnormals ? "SUBNORMALS=1'b1" : "SUBNORMALS=1'b0"};
  }

  std::unique_ptr<Golden> make_golden(const UnitConfig& config) const override {
    return std::make_unique<FpGolden>(config);
  }
  std::unique_ptr<UnitModel> make_pipeline(const UnitConfig& config, int latency) const override {
    return std::make_unique<GoldenPipeline<FpCore>>(FpCore(config), latency);
  }
  std::unique_ptr<UnitModel> make_cases(const UnitConfig& config, Bins& bins) const override {
    return std::make_unique<GoldenPipeline<FpCore, FpCases>>(FpCore(config), config.latency(),
                                                             FpCases(fp_parameters(config.values), bins));
  }

  TwinMaker twin() const override { return pwl_fp_twin; }

  TableKind table_kind() const override { return TableKind::kLines; }
  std::optional<LineTableFormat> line_format(const UnitConfig& config) const override {
    return format_of(fp_parameters(config.values));
  }

  int default_scale(const UnitConfig& /*config*/, const Function& /*function*/) const override { return 0; }

  UnitTable quantise(const UnitConfig& config, const Table& table, const Function& function,
                     const QuantiseOptions& /*options*/) const override {
    UnitTable unit = empty_table(config);
    QuantisedLines lines = quantise_lines(table, function, format_of(fp_parameters(config.values)), 0, config.name);
    unit.field("breakpoint") = std::move(lines.breakpoints);
    unit.field("slope") = std::move(lines.slopes);
    unit.field("intercept") = std::move(lines.intercepts);
    return unit;
  }

  Table table_of(const UnitTable& registers) const override {
    const FloatFormat format = fp_parameters(registers.config.values).format;
    const auto numbers = [&](const char* field) {
      std::vector<double> all;
      for (const Word word : registers.field(field)) all.push_back(float_decode(word, format));
      return all;
    };
    Table table;
    table.breakpoints = numbers("breakpoint");
    table.slopes = numbers("slope");
    table.intercepts = numbers("intercept");
    return table;
  }

  std::vector<DirectedRun> directed_runs(const UnitConfig& config, std::uint64_t seed) const override {
    return fp_directed_runs(config, seed);
  }

  PartRules part_rules(const UnitConfig& /*config*/) const override {
    PartRules rules;
    rules.rules = {handshake_rule(),
                   {"table", {"wr_en_i", "wr_addr_i", "wr_data_i", "u_table.gen_line"}},
                   {"segment", {"x_i", "u_table.gen_breakpoint"}},
                   {"round", {"sum_q", "exponent_q", "sign_q", "special_q"}},
                   {"add", {"product_q", "addend_q"}},
                   {"mul", {"x_q", "slope_q"}}};
    rules.stored = {"u_table."};
    return rules;
  }

  std::vector<Statement> statements(const UnitConfig& /*config*/) const override { return {}; }
  std::vector<Statement> part_statements() const override { return fp_part_statements(); }
  bool gates_proof_ends(const UnitConfig& config) const override {
    return fp_parameters(config.values).format.mantissa <= kMostProvenMantissa;
  }
};

}  // namespace

const Structure& pwl_fp() {
  static const PwlFp structure;
  return structure;
}

}  // namespace pwlsim::unit
