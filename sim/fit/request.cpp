// SPDX-License-Identifier: Apache-2.0
#include "sim/fit/request.h"

#include <cmath>
#include <sstream>

#include "sim/base/error.h"

namespace pwlsim::fit {
namespace {

double setting(const FitRequest& request, std::string_view method, std::string_view name) {
  return find_fit_method(method).setting(request, name);
}

[[noreturn]] void refuse(std::string_view method, std::string_view name, double value, const std::string& wanted) {
  std::ostringstream message;
  message << "method " << method << ": setting " << name << " is " << value << ", not " << wanted;
  throw InputError(message.str());
}

std::string range(double lo, double hi) {
  std::ostringstream text;
  text << "from " << lo << " to " << hi;
  return text.str();
}

}  // namespace

void require_plain_mse(const FitRequest& request, std::string_view method) {
  const std::string name = "method " + std::string(method);
  if (request.objective != Objective::kMse) throw InputError(name + " knows no objective but the mean squared error");
  if (request.zero_mean) throw InputError(name + " cannot bring the mean error to zero");
}

double real_setting(const FitRequest& request, std::string_view method, std::string_view name, double lo, double hi) {
  const double value = setting(request, method, name);
  if (!(value >= lo && value <= hi)) refuse(method, name, value, "a number " + range(lo, hi));
  return value;
}

int whole_setting(const FitRequest& request, std::string_view method, std::string_view name, int lo, int hi) {
  const double value = setting(request, method, name);
  if (!(value >= lo && value <= hi) || value != std::floor(value)) {
    refuse(method, name, value, "a whole number " + range(lo, hi));
  }
  return static_cast<int>(value);
}

double optional_setting(const FitRequest& request, std::string_view method, std::string_view name, double otherwise) {
  const double value = setting(request, method, name);
  if (std::isinf(value)) refuse(method, name, value, "finite");
  return std::isnan(value) ? otherwise : value;
}

}  // namespace pwlsim::fit
