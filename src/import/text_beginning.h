// Which token is fed before a text, and which others somebody may want to feed. Pure function; thread-safe.
#ifndef LLMZIP_IMPORT_TEXT_BEGINNING_H_
#define LLMZIP_IMPORT_TEXT_BEGINNING_H_

#include <functional>

#include "import/source_vocabulary.h"

namespace llmzip::importer {

/// Sets `begin` and `feedable`. The beginning is the token that hints name, else the one whose id they give, else the
/// first that usually begins or separates texts, else the first end. A token that opens a turn of a chat
/// ("<|im_start|>") gives way to one that separates texts: it is that which the model saw before texts.
void ChooseBeginning(const TokenHints& hints,
                     const std::function<std::optional<std::uint32_t>(const std::string& name)>& id_of,
                     SourceVocabulary* vocabulary);

}  // namespace llmzip::importer

#endif  // LLMZIP_IMPORT_TEXT_BEGINNING_H_
