// PredictorReader: a Predictor of tokens (a checkpoint under libtorch) as a TokenReader.
//
// Such a predictor advances its lanes in lockstep, so every turn in which a lane listens is a step of all. A lane that
// took no token in a turn, because it did not listen, coded bytes of no token or has ended, is told `substitute`. A
// lane's text never begins anew: the predictor has windows of its own.
//
//   turn                1        2        3
//   lane 0 listens      The      _cat     _sat      told  The _cat _sat
//   lane 1 does not     -        -        _on       told  S   S    _on
#ifndef LLMZIP_PREDICTORS_TOKENS_PREDICTOR_READER_H_
#define LLMZIP_PREDICTORS_TOKENS_PREDICTOR_READER_H_

#include <memory>
#include <span>
#include <vector>

#include "llmzip/predictor.h"
#include "predictors/tokens/token_reader.h"

namespace llmzip::tokens {

class PredictorReader final : public TokenReader {
 public:
  /// `symbols`: the predictor's symbol for each token of the trie.
  PredictorReader(std::unique_ptr<Predictor> predictor, std::vector<Symbol> symbols, Symbol substitute);

  void Restart(unsigned /*lane*/, std::span<const Token> /*context*/) override {}
  Status Prepare(std::span<const unsigned> lanes, const Guesser& guess) override;
  [[nodiscard]] const TokenMasses& masses(unsigned lane) const override { return rows_[lane].masses; }
  void Take(unsigned lane, Token token) override { came_[lane] = symbols_[token]; }

 private:
  struct Row {
    std::vector<std::uint32_t> weights;
    TokenMasses masses;
  };

  const std::unique_ptr<Predictor> predictor_;
  const std::vector<Symbol> symbols_;
  const Symbol substitute_;
  std::vector<Frequency> frequencies_;  // of all lanes
  std::vector<Row> rows_;               // of each lane
  std::vector<Symbol> came_;            // since the predictor last predicted
  bool predicted_ = false;
};

}  // namespace llmzip::tokens

#endif  // LLMZIP_PREDICTORS_TOKENS_PREDICTOR_READER_H_
