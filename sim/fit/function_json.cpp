// SPDX-License-Identifier: Apache-2.0
#include "sim/fit/function_json.h"

#include <string_view>
#include <vector>

#include "sim/function/definition.h"

namespace pwlsim::fit {

nlohmann::ordered_json definition_json(const Function& function) {
  nlohmann::ordered_json json = nlohmann::ordered_json::object();
  if (!function.own->expression.empty()) {
    json["expression"] = function.own->expression;
  } else {
    nlohmann::ordered_json& samples = json["samples"] = nlohmann::ordered_json::array();
    for (const Sample& sample : function.own->samples) samples.push_back({sample.x, sample.y});
  }
  json["range"] = {function.lo, function.hi};
  json["tails"] = {line_text(function.tail_lo), line_text(function.tail_hi)};
  return json;
}

const Function& read_definition(const std::string& name, const JsonPlace& place) {
  Definition own;
  own.name = name;
  const std::vector<std::string_view> required = {"range", "tails"};
  const std::string_view optional[] = {"expression", "samples"};
  place.expect_keys(required, optional);
  if (place.has("expression") == place.has("samples")) place.fail("has to have either 'expression' or 'samples'");
  if (place.has("expression")) {
    own.expression = place.at("expression").text();
  } else {
    for (const JsonPlace& pair : place.at("samples").items()) {
      const std::vector<double> numbers = pair.numbers();
      if (numbers.size() != 2) pair.fail("is not a pair [x, y]");
      own.samples.push_back({numbers[0], numbers[1]});
    }
  }
  const std::vector<double> range = place.at("range").numbers();
  if (range.size() != 2) place.at("range").fail("is not a pair [lo, hi]");
  own.lo = range[0];
  own.hi = range[1];
  const std::vector<JsonPlace> tails = place.at("tails").items();
  if (tails.size() != 2) place.at("tails").fail("is not a pair of lines, such as [\"0\", \"x\"]");
  own.tail_lo = tails[0].placed([&] { return parse_line(tails[0].text()); });
  own.tail_hi = tails[1].placed([&] { return parse_line(tails[1].text()); });
  return place.placed([&]() -> const Function& { return define_function(own); });
}

}  // namespace pwlsim::fit
