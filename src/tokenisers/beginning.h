// The token that a model gets before the first token of a text. Pure functions; thread-safe.
#ifndef LLMZIP_TOKENISERS_BEGINNING_H_
#define LLMZIP_TOKENISERS_BEGINNING_H_

#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "llmzip/codec.h"
#include "llmzip/predictor.h"
#include "llmzip/status.h"
#include "tokenisers/json_fields.h"

namespace llmzip {

/// `bos_token` of a tokenizer_config.json; "" if there is no such file, or it names none.
StatusOr<std::string> BeginningName(ByteView tokenizer_config_json);

/// The token that a tokenizer.json's post-processor puts in front; "" if it puts none.
std::string BeginningNameOfTemplate(const Json& tokenizer);

/// The first of `names` that is a token; else the first of those that usually begin or separate texts.
std::optional<Symbol> FindBeginning(std::initializer_list<std::string_view> names,
                                    const std::function<std::optional<Symbol>(std::string_view name)>& id_of);

}  // namespace llmzip

#endif  // LLMZIP_TOKENISERS_BEGINNING_H_
