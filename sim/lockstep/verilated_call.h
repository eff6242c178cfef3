// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>

#include "sim/lockstep/rtl_source.h"

namespace pwlsim::lockstep {

/// Makes what the units of a loaded library print go to standard error. `find` returns the library's symbol of a name.
void listen_to_units(const std::function<void*(const char* symbol)>& find);

/// Runs a call into a library that simulates a unit, watched. What the unit prints and why it stops bears the user's
/// names. `done`: cycles that the call has finished. Throws UnitStopped.
void call_unit(const RtlSource& source, const volatile std::size_t* done, const std::function<void()>& call);

/// Runs a call in which a unit ends, its final blocks: as call_unit(), but there is no cycle. Throws UnitStopped.
void end_unit(const RtlSource& source, const volatile std::size_t* done, const std::function<void()>& call);

}  // namespace pwlsim::lockstep
