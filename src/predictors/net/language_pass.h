// LanguagePass: the rows of one pass through a language model, by all members of a team at once.
//
// Every member runs the same phases and does its share of each: blocks of a matrix, rows, or tasks of attention. Between
// phases they meet at a barrier. What is computed does not depend on who computes it.
#ifndef LLMZIP_PREDICTORS_NET_LANGUAGE_PASS_H_
#define LLMZIP_PREDICTORS_NET_LANGUAGE_PASS_H_

#include <atomic>
#include <cstddef>
#include <cstdint>

#include "base/spin_barrier.h"
#include "predictors/net/language_buffers.h"
#include "predictors/net/language_rows.h"
#include "predictors/net/language_weights.h"

namespace llmzip::net {

class LanguagePass {
 public:
  LanguagePass(const LanguageWeights& weights, const LanguageRows& rows, const LanguageBuffers& buffers,
               std::uint32_t members)
      : weights_(weights), rows_(rows), buffers_(buffers), members_(members), barrier_(members) {}

  /// A member's share of all of it.
  void Run(std::size_t member);

 private:
  struct Range {
    std::size_t begin;
    std::size_t end;
  };
  [[nodiscard]] Range ShareOf(std::size_t count, std::size_t member) const {
    return {count * member / members_, count * (member + 1) / members_};
  }

  void Begin(std::size_t member);
  void RunLayer(std::size_t layer, std::size_t member);
  void RunParallelLayer(std::size_t layer, std::size_t member);

  /// out = matrix of the quantised rows.
  void Multiply(const LanguageMatrix& matrix, const QuantisedActivations& q, std::size_t rows, const FloatRows& out,
                std::size_t member) const;

  /// buffers.normed of a row = quantise(hadamard(norm(x))); after the last layer only of rows that want logits.
  void Normalise(std::size_t row, bool is_last, std::size_t member) const;
  void AddMixed(const LanguageLayer& layer, std::size_t member) const;
  void AddFed(const LanguageLayer& layer, bool is_last, std::size_t member) const;
  void AddBoth(const LanguageLayer& layer, bool is_last, std::size_t member) const;
  void Activate(const LanguageLayer& layer, std::size_t member) const;

  // language_attention.cc
  void PrepareHeads(std::size_t layer, std::size_t member) const;
  void PrepareQueries(const LanguageLayer& layer, std::size_t row, std::size_t head) const;
  void RememberPlace(std::size_t layer, std::size_t row, std::size_t head) const;
  void PrepareHead(std::size_t row, const float* gain, float* head) const;
  void Attend(std::size_t layer, std::size_t member);
  void AttendTask(std::size_t layer, const LanguageRows::Task& task, std::size_t member) const;
  void QuantiseAttended(std::size_t member);

  void ComputeLogits(std::size_t member) const;

  const LanguageWeights& weights_;
  const LanguageRows& rows_;
  const LanguageBuffers& buffers_;
  const std::size_t members_;
  SpinBarrier barrier_;
  std::atomic<std::size_t> next_task_{0};
};

}  // namespace llmzip::net

#endif  // LLMZIP_PREDICTORS_NET_LANGUAGE_PASS_H_
