// Pause: tells the processor that a loop waits for another thread.
#ifndef LLMZIP_BASE_PAUSE_H_
#define LLMZIP_BASE_PAUSE_H_

namespace llmzip {

inline void Pause() {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  asm volatile("yield");
#endif
}

}  // namespace llmzip

#endif  // LLMZIP_BASE_PAUSE_H_
