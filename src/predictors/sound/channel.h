// Channel: the past of one channel, and its predictors: several opinions of the next sample, each with the size of its
// errors so far.
//
// Least squares over the newest samples of both channels of a pair; a cascade of long filters on what the first of them
// leaves; small least squares that combine all of these; their mean, corrected by what it misses on average: the
// centre. spec.md says exactly what is computed. Opinions, in order: each least squares, the first with one, two, …
// filters, the combinations, the centre. Thread safety: none.
#ifndef LLMZIP_PREDICTORS_SOUND_CHANNEL_H_
#define LLMZIP_PREDICTORS_SOUND_CHANNEL_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "predictors/sound/kernels/sound_kernels.h"
#include "predictors/sound/least_squares.h"
#include "predictors/sound/long_filter.h"
#include "predictors/sound/strengths.h"

namespace llmzip::sound {

/// How fast the mean size of errors follows them.
inline constexpr std::size_t kErrorRates = 3;

struct Opinion {
  double value = 0;
  std::array<float, kErrorRates> error = {64, 64, 64};  // mean size, the fastest first
};

class Channel {
 public:
  /// `alone`: it has no other channel.
  Channel(const StrengthShape& shape, bool alone);

  static std::size_t MemoryBytes(const StrengthShape& shape);

  /// The next sample lies within least … most. `other` is the other channel of the pair, or null.
  void Predict(const SoundKernels& kernels, const Channel* other, double least, double most);

  void Learn(const SoundKernels& kernels, double sample, bool learning, double* work);

  [[nodiscard]] std::size_t opinions() const { return opinions_; }
  [[nodiscard]] const Opinion& opinion(std::size_t i) const { return opinion_[i]; }
  [[nodiscard]] const Opinion& centre() const { return opinion_[opinions_ - 1]; }

  // What the coder remembers of the channel.
  struct Recent {
    float last = 0;          ///< error of the last sample, relative to what was expected
    float before = 0;        ///< and of the one before
    std::uint64_t used = 0;  ///< all samples, ORed
  };
  Recent recent{};

 private:
  // The newest samples, newest first.
  class History {
   public:
    History() : samples_(kRoom + kMaxLeastSquaresInputs), begin_(kRoom) {}
    [[nodiscard]] const double* newest() const { return samples_.data() + begin_; }
    void Push(double sample);
    static constexpr std::size_t kRoom = 1024;

   private:
    std::vector<double> samples_;
    std::size_t begin_;
  };

  std::size_t opinions_;
  std::vector<LeastSquaresShape> shapes_;
  std::vector<LeastSquares> least_squares_;
  std::vector<LongFilter> filters_;
  std::vector<float> stages_;  // what each filter predicts
  std::vector<LeastSquares> combinations_;
  double mean_ = 0;  // of the combinations
  double bias_ = 0;
  History history_;
  std::array<Opinion, kMaxOpinions> opinion_{};
};

}  // namespace llmzip::sound

#endif  // LLMZIP_PREDICTORS_SOUND_CHANNEL_H_
