// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>

#include "sim/rooms.h"

/// Elementary functions with one result on every CPU. The C library's functions of double take another path on CPUs
/// with fused multiply-add and then differ in the last bit. Its functions of long double do not, and rounding to double
/// hides their error.
namespace pwlsim::elementary {

inline double exp(double x) { return static_cast<double>(std::exp(static_cast<long double>(x))); }
inline double exp2(double x) { return static_cast<double>(std::exp2(static_cast<long double>(x))); }
inline double expm1(double x) { return static_cast<double>(std::expm1(static_cast<long double>(x))); }
inline double log(double x) { return static_cast<double>(std::log(static_cast<long double>(x))); }
inline double log2(double x) { return static_cast<double>(std::log2(static_cast<long double>(x))); }
inline double log10(double x) { return static_cast<double>(std::log10(static_cast<long double>(x))); }
inline double log1p(double x) { return static_cast<double>(std::log1p(static_cast<long double>(x))); }
inline double cos(double x) { return static_cast<double>(std::cos(static_cast<long double>(x))); }
inline double tanh(double x) { return static_cast<double>(std::tanh(static_cast<long double>(x))); }
inline double erf(double x) { return static_cast<double>(std::erf(static_cast<long double>(x))); }
inline double erfc(double x) { return static_cast<double>(std::erfc(static_cast<long double>(x))); }

}  // namespace pwlsim::elementary
