// SPDX-License-Identifier: Apache-2.0
#include "sim/fit/own_file.h"

#include <fmt/format.h>
#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>

#include "sim/base/error.h"
#include "sim/base/find_named.h"
#include "sim/fit/function_json.h"
#include "sim/fit/table_error.h"
#include "sim/fit/table_file.h"
#include "sim/number/word_format.h"

namespace pwlsim::fit {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kSchema = "pwlsim-tables";
constexpr int kVersion = 1;
constexpr int kFurthestScale = 64;

/// The keys of any table.
constexpr std::string_view kKeys[] = {"function", "definition", "method",       "unit",   "entries",
                                      "scale",    "scales",     "output_scale", "counts", "registers"};
/// Those of a table of lines: what was asked of its fit, and its real numbers. A table of words is not fitted.
constexpr std::string_view kKeysOfLines[] = {"objective", "tails",    "zero_mean",   "weights", "seed",
                                             "settings",  "fraction", "breakpoints", "slopes",  "intercepts"};
/// Those of a table of words.
constexpr std::string_view kKeysOfWords[] = {"values", "codes"};

/// The fields of a unit that hold its table, with one word per entry.
std::vector<const RegisterField*> table_fields(const UnitConfig& unit) {
  std::vector<const RegisterField*> fields;
  for (const RegisterField& field : unit.registers) {
    if (field.per_entry) fields.push_back(&field);
  }
  return fields;
}

bool has_lines(const UnitConfig& unit) { return unit.structure->table_kind() == TableKind::kLines; }

/// The key of a field's words in a file, such as "slopes".
std::string key_of(const RegisterField& field) { return field.name + "s"; }

// Writing

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
  if (fitted.fraction) json["fraction"] = *fitted.fraction;
  json["breakpoints"] = fitted.table.breakpoints;
  json["slopes"] = fitted.table.slopes;
  json["intercepts"] = fitted.table.intercepts;
}

Json table_json(const FittedTable& fitted) {
  const Table& table = fitted.table;
  Json json = Json::object();
  json["function"] = table.function;
  if (fitted.function().own != nullptr) json["definition"] = definition_json(fitted.function());
  json["method"] = table.method;
  json["unit"] = fitted.unit->name;
  json["entries"] = fitted.unit->entries;
  if (fitted.unit->input_scale) json["scales"] = fitted.scales;
  if (has_lines(*fitted.unit)) json["objective"] = name_of(objectives(), fitted.objective);
  if (fitted.output_scale) json["output_scale"] = *fitted.output_scale;
  if (has_lines(*fitted.unit)) add_lines(json, fitted);
  if (!table.values.empty()) json["values"] = table.values;
  json["registers"] = Json::array();
  for (const UnitTable& registers : register_sets(fitted)) {
    json["registers"].push_back(registers_json(registers, fitted.function()));
  }
  return json;
}

// Reading

/// The word of a field that stands in a file.
Word word_at(const JsonPlace& place, const WordFormat& format) {
  if (format.kind == WordKind::kSigned) {
    return static_cast<Word>(place.integer(int_min(format.width), int_max(format.width))) & low_bits(format.width);
  }
  if (!format.is_real()) {
    return static_cast<Word>(place.integer(0, static_cast<std::int64_t>(low_bits(std::min(format.width, 62)))));
  }
  const std::string text = place.text();
  Word word = 0;
  const char* const end = text.data() + text.size();
  const auto [after, error] = std::from_chars(std::min(text.data() + 2, end), end, word, 16);
  if (text.rfind("0x", 0) != 0 || error != std::errc() || after != end || word > low_bits(format.width)) {
    place.fail(fmt::format("is not a word of {} bits as \"0x{:0{}x}\"", format.width, 0, (format.width + 3) / 4));
  }
  return word;
}

std::vector<Word> words_at(const JsonPlace& place, const WordFormat& format) {
  std::vector<Word> words;
  for (const JsonPlace& item : place.items()) words.push_back(word_at(item, format));
  return words;
}

