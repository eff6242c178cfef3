// SPDX-License-Identifier: Apache-2.0
#include "sim/report/unit_document.h"

#include <fmt/format.h>
#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

#include "sim/base/first_few.h"
#include "sim/fit/fit.h"
#include "sim/unit/ports.h"

namespace pwlsim::report {
namespace {

/// Left: text; right: numbers, with all digits.
template <class Record>
DataTable table_with(const char* key, const Figures<Record>& figures, const std::vector<Record>& records) {
  DataTable table = table_of(key, figures, records);
  for (Column& column : table.columns) {
    column.show = show_shortest;
    if (column.head == "direction" || column.head == "number" || column.head == "meaning") {
      column.align = Column::Align::kLeft;
    }
  }
  return table;
}

/// A parameter and the value that the unit has.
struct Chosen {
  Parameter parameter;
  int value;
};

DataTable parameters_table(const UnitConfig& unit) {
  std::vector<Chosen> all;
  for (Parameter& parameter : unit.structure->parameters()) {
    const int value = unit.values.at(parameter.name);
    all.push_back({std::move(parameter), value});
  }
  const Figures<Chosen> figures = {{{"name", "parameter"}, [](const Chosen& c) { return c.parameter.name; }},
                                   {{"value", "value"}, [](const Chosen& c) { return c.value; }},
                                   {{"least", "from", 2}, [](const Chosen& c) { return c.parameter.least; }},
                                   {{"greatest", "to", 2}, [](const Chosen& c) { return c.parameter.greatest; }},
                                   {{"standard", "default", 1}, [](const Chosen& c) { return c.parameter.standard; }},
                                   {{"meaning", "meaning"}, [](const Chosen& c) { return c.parameter.meaning; }}};
  return table_with("parameters", figures, all);
}

DataTable ports_table(const UnitConfig& unit) {
  const Figures<Port> figures = {
      {{"name", "port"}, [](const Port& p) { return p.name; }},
      {{"direction", "direction"}, [](const Port& p) { return p.output ? "output" : "input"; }},
      {{"bits", "bits"}, [](const Port& p) { return p.width; }},
      {{"meaning", "meaning"}, [](const Port& p) { return p.meaning + (p.optional ? "; optional" : ""); }}};
  return table_with("ports", figures, ports_of(unit));
}

DataTable registers_table(const UnitConfig& unit) {
  using Field = const RegisterField&;
  const auto address = [](Field f) {
    if (f.constant) return Cell::note("constant");
    const std::uint32_t last = f.address + static_cast<std::uint32_t>(f.count) - 1;
    return Cell::note(last == f.address ? fmt::format("{}", last) : fmt::format("{}-{}", f.address, last));
  };
  const Figures<RegisterField> figures = {
      {{"name", "register"}, [](Field f) { return f.name; }},
      {{"", "wr_addr_i"}, address},
      {{"first_address", ""}, [](Field f) { return f.constant ? Cell() : Cell(f.address); }},
      {{"words", "words"}, [](Field f) { return f.count; }},
      {{"bits", "bits"}, [](Field f) { return f.word.width; }},
      {{"number", "number"}, [](Field f) { return number_kind(f.word); }},
      {{"writable", ""}, [](Field f) { return !f.constant; }},
      {{"meaning", "meaning"}, [](Field f) { return f.meaning; }}};
  std::vector<RegisterField> fields;
  std::copy_if(unit.registers.begin(), unit.registers.end(), std::back_inserter(fields),
               [](Field f) { return f.count > 0; });
  return table_with("registers", figures, fields);
}

std::vector<std::string> methods_of(const UnitConfig& unit) { return methods_for(unit.structure->table_kind()); }

std::string plural(int count, const char* what) { return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s"); }

}  // namespace

Document unit_document(const std::vector<const UnitConfig*>& units) {
  using Unit = const UnitConfig*;
  const Figures<Unit> figures = {{{"unit", ""}, [](Unit u) { return u->name; }},
                                 {{"structure", ""}, [](Unit u) { return u->structure->name(); }},
                                 {{"meaning", ""}, [](Unit u) { return u->structure->describe(*u); }},
                                 {{"top", ""}, [](Unit u) { return u->rtl_top(); }},
                                 {{"entries", ""}, [](Unit u) { return u->entries; }},
                                 {{"stages", ""}, [](Unit u) { return u->stages; }},
                                 {{"latency", ""}, [](Unit u) { return u->latency(); }},
                                 {{"methods", ""}, [](Unit u) { return Cell::list(methods_of(*u)); }},
                                 {{"parameters", ""}, [](Unit u) { return Cell(parameters_table(*u)); }},
                                 {{"ports", ""}, [](Unit u) { return Cell(ports_table(*u)); }},
                                 {{"registers", ""}, [](Unit u) { return Cell(registers_table(*u)); }}};
  Document document;
  for (const Unit unit : units) {
    Section section;
    section.title = unit->name;
    section.intro = {fmt::format("{}: {}", unit->structure->name(), unit->structure->description()),
                     fmt::format("{}, {}; {}, latency {}; RTL top module {}", unit->structure->describe(*unit),
                                 fmt::format("{} entries", unit->entries), plural(unit->stages, "pipeline register"),
                                 plural(unit->latency(), "cycle"), unit->rtl_top()),
                     "methods that make its tables: " + first_few(methods_of(*unit), fit_methods().size())};
    section.tables = {parameters_table(*unit), ports_table(*unit), registers_table(*unit)};
    for (DataTable& table : section.tables) table.key.clear();  // they stand in the unit's row
    document.sections.push_back(std::move(section));
  }
  DataTable rows = table_of("units", figures, units);
  document.sections.front().tables.push_back(std::move(rows));
  return document;
}

}  // namespace pwlsim::report
