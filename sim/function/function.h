// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/rooms.h"

namespace pwlsim::function {

struct Definition;

/// The line y = slope*x + intercept.
struct Line {
  double slope,   ///< y per x
      intercept;  ///< y at x = 0
};

/// A non-linear function of a Transformer, with the range over which its table is fitted and judged.
struct Function {
  std::string name;                     ///< name on the command line, lower case
  std::string definition;               ///< formula, for people
  double lo,                            ///< least x of the fitted range
      hi;                               ///< greatest x of it; gelu, hswish, silu, exp, div, rsqrt as in GQA-LUT
  std::function<double(double)> exact;  ///< the definition in double precision
  /// Lines that a unit should follow below lo and above hi: the function's asymptote, or its value at that end of the
  /// range.
  Line tail_lo, tail_hi;            ///< the one above hi
  const Definition* own = nullptr;  ///< what a user's function is made of; null: built in

  /// Whether x lies in the fitted range. False for NaN.
  bool in_range(double x) const { return x >= lo && x <= hi; }
};

/// The functions of the papers and their kin, in the order in which they are listed: what "all" stands for.
const std::vector<Function>& functions();

/// Further functions that are built in.
const std::vector<Function>& further_functions();

/// All of both.
const std::vector<const Function*>& built_in_functions();

/// The built-in function of that name, or null.
const Function* built_in_function(std::string_view name);

/// The function of that name, built in or defined (definition.h). Throws InputError that lists the known names.
const Function& find_function(std::string_view name);

}  // namespace pwlsim::function