int output_scale_at(const JsonPlace& place) { return static_cast<int>(place.integer(-kFurthestScale, kFurthestScale)); }

/// Refuses keys that a table of this kind does not have.
void check_keys(const JsonPlace& place, const UnitConfig& unit) {
  const bool lines = has_lines(unit);
  const auto refuse = [&](const auto& others, const std::string& reason) {
    for (const std::string_view key : others) {
      if (place.has(key)) place.at(key).fail(reason);
    }
  };
  if (lines) {
    refuse(kKeysOfWords, "is of a table of words; that of " + unit.name + " has lines");
  } else {
    refuse(kKeysOfLines, "is of a table of lines; that of " + unit.name + " has words, the function's values");
  }
}

/// Refuses keys that no table has.
void check_known(const JsonPlace& place) {
  std::vector<std::string_view> keys(std::begin(kKeys), std::end(kKeys));
  keys.insert(keys.end(), std::begin(kKeysOfLines), std::end(kKeysOfLines));
  keys.insert(keys.end(), std::begin(kKeysOfWords), std::end(kKeysOfWords));
  place.expect_keys({}, keys);
}

/// What a file says of the fit of a table of lines.
void read_fit(const JsonPlace& place, FittedTable& fitted) {
  const auto objective = [](const std::string& name) { return find_named(objectives(), "objective", name).value; };
  if (place.has("objective")) fitted.objective = place.at("objective").known(objective);
  const auto tails = [](const std::string& name) { return find_named(tail_kinds(), "kind of tails", name).value; };
  if (place.has("tails")) fitted.tails = place.at("tails").known(tails);
  if (place.has("zero_mean")) fitted.zero_mean = place.at("zero_mean").boolean();
  if (place.has("weights")) fitted.weights = place.at("weights").text();
  if (place.has("seed")) fitted.seed = place.at("seed").whole();
  if (!place.has("settings")) return;
  const JsonPlace settings = place.at("settings");
  for (const std::string& key : settings.keys()) fitted.settings[key] = settings.at(key).number();
}

std::vector<int> scales_at(const JsonPlace& place, const std::optional<int>& width) {
  std::vector<JsonPlace> items;
  if (place.has("scale") && place.has("scales"))
    place.at("scale").fail("stands beside 'scales'; one of them is enough");
  if (place.has("scale")) items.push_back(place.at("scale"));
  if (place.has("scales")) items = place.at("scales").items();
  std::vector<int> scales;
  for (const JsonPlace& item : items) {
    const auto scale = static_cast<int>(item.integer(0, width.value_or(32) - 1));
    if (std::count(scales.begin(), scales.end(), scale) != 0) item.fail("stands there twice");
    scales.push_back(scale);
  }
  return scales;
}

/// The function, the unit and the options that the file says.
TableFacts facts_at(const JsonPlace& place) {
  TableFacts facts;
  if (place.has("unit")) facts.unit = &place.at("unit").known(find_unit);
  if (place.has("definition")) {
    facts.function = &read_definition(place.at("function").text(), place.at("definition"));
  } else if (place.has("function")) {
    facts.function = &place.at("function").known(find_function);
  }
  if (place.has("method")) facts.method = place.at("method").text();  // may be unknown to this program
  if (place.has("output_scale")) facts.output_scale = output_scale_at(place.at("output_scale"));
  if (place.has("fraction")) facts.fraction = static_cast<int>(place.at("fraction").integer(0, 32));
  facts.scales = scales_at(place, facts.unit != nullptr ? std::optional(facts.unit->x_width()) : std::nullopt);
  return facts;
}

/// A table's sets of registers, if the file has them.
std::vector<JsonPlace> sets_at(const JsonPlace& place) {
  if (!place.has("registers")) return {};
  std::vector<JsonPlace> sets = place.at("registers").items();
  if (sets.empty()) place.at("registers").fail("is empty; it may be left out");
  return sets;
}

