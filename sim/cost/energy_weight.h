// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "sim/cost/liberty.h"

namespace pwlsim::cost {

/// For each group of a pin's internal power the share of cases in which it applies: its `when` holds (a group without
/// one has what the others of the same related pins leave) and, for an output, the function lets a change of its
/// related pin pass. All values of inputs count alike; the pin's own toggle is given. Related pins that the function
/// does not have, such as the clock of a flop, pass always.
std::vector<double> causes(const LibertyPin& pin);

/// The weight that OpenSTA 2.0.17 gives the same groups when each input is 1 half of the time; `related_activity` and
/// `activity` in transitions a cycle; `clock`: whether the related pin (the pin itself when there is none) is a
/// clock's.
double open_sta_weight(const LibertyPin& pin, const InternalPower& group, double related_activity, double activity,
                       bool clock);

}  // namespace pwlsim::cost
