// SPDX-License-Identifier: Apache-2.0
#include "sim/fit/table_file.h"

#include <fmt/format.h>
#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>
#include <iterator>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/base/find_named.h"
#include "sim/base/json_place.h"
#include "sim/fit/gqa_file.h"
#include "sim/fit/table_error.h"
#include "sim/function/definition.h"

namespace pwlsim::fit {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kSchema = "pwlsim-tables";
constexpr int kVersion = 1;
constexpr std::size_t kMostBytes = std::size_t{16} << 20;

/// The fields of a unit that hold its table, with one word per entry.
std::vector<const RegisterField*> table_fields(const UnitConfig& unit) {
  std::vector<const RegisterField*> fields;
  for (const RegisterField& field : unit.registers) {
    if (field.per_entry) fields.push_back(&field);
  }
  return fields;
}

bool has_lines(const UnitConfig& unit) { return unit.structure->table_kind() == TableKind::kLines; }

/// The keys of a table of lines: what was asked of its fit, and its real numbers. A table of words is not fitted.
constexpr std::string_view kKeysOfLines[] = {"objective", "tails",       "zero_mean", "weights",   "seed",
                                             "settings",  "breakpoints", "slopes",    "intercepts"};

/// The key of a field's words in a file, such as "slopes".
std::string key_of(const RegisterField& field) { return field.name + "s"; }

/// Register words as people read them: codes, or the bits of a float.
Json words_json(const UnitTable& registers, const RegisterField& field) {
  Json list = Json::array();
  for (const Word word : registers.field(field.name)) {
    if (field.word.kind == WordKind::kSigned) {
      list.push_back(sign_extend(word, field.word.width));
    } else if (field.word.is_real()) {
      list.push_back(word_text(word, field.word));
    } else {
      list.push_back(word);
    }
  }
  return list;
}

Json registers_json(const UnitTable& registers, const Function& function) {
  const UnitConfig& unit = registers.config;
  Json json = Json::object();
  if (unit.input_scale) json["scale"] = registers.scale;
  if (unit.has_fraction()) json["fraction"] = registers.fraction;
  if (unit.output_scale) json["output_scale"] = registers.output_scale;
  if (unit.output_scale && has_lines(unit)) json["shift"] = registers.requant_shift();
  for (const RegisterField* field : table_fields(unit)) json[key_of(*field)] = words_json(registers, *field);
  const TableError error = table_error(registers, function);
  json["mse"] = error.mse;
  json["mean_error"] = error.mean_error;
  json["max_error"] = error.max_error;
  return json;
}

/// What only a table of lines has.
void add_lines(Json& json, const FittedTable& fitted) {
  json["tails"] = name_of(tail_kinds(), fitted.tails);
  json["zero_mean"] = fitted.zero_mean;
  json["weights"] = fitted.weights;
  json["seed"] = fitted.seed;
  json["settings"] = Json::object();
  for (const auto& [name, value] : fitted.settings) json["settings"][name] = value;
  json["breakpoints"] = fitted.table.breakpoints;
  json["slopes"] = fitted.table.slopes;
  json["intercepts"] = fitted.table.intercepts;
}

/// A user's function: what define_function() needs.
Json definition_json(const Function& function) {
  Json json = Json::object();
  if (!function.own->expression.empty()) {
    json["expression"] = function.own->expression;
  } else {
    Json& samples = json["samples"] = Json::array();
    for (const Sample& sample : function.own->samples) samples.push_back({sample.x, sample.y});
  }
  json["range"] = {function.lo, function.hi};
  json["tails"] = {line_text(function.tail_lo), line_text(function.tail_hi)};
  return json;
}

/// Makes the function of a file known. Returns its name.
std::string read_definition(const std::string& name, const JsonPlace& place) {
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
      if (numbers.size() != 2) pair.fail("is no pair [x, y]");
      own.samples.push_back({numbers[0], numbers[1]});
    }
  }
  const std::vector<double> range = place.at("range").numbers();
  if (range.size() != 2) place.at("range").fail("is no pair [lo, hi]");
  own.lo = range[0];
  own.hi = range[1];
  const std::vector<JsonPlace> tails = place.at("tails").items();
  if (tails.size() != 2) place.at("tails").fail("is no pair of lines, such as [\"0\", \"x\"]");
  own.tail_lo = tails[0].placed([&] { return parse_line(tails[0].text()); });
  own.tail_hi = tails[1].placed([&] { return parse_line(tails[1].text()); });
  return place.placed([&]() -> std::string { return define_function(own).name; });
}

