// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>

#include "sim/rooms.h"

/// Elementary functions with one result on every CPU. The C library's functions of double take another path on CPUs
/// with fused multiply-add and then differ in the last bit. Its functions of long double do not, and rounding to double
/// hides their error.
namespace pwlsim::elementary {

template <long double (*exact)(long double)>
double rounded(double x) {
  return static_cast<double>(exact(x));
}

inline double exp(double x) { return rounded<expl>(x); }
inline double exp2(double x) { return rounded<exp2l>(x); }
inline double expm1(double x) { return rounded<expm1l>(x); }
inline double log(double x) { return rounded<logl>(x); }
inline double log2(double x) { return rounded<log2l>(x); }
inline double log10(double x) { return rounded<log10l>(x); }
inline double log1p(double x) { return rounded<log1pl>(x); }
inline double cos(double x) { return rounded<cosl>(x); }
inline double tanh(double x) { return rounded<tanhl>(x); }
inline double erf(double x) { return rounded<erfl>(x); }
inline double erfc(double x) { return rounded<erfcl>(x); }

}  // namespace pwlsim::elementary
