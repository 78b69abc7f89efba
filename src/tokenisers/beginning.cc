#include "tokenisers/beginning.h"

#include <array>

namespace llmzip {

StatusOr<std::string> BeginningName(ByteView tokenizer_config_json) {
  if (tokenizer_config_json.empty()) return std::string();
  LLMZIP_ASSIGN_OR_RETURN(const OwnedJson owned, ParseJsonObject(tokenizer_config_json, "tokenizer_config.json"));
  const Json& config = *owned;
  const Json* token = Field(config, "bos_token");
  if (token != nullptr && token->is_object()) token = Field(*token, "content");
  return token != nullptr && token->is_string() ? token->get<std::string>() : std::string();
}

std::string BeginningNameOfTemplate(const Json& tokenizer) {
  const Json* const processor = Field(tokenizer, "post_processor");
  if (processor == nullptr) return {};
  const auto name_in = [](const Json& each) -> std::string {
    const Json* const single = TypeOf(each) == "TemplateProcessing" ? Field(each, "single") : nullptr;
    if (single == nullptr || !single->is_array() || single->empty()) return {};
    const Json* const special = Field(single->front(), "SpecialToken");
    if (special == nullptr) return {};
    const auto name = TextField(*special, "id", "");
    return name.ok() ? *name : std::string();
  };
  const Json* const sequence = Field(*processor, "processors");
  if (sequence == nullptr || !sequence->is_array()) return name_in(*processor);
  for (const Json& each : *sequence) {
    if (std::string name = name_in(each); !name.empty()) return name;
  }
  return {};
}

std::optional<Symbol> FindBeginning(std::initializer_list<std::string_view> names,
                                    const std::function<std::optional<Symbol>(std::string_view name)>& id_of) {
  constexpr std::array<std::string_view, 4> kUsual = {"<s>", "<bos>", "<|begin_of_text|>", "<|endoftext|>"};
  for (const std::string_view name : names) {
    if (name.empty()) continue;
    if (const auto id = id_of(name)) return id;
  }
  for (const std::string_view name : kUsual) {
    if (const auto id = id_of(name)) return id;
  }
  return std::nullopt;
}

}  // namespace llmzip
