#include "io/stop_signal.h"

#include <array>
#include <atomic>
#include <csignal>
#include <cstddef>

namespace llmzip {
namespace {

constexpr std::array kStoppingSignals = {SIGINT, SIGTERM, SIGHUP};

std::atomic<bool> g_stop_requested = false;
static_assert(std::atomic<bool>::is_always_lock_free, "the signal handler writes it");
std::array<struct sigaction, kStoppingSignals.size()> g_before;  // written while no handler of ours is installed

void PutBack() {
  for (std::size_t n = 0; n < kStoppingSignals.size(); ++n) ::sigaction(kStoppingSignals[n], &g_before[n], nullptr);
}

extern "C" void NoteAndPutBack(int /*signal_number*/) {
  g_stop_requested = true;
  PutBack();
}

}  // namespace

StopSignal::StopSignal() {
  g_stop_requested = false;
  struct sigaction action = {};
  action.sa_handler = NoteAndPutBack;
  action.sa_flags = SA_RESTART;
  ::sigemptyset(&action.sa_mask);
  for (const int signal_number : kStoppingSignals) ::sigaddset(&action.sa_mask, signal_number);
  for (std::size_t n = 0; n < kStoppingSignals.size(); ++n) ::sigaction(kStoppingSignals[n], nullptr, &g_before[n]);
  for (std::size_t n = 0; n < kStoppingSignals.size(); ++n) {
    if (g_before[n].sa_handler != SIG_IGN) ::sigaction(kStoppingSignals[n], &action, nullptr);
  }
}

StopSignal::~StopSignal() { PutBack(); }

// A member, so that only who holds the signals back can ask.
// NOLINTNEXTLINE(readability-convert-member-functions-to-static)
bool StopSignal::Requested() const { return g_stop_requested; }

}  // namespace llmzip
