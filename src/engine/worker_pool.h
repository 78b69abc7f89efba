// WorkerPool: up to N threads that run jobs in the order they were submitted.
//
// A thread is started only if a job finds no idle one, so small inputs start few. Destruction drops the jobs that have
// not begun and waits for those that have.
// Thread safety: Submit from one thread only.
#ifndef LLMZIP_ENGINE_WORKER_POOL_H_
#define LLMZIP_ENGINE_WORKER_POOL_H_

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace llmzip {

class WorkerPool {
 public:
  using Job = std::function<void()>;

  explicit WorkerPool(unsigned threads) : most_threads_(threads) {}
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  /// `job` must not throw. If not a single thread can be started, Submit runs it at once, on the calling thread.
  void Submit(Job job);

 private:
  void Work();

  const std::size_t most_threads_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Job> jobs_;   // guarded by mutex_
  std::size_t idle_ = 0;   // guarded by mutex_
  bool stopping_ = false;  // guarded by mutex_
  std::vector<std::thread> threads_;
};

}  // namespace llmzip

#endif  // LLMZIP_ENGINE_WORKER_POOL_H_
