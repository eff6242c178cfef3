// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "sim/fit/fit.h"

namespace pwlsim::fit {

/// Throws InputError that names the method if the request asks for more than the least mean squared error. The
/// published methods have no other objective.
void require_plain_mse(const FitRequest& request, std::string_view method);

/// The request's setting of that name, or the method's default. Throws InputError unless it lies in [lo, hi].
double real_setting(const FitRequest& request, std::string_view method, std::string_view name, double lo, double hi);

/// The same for whole numbers.
int whole_setting(const FitRequest& request, std::string_view method, std::string_view name, int lo, int hi);

/// The same for settings whose default is "none", written as NaN. Throws InputError for infinities.
double optional_setting(const FitRequest& request, std::string_view method, std::string_view name, double otherwise);

}  // namespace pwlsim::fit
