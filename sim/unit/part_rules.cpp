// SPDX-License-Identifier: Apache-2.0
#include "sim/unit/part_rules.h"

namespace pwlsim::unit {

PartRules::Rule handshake_rule() { return {"pipe", {"valid_i", "ready_i", "rst_ni", "valid_q", "valid_o"}}; }

}  // namespace pwlsim::unit
