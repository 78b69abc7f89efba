// Predictor: the symbols seen so far -> a distribution over the next symbol.
//
// One of the two interfaces that all of llmzip is built on (the other is Codec). A predictor advances `lanes` sequences
// in lockstep: lane l of a step is the next symbol of sequence l. Lanes may share adaptive state; it is then updated in
// lane order, so that the result depends only on the symbols. Distributions are integer frequencies that sum to exactly
// 2^frequency_bits(), each at least 1: no symbol is ever impossible, and no float ever reaches the coder.
//
// Binary predictors have alphabet_size() == 2: their symbols are the bits of each byte, most significant
// first, eight steps a byte. Others see whole bytes (256) or tokens.
//
// A predictor of your own derives from Predictor and defines five functions: alphabet_size, frequency_bits, lanes,
// Predict, Update. The rest is optional, with defaults that are always correct.
//
// Determinism: the same symbols (and the same priming and segments) give the same frequencies on every machine, with
// every number of threads and every kernel.
// Errors: functions that return a Status may fail, while encoding and while decoding. Coding then ends with that
// Status, and the predictor is not used again. Nothing throws.
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

/// A probability, as a numerator over 2^frequency_bits().
using Frequency = std::uint32_t;

/// Alphabets have at most 2^18 symbols.
inline constexpr std::uint32_t kMaxAlphabetSize = 1U << 18;

/// Frequencies of one distribution sum to 2^k, with 1 <= k <= 24.
inline constexpr unsigned kMaxFrequencyBits = 24;

/// What kind of text a predictor is primed with.
enum class PrimeMode : std::uint8_t {
  kText,     ///< running text, like the one to come
  kPhrases,  ///< unordered phrases, each once: do not learn positions or frequencies from it
};

/// A segment that begins in a lane, and where: after so many of the lane's bytes.
struct LaneSegment {
  std::uint64_t begin = 0;
  SegmentView segment{};
};

/// A lane that a predictor codes itself.
struct CodedLane {
  std::uint64_t size = 0;  ///< its bytes
  /// The bytes as far as they are known: all when encoding, none when decoding, what is expected when verifying, the
  /// beginning of a text that is to be continued.
  std::span<const std::uint8_t> known{};
  std::span<std::uint8_t> decoded{};        ///< where the bytes that come go: `size` of them, or none when encoding
  std::span<const LaneSegment> segments{};  ///< in order; they cover the lane, or there are none
};

/// What a predictor that codes lanes itself gives its decisions to: an encoder, a decoder, a measurement, a die.
class LLMZIP_EXPORT BitCoder {
 public:
  BitCoder() = default;
  BitCoder(const BitCoder&) = delete;
  BitCoder& operator=(const BitCoder&) = delete;
  virtual ~BitCoder() = default;

  /// A bit that is a one with probability `one` / 2^frequency_bits(), and never certain. `known` is the bit according
  /// to CodedLane::known: what an encoder codes, and a decoder ignores. Returns the bit that comes.
  virtual bool Code(bool known, Frequency one) = 0;

  /// The byte at `position` of `lane` has been coded: all bits since the last such call were its.
  virtual void EndByte(unsigned /*lane*/, std::uint64_t /*position*/) {}
};

/// All functions of a predictor, without defaults. Code that uses or makes predictors uses Predictor. Wrappers are also
/// instantiated over this class, so that a wrapper which does not forward every function fails to compile.
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

  /// Writes the next-symbol distributions of the first `active` lanes, row by row, the frequency of a symbol at index
  /// lane * alphabet_size() + symbol. `active` is frequencies.size() / alphabet_size(): all lanes, or fewer once some
  /// have ended. Lanes end from the last one downwards, only between bytes, and an ended lane never resumes.
  virtual Status Predict(std::span<Frequency> frequencies) = 0;

  /// Tells the predictor the symbols that followed: one for each lane that the preceding Predict covered. Every Predict
  /// is followed by exactly one Update.
  virtual Status Update(std::span<const Symbol> symbols) = 0;

  /// What, besides llmzip itself, must be the same for a decoder to predict the same, e.g. a library's version; empty
  /// for predictors that are exact everywhere (all native ones).
  [[nodiscard]] virtual std::string environment() const = 0;

  /// Lookahead, while encoding: lanes[l] is everything that Update will report for lane l, as bytes. For predictors
  /// that are faster when told the future bytes; distributions must not depend on it, since a decoder cannot call it.
  /// Called at most once, after Prime and before everything else. The bytes, but not the array of spans, stay valid as
  /// long as Predict and Update are called.
  virtual void SetFuture(std::span<const std::span<const std::uint8_t>> lanes) = 0;

  /// Priming: an adaptive predictor predicts better after a text that resembles the one to come. Prime learns from
  /// `text` without predicting it. What it learns is defined exactly, as everything else is, but need not equal what
  /// Predict and Update over the same text would learn. Called at most once, before everything else, and only if
  /// can_prime().
  [[nodiscard]] virtual bool can_prime() const = 0;
  virtual Status Prime(std::span<const std::uint8_t> text, PrimeMode mode) = 0;

  /// Runs: a fast binary predictor spends much of its time on sixteen calls of this interface per byte. It may instead
  /// code runs of bytes itself: EncodeRun codes the next bytes and learns from them as Predict, the coder and Update
  /// would symbol by symbol, with the same coded bytes; DecodeRun is its inverse. Called only if codes_runs() and
  /// lanes() is 1, and never between a Predict and its Update.
  [[nodiscard]] virtual bool codes_runs() const = 0;
  virtual Status EncodeRun(std::span<const std::uint8_t> bytes, RangeEncoder* encoder) = 0;
  virtual Status DecodeRun(std::span<std::uint8_t> bytes, RangeDecoder* decoder) = 0;

  /// Lanes: a predictor whose decisions are not the bits of bytes alone (a language model also decides where tokens
  /// end), or that takes them in an order of its own, codes whole lanes itself: all of them, in one call. If
  /// codes_lanes(), this is the only way to use it, after Prime; Predict, Update, runs and BeginSegment are not called.
  [[nodiscard]] virtual bool codes_lanes() const = 0;
  virtual Status CodeLanes(std::span<const CodedLane> lanes, BitCoder& coder) = 0;

  /// A segment begins with the next byte of `lane`. Encoder and decoder make the same calls, between bytes; for the
  /// first segment before the first Predict. `segment.parameters` are valid during the call only.
  virtual Status BeginSegment(unsigned lane, const SegmentView& segment) = 0;

  /// From now on symbols are only the context of the next ones, and nothing more is learnt from them. For drawing: a
  /// predictor that learns from what it drew itself grows ever surer of it. Never called while coding; between bytes,
  /// in CodeLanes from BitCoder::EndByte.
  virtual void StopLearning() = 0;
};

/// The interface with defaults for what is optional: no lookahead, no priming, no runs; segments are ignored, and
/// learning is never stopped.
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
  [[nodiscard]] bool codes_lanes() const override { return false; }
  Status CodeLanes(std::span<const CodedLane> /*lanes*/, BitCoder& /*coder*/) override {
    return Status::Unsupported("this predictor does not code lanes");
  }
  Status BeginSegment(unsigned /*lane*/, const SegmentView& /*segment*/) override { return Status::Ok(); }
  void StopLearning() override {}
};

}  // namespace llmzip

#endif  // LLMZIP_PREDICTOR_H_
