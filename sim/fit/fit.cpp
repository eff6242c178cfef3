// SPDX-License-Identifier: Apache-2.0
#include "sim/fit/fit.h"

#include "sim/fit/uniform.h"
#include "sim/pwl/find_named.h"

namespace pwlsim {

const std::vector<FitMethod>& fit_methods() {
  static const std::vector<FitMethod> all = {
      {"uniform", "equal segments, each line the chord of the function", fit_uniform},
  };
  return all;
}

const FitMethod& find_fit_method(std::string_view name) { return find_named(fit_methods(), "method", name); }

}  // namespace pwlsim
