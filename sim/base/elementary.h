// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>

#include "sim/rooms.h"

/// Elementary functions with one result on every CPU. The C library's functions of double take another path on CPUs
/// with fused multiply-add and then differ in the last bit. Its functions of long double do not, and rounding to double
/// hides their error.
namespace pwlsim::elementary {

/// The value that the C library calculates in long double, rounded to double.
template <long double (*exact)(long double)>
double rounded(double x) {
  return static_cast<double>(exact(x));
}

inline double exp(double x) { return rounded<expl>(x); }      ///< e^x
inline double exp2(double x) { return rounded<exp2l>(x); }    ///< 2^x
inline double expm1(double x) { return rounded<expm1l>(x); }  ///< e^x - 1, precise near 0
inline double log(double x) { return rounded<logl>(x); }      ///< natural logarithm; NaN below 0
inline double log2(double x) { return rounded<log2l>(x); }    ///< logarithm of base 2; NaN below 0
inline double log10(double x) { return rounded<log10l>(x); }  ///< logarithm of base 10; NaN below 0
inline double log1p(double x) { return rounded<log1pl>(x); }  ///< log(1 + x), precise near 0
inline double cos(double x) { return rounded<cosl>(x); }      ///< of radians
inline double tanh(double x) { return rounded<tanhl>(x); }    ///< from -1 to 1
inline double erf(double x) { return rounded<erfl>(x); }      ///< error function, from -1 to 1
inline double erfc(double x) { return rounded<erfcl>(x); }    ///< 1 - erf(x), precise for great x

}  // namespace pwlsim::elementary