/// Refuses a set with a key that registers of this unit do not have.
void check_set(const JsonPlace& set, const UnitConfig& unit) {
  std::vector<std::string> keys = {"mse", "mean_error", "max_error"};
  if (unit.input_scale) keys.emplace_back("scale");
  if (unit.has_fraction()) keys.emplace_back("fraction");
  if (unit.output_scale) keys.emplace_back("output_scale");
  if (unit.output_scale && has_lines(unit)) keys.emplace_back("shift");
  for (const RegisterField* field : table_fields(unit)) keys.push_back(key_of(*field));
  set.expect_keys({}, std::vector<std::string_view>(keys.begin(), keys.end()));
}

/// The scales of the sets, each of which has one of its own.
std::vector<int> scales_of_sets(const std::vector<JsonPlace>& sets, const UnitConfig& unit,
                                const std::vector<int>& stated) {
  std::vector<int> scales;
  if (!unit.input_scale && sets.size() > 1) {
    sets[1].fail("is a second set; a unit without input scale has one");
  }
  for (const JsonPlace& set : sets) {
    check_set(set, unit);
    if (!unit.input_scale || (sets.size() == 1 && !set.has("scale"))) continue;
    const auto scale = static_cast<int>(set.at("scale").integer(0, unit.x_width() - 1));
    if (std::count(scales.begin(), scales.end(), scale) != 0) {
      set.at("scale").fail("stands in an earlier set as well");
    }
    if (!stated.empty() && std::count(stated.begin(), stated.end(), scale) == 0) {
      set.at("scale").fail("is not a scale of this table");
    }
    scales.push_back(scale);
  }
  return scales;
}

/// A note on each error in a file that is not the table's.
void check_errors(const JsonPlace& set, const Json& expected, std::vector<std::string>& notes) {
  for (const char* key : {"mse", "mean_error", "max_error"}) {
    if (!set.has(key)) continue;
    const auto right = expected[key].get<double>();
    // Mathematical libraries differ in the last bits, and a mean error may be a sum that cancels.
    const std::string scale_of_error = std::string(key) == "mse" ? "mse" : "max_error";
    const double tolerance = 1e-9 * expected[scale_of_error].get<double>() + 1e-30;
    const JsonPlace found = set.at(key);
    if (found.value.is_number() && std::fabs(found.value.get<double>() - right) <= tolerance) continue;
    notes.push_back(
        fmt::format("{}: {}: is not the error of this table, which is {}", found.file.name, found.path, right));
  }
}

/// Compares the registers in a file with those made from the real numbers, or from the function where there are none.
void check_registers(const JsonPlace& set, const UnitTable& made, const FittedTable& fitted,
                     std::vector<std::string>& notes) {
  const UnitConfig& unit = made.config;
  const std::string where = unit.input_scale ? fmt::format(" at scale {}", made.scale) : "";
  const std::string source = has_lines(unit) || !fitted.table.values.empty() ? "the real numbers of the table give"
                                                                             : fitted.table.function + " gives";
  const auto refuse = [&](const JsonPlace& place, const std::string& name, const std::string& is,
                          const std::string& follows) {
    place.fail(fmt::format(
        "{}{} is {} here, {} {}: leave out 'registers' to go by {}, or add \"counts\": \"registers\" to the table",
        name, where, is, source, follows, has_lines(unit) ? "these" : "that"));
  };
  const Json expected = registers_json(made, fitted.function());
  check_errors(set, expected, notes);
  for (const char* key : {"fraction", "output_scale", "shift"}) {
    if (!set.has(key) || set.at(key).value == expected[key]) continue;
    refuse(set.at(key), key, json_dump(set.at(key).value), json_dump(expected[key]));
  }
  for (const RegisterField* field : table_fields(unit)) {
    if (!set.has(key_of(*field))) continue;
    const JsonPlace place = set.at(key_of(*field));
    const std::vector<Word> found = words_at(place, field->word);
    const std::vector<Word>& right = made.field(field->name);
    if (found.size() != right.size()) {
      place.fail(fmt::format("has {} words, {} has {}", found.size(), unit.name, right.size()));
    }
    for (std::size_t i = 0; i < found.size(); ++i) {
      if (found[i] == right[i]) continue;
      refuse(place.items()[i], fmt::format("{} {}", field->name, i), word_text(found[i], field->word),
             word_text(right[i], field->word));
    }
  }
}

