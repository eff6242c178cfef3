// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Each folder of sim/ is a room with a namespace of its own, so that no two rooms can define one type in two ways.
/// Here stands which room may use the names of which (a room may use what those use): dependencies point one way.
namespace pwlsim {

namespace base {}

namespace number {
using namespace base;
}

namespace function {
using namespace number;
}

namespace logic {
using namespace number;
}

namespace hw {
using namespace number;
}

namespace unit {
using namespace function;
}

namespace fit {
using namespace unit;
}

namespace lockstep {
using namespace unit;
}

namespace coverage {
using namespace lockstep;
}

namespace sweep {
using namespace lockstep;
using namespace fit;
}  // namespace sweep

namespace cost {
using namespace lockstep;
using namespace logic;
}  // namespace cost

namespace prove {
using namespace cost;
}

namespace stress {
using namespace lockstep;
}

namespace mutate {
using namespace fit;
using namespace stress;
}  // namespace mutate

namespace experiment {
using namespace coverage;
using namespace mutate;
using namespace prove;
using namespace sweep;
}  // namespace experiment

namespace report {
using namespace experiment;
}

namespace cli {
using namespace report;
}

}  // namespace pwlsim