Json table_json(const FittedTable& fitted) {
  const Table& table = fitted.table;
  Json json = Json::object();
  json["function"] = table.function;
  if (fitted.function().own != nullptr) json["definition"] = definition_json(fitted.function());
  json["method"] = table.method;
  json["unit"] = fitted.unit->name;
  json["entries"] = fitted.unit->entries;
  if (has_lines(*fitted.unit)) json["objective"] = name_of(objectives(), fitted.objective);
  if (fitted.output_scale) json["output_scale"] = *fitted.output_scale;
  if (has_lines(*fitted.unit)) add_lines(json, fitted);
  json["registers"] = Json::array();
  for (const UnitTable& registers : register_sets(fitted)) {
    json["registers"].push_back(registers_json(registers, fitted.function()));
  }
  return json;
}

/// The first value that is not the expected one, of a list or by itself, and what it should be; nothing: all are.
std::optional<std::pair<JsonPlace, Json>> first_difference(const JsonPlace& found, const Json& expected) {
  if (found.value == expected) return std::nullopt;
  if (!expected.is_array() || !found.value.is_array() || found.value.size() != expected.size()) {
    return std::pair(found, expected);
  }
  const std::vector<JsonPlace> items = found.items();
  const auto is_wrong = [&](const JsonPlace& item) {
    return item.value != expected[static_cast<std::size_t>(&item - items.data())];
  };
  const auto wrong = std::find_if(items.begin(), items.end(), is_wrong);
  return std::pair(*wrong, expected[static_cast<std::size_t>(wrong - items.begin())]);
}

/// Compares the registers in a file with those made from the real numbers, or from the function where there are none.
void check_registers(const JsonPlace& place, const UnitTable& registers, const Function& function) {
  const Json expected = registers_json(registers, function);
  const bool lines = has_lines(registers.config);
  for (const auto& [key, value] : expected.items()) {
    const JsonPlace found = place.at(key);
    if (value.is_number_float()) {
      // Mathematical libraries differ in the last bits, and a mean error may be a sum that cancels.
      const double tolerance = 1e-9 * (key == "mse" ? expected["mse"] : expected["max_error"]).get<double>() + 1e-30;
      if (std::fabs(found.number() - value.get<double>()) > tolerance) {
        found.fail("is not the error of this table, which is " + fmt::format("{}", value.get<double>()));
      }
    } else if (const auto wrong = first_difference(found, value)) {
      wrong->first.fail("is not what " + (lines ? "the real numbers of the table give" : function.name + " gives") +
                        ", " + json_dump(wrong->second) + (lines ? "; change these, not the registers" : ""));
    }
  }
}