/// The tables of a file whose real numbers, or whose function, count.
std::vector<FittedTable> read_numbers(const JsonPlace& place, TableFacts facts, const TableContext& context,
                                      std::vector<std::string>& notes) {
  Table numbers;
  const bool of_words = facts.unit != nullptr && !has_lines(*facts.unit);
  if (facts.unit != nullptr) check_keys(place, *facts.unit);
  if (place.has("values")) {
    numbers.values = place.at("values").numbers();
    if (numbers.values.empty()) place.at("values").fail("is empty");
  } else if (!of_words) {
    numbers.breakpoints = place.at("breakpoints").numbers();
    numbers.slopes = place.at("slopes").numbers();
    numbers.intercepts = place.at("intercepts").numbers();
  }
  const std::vector<JsonPlace> sets = sets_at(place);
  if (facts.unit != nullptr && !sets.empty()) {
    const std::vector<int> scales = scales_of_sets(sets, *facts.unit, facts.scales);
    if (facts.scales.empty()) facts.scales = scales;
  }
  std::vector<FittedTable> tables;
  if (of_words && numbers.values.empty()) {
    const Function& function = function_of(facts, context);
    FittedTable& fitted = tables.emplace_back(FittedTable{.table = {}, .unit = facts.unit});
    fitted.table.function = function.name;
    fitted.table.method = facts.method;
    fitted.scales = !facts.scales.empty()     ? facts.scales
                    : !context.scales.empty() ? context.scales
                                              : std::vector<int>{default_scale(function, *facts.unit)};
    fitted.output_scale = facts.output_scale;
  } else {
    tables = place.placed([&] { return complete_tables(numbers, facts, context); });
  }
  for (FittedTable& fitted : tables) {
    check_keys(place, *fitted.unit);
    read_fit(place, fitted);
    const std::vector<int> scales = scales_of_sets(sets, *fitted.unit, fitted.scales);
    const std::vector<UnitTable> made = place.placed([&] { return register_sets(fitted); });
    for (std::size_t i = 0; i < sets.size(); ++i) {
      const auto is_its = [&](const UnitTable& one) { return i >= scales.size() || one.scale == scales[i]; };
      check_registers(sets[i], *std::find_if(made.begin(), made.end(), is_its), fitted, notes);
    }
  }
  return tables;
}

/// The tables of a file whose registers count, one for each set.
std::vector<FittedTable> read_registers(const JsonPlace& place, const TableFacts& facts, const TableContext& context,
                                        std::vector<std::string>& notes) {
  std::vector<FittedTable> tables;
  const UnitConfig& unit = place.placed([&]() -> const UnitConfig& { return unit_of_registers(facts, context); });
  check_keys(place, unit);
  place.at("registers");
  const std::vector<JsonPlace> sets = sets_at(place);
  const std::vector<int> scales = scales_of_sets(sets, unit, facts.scales);
  for (std::size_t i = 0; i < sets.size(); ++i) {
    const JsonPlace& set = sets[i];
    TableFacts of_set = facts;
    if (!scales.empty()) of_set.scales = {scales[i]};
    if (set.has("fraction")) of_set.fraction = static_cast<int>(set.at("fraction").integer(0, 32));
    if (set.has("output_scale")) of_set.output_scale = output_scale_at(set.at("output_scale"));
    FieldWords words;
    for (const RegisterField* field : table_fields(unit)) {
      words[field->name] = words_at(set.at(key_of(*field)), field->word);
    }
    FittedTable& fitted =
        tables.emplace_back(set.placed([&] { return table_of_words(words, of_set, context, "key"); }));
    read_fit(place, fitted);
    check_errors(set, registers_json(register_sets(fitted).at(0), fitted.function()), notes);
  }
  return tables;
}

