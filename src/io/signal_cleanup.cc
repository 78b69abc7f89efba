#include "io/signal_cleanup.h"

#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <string>

namespace llmzip {
namespace {

constexpr int kTerminatingSignals[] = {SIGINT,  SIGTERM, SIGHUP,  SIGPIPE,   SIGXCPU,
                                       SIGQUIT, SIGALRM, SIGUSR2, SIGVTALRM, SIGPROF};

struct Slot {
  std::atomic<bool> used = false;  // set after, and cleared before, the path changes
  int folder = AT_FDCWD;
  char path[PATH_MAX] = {};
};
static_assert(std::atomic<bool>::is_always_lock_free, "the signal handler reads it");
std::array<Slot, 8> g_slots;

extern "C" void RemoveFilesAndDie(int signal_number) {
  const int saved_errno = errno;
  for (const Slot& slot : g_slots) {
    if (slot.used) ::unlinkat(slot.folder, slot.path, 0);
  }
  struct sigaction standard = {};
  standard.sa_handler = SIG_DFL;
  ::sigaction(signal_number, &standard, nullptr);
  ::raise(signal_number);  // blocked until this handler returns, then fatal
  errno = saved_errno;
}

sigset_t TerminatingSignals() {
  sigset_t set;
  ::sigemptyset(&set);
  for (const int signal_number : kTerminatingSignals) ::sigaddset(&set, signal_number);
  return set;
}

}  // namespace

void InstallSignalCleanup() {
  // A file size limit (ulimit -f) then shows as EFBIG from write, and as an error message, instead of a core dump.
  struct sigaction ignore = {};
  ignore.sa_handler = SIG_IGN;
  ::sigaction(SIGXFSZ, &ignore, nullptr);

  struct sigaction action = {};
  action.sa_handler = RemoveFilesAndDie;
  action.sa_mask = TerminatingSignals();  // one handler at a time
  for (const int signal_number : kTerminatingSignals) {
    struct sigaction previous = {};
    if (::sigaction(signal_number, nullptr, &previous) == 0 && previous.sa_handler == SIG_IGN) continue;
    ::sigaction(signal_number, &action, nullptr);
  }
}

SignalBlock::SignalBlock() {
  const sigset_t block = TerminatingSignals();
  ::pthread_sigmask(SIG_BLOCK, &block, &previous_);
}

SignalBlock::~SignalBlock() { ::pthread_sigmask(SIG_SETMASK, &previous_, nullptr); }

Status RemoveOnSignal(const Location& location) {
  const std::string& path = location.path;
  if (path.empty() || path.size() >= sizeof(Slot::path)) return Status::InvalidArgument("path is too long");
  for (Slot& slot : g_slots) {
    if (slot.used) continue;
    slot.folder = location.folder;
    std::memcpy(slot.path, path.c_str(), path.size() + 1);
    slot.used = true;
    return Status::Ok();
  }
  return Status::Internal("too many temporary files at once");
}

void KeepOnSignal(const Location& location) {
  for (Slot& slot : g_slots) {
    if (slot.used && location.folder == slot.folder && location.path == slot.path) slot.used = false;
  }
}

}  // namespace llmzip
