// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/pwl/function.h"
#include "sim/pwl/table.h"

namespace pwlsim {

/// What a method is asked for.
struct FitRequest {
  const Function& function;
  int entries;  ///< 4, 8, 16, 32 or 64
};

/// A way to make a table.
struct FitMethod {
  std::string name;
  std::string description;
  Table (*fit)(const FitRequest&);
};

/// All methods, in the order in which they are listed.
const std::vector<FitMethod>& fit_methods();

/// The method of that name. Throws InputError, naming the known ones.
const FitMethod& find_fit_method(std::string_view name);

}  // namespace pwlsim
