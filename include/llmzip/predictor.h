// Predictor: the symbols seen so far -> a distribution over the next symbol.
//
// One of the two interfaces the whole project is written against (the other is Codec). A predictor
// advances `lanes` sequences in lockstep: lane l of a step is the next symbol of sequence l. Lanes may
// share adaptive state; then it is updated in lane order, so that the result depends on nothing but the
// symbols. Distributions are integer frequencies that sum to exactly 2^frequency_bits(), every one >= 1:
// no symbol is ever impossible, and no float ever reaches the coder.
//
// Binary predictors have alphabet_size() == 2: their symbols are the bits of each byte, most significant
// first, eight steps a byte. Others see whole bytes (256) or tokens.
//
// Determinism: the same symbols give the same frequencies on every machine, thread count and kernel.
// Thread safety: none; one object belongs to one thread. Distinct objects are independent.
#ifndef LLMZIP_PREDICTOR_H_
#define LLMZIP_PREDICTOR_H_

#include <cstdint>
#include <span>
#include <string>

#include "llmzip/export.h"

namespace llmzip {

/// One symbol: 0 … alphabet_size()-1.
using Symbol = std::uint32_t;

/// A share of 2^frequency_bits().
using Frequency = std::uint32_t;

/// Alphabets have at most 2^18 symbols.
inline constexpr std::uint32_t kMaxAlphabetSize = 1U << 18;

/// Frequencies of one distribution sum to 2^k, with 1 <= k <= 24.
inline constexpr unsigned kMaxFrequencyBits = 24;

class LLMZIP_EXPORT Predictor {
 public:
  Predictor() = default;
  Predictor(const Predictor&) = delete;
  Predictor& operator=(const Predictor&) = delete;
  virtual ~Predictor() = default;

  /// Number of symbols, 2 … kMaxAlphabetSize. Constant over the object's life.
  [[nodiscard]] virtual std::uint32_t alphabet_size() const = 0;

  /// log2 of the sum of a distribution's frequencies, at most kMaxFrequencyBits. Constant.
  [[nodiscard]] virtual unsigned frequency_bits() const = 0;

  /// Number of sequences that advance in lockstep, at least 1. Constant.
  [[nodiscard]] virtual unsigned lanes() const = 0;

  /// Writes the next-symbol distributions of the first `active` lanes, row by row:
  /// frequencies[lane * alphabet_size() + symbol]. `active` is frequencies.size() / alphabet_size():
  /// all lanes, or fewer once some have ended. Lanes that end do so last lane first, and only between
  /// bytes; an ended lane never comes back.
  virtual void Predict(std::span<Frequency> frequencies) = 0;

  /// Tells the predictor what came: one symbol for each lane that the preceding Predict covered.
  /// Every Predict is followed by exactly one Update.
  virtual void Update(std::span<const Symbol> symbols) = 0;

  /// What besides llmzip itself must be the same for a decoder to predict the same, e.g. a library's
  /// version; empty for predictors that are exact everywhere (all native ones).
  [[nodiscard]] virtual std::string environment() const { return {}; }
};

}  // namespace llmzip

#endif  // LLMZIP_PREDICTOR_H_