void read_registers(const JsonPlace& place, FittedTable& fitted) {
  const std::vector<JsonPlace> sets = place.items();
  const UnitConfig& unit = *fitted.unit;
  if (sets.empty()) place.fail("is empty");
  if (!unit.input_scale && sets.size() != 1) place.fail("has several sets, a unit without input scale has one");
  std::vector<std::string> keys = {"mse", "mean_error", "max_error"};
  if (unit.input_scale) keys.emplace_back("scale");
  if (unit.has_fraction()) keys.emplace_back("fraction");
  if (unit.output_scale) keys.emplace_back("output_scale");
  if (unit.output_scale && has_lines(unit)) keys.emplace_back("shift");
  for (const RegisterField* field : table_fields(unit)) keys.push_back(key_of(*field));
  const std::vector<std::string_view> required(keys.begin(), keys.end());
  for (const JsonPlace& set : sets) {
    set.expect_keys(required);
    if (unit.input_scale) {
      const auto scale = static_cast<int>(set.at("scale").integer(0, unit.x_width() - 1));
      if (std::count(fitted.scales.begin(), fitted.scales.end(), scale) != 0) {
        set.at("scale").fail("stands in an earlier set as well");
      }
      fitted.scales.push_back(scale);
    }
  }
  const auto made = place.placed([&] { return register_sets(fitted); });
  for (std::size_t i = 0; i < sets.size(); ++i) {
    check_registers(sets[i], made[i], fitted.function());
  }
}

/// Refuses keys that are missing, or that a table of this unit does not have.
void check_keys(const JsonPlace& place, const UnitConfig& unit) {
  std::vector<std::string_view> keys = {"function", "method", "unit", "entries", "registers"};
  if (has_lines(unit)) keys.insert(keys.end(), std::begin(kKeysOfLines), std::end(kKeysOfLines));
  for (const std::string_view key : kKeysOfLines) {
    if (has_lines(unit) || !place.has(key)) continue;
    place.at(key).fail("is of a table of lines; that of " + unit.name + " has words, the function's values");
  }
  const std::string_view optional[] = {"output_scale", "definition"};
  place.expect_keys(keys, optional);
}

/// What only a table of lines has.
void read_lines(const JsonPlace& place, FittedTable& fitted) {
  const auto objective = [](const std::string& name) { return find_named(objectives(), "objective", name).value; };
  fitted.objective = place.at("objective").known(objective);
  const auto tails = [](const std::string& name) { return find_named(tail_kinds(), "kind of tails", name).value; };
  fitted.tails = place.at("tails").known(tails);
  fitted.zero_mean = place.at("zero_mean").boolean();
  fitted.weights = place.at("weights").text();
  fitted.seed = place.at("seed").whole();
  const JsonPlace settings = place.at("settings");
  for (const std::string& key : settings.keys()) fitted.settings[key] = settings.at(key).number();
  fitted.table.breakpoints = place.at("breakpoints").numbers();
  fitted.table.slopes = place.at("slopes").numbers();
  fitted.table.intercepts = place.at("intercepts").numbers();
}

FittedTable read_table(const JsonPlace& place) {
  FittedTable fitted{};
  place.keys();  // refuses what is not an object
  fitted.unit = &place.at("unit").known(find_unit);
  check_keys(place, *fitted.unit);
  fitted.table.function = place.has("definition") ? read_definition(place.at("function").text(), place.at("definition"))
                                                  : place.at("function").known(find_function).name;
  fitted.table.method = place.at("method").text();  // may be unknown to this program
  const int entries = fitted.unit->entries;
  if (place.at("entries").integer(1, 1024) != entries) {
    place.at("entries").fail(fmt::format("does not fit: {} has {} entries", fitted.unit->name, entries));
  }
  if (place.has("output_scale")) {
    fitted.output_scale = static_cast<int>(place.at("output_scale").integer(-64, 64));
  }
  if (has_lines(*fitted.unit)) read_lines(place, fitted);
  read_registers(place.at("registers"), fitted);
  return fitted;
}

std::vector<FittedTable> read_own(const JsonPlace& document) {
  const JsonPlace schema = document.at("schema");
  if (schema.text() != kSchema) schema.fail(fmt::format("is not '{}'", kSchema));
  const JsonPlace version = document.at("version");
  if (version.value != Json(kVersion)) {
    version.fail(fmt::format("is not known to this program, which reads version {}", kVersion));
  }
  document.expect_keys({"schema", "version", "program", "tables"});
  document.at("program").text();
  std::vector<FittedTable> tables;
  for (const JsonPlace& table : document.at("tables").items()) tables.push_back(read_table(table));
  return tables;
}

