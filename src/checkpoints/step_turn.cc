#include "checkpoints/step_turn.h"

#include <ATen/Parallel.h>

#include <condition_variable>
#include <mutex>

namespace llmzip::checkpoints {
namespace {

struct Turns {
  std::mutex mutex;
  std::condition_variable over;
  unsigned threads = 0;
  unsigned running = 0;
};

Turns& AllTurns() {
  static Turns turns;
  return turns;
}

}  // namespace

StepTurn::StepTurn(unsigned threads) {
  Turns& turns = AllTurns();
  {
    std::unique_lock lock(turns.mutex);
    turns.over.wait(lock, [&] { return turns.running == 0 || turns.threads == threads; });
    turns.threads = threads;
    ++turns.running;
  }
  // Setting it is not free. What is set is this thread's own, which others' turns do not change.
  thread_local unsigned set = 0;
  if (set != threads || at::get_num_threads() != static_cast<int>(threads)) {
    at::set_num_threads(static_cast<int>(threads));
    set = threads;
  }
}

StepTurn::~StepTurn() {
  Turns& turns = AllTurns();
  const std::lock_guard lock(turns.mutex);
  if (--turns.running == 0) turns.over.notify_all();
}

}  // namespace llmzip::checkpoints
