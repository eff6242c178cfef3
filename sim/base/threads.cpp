// SPDX-License-Identifier: Apache-2.0
#include "sim/base/threads.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

namespace pwlsim::base {

struct Beside::Task {
  enum State { kOffered, kBegun, kDone };

  explicit Task(std::function<void()> todo) : work(std::move(todo)) {}

  /// Whether the caller is the first to claim the task and so has to run it.
  bool claim() {
    State offered = kOffered;
    return state.compare_exchange_strong(offered, kBegun);
  }

  /// Runs the task. Only for the caller that has claimed it.
  void run() {
    try {
      work();
    } catch (...) {
      error = std::current_exception();
    }
    work = nullptr;
    state = kDone;
    state.notify_all();
  }

  std::function<void()> work;
  std::exception_ptr error;
  std::atomic<State> state{kOffered};
};

/// The pool of threads. It is never destroyed; its threads end with the process.
class ThreadPool {
 public:
  static ThreadPool& of_process() {
    static auto* const pool = new ThreadPool;
    return *pool;
  }

  /// Hands a task to a thread, and makes a new thread while there are fewer than `most_threads`.
  void offer(std::shared_ptr<Beside::Task> task, std::size_t most_threads) {
    const std::lock_guard lock(mutex_);
    std::erase_if(tasks_, [](const auto& old) { return old->state != Beside::Task::kOffered; });
    tasks_.push_back(std::move(task));
    if (idle_ < tasks_.size() && threads_ < most_threads) add_thread();
    offered_.notify_one();
  }

 private:
  void add_thread() {
    try {
      std::thread([this] { work_off(); }).detach();
      ++threads_;
    } catch (const std::system_error&) {  // the other threads or the waiting caller do the work
    }
  }

  [[noreturn]] void work_off() {
    std::unique_lock lock(mutex_);
    while (true) {
      ++idle_;
      offered_.wait(lock, [this] { return !tasks_.empty(); });
      --idle_;
      const std::shared_ptr<Beside::Task> task = std::move(tasks_.front());
      tasks_.pop_front();
      lock.unlock();
      if (task->claim()) task->run();
      lock.lock();
    }
  }

  std::mutex mutex_;
  std::condition_variable offered_;
  std::deque<std::shared_ptr<Beside::Task>> tasks_;  ///< including tasks that waiting callers have done themselves
  std::size_t threads_ = 0, idle_ = 0;
};

namespace {

/// State that the threads of for_each_on_threads() share.
class Indices {
 public:
  Indices(std::size_t count, const std::function<void(std::size_t)>& work)
      : count_(count), work_(work), failed_index_(count) {}

  /// Indices are handed out in ascending order and each one is completed, so all below a failed one are done.
  void work_off() {
    while (!failed_) {
      const std::size_t i = next_++;
      if (i >= count_) break;
      try {
        work_(i);
      } catch (...) {
        const std::lock_guard lock(mutex_);
        if (i < failed_index_) error_ = std::current_exception();
        failed_index_ = std::min(failed_index_, i);
        failed_ = true;
      }
    }
  }

  void rethrow() const {
    if (error_) std::rethrow_exception(error_);
  }

 private:
  std::size_t count_;
  const std::function<void(std::size_t)>& work_;
  std::atomic<std::size_t> next_{0};
  std::atomic<bool> failed_{false};
  std::mutex mutex_;
  std::size_t failed_index_;
  std::exception_ptr error_;
};

}  // namespace

std::size_t cores() { return std::max(1U, std::thread::hardware_concurrency()); }

Beside::Beside(std::function<void()> work, std::size_t most_threads) : task_(std::make_shared<Task>(std::move(work))) {
  ThreadPool::of_process().offer(task_, most_threads);
}

Beside::~Beside() {
  if (!task_ || task_->claim()) return;
  task_->state.wait(Task::kBegun);
}

void Beside::wait() {
  if (task_->claim()) {
    task_->run();
  } else {
    task_->state.wait(Task::kBegun);
  }
  const std::exception_ptr error = std::exchange(task_->error, nullptr);
  if (error) std::rethrow_exception(error);
}

void for_each_on_threads(std::size_t count, std::size_t threads, const std::function<void(std::size_t)>& work) {
  Indices indices(count, work);
  std::vector<Beside> others;
  for (std::size_t i = 1; i < std::min(threads, count); ++i) {
    others.emplace_back([&] { indices.work_off(); }, threads - 1);
  }
  indices.work_off();
  others.clear();
  indices.rethrow();
}

void for_each_on_all_cores(std::size_t count, const std::function<void(std::size_t)>& work) {
  for_each_on_threads(count, cores(), work);
}

}  // namespace pwlsim::base