/// The document with Infinity, -Infinity, NaN and numbers beyond double in quotes. Other programs write these, but JSON
/// does not have them.
std::string with_infinities_as_texts(const std::string& json) {
  constexpr const char* kWord = "+-.0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  std::string result;
  for (std::size_t at = 0; at < json.size();) {
    std::size_t end = at + 1;
    if (json[at] == '"') {
      while (end < json.size() && json[end] != '"') end += json[end] == '\\' ? 2 : 1;
      end = std::min(end + 1, json.size());
    } else if (std::strchr(kWord, json[at]) != nullptr && json[at] != '\0') {
      end = std::min(json.find_first_not_of(kWord, at), json.size());
      const std::string word = json.substr(at, end - at);
      double number = 0;
      const auto [after, error] = std::from_chars(word.data(), word.data() + word.size(), number);
      const bool whole = after == word.data() + word.size();
      const bool huge = error == std::errc::result_out_of_range && word.find("e-") == std::string::npos &&
                        word.find("E-") == std::string::npos;
      if (whole && (huge || (error == std::errc() && !std::isfinite(number)))) {
        result += huge ? word[0] == '-' ? "\"-inf\"" : "\"inf\"" : "\"" + word + "\"";
        at = end;
        continue;
      }
    }
    result.append(json, at, end - at);
    at = end;
  }
  return result;
}

JsonFile parse_table_file(std::string text, const std::string& path) {
  constexpr std::string_view kMark = "\xef\xbb\xbf";
  if (text.compare(0, kMark.size(), kMark) == 0) text.erase(0, kMark.size());
  try {
    return parse_json(text, path);
  } catch (const InputError&) {
    const std::string spelled = with_infinities_as_texts(text);
    if (spelled == text) throw;
    JsonFile file = parse_json(spelled, path);
    if (file.root().has("schema")) throw;  // the project's own files have no infinities
    return file;
  }
}

}  // namespace

std::vector<UnitTable> register_sets(const FittedTable& fitted) {
  std::vector<UnitTable> sets;
  if (!fitted.unit->input_scale) {
    sets.push_back(quantise(fitted.table, fitted.function(), *fitted.unit));
  }
  for (const int scale : fitted.scales) {
    sets.push_back(quantise(fitted.table, fitted.function(), *fitted.unit, {scale, fitted.output_scale}));
  }
  return sets;
}

const std::vector<NamedValue<Objective>>& objectives() {
  static const std::vector<NamedValue<Objective>> all = {
      {"mse", Objective::kMse}, {"output-mse", Objective::kOutputMse}, {"max-error", Objective::kMaxError}};
  return all;
}

const std::vector<NamedValue<Tails>>& tail_kinds() {
  static const std::vector<NamedValue<Tails>> all = {{"hold", Tails::kHold}, {"free", Tails::kFree}};
  return all;
}

std::string tables_json(const std::vector<FittedTable>& tables, const std::string& program) {
  Json json = {{"schema", kSchema}, {"version", kVersion}, {"program", program}, {"tables", Json::array()}};
  for (const FittedTable& table : tables) json["tables"].push_back(table_json(table));
  return json_text(json);
}

std::vector<FittedTable> read_tables(const std::string& path, std::vector<std::string>* notes) {
  const JsonFile file = parse_table_file(read_file(path, kMostBytes), path);
  const JsonPlace document = file.root();
  std::vector<std::string> unread;
  std::vector<FittedTable> tables =
      document.has("schema") ? read_own(document) : read_gqa(document, notes != nullptr ? *notes : unread);
  if (tables.empty()) document.fail("holds no table");
  return tables;
}

}  // namespace pwlsim::fit
