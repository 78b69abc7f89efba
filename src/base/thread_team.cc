#include "base/thread_team.h"

#include <utility>

#include "base/caught.h"
#include "base/pause.h"

namespace llmzip {
namespace {

// Some tens of microseconds: more than a network's step is apart from the next.
constexpr int kSpins = 2000;

// Waits until the number is another, and returns that.
std::uint32_t AwaitChange(const std::atomic<std::uint32_t>& number, std::uint32_t old) {
  for (int spin = 0; spin < kSpins; ++spin) {
    const std::uint32_t now = number.load(std::memory_order_acquire);
    if (now != old) return now;
    Pause();
  }
  number.wait(old, std::memory_order_acquire);
  return number.load(std::memory_order_acquire);
}

}  // namespace

ThreadTeam::ThreadTeam(unsigned threads) : failures_(threads) {
  try {
    for (unsigned member = 1; member < threads; ++member) threads_.emplace_back([this, member] { Serve(member); });
  } catch (...) {  // std::system_error or std::bad_alloc
    return;        // the members there are share the work
  }
}

ThreadTeam::~ThreadTeam() {
  work_ = nullptr;
  round_.fetch_add(1, std::memory_order_release);
  round_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

Status ThreadTeam::Run(const std::function<Status(unsigned)>& work) {
  work_ = &work;
  if (!threads_.empty()) {
    busy_.store(static_cast<std::uint32_t>(threads_.size()), std::memory_order_relaxed);
    round_.fetch_add(1, std::memory_order_release);
    round_.notify_all();
  }
  Work(0);
  for (std::uint32_t busy = busy_.load(std::memory_order_acquire); busy != 0;) busy = AwaitChange(busy_, busy);
  Status first;
  for (Status& failure : failures_) {
    if (failure.ok()) continue;
    if (first.ok()) first = failure;
    failure = Status::Ok();
  }
  return first;
}

// Members write next to each other only when they fail.
void ThreadTeam::Work(unsigned member) {
  Status status = Guarded([&] { return (*work_)(member); });
  if (!status.ok()) failures_[member] = std::move(status);
}

void ThreadTeam::Serve(unsigned member) {
  for (std::uint32_t round = 0;;) {
    round = AwaitChange(round_, round);
    if (work_ == nullptr) return;
    Work(member);
    if (busy_.fetch_sub(1, std::memory_order_acq_rel) == 1) busy_.notify_one();
  }
}

}  // namespace llmzip
