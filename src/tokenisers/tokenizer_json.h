// Hugging Face's tokenizer.json with a model of type BPE. Pure function; thread-safe.
#ifndef LLMZIP_TOKENISERS_TOKENIZER_JSON_H_
#define LLMZIP_TOKENISERS_TOKENIZER_JSON_H_

#include <memory>
#include <string_view>

#include "llmzip/codec.h"
#include "llmzip/status.h"
#include "symbols/tokeniser.h"

namespace llmzip {

/// `beginning` names the token that begins a text, as tokenizer_config.json does; may be empty.
StatusOr<std::unique_ptr<Tokeniser>> ReadTokenizerJson(ByteView file, std::string_view beginning);

}  // namespace llmzip

#endif  // LLMZIP_TOKENISERS_TOKENIZER_JSON_H_
