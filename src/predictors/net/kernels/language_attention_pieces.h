// Attention of several queries at one head of keys and values (net.spec.md, "language"). See floats.h for the rules of
// this code.
//
// Included after the instruction set's Multiply: scores and weighted sums are matrix products. Places go by sixteens
// that begin at multiples of 16, so that the order of sums does not depend on what a query's neighbours see.
#ifndef LLMZIP_PREDICTORS_NET_KERNELS_LANGUAGE_ATTENTION_PIECES_H_
#define LLMZIP_PREDICTORS_NET_KERNELS_LANGUAGE_ATTENTION_PIECES_H_

#include "predictors/net/kernels/language_kernels.h"
#include "predictors/net/kernels/pieces.h"

namespace llmzip::net::LLMZIP_NET_ISA {

/// Weights have two digits of 7 bits.
constexpr float kMostWeight = 16383.0F;

LLMZIP_INLINE void RememberPlace(const KeyValueHead& head, std::size_t w, std::size_t place, const std::int8_t* key,
                                 const std::int8_t* value) {
  std::uint8_t* const keys = head.keys + PackedOffset(16 * w, place, 0);
  std::uint8_t* const values = head.values + place / 4 * 4 * w + place % 4;
  std::int32_t sum = 0;
  for (std::size_t i = 0; i < w; i += 4) __builtin_memcpy(keys + 16 * i, key + i, 4);
  for (std::size_t i = 0; i < w; ++i) sum += key[i];
  for (std::size_t i = 0; i < w; ++i) values[4 * i] = static_cast<std::uint8_t>(value[i]);
  head.key_starts[place] = -128 * sum;
}

/// The scores of places in [begin, end) become p = exp(score - largest), those of the other n places 0.
LLMZIP_INLINE void Exponentiate(float* scores, std::size_t n, std::size_t begin, std::size_t end) {
  const float own = scores[end - 1];  // not larger than the largest
  for (std::size_t j = 0; j < begin; ++j) scores[j] = own;
  for (std::size_t j = end; j < n; ++j) scores[j] = own;
  Floats tops = Load(scores);
  for (std::size_t j = 16; j < n; j += 16) tops = Max(tops, Load(scores + j));
  const Floats top = Fill(Largest(tops));
  for (std::size_t j = 0; j < n; j += 16) Store(Exp(Load(scores + j) - top), scores + j);
  for (std::size_t j = 0; j < begin; ++j) scores[j] = 0.0F;
  for (std::size_t j = end; j < n; ++j) scores[j] = 0.0F;
}

/// p becomes the digits of p × scales, the high ones and the low ones; gives what a weight's unit stands for, and
/// 1 ÷ sum(p).
LLMZIP_INLINE void Digits(float* p, const float* scales, std::size_t n, std::int8_t* high, std::int8_t* low,
                          float* unit, float* share) {
  Floats sums = Fill(0.0F);
  Floats largest = Fill(0.0F);
  for (std::size_t j = 0; j < n; j += 16) {
    const Floats x = Load(p + j);
    const Floats a = x * Load(scales + j);
    sums = sums + x;
    largest = Max(largest, a);
    Store(a, p + j);
  }
  *share = 1.0F / Sum(sums);
  const float m = Largest(largest);
  if (!(m >= 0x1p-100F)) {
    *unit = 0.0F;
    __builtin_memset(high, 0, n);
    __builtin_memset(low, 0, n);
    return;
  }
  *unit = m * (1.0F / kMostWeight);
  const Floats r = Fill(kMostWeight / m);
  for (std::size_t j = 0; j < n; j += 16) {
    const Ints digits = Truncate(Round(Min(Fill(kMostWeight), Load(p + j) * r)));
    StoreBytes(LLMZIP_EACH(Ints, digits.piece[i] >> 7), high + j);
    StoreBytes(LLMZIP_EACH(Ints, digits.piece[i] & 127), low + j);
  }
}

LLMZIP_INLINE void AttendQueries(const KeyValueHead& head, std::size_t w, const Queries& queries, float* scratch) {
  const std::size_t count = queries.count;
  std::size_t begin = queries.begins[0];
  std::size_t end = queries.ends[0];
  for (std::size_t i = 1; i < count; ++i) {
    begin = queries.begins[i] < begin ? queries.begins[i] : begin;
    end = queries.ends[i] > end ? queries.ends[i] : end;
  }
  begin = begin / 16 * 16;
  const std::size_t n = Padded(end) - begin;
  float* const scores = scratch;
  float* const sums = scores + count * n;
  auto* const digits = reinterpret_cast<std::int8_t*>(sums + 2 * count * w);

  Multiply({head.keys + begin * w, 16 * w, head.key_scales + begin, n / 16, w, head.key_starts + begin},
           {queries.data, w, queries.scales, count}, scores, n);
  float units[kMostQueries];
  float shares[kMostQueries];
  float places[2 * kMostQueries];  // what a digit counts
  for (std::size_t i = 0; i < count; ++i) {
    float* const p = scores + i * n;
    Exponentiate(p, n, queries.begins[i] - begin, queries.ends[i] - begin);
    Digits(p, head.value_scales + begin, n, digits + 2 * i * n, digits + (2 * i + 1) * n, &units[i], &shares[i]);
    places[2 * i] = 128.0F;
    places[2 * i + 1] = 1.0F;
  }
  float ones[kMostHeadWidth];
  for (std::size_t i = 0; i < w; i += 16) Store(Fill(1.0F), ones + i);
  Multiply<RowKind::kDigits>({head.values + begin * w, 64, ones, w / 16, n, nullptr, 4 * w},
                             {digits, n, places, 2 * count}, sums, w);
  for (std::size_t i = 0; i < count; ++i) {
    const float* const high = sums + 2 * i * w;
    for (std::size_t j = 0; j < w; j += 16) {
      const Floats sum = Load(high + j) + Load(high + w + j);
      Store((sum * Fill(units[i])) * Fill(shares[i]), queries.outs[i] + j);
    }
  }
}

}  // namespace llmzip::net::LLMZIP_NET_ISA

#endif  // LLMZIP_PREDICTORS_NET_KERNELS_LANGUAGE_ATTENTION_PIECES_H_
