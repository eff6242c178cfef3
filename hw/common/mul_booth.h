// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace pwlsim::hw {

/// Twin of rtl/common/pwl_mul_booth.sv, a function because it has neither state nor timing: the product, which fits 64
/// bits. Booth recoding is the structure of the RTL; what it computes is this.
constexpr std::int64_t multiply_words(std::int64_t a, std::int64_t b) { return a * b; }

}  // namespace pwlsim::hw
