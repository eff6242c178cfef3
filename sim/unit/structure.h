// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/function/function.h"
#include "sim/number/word.h"
#include "sim/number/word_format.h"
#include "sim/rooms.h"

namespace pwlsim::hw {
class Unit;
}

namespace pwlsim::unit {

class Bins;
class Golden;
class UnitModel;
struct DirectedRun;
struct LineTableFormat;
struct PartRules;
struct QuantiseOptions;
struct Statement;
struct Table;
struct UnitConfig;
struct UnitTable;

/// Makes the SystemC twin of a unit, an sc_module of that name.
using TwinMaker = std::unique_ptr<hw::Unit> (*)(const UnitConfig& config, const char* name);

/// A parameter of a structure: a whole number.
struct Parameter {
  std::string name;
  int least, greatest;
  std::string standard;  ///< the default, for people: "8", "width + slope_width"
  std::string meaning;
};

/// Parameters by name.
using Values = std::map<std::string, int>;

/// The value of that name, or another where it is not given.
inline int value_of(const Values& values, const char* name, int otherwise) {
  const auto found = values.find(name);
  return found == values.end() ? otherwise : found->second;
}

/// Registers of one kind behind the write port, or words that are fixed when a unit is built.
struct RegisterField {
  std::string name;       ///< "slope"
  std::uint32_t address;  ///< of word 0; word i is at address + i
  int span;               ///< addresses that belong to the field; those from `count` on hold nothing
  int count;              ///< words
  WordFormat word;
  std::string meaning;
  bool per_entry = false;  ///< a word for each entry of the table; of breakpoints one less
  bool constant = false;   ///< fixed: no address; UnitConfig::constants has the words
};

/// What is fitted so that a unit which reduces its inputs' range serves a function.
struct FitTask {
  const Function* function;  ///< that part of it which is left to the table
  int scale;                 ///< of the table's codes
};

/// A kind of unit. What is specific to one is in its folders (rtl/, hw/, sim/unit/, tests/unit/) and behind this
/// interface; nothing else asks which one a unit is. Whoever adds one writes those folders and a line in
/// structures.cpp.
class Structure {
 public:
  Structure() = default;
  virtual ~Structure() = default;
  Structure(const Structure&) = delete;
  Structure& operator=(const Structure&) = delete;

  /// "pwl_int": its folders' name, and its name on the command line.
  virtual std::string name() const = 0;
  virtual std::string description() const = 0;
  /// In the order in which names have them.
  virtual std::vector<Parameter> parameters() const = 0;

  /// A configuration, with the default of each parameter that is not given, which may depend on the others; `name` is
  /// left empty. Values are within their ranges. Throws InputError for values that do not go together.
  virtual UnitConfig configure(const Values& given) const = 0;

  /// What a unit is, for people: "8-bit codes, 16-bit accumulator".
  virtual std::string describe(const UnitConfig& config) const = 0;

  // Models

  /// RTL top module, and the parameters that make this unit of it, "NAME=VALUE".
  virtual std::string rtl_top() const = 0;
  virtual std::vector<std::string> rtl_parameters(const UnitConfig& config) const = 0;

  /// The golden model without time, all registers zero.
  virtual std::unique_ptr<Golden> make_golden(const UnitConfig& config) const = 0;
  /// The golden model cycle by cycle, of that latency.
  virtual std::unique_ptr<UnitModel> make_pipeline(const UnitConfig& config, int latency) const = 0;
  /// The same with the unit's own latency. It adds the cases that numbers within the unit can meet to `bins`, which
  /// must outlive it, and counts those it meets.
  virtual std::unique_ptr<UnitModel> make_cases(const UnitConfig& config, Bins& bins) const = 0;

  /// STRUCTURE_twin() of sim/unit/STRUCTURE/twin.cpp. A mutant of hw/ is compiled from that file alone, so it uses
  /// nothing but headers.
  virtual TwinMaker twin() const = 0;

  // Tables

  /// Whether a unit can serve that function.
  virtual bool serves(const UnitConfig& /*config*/, const Function& /*function*/) const { return true; }

  /// What is to be fitted in place of a function; nothing: the function itself. Throws InputError for one that the unit
  /// does not serve.
  virtual std::optional<FitTask> fit_task(const UnitConfig& /*config*/, const Function& /*function*/) const {
    return std::nullopt;
  }

  /// The format of the table's lines; nothing for a structure whose tables are not made of lines.
  virtual std::optional<LineTableFormat> line_format(const UnitConfig& config) const = 0;

  /// The finest input scale s at which a unit's codes hold the function's range; 0 where inputs have no scale. A unit
  /// that is there for more than the range has a default of its own.
  virtual int default_scale(const UnitConfig& config, const Function& function) const = 0;

  /// The registers of a table, rounded: nearest, ties to even. Words of constant fields are among them; see quantise().
  /// Throws InputError if a number or an option is out of range for the unit, or the table's entries are not the
  /// unit's.
  virtual UnitTable quantise(const UnitConfig& config, const Table& table, const Function& function,
                             const QuantiseOptions& options) const = 0;

  /// The table that registers hold, in real numbers.
  virtual Table table_of(const UnitTable& registers) const = 0;

  // Checks

  /// Lockstep runs that meet the cases of make_cases() which random words are too rare for. The first one's table also
  /// serves random words under every kind of stall.
  virtual std::vector<DirectedRun> directed_runs(const UnitConfig& config, std::uint64_t seed) const = 0;

  /// Which part of the unit a cell of its netlist belongs to.
  virtual PartRules part_rules(const UnitConfig& config) const = 0;

  /// What is proven about the unit as a whole; empty where nothing is.
  virtual std::vector<Statement> statements(const UnitConfig& config) const = 0;

  /// What is proven about its own parts, each for the widths and sizes that named units have.
  virtual std::vector<Statement> part_statements() const = 0;

  /// Whether the proof that a unit's gates are its RTL ends.
  virtual bool gates_proof_ends(const UnitConfig& config) const = 0;
};

}  // namespace pwlsim::unit
