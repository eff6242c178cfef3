// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <systemc>

#include "sim/number/word.h"
#include "tests/rooms.h"

namespace pwlsim::tests {

/// Lets combinational parts settle after input signals were written.
inline void settle() { sc_core::sc_start(1, sc_core::SC_NS); }

using WordSignal = sc_core::sc_signal<Word>;
using NumberSignal = sc_core::sc_signal<unsigned>;
using BitSignal = sc_core::sc_signal<bool>;

}  // namespace pwlsim::tests
