// LanguagePass: the rows of one pass through a language model, by all members of a team at once.
//
// Every member goes through the same phases and does a part of each: blocks of a matrix, rows, or tasks of attention.
// What is computed does not depend on who computes it.
#ifndef LLMZIP_PREDICTORS_NET_LANGUAGE_PASS_H_
#define LLMZIP_PREDICTORS_NET_LANGUAGE_PASS_H_

#include <cstddef>
#include <cstdint>

#include "base/shared_phases.h"
#include "predictors/net/language_buffers.h"
#include "predictors/net/language_rows.h"
#include "predictors/net/language_weights.h"

namespace llmzip::net {

class LanguagePass {
 public:
  LanguagePass(const LanguageWeights& weights, const LanguageRows& rows, const LanguageBuffers& buffers,
               SharedPhases& phases)
      : weights_(weights), rows_(rows), buffers_(buffers), phases_(phases) {}

  /// At most so many phases come.
  static std::size_t Phases(const LanguageConfig& config) { return 12 * std::size_t{config.layers} + 2; }

  /// A member's part of all of it.
  void Run(std::size_t number) const;

 private:
  struct Member {
    SharedPhases::Member phases;
    float* scratch;
  };

  void RunLayer(std::size_t layer, Member& member) const;
  void RunParallelLayer(std::size_t layer, Member& member) const;

  /// A phase of work(row) for all rows.
  template <typename Work>
  void ForRows(Member& member, const Work& work) const {
    const std::size_t count = rows_.count();
    member.phases.Run(count, GrainOf(count), [&](std::size_t begin, std::size_t end) {
      for (std::size_t row = begin; row < end; ++row) work(row);
    });
  }

  /// A few pieces for each member, so that those who are late do fewer.
  [[nodiscard]] std::size_t GrainOf(std::size_t count) const {
    const std::size_t pieces = std::size_t{4} * phases_.members();
    return (count + pieces - 1) / pieces;
  }

  /// A phase: out = matrix of the quantised rows. `next` is read after it.
  void Multiply(const LanguageMatrix& matrix, const QuantisedActivations& q, const FloatRows& out,
                const LanguageMatrix& next, Member& member) const;

  void Embed(std::size_t row, const Member& member) const;

  /// buffers.normed of a row = quantise(hadamard(norm(x))); after the last layer only of rows that want logits.
  void Normalise(std::size_t row, bool is_last, const Member& member) const;
  void AddMixed(const LanguageLayer& layer, std::size_t row, const Member& member) const;
  void AddFed(const LanguageLayer& layer, bool is_last, std::size_t row, const Member& member) const;
  void AddBoth(const LanguageLayer& layer, bool is_last, std::size_t row, const Member& member) const;
  void Activate(const LanguageLayer& layer, std::size_t row) const;

  // language_attention.cc; all but QuantiseAttended are phases.
  void PrepareHeads(std::size_t layer, Member& member) const;
  void PrepareQueries(const LanguageLayer& layer, std::size_t row, std::size_t head) const;
  void RememberPlace(std::size_t layer, std::size_t row, std::size_t head) const;
  void PrepareHead(std::size_t row, const float* gain, float* head) const;
  void Attend(std::size_t layer, Member& member) const;
  void AttendTask(std::size_t layer, const LanguageRows::Task& task, const Member& member) const;
  void QuantiseAttended(std::size_t row) const;

  void ComputeLogits(Member& member) const;
  void ComputeLogits(std::size_t first_block, std::size_t end, const Member& member) const;

  const LanguageWeights& weights_;
  const LanguageRows& rows_;
  const LanguageBuffers& buffers_;
  SharedPhases& phases_;
};

}  // namespace llmzip::net

#endif  // LLMZIP_PREDICTORS_NET_LANGUAGE_PASS_H_
