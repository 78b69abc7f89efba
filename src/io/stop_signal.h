// Stop signal: lets a long computation save its state before it ends.
//
// While a StopSignal lives, the first SIGINT, SIGTERM or SIGHUP only sets a flag, which the computation reads at its
// next step; a second signal has its former effect, so that nobody has to wait. Invariants: the handler calls only
// async-signal-safe functions (sigaction) and touches lock-free atomics. Signals ignored before (nohup) stay ignored.
// Thread safety: made and destroyed by one thread, one at a time; Requested from any.
#ifndef LLMZIP_IO_STOP_SIGNAL_H_
#define LLMZIP_IO_STOP_SIGNAL_H_

namespace llmzip {

class StopSignal {
 public:
  StopSignal();
  ~StopSignal();
  StopSignal(const StopSignal&) = delete;
  StopSignal& operator=(const StopSignal&) = delete;

  /// Whether a signal has come.
  [[nodiscard]] bool Requested() const;
};

}  // namespace llmzip

#endif  // LLMZIP_IO_STOP_SIGNAL_H_
