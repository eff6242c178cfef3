// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>
#include <string>

#include "sim/lockstep/rtl_source.h"
#include "sim/rooms.h"

namespace pwlsim::coverage {

/// The bits of signals that are constant whatever the inputs and the content of registers, for the parameters of the
/// source, by their path below the top module: "u_segment.breakpoints_i[3]", a single bit also as "u_add.sign". Yosys
/// folds constants within words and through instances, and derives nothing from the content of registers. Constants
/// that need more than that are missing. Throws InputError for RTL that Yosys cannot read.
std::set<std::string> constant_bits(const RtlSource& source);

/// Name and version of Yosys: "Yosys 0.23".
std::string constant_bits_tool();

}  // namespace pwlsim::coverage
