// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>

#include "sim/lockstep/rtl_loader.h"
#include "sim/rooms.h"
#include "sim/sweep/journal.h"
#include "sim/sweep/plan.h"

namespace pwlsim::sweep {

/// Progress of a sweep.
struct SweepProgress {
  std::size_t chunks_done, chunks;        ///< of this shard, including those from a state file
  std::uint64_t inputs_now, inputs_left;  ///< done by this process, and still to do
};

/// Options of run_sweep().
struct SweepRun {
  int jobs = 1;                ///< threads, each with a model of its own
  std::uint64_t seed = 1;      ///< for the content of registers before their first write
  Journal* journal = nullptr;  ///< done chunks are taken from it and added to it
  std::function<void(const SweepProgress&)> show = [](const SweepProgress&) {};  ///< called by one thread at a time
};

/// Verilates the units of a plan and sweeps the chunks of the shard that `header`, made of that plan, names. Returns
/// all of the shard's chunks that are done. Chunks are missing only if `stop` was set, which ends all threads soon.
/// Throws InputError for RTL that cannot be built, and UnitStopped; both set `stop` as well.
std::map<std::size_t, ChunkRecord> run_sweep(const SweepPlan& plan, const JournalHeader& header, const SweepRun& run,
                                             const RtlLoader& loader, std::atomic<bool>& stop);

}  // namespace pwlsim::sweep
