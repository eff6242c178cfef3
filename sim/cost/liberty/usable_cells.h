// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "sim/cost/liberty/liberty.h"

namespace pwlsim::cost {

/// Marks cells as unusable for which no figure can be found. Faulty are cells whose functions or timing name pins that
/// do not exist, or whose outputs lack the delay or transition from an input that they depend on, and flops without a
/// setup time. Unusable without a fault are cells without outputs, or with outputs of high impedance or without a
/// function.
void leave_out_unusable(Library& library);

/// One line about the cells that are left out because of a fault or because they have no area: how many, the first few
/// and why. Empty when there are none.
std::string left_out_text(const Library& library);

}  // namespace pwlsim::cost
