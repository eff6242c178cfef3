// SPDX-License-Identifier: Apache-2.0
#include "sim/fit/fit.h"

#include "sim/fit/uniform.h"
#include "sim/pwl/error.h"

namespace pwlsim {

const std::vector<FitMethod>& fit_methods() {
  static const std::vector<FitMethod> all = {
      {"uniform", "equal segments, each line the chord of the function", fit_uniform},
  };
  return all;
}

const FitMethod& find_fit_method(std::string_view name) {
  std::string known;
  for (const FitMethod& method : fit_methods()) {
    if (method.name == name) return method;
    known += (known.empty() ? "" : ", ") + method.name;
  }
  throw InputError("unknown method '" + std::string(name) + "'; known: " + known);
}

}  // namespace pwlsim
