// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/function/function.h"
#include "sim/rooms.h"

namespace pwlsim::function {

/// A value of a function.
struct Sample {
  double x,  ///< argument
      y;     ///< the function's value there
};

/// Equal as numbers, so -0 equals +0.
inline bool operator==(const Sample& a, const Sample& b) { return a.x == b.x && a.y == b.y; }

/// What the command line says to name a function again. No part of what the function is.
struct Said {
  std::string function,  ///< what follows --function; empty: not said
      range,             ///< what follows --range; empty: not said
      tails;             ///< what follows --tails; empty: not said
};

/// What a user's function is made of, as data: an expression, or samples with straight lines between.
struct Definition {
  std::string name;             ///< by which find_function() finds it
  std::string expression;       ///< of x; empty: samples
  std::vector<Sample> samples;  ///< with ascending x, two at least
  double lo = 0,                ///< least x of the range over which tables are fitted and judged
      hi = 0;                   ///< greatest x of that range
  std::optional<Line> tail_lo,  ///< see Function; default: the value at that end of the range
      tail_hi;                  ///< the same above the range
  Said said;                    ///< empty: it comes from a file of tables
};

/// Makes the function known, so that find_function() finds it; it lives as long as the program. A definition that is
/// there already stays. Throws InputError when the name is that of a function with another definition, when the
/// range is not ascending or the function has no value somewhere in it, and as parse_expression() does. Safe to use
/// from several threads.
const Function& define_function(const Definition& definition);

/// The line that an expression such as "0", "x" or "0.5*x+1" is. Throws InputError for one that is no line.
Line parse_line(const std::string& expression);

/// An expression that parse_line() reads back.
std::string line_text(const Line& line);

/// A text that differs between two functions that differ: of a built-in one its name.
std::string identity(const Function& function);

}  // namespace pwlsim::function