/// A table of codes, which are the registers' words.
FittedTable read_codes(const JsonPlace& place, const TableFacts& facts, const TableContext& context) {
  const std::vector<JsonPlace> codes = place.at("codes").items();
  if (place.has("values")) place.at("codes").fail("stands beside 'values'; one of them is enough");
  const UnitConfig& unit = place.placed([&]() -> const UnitConfig& { return unit_of_registers(facts, context); });
  check_keys(place, unit);
  return place.placed([&] {
    return table_of_words({{"value", words_at(place.at("codes"), unit.y)}}, facts, context, "key");
  });
}

std::vector<FittedTable> read_table(const JsonPlace& place, const TableContext& context,
                                    std::vector<std::string>& notes) {
  place.keys();  // refuses what is not an object
  check_known(place);
  const TableFacts facts = facts_at(place);
  const auto counts = [](const std::string& name) {
    static const std::vector<NamedValue<bool>> all = {{"numbers", false}, {"registers", true}};
    return find_named(all, "what counts", name).value;
  };
  std::vector<FittedTable> tables;
  if (place.has("counts") && place.at("counts").known(counts)) {
    tables = read_registers(place, facts, context, notes);
  } else if (place.has("codes")) {
    tables.push_back(read_codes(place, facts, context));
  } else {
    tables = read_numbers(place, facts, context, notes);
  }
  for (const FittedTable& fitted : tables) {
    const int entries = fitted.unit->entries;
    if (place.has("entries") && place.at("entries").integer(1, 1024) != entries) {
      place.at("entries").fail(fmt::format("does not fit: {} has {} entries", fitted.unit->name, entries));
    }
  }
  return tables;
}

}  // namespace

bool is_own(const JsonPlace& document) {
  if (document.value.is_array()) return true;
  if (!document.value.is_object()) return false;
  for (const char* key : {"schema", "tables", "function", "unit", "breakpoints", "slopes", "intercepts", "values",
                          "codes", "registers"}) {
    if (document.has(key)) return true;
  }
  return false;
}

std::vector<FittedTable> read_own(const JsonPlace& document, const TableContext& context,
                                  std::vector<std::string>& notes) {
  std::vector<FittedTable> tables;
  const auto add = [&](const JsonPlace& place) {
    for (FittedTable& table : read_table(place, context, notes)) tables.push_back(std::move(table));
  };
  if (document.value.is_array()) {
    for (const JsonPlace& table : document.items()) add(table);
    return tables;
  }
  if (!document.has("schema") && !document.has("tables")) {
    add(document);
    return tables;
  }
  if (document.has("schema") && document.at("schema").text() != kSchema) {
    document.at("schema").fail(fmt::format("is not '{}'", kSchema));
  }
  if (document.has("version") && document.at("version").value != Json(kVersion)) {
    document.at("version").fail(fmt::format("is not known to this program, which reads version {}", kVersion));
  }
  document.expect_keys({"tables"}, {"schema", "version", "program"});
  if (document.has("program")) document.at("program").text();
  for (const JsonPlace& table : document.at("tables").items()) add(table);
  return tables;
}

std::string tables_json(const std::vector<FittedTable>& tables, const std::string& program) {
  Json json = {{"schema", kSchema}, {"version", kVersion}, {"program", program}, {"tables", Json::array()}};
  for (const FittedTable& table : tables) json["tables"].push_back(table_json(table));
  return json_text(json);
}

}  // namespace pwlsim::fit
