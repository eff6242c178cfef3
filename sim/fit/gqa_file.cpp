// SPDX-License-Identifier: Apache-2.0
#include "sim/fit/gqa_file.h"

#include <fmt/format.h>
#include <algorithm>
#include <cmath>

#include "sim/pwl/error.h"
#include "sim/pwl/file.h"
#include "sim/pwl/find_named.h"

namespace pwlsim::fit {
namespace {

/// Functions that have another name there.
struct ForeignName {
  std::string name;
  const char* own;
};
const std::vector<ForeignName>& foreign_names() {
  static const std::vector<ForeignName> all = {{"swish", "silu"}, {"reci", "div"}, {"sqrt_reci", "rsqrt"}};
  return all;
}

const Function& function_of(const std::string& name) {
  for (const ForeignName& foreign : foreign_names()) {
    if (foreign.name == name) return find_function(foreign.own);
  }
  return find_function(name);
}

std::string name_of(const std::string& function) {
  for (const ForeignName& foreign : foreign_names()) {
    if (foreign.own == function) return foreign.name;
  }
  return function;
}

FittedTable read_entry(const JsonPlace& place, const Function& function, int scale) {
  const bool older = place.has("split_points");
  const char* const breakpoints = older ? "split_points" : "breakpoints";
  const char* const slopes = older ? "coeff" : "slopes";
  const char* const intercepts = older ? "bias" : "intercepts";
  place.expect_keys({breakpoints, slopes, intercepts});
  Table table{function.name, "gqa-lut file", place.at(breakpoints).numbers(), place.at(slopes).numbers(),
              place.at(intercepts).numbers()};
  return place.placed([&] {
    table.validate();
    FittedTable fitted{table, &find_unit(fmt::format("int8_{}", table.entries())), {scale}};
    fitted.tails = Tails::kFree;
    register_sets(fitted);  // refuses what the registers cannot hold
    return fitted;
  });
}

}  // namespace

std::vector<FittedTable> read_gqa(const JsonPlace& document) {
  std::vector<FittedTable> tables;
  for (const std::string& name : document.keys()) {
    const JsonPlace scales = document.at(name);
    const Function& function = scales.placed([&]() -> const Function& { return function_of(printable(name)); });
    for (const std::string& key : scales.keys()) {
      const JsonPlace entry = scales.at(key);
      if (key.size() != 1 || key[0] < '0' || key[0] > '7') entry.fail("is not an INT8 scale: 0 to 7");
      tables.push_back(read_entry(entry, function, key[0] - '0'));
    }
  }
  return tables;
}

std::string gqa_json(const std::vector<FittedTable>& tables) {
  nlohmann::ordered_json json = nlohmann::ordered_json::object();
  for (const FittedTable& fitted : tables) {
    if (fitted.unit->is_float() || fitted.unit->is_wide() || fitted.unit->width != 8) {
      throw InputError("GQA-LUT's layout is for INT8 units, not for " + fitted.unit->name);
    }
    for (const UnitTable& registers : register_sets(fitted)) {
      const auto rounded = [](std::vector<double> numbers, int fraction) {
        for (double& x : numbers) x = std::ldexp(std::nearbyint(std::ldexp(x, fraction)), -fraction);
        return numbers;
      };
      auto& entry = json[name_of(fitted.table.function)][std::to_string(registers.scale)];
      if (!entry.is_null()) {
        throw InputError(fmt::format("GQA-LUT's layout has room for one table of {} at scale {}; there are several",
                                     fitted.table.function, registers.scale));
      }
      entry = {{"breakpoints", rounded(fitted.table.breakpoints, registers.scale)},
               {"slopes", rounded(fitted.table.slopes, registers.fraction)},
               {"intercepts", rounded(fitted.table.intercepts, registers.fraction)}};
    }
  }
  return json.dump(4) + "\n";
}

}  // namespace pwlsim::fit
