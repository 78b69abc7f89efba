#include "engine/worker_pool.h"

#include <utility>

namespace llmzip {

WorkerPool::~WorkerPool() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    jobs_.clear();
  }
  wake_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

void WorkerPool::Submit(Job job) {
  bool more_threads = false;
  {
    const std::lock_guard lock(mutex_);
    more_threads = idle_ <= jobs_.size() && threads_.size() < most_threads_;
  }
  if (more_threads) {
    try {
      threads_.emplace_back([this] { Work(); });
    } catch (...) {  // std::system_error or std::bad_alloc
      // No more threads can be started, or memory for them is short; the running ones must suffice.
      if (threads_.empty()) return job();
    }
  }
  {
    const std::lock_guard lock(mutex_);
    jobs_.push_back(std::move(job));
  }
  wake_.notify_one();
}

void WorkerPool::Work() {
  std::unique_lock lock(mutex_);
  while (true) {
    ++idle_;
    wake_.wait(lock, [this] { return stopping_ || !jobs_.empty(); });
    --idle_;
    if (stopping_) return;
    Job job = std::move(jobs_.front());
    jobs_.pop_front();
    lock.unlock();
    job();
    job = nullptr;  // release what it holds before taking the lock
    lock.lock();
  }
}

}  // namespace llmzip
