// SPDX-License-Identifier: Apache-2.0
#include "sim/sweep/run_sweep.h"

#include <fmt/format.h>
#include <algorithm>
#include <ctime>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/base/threads.h"
#include "sim/lockstep/watchdog.h"
#include "sim/sweep/sweep_model.h"

namespace pwlsim::sweep {
namespace {

/// CPU time of this thread, in seconds, which does not depend on what else the machine does.
double thread_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

/// The models of one thread, made when first used: one for each unit, and for units with constants one for each item.
class Models {
 public:
  Models(const SweepPlan& plan, const RtlLoader& loader, std::uint64_t seed)
      : plan_(plan), loader_(loader), seed_(seed) {}

  /// The model of an item's unit, loaded with the item's table.
  SweepModel& with_table(std::size_t index) {
    const SweepItem& item = plan_.items[index];
    // Constants are part of the model, so it serves no other table.
    Slot& slot = slots_[{item.config().name, item.config().has_constants() ? index : 0}];
    if (!slot.model) slot.model = std::make_unique<SweepModel>(loader_, item.rtl, item.config(), seed_);
    if (slot.loaded != index) slot.model->load(item.registers);
    slot.loaded = index;
    return *slot.model;
  }

  /// Runs the final blocks of all models.
  void end() {
    for (auto& [key, slot] : slots_) {
      const SweepItem& item = plan_.items[slot.loaded.value_or(0)];
      const std::string again = fmt::format("{}; again: {}", item.label, item.command);
      watched_work() = {again, 0};
      try {
        slot.model->end();
      } catch (const UnitStopped& stopped) {
        throw UnitStopped(fmt::format("{}\n  at the end of {}", stopped.what(), again));
      }
    }
  }

 private:
  struct Slot {
    std::unique_ptr<SweepModel> model;
    std::optional<std::size_t> loaded;
  };

  const SweepPlan& plan_;
  const RtlLoader& loader_;
  std::uint64_t seed_;
  std::map<std::pair<std::string, std::size_t>, Slot> slots_;
};

/// State that the threads share.
class Queue {
 public:
  Queue(const JournalHeader& header, const SweepRun& run) : chunks_(chunks_of(header)), run_(run) {
    for (std::size_t i = 0; i < chunks_.size(); ++i) {
      if (!header.shard.has(i)) continue;
      ++progress_.chunks;
      const auto known = run_.journal == nullptr ? nullptr : find(run_.journal->records(), i);
      if (known != nullptr) {
        done_[i] = *known;
      } else {
        todo_.push_back(i);
        progress_.inputs_left += chunks_[i].count;
      }
    }
    progress_.chunks_done = done_.size();
    run_.show(progress_);
  }

  /// The next chunk to do.
  std::optional<std::size_t> take() {
    const std::lock_guard lock(mutex_);
    if (next_ == todo_.size()) return std::nullopt;
    return todo_[next_++];
  }

  const SweepChunk& chunk(std::size_t index) const { return chunks_[index]; }

  void finish(std::size_t index, const ChunkRecord& record) {
    if (run_.journal != nullptr) run_.journal->add(index, record);
    const std::lock_guard lock(mutex_);
    done_[index] = record;
    progress_.chunks_done = done_.size();
    progress_.inputs_now += chunks_[index].count;
    progress_.inputs_left -= chunks_[index].count;
    run_.show(progress_);
  }

  std::size_t left() const { return todo_.size(); }
  std::map<std::size_t, ChunkRecord> done() { return std::move(done_); }

 private:
  static const ChunkRecord* find(const std::map<std::size_t, ChunkRecord>& records, std::size_t index) {
    const auto found = records.find(index);
    return found == records.end() ? nullptr : &found->second;
  }

  std::vector<SweepChunk> chunks_;
  const SweepRun& run_;
  std::mutex mutex_;
  std::vector<std::size_t> todo_;
  std::size_t next_ = 0;
  std::map<std::size_t, ChunkRecord> done_;
  SweepProgress progress_{};
};

/// Description of a chunk and the command that sweeps it alone.
std::string again_text(const SweepItem& item, const SweepChunk& chunk) {
  return fmt::format("{}; again: {} --from 0x{:x} --to 0x{:x}", item.label, item.command, chunk.first,
                     chunk.first + chunk.count - 1);
}

void work_off(Queue& queue, const SweepPlan& plan, const SweepRun& run, const RtlLoader& loader,
              const std::atomic<bool>& stop) {
  Models models(plan, loader, run.seed);
  while (!stop) {
    const std::optional<std::size_t> index = queue.take();
    if (!index) return models.end();
    const SweepChunk& chunk = queue.chunk(*index);
    const SweepItem& item = plan.items[chunk.item];
    SweepModel& model = models.with_table(chunk.item);
    const double begin = thread_seconds();
    const std::string again = again_text(item, chunk);
    watched_work() = {again, 0};
    try {
      const std::optional<SweepTotals> totals = sweep_chunk(
          model, {&item.registers, item.function, item.latency, item.judge_each()}, chunk.first, chunk.count, stop);
      if (!totals) return;
      queue.finish(*index, {*totals, thread_seconds() - begin});
    } catch (const UnitStopped& stopped) {
      throw UnitStopped(
          fmt::format("{}\n  in cycle {} of {}", stopped.what(), watched_work().first_cycle + stopped.cycle(), again),
          stopped.cycle());
    }
  }
}

}  // namespace

std::map<std::size_t, ChunkRecord> run_sweep(const SweepPlan& plan, const JournalHeader& header, const SweepRun& run,
                                             const RtlLoader& loader, std::atomic<bool>& stop) {
  Queue queue(header, run);
  std::exception_ptr error;
  std::mutex error_mutex;
  const auto worker = [&] {
    const WatchedScope scope({});
    try {
      work_off(queue, plan, run, loader, stop);
    } catch (...) {
      const std::lock_guard lock(error_mutex);
      if (!error) error = std::current_exception();
      stop = true;
    }
  };
  const std::size_t count = std::min(static_cast<std::size_t>(run.jobs), queue.left());
  for_each_on_threads(std::max<std::size_t>(count, 1), count, [&](std::size_t) { worker(); });
  if (error) std::rethrow_exception(error);
  return queue.done();
}

}  // namespace pwlsim::sweep
