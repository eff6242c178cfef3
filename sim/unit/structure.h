// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "sim/rooms.h"

namespace pwlsim::unit {

struct UnitConfig;

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

/// A kind of unit. What is specific to one is in its folders (rtl/, hw/, sim/unit/, tests/unit/) and behind this
/// interface; nothing else asks which one a unit is.
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
};

}  // namespace pwlsim::unit
