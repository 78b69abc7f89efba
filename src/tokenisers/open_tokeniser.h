// The tokeniser of a Hugging Face folder, from the contents of its files.
//
// Uses tokenizer.json (Hugging Face `tokenizers`: byte-level BPE, or BPE with byte fallback) if there is one, else
// tokenizer.model (SentencePiece: BPE or unigram). The files are untrusted: one that is too large, damaged,
// contradictory, or of an unsupported kind gives a Status that says so.
// Thread safety: a pure function; the tokeniser's methods may be called from many threads at once.
#ifndef LLMZIP_TOKENISERS_OPEN_TOKENISER_H_
#define LLMZIP_TOKENISERS_OPEN_TOKENISER_H_

#include <cstddef>
#include <memory>

#include "llmzip/codec.h"
#include "llmzip/status.h"
#include "symbols/tokeniser.h"

namespace llmzip {

/// Callers need not read more than this and one byte of any file.
inline constexpr std::size_t kMaxTokeniserFileBytes = std::size_t{64} << 20;

/// What the files hold; empty for a file that is not there. Needed during the call alone.
struct TokeniserFiles {
  ByteView tokenizer_json;
  ByteView tokenizer_model;
  ByteView tokenizer_config_json;  ///< for bos_token; may be missing
};

/// kNotFound if there is neither tokenizer.json nor tokenizer.model, kCorrupt for contradictions, kUnsupported for
/// unsupported kinds of tokenisers, kLimitExceeded for files or vocabularies that are too large.
///
/// The reference tokenisers change some texts: they put a space in front, fold characters (NFC, NFKC), or drop spaces.
/// These do not: they encode the text as it is, so that it decodes exactly.
StatusOr<std::unique_ptr<Tokeniser>> OpenTokeniser(const TokeniserFiles& files);

}  // namespace llmzip

#endif  // LLMZIP_TOKENISERS_OPEN_TOKENISER_H_
