// SPDX-License-Identifier: Apache-2.0
#include "sim/fit/activations.h"

#include <gtest/gtest.h>
#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "sim/base/error.h"
#include "sim/base/random.h"
#include "sim/fit/fit.h"
#include "sim/fit/mean_values.h"
#include "sim/fit/optimal.h"
#include "sim/fit/table_error.h"
#include "sim/function/definition.h"
#include "sim/unit/golden.h"
#include "tests/rooms.h"

namespace pwlsim::tests {
namespace {

/// Activations as layers have them: most near zero, some far beyond what codes can hold.
std::vector<double> layer(std::uint64_t seed, int count = 20'000) {
  Random random(seed);
  std::vector<double> numbers;
  for (int i = 0; i < count; ++i) numbers.push_back((i % 10 == 0 ? 4 : 0.8) * random.normal() - 0.3);
  return numbers;
}

Histogram histogram_of(const std::vector<double>& numbers, const Function& function, int width, int scale) {
  return {"",    function.name, definition_text(function),
          width, scale,         gather_codes({numbers, {}}, function, width, scale)};
}

std::string text_of(const Histogram& histogram) {
  return "# function: " + histogram.function + "\n# unit: int8_8\n# scale: " + std::to_string(histogram.scale) + "\n" +
         histogram_csv(histogram);
}

TEST(Activations, SumsAreOfTheNumbersBeforeTheyAreRoundedAndClipped) {
  const Function& gelu = find_function("gelu");
  // At scale 1, 0.6 and 0.4 are code 1, -100 and 90 the outermost codes of 4 bits.
  const std::vector<Gathered> codes = gather_codes({{0.6, -100, 0.4, NAN, 90}, {}}, gelu, 4, 1);
  ASSERT_EQ(codes.size(), 3U);
  EXPECT_EQ(codes[0].x, -4);
  EXPECT_EQ(codes[0].sum_f, gelu.exact(-100));
  EXPECT_EQ(codes[1].x, 0.5);
  EXPECT_EQ(codes[1].count, 2);
  EXPECT_DOUBLE_EQ(codes[1].mean(), (gelu.exact(0.6) + gelu.exact(0.4)) / 2);
  EXPECT_NEAR(codes[1].spread, std::pow(gelu.exact(0.6) - gelu.exact(0.4), 2) / 2, 1e-12);
  EXPECT_EQ(codes[2].x, 3.5);
  EXPECT_EQ(codes[2].mean(), gelu.exact(90));
  // Where the function has no finite value there is nothing to approximate.
  EXPECT_EQ(gather_codes({{0, 1}, {}}, find_function("div"), 8, 4).size(), 1U);
}

TEST(Activations, AHistogramReadsBackTheSame) {
  const Function& gelu = find_function("gelu");
  const Histogram made = histogram_of(layer(1), gelu, 8, 5);
  const std::string text = text_of(made);
  EXPECT_TRUE(is_histogram(text));
  const Histogram back = parse_histogram(text, "h.csv");
  EXPECT_EQ(back.function, "gelu");
  EXPECT_EQ(back.width, 8);
  EXPECT_EQ(back.scale, 5);
  ASSERT_EQ(back.codes.size(), made.codes.size());
  for (std::size_t i = 0; i < made.codes.size(); ++i) {
    EXPECT_EQ(back.codes[i].x, made.codes[i].x);
    EXPECT_EQ(back.codes[i].count, made.codes[i].count);
    EXPECT_EQ(back.codes[i].sum_f, made.codes[i].sum_f);
    EXPECT_EQ(back.codes[i].spread, made.codes[i].spread);
  }
  EXPECT_FALSE(is_histogram("1\n2\n"));
  EXPECT_FALSE(is_histogram("# code,count\n1\n"));
  EXPECT_FALSE(is_histogram("breakpoint,slope,intercept\n"));
  EXPECT_FALSE(is_histogram(""));
}

TEST(Activations, AHistogramServesAsItsRecordingDoes) {
  const Function& silu = find_function("silu");
  for (const char* name : {"int8_8", "int8_8q"}) {
    const UnitConfig& unit = find_unit(name);
    FitRequest request{silu, unit, {3}, {}, unit.output_scale ? Objective::kOutputMse : Objective::kMse, Tails::kFree};
    request.sample.numbers = layer(2);
    const MadeTable by_numbers = make_table("optimal", request, unit);
    const TableError error = table_error(by_numbers.registers, silu, request.sample);
    request.sample = {{}, parse_histogram(text_of(histogram_of(layer(2), silu, 8, 3)), "h.csv")};
    const MadeTable by_histogram = make_table("optimal", request, unit);
    EXPECT_EQ(by_histogram.table.slopes, by_numbers.table.slopes) << name;
    EXPECT_EQ(by_histogram.table.breakpoints, by_numbers.table.breakpoints) << name;
    const TableError same = table_error(by_histogram.registers, silu, request.sample);
    EXPECT_EQ(same.mse, error.mse) << name;
    EXPECT_EQ(same.nmse(), error.nmse()) << name;
    EXPECT_EQ(same.max_error, error.max_error) << name;
  }
}

TEST(Activations, AHistogramIsOfOneFunctionAndCode) {
  const Function& gelu = find_function("gelu");
  const Activations sample{{}, histogram_of(layer(3), gelu, 8, 5)};
  EXPECT_THROW(gather_codes(sample, gelu, 8, 4), InputError);
  EXPECT_THROW(gather_codes(sample, gelu, 16, 5), InputError);
  EXPECT_THROW(gather_codes(sample, find_function("silu"), 8, 5), InputError);
  FitRequest floats{gelu, find_unit("fp32_8")};
  floats.sample = sample;
  EXPECT_THROW(fit_table("optimal", floats), InputError);
  FitRequest trained{gelu, find_unit("int8_8")};
  trained.sample = sample;
  EXPECT_THROW(fit_table("nnlut", trained), InputError);
}

TEST(Activations, AHistogramOfAnotherFunctionOfThatNameIsRefused) {
  Definition own;
  own.name = "twice";
  own.expression = "2*x";
  own.lo = -2;
  own.hi = 2;
  const Function& twice = define_function(own);
  Histogram histogram = histogram_of({0.1, 0.2}, twice, 8, 5);
  EXPECT_EQ(
      parse_histogram("# function: twice\n# unit: int8_8\n# scale: 5\n" + histogram_csv(histogram), "h").definition,
      "2*x");
  EXPECT_EQ(gather_codes({{}, histogram}, twice, 8, 5).size(), 2U);
  histogram.definition = "3*x";
  EXPECT_THROW(gather_codes({{}, histogram}, twice, 8, 5), InputError);
}

// A histogram with shares in place of counts says the same.
TEST(Activations, CountsMayBeShares) {
  const Function& gelu = find_function("gelu");
  Histogram histogram = histogram_of(layer(8), gelu, 8, 5);
  const UnitTable registers = make_table("optimal", {gelu, find_unit("int8_8"), {5}}, find_unit("int8_8")).registers;
  const TableError counted = table_error(registers, gelu, {{}, histogram});
  for (Gathered& at : histogram.codes) {
    at.count /= 20'000;
    at.sum_f /= 20'000;
    at.spread /= 20'000;
  }
  const TableError shared = table_error(registers, gelu, {{}, histogram});
  EXPECT_NEAR(shared.mse, counted.mse, 1e-12 * counted.mse);
  EXPECT_NEAR(shared.nmse(), counted.nmse(), 1e-12 * counted.nmse());
}

TEST(Activations, WhereTheFunctionIsTheSameThereIsNoNmse) {
  const Function& gelu = find_function("gelu");
  const UnitTable registers = make_table("uniform", {gelu, find_unit("int8_8"), {5}}, find_unit("int8_8")).registers;
  const TableError error = table_error(registers, gelu, {std::vector<double>(10, 0.3), {}});
  EXPECT_EQ(error.variance, 0);
  EXPECT_TRUE(std::isnan(error.nmse()));
  // A great constant does not hide what varies.
  Definition own;
  own.name = "far_up";
  own.expression = "1000000+tanh(x)/100";
  own.lo = -4;
  own.hi = 4;
  const std::vector<Gathered> codes = gather_codes({layer(9), {}}, define_function(own), 16, 13);
  const std::vector<Gathered> plain = gather_codes({layer(9), {}}, find_function("tanh"), 16, 13);
  EXPECT_NEAR(variance_of(codes), variance_of(plain) / 1e4, 1e-3 * variance_of(plain) / 1e4);
}

// Wide and floating-point units have too many inputs for a grid of all of them.
TEST(Activations, OutliersDoNotSpoilTablesOfWideUnits) {
  std::vector<double> numbers;
  Random random(10);
  for (int i = 0; i < 1000; ++i) {
    numbers.push_back(0.3 + 3.7 * random.uniform());
    numbers.push_back(4 + 26 * random.uniform());
  }
  numbers.push_back(1e6);
  const Function& log = find_function("log");
  for (const char* name : {"fp32_16", "int32w_16"}) {
    const UnitConfig& unit = find_unit(name);
    FitRequest request{log, unit, {}, {}, Objective::kMse, Tails::kFree};
    if (unit.input_scale) request.scales = {20};
    request.sample.numbers = numbers;
    // One activation in two thousand is far out; the others have to be served.
    EXPECT_LT(table_error(make_table("optimal", request, unit).registers, log, request.sample).nmse(), 0.02) << name;
  }
  // Half of them are clipped to one code.
  std::vector<double> clipped;
  for (int i = 0; i < 1000; ++i) {
    clipped.push_back(0.3 + 3.6 * random.uniform());
    clipped.push_back(100);
  }
  const Function& rsqrt = find_function("rsqrt");
  FitRequest request{rsqrt, find_unit("int32w_8"), {29}, {}, Objective::kMse, Tails::kFree};
  request.sample.numbers = clipped;
  const UnitTable registers = make_table("optimal", request, find_unit("int32w_8")).registers;
  EXPECT_LT(table_error(registers, rsqrt, request.sample).nmse(), 1e-3);
}

TEST(Activations, AHistogramWithAFaultIsRefusedWithItsLine) {
  const std::string head = "# function: gelu\n# unit: int8_8\n# scale: 5\n";
  const auto refusal = [](const std::string& text) -> std::string {
    try {
      parse_histogram(text, "h.csv");
    } catch (const InputError& error) {
      return error.what();
    }
    return "accepted";
  };
  EXPECT_EQ(refusal(head + "code,count,sum_f\n-3,2,-0.1\n7,1,0.2\n"), "accepted");
  const std::pair<const char*, const char*> cases[] = {
      {"code,count,sum_f\n1,2\n", "line 5: has 2 cells for 3 columns"},
      {"code,count,sum_f\n200,2,1\n", "line 5: code 200 is not one of 8 bits"},
      {"code,count,sum_f\n1.5,2,1\n", "line 5: code 1.5 is not one of 8 bits"},
      {"code,count,sum_f\n1,0,0\n", "line 5: count has to be above 0, as a code that does not occur"},
      {"code,count,sum_f\n1,2,x\n", "line 5: sum_f 'x' is not a finite number"},
      {"code,count,sum_f\n1,2,1\n1,2,1\n", "line 6: codes have to ascend"},
      {"code,count,sum_f,spread\n1,2,2,-1\n", "line 5: spread -1 is below 0"},
      {"code,count,sum_f\n1,1e308,1\n", "line 5: count has to be above 0"},
      {"code,count\n1,2\n", "line 4: column 'sum_f' is missing"},
      {"code,count,sum_f\n", "holds no code"}};
  for (const auto& [body, message] : cases) {
    EXPECT_NE(refusal(head + body).find(std::string("h.csv: ") + message), std::string::npos)
        << body << refusal(head + body);
  }
  EXPECT_NE(refusal("code,count,sum_f\n1,2,1\n").find("says no function"), std::string::npos);
  EXPECT_NE(refusal("# function: gelu\ncode,count,sum_f\n1,2,1\n").find("says no unit"), std::string::npos);
  EXPECT_NE(refusal("# function: gelu\n# unit: int8_8\ncode,count,sum_f\n1,2,1\n").find("no scale"), std::string::npos);
}

// Each code of a unit of 4 bits has three activations, so that all weigh the same; the outermost codes clip far ones.
TEST(Activations, TheOptimumIsThatOfAllTables) {
  const Function& function = find_function("gelu");
  const UnitConfig& unit = find_unit("pwl_int:width=4,entries=2");
  constexpr int kScale = 1;
  Random random(4);
  for (int trial = 0; trial < 5; ++trial) {
    FitRequest request{function, unit, {kScale}, {}, Objective::kMse, Tails::kFree};
    for (int q = -8; q <= 7; ++q) {
      for (int i = 0; i < 3; ++i) {
        const double aside = q == -8 ? -8 * random.uniform() : q == 7 ? 8 * random.uniform() : random.uniform() - 0.5;
        request.sample.numbers.push_back((q + 0.999 * aside) / 2);
      }
    }
    const std::vector<Gathered> codes = gather_codes(request.sample, function, 4, kScale);
    ASSERT_EQ(codes.size(), 16U);
    double spread = 0;
    for (const Gathered& at : codes) spread += at.spread / 48;
    // The best pair of lines for each place to change from one to the other, by trying all.
    double least = 1e9;
    for (int fraction = 0; fraction <= 2; ++fraction) {
      for (std::size_t split = 0; split <= 16; ++split) {
        double sum = 0;
        for (const auto& [from, to] : {std::pair<std::size_t, std::size_t>{0, split}, {split, 16}}) {
          double best = 1e9;
          for (int k = -8; k <= 7; ++k) {
            for (int b = -8; b <= 7; ++b) {
              double error = 0;
              for (std::size_t i = from; i < to; ++i) {
                const double y = std::ldexp(k, -fraction) * codes[i].x + std::ldexp(b, -fraction);
                error += std::pow(y - codes[i].mean(), 2) / 16;
              }
              best = std::min(best, error);
            }
          }
          sum += best;
        }
        least = std::min(least, sum);
      }
    }
    const MadeTable made = make_table("optimal", request, unit);
    EXPECT_EQ(made.table.method, "optimal");
    EXPECT_NEAR(table_error(made.registers, function, request.sample).mse, least + spread, 1e-12) << trial;
  }
}

TEST(Activations, WithFreeTailsTheGridReachesTheOutermost) {
  const Function& hswish = find_function("hswish");
  for (const char* name : {"int8_8", "int16_8", "fp32_8"}) {
    const UnitConfig& unit = find_unit(name);
    FitRequest request{hswish, unit};
    if (unit.input_scale) request.scales = {unit.x_width() - 6};  // codes reach 32, far beyond the range
    request.sample.numbers = layer(5);
    const auto nmse = [&](Tails tails) {
      request.tails = tails;
      return table_error(make_table("optimal", request, unit).registers, hswish, request.sample).nmse();
    };
    const double free = nmse(Tails::kFree);
    EXPECT_LE(free, 1.001 * nmse(Tails::kHold)) << name;
    // A table that leaves the lines free without knowing of them misses them.
    const Activations sample = request.sample;
    request.sample = {};
    const UnitTable blind = make_table("optimal", request, unit).registers;
    EXPECT_LT(free, table_error(blind, hswish, sample).nmse()) << name;
  }
}

// A word for each code, all of which have as many steps as the output needs, so that only the mean decides.
TEST(Activations, TheBestWordOfACodeIsTheMean) {
  const Function& hswish = find_function("hswish");
  const UnitConfig& unit = find_unit("direct:width=8,out_width=16");
  const Activations sample{layer(7), {}};
  const UnitTable plain = quantise(fit_table("optimal", {hswish, unit}), hswish, unit, {4, 11});
  Table table = fit_table("optimal", {hswish, unit});
  table.values = mean_values(plain, hswish, sample);
  const UnitTable best = quantise(table, hswish, unit, {4, 11});
  double spread = 0, count = 0;
  for (const Gathered& at : gather_codes(sample, hswish, 8, 4)) {
    spread += at.spread;
    count += at.count;
  }
  const double step = std::ldexp(1, -11);
  EXPECT_NEAR(table_error(best, hswish, sample).mse, spread / count, step * step / 4);
  EXPECT_LT(table_error(best, hswish, sample).mse, 0.5 * table_error(plain, hswish, sample).mse);
  EXPECT_THROW(
      mean_values(
          make_table("optimal", {hswish, find_unit("hardwired:hswish=4")}, find_unit("hardwired:hswish=4")).registers,
          hswish, sample),
      InputError);
}

TEST(Activations, TheErrorIsThatWhichTheNetworkFeels) {
  const Function& gelu = find_function("gelu");
  for (const char* name : {"int8_8", "int8_8q", "int16_8", "fp16_8", "wide16_8"}) {
    const UnitConfig& unit = find_unit(name);
    const Function& function = unit.reduces_range ? find_function("rsqrt") : gelu;
    const UnitTable registers = make_table("optimal", {function, unit}, unit).registers;
    std::vector<double> numbers = layer(6, 3000);
    if (unit.reduces_range) {
      for (double& number : numbers) number = 0.5 + std::fabs(number);
    }
    double sum = 0, signed_sum = 0, mean = 0, variance = 0;
    const GoldenUnit golden(registers);
    for (const double x : numbers) {
      const double error = registers.decode_output(golden.evaluate(registers.encode_input(x))) - function.exact(x);
      sum += error * error / 3000;
      signed_sum += error / 3000;
      mean += function.exact(x) / 3000;
    }
    for (const double x : numbers) variance += std::pow(function.exact(x) - mean, 2) / 3000;
    const TableError error = table_error(registers, function, {numbers, {}});
    EXPECT_NEAR(error.mse, sum, 1e-9 * sum) << name;
    EXPECT_NEAR(error.mean_error, signed_sum, 1e-12) << name;
    EXPECT_NEAR(error.nmse(), sum / variance, 1e-8 * sum / variance) << name;
    EXPECT_NEAR(error.bias_share(), signed_sum * signed_sum / sum, 1e-8) << name;
  }
}

}  // namespace
}  // namespace pwlsim::tests
