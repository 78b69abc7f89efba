// Eight 16-bit integers, and the operations a mixer of eight inputs needs, with identical results from
// plain C++ and from the vector instructions every x86-64 (SSE2) and AArch64 processor has.
//
//   Gather(from, pair)  the six numbers at from[i], and the two at pair; four bytes may be read at each pointer
//   Dot(x, v, w)       sum over i of x[i] * v[i] + x[i] * w[i], modulo 2^32 read as a signed number
//   Train(x, e, w)     w[i] <- clamp16(w[i] + ((x[i] * e + 2^14) >> 15)), >> arithmetic
//
// with |x[i]| <= 8191 and |e| <= 32767. Weights must be 16-byte aligned. Thread safety: pure functions.
#ifndef LLMZIP_PREDICTORS_CM_FAST_INT16X8_H_
#define LLMZIP_PREDICTORS_CM_FAST_INT16X8_H_

#include <cstdint>
#include <cstring>

#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

namespace llmzip::cm::fast {

/// The definition.
struct PlainInt16x8 {
  std::int16_t lane[8];

  static PlainInt16x8 Gather(const std::int16_t* const (&from)[6], const std::int16_t* pair) {
    return {{*from[0], *from[1], *from[2], *from[3], *from[4], *from[5], pair[0], pair[1]}};
  }
  static std::int32_t Dot(const PlainInt16x8& x, const std::int16_t* v, const std::int16_t* w) {
    std::uint32_t sum = 0;
    for (int i = 0; i < 8; ++i) {
      sum += static_cast<std::uint32_t>(x.lane[i] * v[i]);
      sum += static_cast<std::uint32_t>(x.lane[i] * w[i]);
    }
    return static_cast<std::int32_t>(sum);
  }
  static void Train(const PlainInt16x8& x, std::int32_t error, std::int16_t* w) {
    for (int i = 0; i < 8; ++i) {
      const std::int32_t sum = w[i] + ((x.lane[i] * error + (1 << 14)) >> 15);
      w[i] = static_cast<std::int16_t>(sum > INT16_MAX ? INT16_MAX : sum < INT16_MIN ? INT16_MIN : sum);
    }
  }
};

#if defined(__x86_64__)

struct NativeInt16x8 {
  __m128i lanes;

  static NativeInt16x8 Gather(const std::int16_t* const (&from)[6], const std::int16_t* pair) {
    const __m128i first = _mm_unpacklo_epi16(LoadPair(from[0]), LoadPair(from[1]));
    const __m128i second = _mm_unpacklo_epi16(LoadPair(from[2]), LoadPair(from[3]));
    const __m128i third = _mm_unpacklo_epi16(LoadPair(from[4]), LoadPair(from[5]));
    return {_mm_unpacklo_epi64(_mm_unpacklo_epi32(first, second), _mm_unpacklo_epi32(third, LoadPair(pair)))};
  }
  static std::int32_t Dot(NativeInt16x8 x, const std::int16_t* v, const std::int16_t* w) {
    __m128i sum = _mm_add_epi32(_mm_madd_epi16(x.lanes, Load(v)), _mm_madd_epi16(x.lanes, Load(w)));
    sum = _mm_add_epi32(sum, _mm_shuffle_epi32(sum, 0x4E));
    sum = _mm_add_epi32(sum, _mm_shuffle_epi32(sum, 0xB1));
    return _mm_cvtsi128_si32(sum);
  }
  static void Train(NativeInt16x8 x, std::int32_t error, std::int16_t* w) {
    // (x * e + 2^14) >> 15 == (((4 * x * e) >> 16) + 1) >> 1; SSE2 has only the high half of a product.
    const __m128i high = _mm_mulhi_epi16(_mm_slli_epi16(x.lanes, 2), _mm_set1_epi16(static_cast<short>(error)));
    const __m128i step = _mm_srai_epi16(_mm_add_epi16(high, _mm_set1_epi16(1)), 1);
    _mm_store_si128(reinterpret_cast<__m128i*>(w), _mm_adds_epi16(Load(w), step));
  }

 private:
  static __m128i LoadPair(const std::int16_t* from) {
    std::int32_t pair;
    std::memcpy(&pair, from, sizeof pair);
    return _mm_cvtsi32_si128(pair);
  }
  static __m128i Load(const std::int16_t* from) { return _mm_load_si128(reinterpret_cast<const __m128i*>(from)); }
};

#elif defined(__aarch64__)

struct NativeInt16x8 {
  int16x8_t lanes;

  static NativeInt16x8 Gather(const std::int16_t* const (&from)[6], const std::int16_t* pair) {
    int16x8_t x = vdupq_n_s16(*from[0]);
    x = vld1q_lane_s16(from[1], x, 1);
    x = vld1q_lane_s16(from[2], x, 2);
    x = vld1q_lane_s16(from[3], x, 3);
    x = vld1q_lane_s16(from[4], x, 4);
    x = vld1q_lane_s16(from[5], x, 5);
    x = vld1q_lane_s16(pair, x, 6);
    return {vld1q_lane_s16(pair + 1, x, 7)};
  }
  static std::int32_t Dot(NativeInt16x8 x, const std::int16_t* v, const std::int16_t* w) {
    const int16x8_t first = vld1q_s16(v);
    const int16x8_t second = vld1q_s16(w);
    int32x4_t sum = vmull_s16(vget_low_s16(x.lanes), vget_low_s16(first));
    sum = vmlal_high_s16(sum, x.lanes, first);
    sum = vmlal_s16(sum, vget_low_s16(x.lanes), vget_low_s16(second));
    sum = vmlal_high_s16(sum, x.lanes, second);
    return vaddvq_s32(sum);
  }
  static void Train(NativeInt16x8 x, std::int32_t error, std::int16_t* w) {
    const int16x8_t step = vqrdmulhq_n_s16(x.lanes, static_cast<std::int16_t>(error));
    vst1q_s16(w, vqaddq_s16(vld1q_s16(w), step));
  }
};

#else
using NativeInt16x8 = PlainInt16x8;
#endif

}  // namespace llmzip::cm::fast

#endif  // LLMZIP_PREDICTORS_CM_FAST_INT16X8_H_
