// Compares stored checks and digests with computed ones. All comparisons go through this function, because fuzzing
// builds switch them off here: with LLMZIP_FUZZ_SKIP_CHECKS every check passes, so that fuzzers reach the code behind
// it.
#ifndef LLMZIP_FRAME_CHECK_H_
#define LLMZIP_FRAME_CHECK_H_

namespace llmzip {

template <typename Check>
bool ChecksMatch([[maybe_unused]] const Check& stored, [[maybe_unused]] const Check& computed) {
#ifdef LLMZIP_FUZZ_SKIP_CHECKS
  return true;
#else
  return stored == computed;
#endif
}

}  // namespace llmzip

#endif  // LLMZIP_FRAME_CHECK_H_
