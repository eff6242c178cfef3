// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>

#include "sim/lockstep/rtl_source.h"

namespace pwlsim::lockstep {

/// Sends what the units of a loaded library print to standard error. `find` returns the library's symbol of that name.
void listen_to_units(const std::function<void*(const char* symbol)>& find);

/// Runs a call into a library that simulates a unit, under a watchdog. What the unit prints, and the reason why it
/// stops, have the user's file names. `done`: number of cycles that the call has finished. Throws UnitStopped.
void call_unit(const RtlSource& source, const volatile std::size_t* done, const std::function<void()>& call);

/// Runs a call that executes a unit's final blocks, as call_unit() does but without cycles. Throws UnitStopped.
void end_unit(const RtlSource& source, const volatile std::size_t* done, const std::function<void()>& call);

}  // namespace pwlsim::lockstep
