#include "tokenisers/open_tokeniser.h"

namespace llmzip {

StatusOr<std::unique_ptr<Tokeniser>> OpenTokeniser(const TokeniserFiles& files) {
  if (files.tokenizer_json.empty() && files.tokenizer_model.empty()) {
    return Status::NotFound("the checkpoint has no tokeniser: neither tokenizer.json nor tokenizer.model");
  }
  return Status::Unsupported("tokenisers are not built yet");
}

}  // namespace llmzip
