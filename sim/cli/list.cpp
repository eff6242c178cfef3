// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <CLI/CLI.hpp>
#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include "sim/cli/arguments.h"
#include "sim/cli/command.h"
#include "sim/cli/commands.h"
#include "sim/cli/document_options.h"
#include "sim/experiment/choice.h"
#include "sim/fit/fit.h"
#include "sim/function/definition.h"
#include "sim/function/function.h"
#include "sim/lockstep/stall.h"
#include "sim/lockstep/stimulus.h"
#include "sim/report/json_keys.h"
#include "sim/report/unit_document.h"
#include "sim/rooms.h"
#include "sim/unit/structures.h"
#include "sim/unit/unit_config.h"

namespace pwlsim::cli {
namespace {

struct ListCommand {
  bool keys = false, functions = false;
  std::vector<std::string> units;
  DocumentOptions document;
};

std::string describe(const UnitConfig& unit) {
  return fmt::format("{}, {} entries, latency {}", unit.structure->describe(unit), unit.entries, unit.latency());
}

/// What has a name and a meaning.
struct Named {
  std::string name, meaning;
};

const Figures<Named>& named_figures() {
  static const Figures<Named> figures = [] {
    Figures<Named> both = {{{"name", "name"}, [](const Named& n) { return n.name; }},
                           {{"meaning", "meaning"}, [](const Named& n) { return n.meaning; }}};
    both[1].column.align = Column::Align::kLeft;
    return both;
  }();
  return figures;
}

/// All items of a list, by what `named` says of each.
template <class List, class Describe>
Section section_of(const char* key, const std::string& title, const List& list, const Describe& named) {
  std::vector<Named> all;
  for (const auto& item : list) all.push_back(named(item));
  return {title, {}, {table_of(key, named_figures(), all)}};
}

/// A parameter or setting of something.
struct Setting {
  std::string of, name, meaning;
  Cell least, greatest, standard;
};

DataTable settings_table(const char* key, const char* of, const std::vector<Setting>& settings) {
  const Figures<Setting> figures = {{{of, of}, [](const Setting& s) { return s.of; }},
                                    {{"name", "name"}, [](const Setting& s) { return s.name; }},
                                    {{"meaning", "meaning", 0}, [](const Setting& s) { return s.meaning; }},
                                    {{"least", "from", 1}, [](const Setting& s) { return s.least; }},
                                    {{"greatest", "to", 1}, [](const Setting& s) { return s.greatest; }},
                                    {{"standard", "default"}, [](const Setting& s) { return s.standard; }}};
  DataTable table = table_of(key, figures, settings);
  table.identity = 2;
  for (std::size_t c : {1, 2}) table.columns[c].align = Column::Align::kLeft;
  for (Column& column : table.columns) column.show = show_shortest;
  return table;
}

std::vector<Setting> parameters() {
  std::vector<Setting> all;
  for (const Structure* structure : structures()) {
    for (const Parameter& p : structure->parameters()) {
      all.push_back({structure->name(), p.name, p.meaning, p.least, p.greatest, p.standard});
    }
  }
  return all;
}

std::vector<Setting> method_settings() {
  std::vector<Setting> all;
  for (const FitMethod& method : fit_methods()) {
    for (const FitSetting& s : method.settings) {
      all.push_back(
          {method.name, s.name, s.description, {}, {}, std::isnan(s.value) ? Cell::note("none") : Cell(s.value)});
    }
  }
  return all;
}

Document list_document() {
  Document document;
  std::vector<Section>& sections = document.sections;
  sections.push_back(section_of("units", "units", named_units(), [](const UnitConfig& unit) {
    return Named{unit.name, describe(unit)};
  }));
  sections.push_back(section_of(
      "structures", fmt::format("structures, for units such as {}:width=10,entries=12", structures()[0]->name()),
      structures(), [](const Structure* structure) {
        return Named{structure->name(), structure->description()};
      }));
  sections.push_back({"", {}, {settings_table("parameters", "structure", parameters())}});
  const auto as_function = [](const Function& function) {
    return Named{function.name, fmt::format("{} over [{}, {}]", function.definition, function.lo, function.hi)};
  };
  sections.push_back(section_of("functions", "functions", functions(), as_function));
  sections.push_back(
      section_of("further_functions", "further functions, not among `all`", further_functions(), as_function));
  const auto as_described = [](const auto& item) { return Named{item.name, item.description}; };
  sections.push_back(section_of("methods", "methods", fit_methods(), as_described));
  sections.push_back({"", {}, {settings_table("settings_of_methods", "method", method_settings())}});
  sections.push_back(section_of("stimuli", "stimuli", stimulus_kinds(), as_described));
  sections.push_back(section_of("kinds_of_stalls", "stalls", Stall::kinds(), as_described));
  return document;
}

/// The built-in functions with their ranges and tails.
Document functions_document() {
  const auto number = [](auto value) { return [value](const Function* function) { return Cell((*function).*value); }; };
  Figures<const Function*> figures = {{{"name", "function"}, [](const Function* f) { return f->name; }},
                                      {{"definition", "definition"}, [](const Function* f) { return f->definition; }},
                                      {{"lo", "from"}, number(&Function::lo)},
                                      {{"hi", "to"}, number(&Function::hi)},
                                      {{"tail_lo", "below"}, [](const Function* f) { return line_text(f->tail_lo); }},
                                      {{"tail_hi", "above"}, [](const Function* f) { return line_text(f->tail_hi); }}};
  figures[1].column.align = Column::Align::kLeft;
  Document document;
  document.sections.push_back({"", {}, {table_of("built_in_functions", figures, built_in_functions())}});
  return document;
}

/// The keys of all JSON documents.
Document keys_document() {
  const Figures<JsonKey> figures = {{{"key", "key"}, [](const JsonKey& k) { return k.name; }},
                                    {{"key_unit", "unit"}, [](const JsonKey& k) { return k.unit; }},
                                    {{"meaning", "meaning"}, [](const JsonKey& k) { return k.meaning; }}};
  Document document;
  document.sections.push_back({"", {}, {table_of("keys", figures, json_keys())}});
  for (Column& column : document.sections[0].tables[0].columns) column.align = Column::Align::kLeft;
  return document;
}

}  // namespace

void add_list(CLI::App& program, int& exit_code) {
  Command& app = add_command(program, "list", "List units, structures, functions, methods, stimuli and stalls");
  app->footer(
      "Example: pwlsim list\n         pwlsim list --unit int8_8,wide16_8\n"
      "         pwlsim list --functions\n"
      "         pwlsim list --keys --wide");
  const auto command = std::make_shared<ListCommand>();
  CLI::Option* const keys =
      app->add_flag("--keys", command->keys, "List the keys of JSON and CSV files instead, with units and meanings");
  CLI::Option* const units =
      add_list(app, "--unit,--units", command->units,
               "List parameters, ports, registers and latency of these units instead: comma-separated, or all", true)
          ->excludes(keys);
  app->add_flag("--functions", command->functions, "List the built-in functions instead, with ranges and tails")
      ->excludes(keys)
      ->excludes(units);
  add_document_options(app, command->document);
  app->callback([command, &exit_code] {
    write_document(command->keys            ? keys_document()
                   : command->functions     ? functions_document()
                   : command->units.empty() ? list_document()
                                            : unit_document(find_units(command->units)),
                   command->document);
    exit_code = 0;
  });
}

}  // namespace pwlsim::cli
