// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/function/function.h"
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

/// A function that makes the SystemC twin of a unit, an sc_module of that name.
using TwinMaker = std::unique_ptr<hw::Unit> (*)(const UnitConfig& config, const char* name);

/// A parameter of a structure, a whole number from `least` to `greatest`.
struct Parameter {
  std::string name;      ///< in names of units: "width"
  int least,             ///< the least value
      greatest;          ///< the greatest value, itself allowed
  std::string standard;  ///< the default, for people: "8", "width + slope_width"
  std::string meaning;   ///< one line for people
};

/// Parameters by name.
using Values = std::map<std::string, int>;

/// The value of that name, or `otherwise` if it is not given.
inline int value_of(const Values& values, const char* name, int otherwise) {
  const auto found = values.find(name);
  return found == values.end() ? otherwise : found->second;
}

/// Registers of one kind behind the write port, or words that are fixed when a unit is built.
struct RegisterField {
  std::string name;        ///< "slope"
  std::uint32_t address;   ///< of word 0; word i is at address + i
  int span;                ///< number of addresses of the field; those from `count` on have no register
  int count;               ///< words
  WordFormat word;         ///< how its bits are read
  std::string meaning;     ///< one line for people
  bool per_entry = false;  ///< one word for each entry of the table; one less for breakpoints
  bool constant = false;   ///< fixed words without an address; UnitConfig::constants has them
  bool is_limit = false;   ///< its words are compared with x: each is the last input of a segment
  /// The numbers of a table that its words stand for, if they do.
  std::vector<double> Table::*numbers = nullptr;
};

/// What the table of a unit is made of. It decides which methods can make one.
enum class TableKind {
  kLines,  ///< lines, one for each segment
  kWords,  ///< a word for each input code: the function's value, which leaves nothing to choose
};

/// The fit that a unit which reduces its inputs' range needs in order to serve a function.
struct FitTask {
  const Function* function;  ///< the part of the function that the table serves
  int scale;                 ///< of the table's codes
};

/// A kind of unit. Everything specific to it is in its folders (rtl/, hw/, sim/unit/, tests/unit/) and behind this
/// interface. No other code asks which structure a unit has. A new structure needs those folders and one line in
/// structures.cpp.
class Structure {
 public:
  Structure() = default;
  virtual ~Structure() = default;
  Structure(const Structure&) = delete;
  Structure& operator=(const Structure&) = delete;

  /// Name of its folders and on the command line: "pwl_int".
  virtual std::string name() const = 0;
  /// One line for people.
  virtual std::string description() const = 0;
  /// Its parameters, in the order in which names of units give them.
  virtual std::vector<Parameter> parameters() const = 0;

  /// The configuration with the given values, and defaults for all others, which may depend on those given. `name` is
  /// left empty. Values must be within their ranges. Throws InputError for values that do not go together.
  virtual UnitConfig configure(const Values& given) const = 0;

  /// Description of a unit for people: "8-bit codes, 16-bit accumulator".
  virtual std::string describe(const UnitConfig& config) const = 0;

  // Models

  /// The top module of the RTL, and the parameters "NAME=VALUE" that make it this unit.
  virtual std::string rtl_top() const = 0;
  virtual std::vector<std::string> rtl_parameters(const UnitConfig& config) const = 0;  ///< "NAME=VALUE" each

  /// The golden model without time, all registers zero.
  virtual std::unique_ptr<Golden> make_golden(const UnitConfig& config) const = 0;
  /// The golden model cycle by cycle, with that latency.
  virtual std::unique_ptr<UnitModel> make_pipeline(const UnitConfig& config, int latency) const = 0;
  /// The same with the unit's own latency. It adds bins for what numbers within the unit can do to `bins`, which must
  /// outlive it, and counts them.
  virtual std::unique_ptr<UnitModel> make_cases(const UnitConfig& config, Bins& bins) const = 0;

  /// STRUCTURE_twin() of sim/unit/STRUCTURE/twin.cpp. That file uses headers only, because a mutant of hw/ is compiled
  /// from it alone.
  virtual TwinMaker twin() const = 0;

  // Tables

  /// Whether a unit can serve that function.
  virtual bool serves(const UnitConfig& /*config*/, const Function& /*function*/) const { return true; }

  /// What is fitted in place of a function; nothing: the function itself. Throws InputError for a function that the
  /// unit does not serve.
  virtual std::optional<FitTask> fit_task(const UnitConfig& /*config*/, const Function& /*function*/) const {
    return std::nullopt;
  }

  /// What its units' tables are made of.
  virtual TableKind table_kind() const = 0;

  /// The format of the table's lines; nothing for a structure whose tables are made of something else.
  virtual std::optional<LineTableFormat> line_format(const UnitConfig& config) const = 0;

  /// The finest input scale s at which a unit's codes hold the function's range; 0 when inputs have no scale. A unit
  /// that reduces its inputs' range has a default of its own.
  virtual int default_scale(const UnitConfig& config, const Function& function) const = 0;

  /// The registers of a table, rounded: nearest, ties to even. Words of constant fields are among them; see quantise().
  /// Throws InputError if a number or an option is out of range for the unit, or the table's entries are not the
  /// unit's.
  virtual UnitTable quantise(const UnitConfig& config, const Table& table, const Function& function,
                             const QuantiseOptions& options) const = 0;

  /// The first of the words per entry that the registers select, where a unit holds several sets of them.
  virtual std::size_t first_word(const UnitTable& /*registers*/) const { return 0; }

  /// The table in real numbers that registers hold.
  virtual Table table_of(const UnitTable& registers) const = 0;

  // Checks

  /// Lockstep runs that meet those cases of make_cases() which random words hardly ever meet. The first one's table
  /// also serves random words under every kind of stall.
  virtual std::vector<DirectedRun> directed_runs(const UnitConfig& config, std::uint64_t seed) const = 0;

  /// Rules that assign cells of the unit's netlist to parts.
  virtual PartRules part_rules(const UnitConfig& config) const = 0;

  /// What is proven about the unit as a whole; may be empty.
  virtual std::vector<Statement> statements(const UnitConfig& config) const = 0;

  /// What is proven about the structure's own parts, for all widths and sizes that the named units have.
  virtual std::vector<Statement> part_statements() const = 0;

  /// Whether the prover ends on the claim that a unit's gates equal its RTL.
  virtual bool gates_proof_ends(const UnitConfig& config) const = 0;
};

}  // namespace pwlsim::unit
