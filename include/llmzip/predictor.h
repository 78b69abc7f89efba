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
// A predictor of one's own derives from Predictor and defines five functions: alphabet_size, frequency_bits, lanes,
// Predict, Update. The rest is optional, and has defaults that are always correct.
//
// Determinism: the same symbols (and the same priming and segments) give the same frequencies on every machine, thread
// count and kernel.
// Errors: what returns a Status may fail, while encoding and while decoding; coding then ends with that Status, and the
// predictor is not used again. Nothing throws.
// Thread safety: none; one object belongs to one thread. Distinct objects are independent.
#ifndef LLMZIP_PREDICTOR_H_
#define LLMZIP_PREDICTOR_H_

#include <cstdint>
#include <span>
#include <string>

#include "llmzip/export.h"
#include "llmzip/segment.h"
#include "llmzip/status.h"

namespace llmzip {

class RangeDecoder;  // llmzip's own; opaque here
class RangeEncoder;

/// One symbol: 0 … alphabet_size()-1.
using Symbol = std::uint32_t;

/// A share of 2^frequency_bits().
using Frequency = std::uint32_t;

/// Alphabets have at most 2^18 symbols.
inline constexpr std::uint32_t kMaxAlphabetSize = 1U << 18;

/// Frequencies of one distribution sum to 2^k, with 1 <= k <= 24.
inline constexpr unsigned kMaxFrequencyBits = 24;

/// What a text to be primed with is.
enum class PrimeMode : std::uint8_t {
  kText,     ///< running text, like the one to come
  kPhrases,  ///< unordered phrases, each once: positions and frequencies in it mean nothing
};

/// All that a predictor can be asked for, without defaults. Code that uses or makes predictors says Predictor; a
/// wrapper is also instantiated over this class, so that one which forgets to pass a function on does not compile.
class LLMZIP_EXPORT PredictorInterface {
 public:
  PredictorInterface() = default;
  PredictorInterface(const PredictorInterface&) = delete;
  PredictorInterface& operator=(const PredictorInterface&) = delete;
  virtual ~PredictorInterface() = default;

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
  virtual Status Predict(std::span<Frequency> frequencies) = 0;

  /// Tells the predictor what came: one symbol for each lane that the preceding Predict covered.
  /// Every Predict is followed by exactly one Update.
  virtual Status Update(std::span<const Symbol> symbols) = 0;

  /// What besides llmzip itself must be the same for a decoder to predict the same, e.g. a library's
  /// version; empty for predictors that are exact everywhere (all native ones).
  [[nodiscard]] virtual std::string environment() const = 0;

  /// Lookahead: lanes[l] is all that Update will tell of lane l, as bytes. For predictors that are faster when they
  /// know what comes; it must not change a distribution, since only an encoder can tell. Called at most once, after
  /// Prime and before anything else; the bytes, though not the array of spans, stay valid as long as Predict and Update
  /// are called.
  virtual void SetFuture(std::span<const std::span<const std::uint8_t>> lanes) = 0;

  /// Priming: a predictor that learns as it goes knows more after a text like the one to come. Prime learns from `text`
  /// without predicting it. What is predicted afterwards is defined as exactly as everything else; it need not be what
  /// Predict and Update over the same text would lead to. Called at most once, before anything else, and only if
  /// can_prime().
  [[nodiscard]] virtual bool can_prime() const = 0;
  virtual Status Prime(std::span<const std::uint8_t> text, PrimeMode mode) = 0;

  /// Runs: a fast binary predictor spends much of its time on crossing this interface sixteen times a byte. It may code
  /// whole runs of bytes itself: EncodeRun codes the next bytes and learns from them as Predict, the coder and Update
  /// would symbol by symbol, to the same coded bytes; DecodeRun is its mirror. Called only if codes_runs() and lanes()
  /// is 1, and never between a Predict and its Update.
  [[nodiscard]] virtual bool codes_runs() const = 0;
  virtual Status EncodeRun(std::span<const std::uint8_t> bytes, RangeEncoder* encoder) = 0;
  virtual Status DecodeRun(std::span<std::uint8_t> bytes, RangeDecoder* decoder) = 0;

  /// A segment begins with the next byte of `lane`; encoder and decoder are told the same. Called between bytes, for
  /// the first segment before the first Predict. `segment.parameters` stay valid during the call.
  virtual Status BeginSegment(unsigned lane, const SegmentView& segment) = 0;
};

/// The interface with defaults for what is optional: no lookahead, no priming, no runs; segments are ignored.
class LLMZIP_EXPORT Predictor : public PredictorInterface {
 public:
  [[nodiscard]] std::string environment() const override { return {}; }
  void SetFuture(std::span<const std::span<const std::uint8_t>> /*lanes*/) override {}
  [[nodiscard]] bool can_prime() const override { return false; }
  Status Prime(std::span<const std::uint8_t> /*text*/, PrimeMode /*mode*/) override {
    return Status::Unsupported("this predictor cannot be primed");
  }
  [[nodiscard]] bool codes_runs() const override { return false; }
  Status EncodeRun(std::span<const std::uint8_t> /*bytes*/, RangeEncoder* /*encoder*/) override {
    return Status::Unsupported("this predictor does not code runs");
  }
  Status DecodeRun(std::span<std::uint8_t> /*bytes*/, RangeDecoder* /*decoder*/) override {
    return Status::Unsupported("this predictor does not code runs");
  }
  Status BeginSegment(unsigned /*lane*/, const SegmentView& /*segment*/) override { return Status::Ok(); }
};

}  // namespace llmzip

#endif  // LLMZIP_PREDICTOR_H_
