// LanguageReader: keeps what a language model thinks comes next in every lane at hand, in few large steps.
//
// A lane's text is tokens. Those coded but not yet fed wait (`waiting`); Prepare feeds them in all lanes at once, and
// behind each lane's last one some guesses of what will come, so that one pass over the weights serves many tokens:
//
//   fed | waiting | guess guess guess        the model's place in a lane; a row of masses after the last waiting token
//                 ^ row 0  row 1  row 2      and after each guess
//
// When the token that comes is the one guessed, the next row is already there; when it is not, the rest is forgotten.
// An encoder's guesses are always right. What is predicted never depends on them.
//
// Windows: when a lane's tokens would exceed `most` places, its state begins anew with the newest `kept` tokens.
// Thread safety: none; Prepare uses the threads of its team.
#ifndef LLMZIP_PREDICTORS_TOKENS_LANGUAGE_READER_H_
#define LLMZIP_PREDICTORS_TOKENS_LANGUAGE_READER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "base/thread_team.h"
#include "llmzip/status.h"
#include "predictors/net/language_network.h"
#include "predictors/tokens/token_masses.h"
#include "predictors/tokens/token_reader.h"

namespace llmzip::tokens {

/// How much of a lane's text the model has before it.
struct ContextWindow {
  std::uint32_t most = 1024;  // places
  std::uint32_t kept = 0;     // of the newest tokens, when that is exceeded; below most
  bool begins = true;         // with the model's begin token, if it has one
};

class LanguageReader final : public TokenReader {
 public:
  LanguageReader(std::shared_ptr<const net::LanguageNetwork> network, unsigned lanes, ContextWindow window,
                 unsigned threads);

  void Restart(unsigned lane, std::span<const Token> context) override;
  Status Prepare(std::span<const unsigned> lanes, const Guesser& guess) override;
  [[nodiscard]] const TokenMasses& masses(unsigned lane) const override;
  void Take(unsigned lane, Token token) override;

  /// An upper bound on its bytes, weights not counted.
  static std::uint64_t MemoryBytes(const LanguageConfig& config, unsigned lanes, ContextWindow window,
                                   unsigned threads);

 private:
  struct Row {
    std::vector<std::uint32_t> weights;
    TokenMasses masses;
  };
  struct Lane {
    std::unique_ptr<net::LanguageState> state;
    std::vector<Token> history;  // of this text, begin token not counted; the newest `kept` and those since
    std::vector<Token> waiting;
    std::vector<Token> guesses;
    std::uint32_t place = 0;        // tokens fed that came
    std::vector<std::size_t> rows;  // of rows_, the current one last, then, before it, those after each guess
  };

  void Slide(Lane& lane) const;
  void FeedAllButLast(std::span<const unsigned> lanes);
  Status MakeMasses(std::span<const std::size_t> rows);
  void DropRows(Lane& lane);

  const std::shared_ptr<const net::LanguageNetwork> network_;
  const ContextWindow window_;
  ThreadTeam team_;
  net::LanguageWorkspace workspace_;
  std::vector<Lane> lanes_;
  std::vector<float> logits_;
  std::vector<Row> rows_;
  std::vector<std::size_t> free_rows_;  // at least as many as there are lanes without one
};

}  // namespace llmzip::tokens

#endif  // LLMZIP_PREDICTORS_TOKENS_LANGUAGE_READER_H_
