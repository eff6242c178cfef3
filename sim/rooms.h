// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Each folder of sim/ is a room with a namespace of its own, so that no two rooms can define one type in two ways.
/// Here stands which room may use the names of which (a room may use what those use): dependencies point one way.
namespace pwlsim {

/// Files, processes, threads, caches and errors: what knows nothing of units.
namespace base {}

/// Words of registers and ports, and the numbers that they stand for.
namespace number {
using namespace base;
}

/// The non-linear functions that units approximate, built in or a user's own.
namespace function {
using namespace number;
}

namespace logic {
using namespace number;
}

namespace hw {
using namespace number;
}

/// Units: structures with parameters, their golden models, registers and tables.
namespace unit {
using namespace function;
}

/// Methods that make tables for functions, and the files that hold tables.
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
