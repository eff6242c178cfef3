// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Each folder of sim/ is a room with a namespace of its own, so that no two rooms can define one type in two ways;
/// sim/pwl, which all of them use, is `pwlsim` itself. Here stands which room may use the names of which: dependencies
/// point one way.
namespace pwlsim {

namespace fit {}

namespace lockstep {}

namespace coverage {
using namespace lockstep;
}

namespace sweep {
using namespace lockstep;
using namespace fit;
}  // namespace sweep

namespace cost {
using namespace lockstep;
}

namespace prove {
using namespace lockstep;
using namespace cost;
}  // namespace prove

namespace stress {
using namespace lockstep;
}

namespace mutate {
using namespace lockstep;
using namespace fit;
using namespace stress;
}  // namespace mutate

namespace report {
using namespace lockstep;
using namespace cost;
using namespace coverage;
using namespace stress;
using namespace sweep;
}  // namespace report

namespace cli {
using namespace lockstep;
using namespace fit;
using namespace cost;
using namespace coverage;
using namespace prove;
using namespace stress;
using namespace mutate;
using namespace sweep;
using namespace report;
}  // namespace cli

}  // namespace pwlsim
