#include "io/progress_signal.h"

#include <atomic>
#include <csignal>

namespace llmzip {
namespace {

std::atomic<bool> g_requested = false;
static_assert(std::atomic<bool>::is_always_lock_free, "the signal handler writes it");

extern "C" void NoteProgressRequest(int /*signal_number*/) { g_requested = true; }

}  // namespace

void InstallProgressSignal() {
  struct sigaction previous = {};
  if (::sigaction(SIGUSR1, nullptr, &previous) == 0 && previous.sa_handler == SIG_IGN) return;
  struct sigaction action = {};
  action.sa_handler = NoteProgressRequest;
  action.sa_flags = SA_RESTART;
  ::sigemptyset(&action.sa_mask);
  ::sigaction(SIGUSR1, &action, nullptr);
}

bool TakeProgressRequest() { return g_requested.load(std::memory_order_relaxed) && g_requested.exchange(false); }

}  // namespace llmzip
