// ThreadTeam: a few threads that do one piece of work together, again and again, thousands of times a second.
//
// A fork and a join a round. Members spin shortly for the next round, because it usually comes at once, and then
// sleep, because it may not. Thread safety: one thread at a time calls Run; what it wrote before is seen by the work,
// and what the work wrote is seen after.
#ifndef LLMZIP_BASE_THREAD_TEAM_H_
#define LLMZIP_BASE_THREAD_TEAM_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <thread>
#include <vector>

#include "llmzip/status.h"

namespace llmzip {

class ThreadTeam {
 public:
  /// `threads` members, at least 1, the caller of Run among them; fewer if the system gives no more, or no memory for
  /// them.
  explicit ThreadTeam(unsigned threads);
  ~ThreadTeam();
  ThreadTeam(const ThreadTeam&) = delete;
  ThreadTeam& operator=(const ThreadTeam&) = delete;

  [[nodiscard]] unsigned size() const { return static_cast<unsigned>(threads_.size()) + 1; }

  /// work(0) … work(size() - 1), each on a member of its own; returns when all are done, also where some fail: then the
  /// failure of the first of them. What a member throws is its failure (base/caught.h).
  Status Run(const std::function<Status(unsigned member)>& work);

 private:
  void Serve(unsigned member);

  void Work(unsigned member);

  const std::function<Status(unsigned)>* work_ = nullptr;  // null: the team is dismissed
  std::atomic<std::uint32_t> round_{0};
  std::atomic<std::uint32_t> busy_{0};
  std::vector<Status> failures_;  // of each member, in this round
  std::vector<std::thread> threads_;
};

}  // namespace llmzip

#endif  // LLMZIP_BASE_THREAD_TEAM_H_
