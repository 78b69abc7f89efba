// The tokeniser of a Hugging Face folder, from the contents of its files.
//
// tokenizer.json (Hugging Face `tokenizers`: byte-level BPE, or BPE with bytes to fall back on) is taken if it is
// there, else tokenizer.model (SentencePiece: BPE or unigram). Everything in the files is untrusted: a file that is
// too large, damaged, contradictory, or of a kind not known here gives one Status that says so.
// Thread safety: a pure function; the tokeniser's methods may be called from many threads at once.
#ifndef LLMZIP_TOKENISERS_OPEN_TOKENISER_H_
#define LLMZIP_TOKENISERS_OPEN_TOKENISER_H_

#include <cstddef>
#include <memory>

#include "llmzip/codec.h"
#include "llmzip/status.h"
#include "symbols/tokeniser.h"

namespace llmzip {

/// Whoever reads the files need not read more of any of them than this and one byte.
inline constexpr std::size_t kMaxTokeniserFileBytes = std::size_t{64} << 20;

/// What the files hold; empty for a file that is not there. Needed during the call alone.
struct TokeniserFiles {
  ByteView tokenizer_json;
  ByteView tokenizer_model;
  ByteView tokenizer_config_json;  ///< for bos_token; may be missing
};

/// kNotFound if there is neither tokenizer.json nor tokenizer.model, kCorrupt for what contradicts itself,
/// kUnsupported for kinds of tokenisers not known here, kLimitExceeded for files or vocabularies too large.
///
/// The reference tokenisers change some texts: they put a space in front, fold characters (NFC, NFKC), or drop spaces.
/// These do not: what they encode is the text as it is, so that it comes back as it was.
StatusOr<std::unique_ptr<Tokeniser>> OpenTokeniser(const TokeniserFiles& files);

}  // namespace llmzip

#endif  // LLMZIP_TOKENISERS_OPEN_TOKENISER_H_
