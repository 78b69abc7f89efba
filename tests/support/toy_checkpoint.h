// ToyCheckpoint: the seam to checkpoints (model/checkpoint.h) without a network: adaptive counts over a small
// tokeniser.
//
// It does in a page what a real one does in earnest: lanes with a past of their own, windows, top k, floats. What a
// test wants to go wrong can: a tokeniser that lies, and numbers that come out a little different, as on another
// machine.
#ifndef LLMZIP_TESTS_SUPPORT_TOY_CHECKPOINT_H_
#define LLMZIP_TESTS_SUPPORT_TOY_CHECKPOINT_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "model/checkpoint.h"
#include "symbols/tokeniser.h"

namespace llmzip::testing {

/// Greedy words, then single bytes. Id 0 begins a text and means nothing.
class ToyTokeniser final : public Tokeniser {
 public:
  enum class Bytes256 : std::uint8_t { kAll, kAscii };             ///< which single bytes it can say
  enum class Honesty : std::uint8_t { kHonest, kLies, kGivesUp };  ///< what Encode does

  ToyTokeniser(const std::vector<std::string>& words, Bytes256 bytes, Honesty honesty = Honesty::kHonest);

  /// A few hundred pieces of English.
  static std::vector<std::string> EnglishWords();

  [[nodiscard]] std::uint32_t vocabulary_size() const override { return static_cast<std::uint32_t>(meanings_.size()); }
  [[nodiscard]] ByteView Meaning(Symbol id) const override { return meanings_[id]; }
  [[nodiscard]] StatusOr<std::vector<Symbol>> Encode(ByteView raw) const override;
  [[nodiscard]] bool escapes() const override { return bytes_ != Bytes256::kAll; }
  [[nodiscard]] std::optional<Symbol> beginning() const override { return 0; }

 private:
  std::vector<llmzip::Bytes> meanings_;
  Bytes256 bytes_;
  Honesty honesty_;
};

struct ToyOptions {
  std::uint64_t weights = 1;  ///< other weights predict otherwise
  double noise = 0;           ///< each logit is off by up to this, either way
  std::uint64_t noise_seed = 1;
  std::string machine = "here";  ///< part of environment()
  unsigned spare_symbols = 0;    ///< of the alphabet, behind the vocabulary
  std::uint64_t fails_at = 0;    ///< if not 0: the step, from 1, that a predictor fails at
};

class ToyCheckpoint final : public Checkpoint {
 public:
  /// No tokeniser: bytes.
  ToyCheckpoint(std::unique_ptr<const ToyTokeniser> tokeniser, CheckpointOptions options, ToyOptions toy);

  [[nodiscard]] std::uint32_t alphabet_size() const override;
  [[nodiscard]] const Tokeniser* tokeniser() const override { return tokeniser_.get(); }
  [[nodiscard]] StatusOr<std::unique_ptr<Predictor>> NewPredictor(const CheckpointUse& use) const override;
  [[nodiscard]] std::uint64_t PredictorMemory(const CheckpointUse& use) const override;
  [[nodiscard]] std::uint64_t memory_bytes() const override { return std::uint64_t{1} << 20; }
  [[nodiscard]] std::string environment() const override;

 private:
  std::unique_ptr<const ToyTokeniser> tokeniser_;
  CheckpointOptions options_;
  ToyOptions toy_;
};

}  // namespace llmzip::testing

#endif  // LLMZIP_TESTS_SUPPORT_TOY_CHECKPOINT_H_
