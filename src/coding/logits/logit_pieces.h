// The three passes, written once: a file for each instruction set defines LLMZIP_EXACT_ISA and LLMZIP_EXACT_REGISTER
// (simd/exact_floats.h) and includes this file.
#ifndef LLMZIP_CODING_LOGITS_LOGIT_PIECES_H_
#define LLMZIP_CODING_LOGITS_LOGIT_PIECES_H_

#include "coding/logits/logit_kernels.h"
#include "simd/exact_floats.h"

namespace llmzip::exact::LLMZIP_EXACT_ISA {

constexpr std::size_t kWidth = 16;
constexpr float kLargestFloat = 0x1.FFFFFEp127F;
constexpr float kWeightOfOne = 0x1p30F;

/// Calls piece(position, pointer) for sixteen elements at a time; the last elements are copied and padded with
/// `padding`.
template <typename T, typename Piece>
LLMZIP_INLINE void ForSixteens(const T* from, std::size_t n, T padding, const Piece& piece) {
  std::size_t i = 0;
  for (; i + kWidth <= n; i += kWidth) piece(i, from + i);
  if (i == n) return;
  T last[kWidth];
  for (std::size_t j = 0; j < kWidth; ++j) last[j] = i + j < n ? from[i + j] : padding;
  piece(i, last);
}

LLMZIP_INLINE void StoreSome(const Ints& ints, std::size_t count, std::uint32_t* to) {
  if (count >= kWidth) {
    __builtin_memcpy(to, &ints, sizeof(ints));
  } else {
    std::uint32_t all[kWidth];
    __builtin_memcpy(all, &ints, sizeof(all));
    for (std::size_t j = 0; j < count; ++j) to[j] = all[j];
  }
}

LLMZIP_INLINE std::uint64_t SumOf(const Ints& ints) {
  std::uint32_t all[kWidth];
  __builtin_memcpy(all, &ints, sizeof(all));
  std::uint64_t sum = 0;
  for (const std::uint32_t one : all) sum += one;
  return sum;
}

LLMZIP_INLINE Ints Sum(const Ints& a, const Ints& b) { return LLMZIP_EACH(Ints, a.piece[i] + b.piece[i]); }

inline float LargestLogit(const float* logits, std::size_t n) {
  Floats largest = Fill(-kLargestFloat);
  ForSixteens(
      logits, n, -kLargestFloat, [&](std::size_t /*i*/, const float* from) __attribute__((always_inline)) {
        largest = Max(largest, Clamp(Load(from), kLargestFloat));
      });
  return Largest(largest);
}

inline std::uint64_t Weigh(const float* logits, std::size_t n, float largest, std::uint32_t* weights) {
  // Weights are summed as low 15 bits and the rest apart: each sum stays below 2^15 × 2^18 / 16, so it does not
  // overflow and is exact in any order.
  constexpr int kHalf = 15;
  Ints low = Truncate(Fill(0.0F));
  Ints high = low;
  const Floats top = Fill(largest);
  ForSixteens(
      logits, n, -kLargestFloat, [&](std::size_t at, const float* from) __attribute__((always_inline)) {
        const Floats e = Exp(Clamp(Load(from), kLargestFloat) - top);
        const Ints w = Truncate(e * Fill(kWeightOfOne));
        low = Sum(low, LLMZIP_EACH(Ints, w.piece[i] & ((1 << kHalf) - 1)));
        high = Sum(high, LLMZIP_EACH(Ints, w.piece[i] >> kHalf));
        StoreSome(w, n - at, weights + at);
      });
  return (SumOf(high) << kHalf) + SumOf(low);
}

inline std::uint32_t Share(const std::uint32_t* weights, std::size_t n, float factor, std::uint32_t* frequencies) {
  Ints given = Truncate(Fill(0.0F));
  std::uint32_t padded = 0;
  ForSixteens(
      weights, n, std::uint32_t{0}, [&](std::size_t at, const std::uint32_t* from) __attribute__((always_inline)) {
        Ints w;
        __builtin_memcpy(&w, from, sizeof(w));
        const Ints share = Truncate(FromInts(w) * Fill(factor));
        const Ints frequency = LLMZIP_EACH(Ints, share.piece[i] + 1);
        given = Sum(given, frequency);
        if (n - at < kWidth) padded = static_cast<std::uint32_t>(kWidth - (n - at));
        StoreSome(frequency, n - at, frequencies + at);
      });
  return static_cast<std::uint32_t>(SumOf(given)) - padded;
}

}  // namespace llmzip::exact::LLMZIP_EXACT_ISA

#endif  // LLMZIP_CODING_LOGITS_LOGIT_PIECES_H_
