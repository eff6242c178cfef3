// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>
#include <string>

#include "sim/lockstep/rtl_source.h"
#include "sim/rooms.h"

namespace pwlsim::coverage {

/// The bits of signals that are 0 or 1 whatever the inputs and registers hold, for the parameters of the source, by
/// their place below the top: "u_segment.breakpoints_i[3]", a single bit also as "u_add.sign". Yosys folds constants
/// within words and through instances and concludes nothing from what registers hold, so a constant that takes more
/// than that is missing here. Throws InputError for RTL that Yosys cannot read.
std::set<std::string> constant_bits(const RtlSource& source);

/// "Yosys 0.23".
std::string constant_bits_tool();

}  // namespace pwlsim::coverage
