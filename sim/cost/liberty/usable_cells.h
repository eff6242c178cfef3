// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "sim/cost/liberty/liberty.h"

namespace pwlsim::cost {

/// Makes cells unusable that no figure can be had for: those whose functions or timing name pins that are not there,
/// whose outputs lack the delay or the transition from an input that they depend on, flops without a setup time. Also,
/// as no fault of theirs, those without outputs, with outputs of high impedance or without a function.
void leave_out_unusable(Library& library);

/// One line on the cells that are left out for a fault or for want of an area: how many, the first of them and why.
/// Empty when there are none.
std::string left_out_text(const Library& library);

}  // namespace pwlsim::cost
