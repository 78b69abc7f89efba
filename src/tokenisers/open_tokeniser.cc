#include "tokenisers/open_tokeniser.h"

#include <string>
#include <utility>

#include "tokenisers/beginning.h"
#include "tokenisers/sentencepiece_tokeniser.h"
#include "tokenisers/tokenizer_json.h"

namespace llmzip {

StatusOr<std::unique_ptr<Tokeniser>> OpenTokeniser(const TokeniserFiles& files) {
  const std::pair<const char*, ByteView> named[] = {{"tokenizer.json", files.tokenizer_json},
                                                    {"tokenizer.model", files.tokenizer_model},
                                                    {"tokenizer_config.json", files.tokenizer_config_json}};
  for (const auto& [name, file] : named) {
    if (file.size() > kMaxTokeniserFileBytes) {
      return Status::LimitExceeded(std::string(name) + " is larger than " +
                                   std::to_string(kMaxTokeniserFileBytes >> 20) + " MiB");
    }
  }
  LLMZIP_ASSIGN_OR_RETURN(const std::string beginning, BeginningName(files.tokenizer_config_json));
  if (!files.tokenizer_json.empty()) return ReadTokenizerJson(files.tokenizer_json, beginning);
  if (!files.tokenizer_model.empty()) return ReadTokenizerModel(files.tokenizer_model, beginning);
  return Status::NotFound("the checkpoint has no tokeniser: neither tokenizer.json nor tokenizer.model");
}

}  // namespace llmzip
